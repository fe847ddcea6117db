/**
 * Text of contributions is written by anyone and shown in many places. Claims are plain text in which `backticks` mark code and nothing
 * else is markup; what could be read as a link, a tag or a mention by some place the text is pasted into is put into code or taken apart.
 */

/** Controls, bidirectional overrides, invisible joiners and tag characters: nothing a reader sees, much that can mislead one. */
const INVISIBLE =
  /(?![\t\n\v\f\r])[\p{Cc}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/** Whether a text has characters a reader cannot see. */
export const hasInvisible = (text: string): boolean => text.replaceAll(INVISIBLE, '') !== text;

/** One line of visible characters; lone surrogates become U+FFFD. */
export const visible = (text: string): string =>
  text.toWellFormed().normalize('NFC').replaceAll(INVISIBLE, '').replaceAll(/\s+/g, ' ').trim();

const CODE = /`[^`]*`/;
/** Words that are names in code: tags, addresses, packages and mentions, flags, paths, calls, dotted, snake and camel case. */
const NAMES = [
  /<\/?[A-Za-z!][^<>]{0,60}>?/,
  /\b(?:[a-z][a-z\d+.-]*:\/\/|www\.)[^\s<>`]+[^\s<>`.,;:!?)\]'"]/i,
  /\b(?:javascript|data|vbscript):[^\s`]+/i,
  /(?<![\w/])@[\w@-]+(?:\/[\w.@-]+)?/,
  /(?<![\w./@-])[A-Za-z][\w.-]*(?:\/[\w.-]+)?@v?\d+(?:\.[\w.+-]*\w)?/,
  /(?<![\w./@-])[a-z][\w.]*(?:[/-][\w.]+)+(?=(?: from v?\d[\w.-]*)? to v?\d)/,
  /(?<![\w-])--[a-z][\w-]*(?:=(?:[\w.-]+|<[\w-]+>)?)?/,
  /(?<![\w./@-])(?:[a-z\d-]+\.)+[a-z]{2,}(?:\/[\w@.-]*[\w-])+/,
  /(?<![\w./@-])(?:\.{0,2}\/)?(?:[\w@.-]+\/)+[\w.*-]*\.\w+/,
  /\b[a-z]\w*\((?:'[^'()]*'|"[^"()]*")\)(?:\.\w+)*/,
  /\b[A-Za-z_]\w*(?:(?:::|->)[A-Za-z_]\w*)+(?:\(\)|!(?![\w=]))?/,
  /\b[A-Za-z_$][\w$]*(?:(?:\(\))?\.[A-Za-z_$][\w$]*)*\(\)/,
  /(?<![\w-])[a-z_$][\w$]*(?:\.[A-Za-z_$][\w$-]*)*\.[A-Za-z_$][\w$]+\b/,
  /(?<!\w)_{0,2}[A-Za-z][A-Za-z\d]*_(?:\w+\*?|\*)/,
  /(?<![\w.)-])\.[a-z][\w-]{2,}(?:\.\w+)*\b/,
  /\b[A-Z]\w*[a-z]\w*(?:\.(?!Js\b)[A-Z]\w*[a-z]\w*)+\b/,
  /\b(?!Git(?:Hub|Lab)|(?:Java|Type|Coffee)Script)(?:[A-Z][a-z\d]+){3,}\b/,
  /\b(?!(?:iOS|macOS|tvOS|iPadOS|watchOS|iPhone|eBPF|npm)\b)[a-z]+[A-Z][A-Za-z\d]*\b/,
];
const NAME = new RegExp([CODE, ...NAMES].map((part) => `(?:${part.source})`).join('|'), 'gu');
/** Dotted, and no code. */
const PROSE = /^(?:(?:e\.g|i\.e|etc|vs|a\.k\.a)\b|(?:node|vue|next|nuxt|react|express|three|d3)\.js$)/;

/** Puts names in code into backticks and takes apart what markup is made of. `text` is visible text; backticks without a partner go. */
export function withCode(text: string): string {
  const balanced = balance(text);
  const marked = balanced.replaceAll(NAME, (found) => {
    if (found.startsWith('`')) return /[^`\s]/.test(found) ? `\`${found.slice(1, -1).trim()}\`` : '';
    return PROSE.test(found) ? found : `\`${found}\``;
  });
  // Quotation marks around what is now code say nothing more.
  const bare = marked
    .replaceAll(/(["'])(`[^`]*`)\1/g, '$2')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
  return outside(bare, (part) =>
    part
      .replace(/^@[\w@.-]+/, ' `$&`')
      .replaceAll('](', '] (')
      .replaceAll('![', '! [')
      .replaceAll('<', '‹'),
  );
}

/** A name as code. */
export const code = (name: string): string => `\`${name.replaceAll('`', '')}\``;

/** Backticks in pairs: runs of them count as one, and the last without a partner goes. */
function balance(text: string): string {
  const single = text.replaceAll(/`+/g, '`');
  const ticks = single.split('`').length - 1;
  if (ticks % 2 === 0) return single;
  const last = single.lastIndexOf('`');
  return (single.slice(0, last) + single.slice(last + 1)).replaceAll(/ {2,}/g, ' ').trim();
}

/** Applies `change` to what is not code. */
export const outside = (text: string, change: (part: string) => string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : change(part)))
    .join('');

/** At most `limit` characters, cut at a word, with an ellipsis; code that would be cut in two goes as a whole. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text
    .slice(0, limit)
    .toWellFormed()
    .replace(/\uFFFD$/, '');
  const word = head.replace(/\s+\S*$/, '');
  const cut = word.length > limit / 2 ? word : head;
  const whole = cut.split('`').length % 2 === 0 ? cut.slice(0, cut.lastIndexOf('`')) : cut;
  return `${whole.replace(/[\s,;:([{–-]+$/, '')}…`;
}

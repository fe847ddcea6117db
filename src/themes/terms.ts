import { STOP_WORDS, WEAK_WORDS } from './words.ts';

/** A word or two of a text: `key` is what is compared, `written` what is shown. */
export interface Term {
  readonly key: string;
  readonly written: string;
  /** Two words that stand together, or a name from the code (`chunkImportMap`, `import.meta.glob`): says more than one word. */
  readonly pair?: true;
}

/** Case, separators and plural do not tell words apart: `source map`, `sourceMaps` and `source-map` are `sourcemap`. */
export function keyOf(written: string): string {
  const plain = written.toLowerCase().replace(SEPARATORS, '');
  if (plain.length < 4 || !plain.endsWith('s') || NO_PLURAL.test(plain)) return plain;
  if (plain.length > 4 && plain.endsWith('ies')) return `${plain.slice(0, -3)}y`;
  return plain.slice(0, PLURAL_ES.test(plain) ? -2 : -1);
}
const SEPARATORS = /[^\p{L}\p{N}]+/gu;
/** Words that end in s by themselves: `css`, `status`, `analysis`, `alias`, `deps`. */
const NO_PLURAL =
  /(?:ss|us|is|js|lias|anvas|tlas|bias|netes|macos|ios|chaos)$|^(?:deps|https|sass|aws|windows|kubernetes|this|always|perhaps|dts)$/;
/** `classes`, `branches`, `hashes`, `boxes`, but `caches`. */
const PLURAL_ES = /(?:ss|x|us|ias|[nt]ch|sh)es$/;

/** Code and words: `import.meta.glob`, `create-vite`, `optimizeDeps`, `解析器`. */
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|['’](?=\p{L})|[._/@-](?=[\p{L}\p{N}]))*/gu;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const LATIN = /[A-Za-z]/;
const SEGMENTER = new Intl.Segmenter('zh', { granularity: 'word' });
/** Nothing to name a theme by: versions, hashes, numbers, issue numbers. */
const NOISE = /^(?:v?\d[\d.]*(?:[-.]?(?:alpha|beta|rc)[.\d]*)?|[0-9a-f]{7,40}|\d+(?:ms|s|kb|mb|px|x|th|st|nd|rd)?)$/i;
const MAX_WORD = 40;

/** Prefix of a subject: `type(scope)!: ` or an area (`pack-objects: `, `t/perf: `). */
const PREFIX = /^(?:revert:\s*)?([\p{L}\p{N}][\p{L}\p{N}./*,{}_ -]{0,40}?)(?:[(（]([^()（）]{1,60})[)）])?!?\s?(?::\s+|：\s*)/iu;
const TYPE =
  /^(?:feat|feature|fix|bugfix|hotfix|docs?|documentation|style|refactor|perf|tests?|build|ci|chore|revert|wip|deps|types|dx|workflow|fixup|squash|amend|release)$/i;
const TAIL = /(?:\s*[([（](?:[^()]*#\d+[^()]*)[)\]）]|\s+#\d+)+\s*$/u;

/** A subject taken apart for themes: what it says it is about, and its words. */
export interface Subject {
  /** Scope or area, as written; several where it lists several. */
  readonly areas: readonly string[];
  readonly text: string;
}

/** Scopes and areas are the author's own grouping: `fix(css): …`, `diff: …`; types are not (`docs: …` is one only of its files). */
export function subjectOf(subject: string): Subject {
  let text = subject.replace(/^(?:(?:fixup|squash|amend)! )+/, '').replace(/^[^\p{L}\p{N}[("“]+/u, '');
  text = text.replace(/^re(?:vert|apply):?,? ["“](.*)["”].*$/i, '$1').replace(TAIL, '');
  const [prefix, head = '', scope] = PREFIX.exec(text) ?? [];
  if (prefix === undefined) return { areas: [], text };
  const area = scope ?? (TYPE.test(head) ? (head === 'release' || head === 'deps' ? head : '') : head.split(' ').length > 2 ? '' : head);
  if (area === '' && scope === undefined && !TYPE.test(head)) return { areas: [], text };
  return {
    areas: area
      .split(/[,{}]+/)
      .map((a) => a.trim())
      .filter((a) => a !== '' && a !== '*'),
    text: text.slice(prefix.length),
  };
}

/** A word on its way into terms: `weak` ones only count beside another. */
interface Word extends Term {
  readonly weak: boolean;
}

/** Words of a text that can name something, in order; `undefined` stands where a phrase ends (stop words, punctuation). */
function wordsOf(text: string): readonly (Word | undefined)[] {
  const out: (Word | undefined)[] = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    if (BREAK.test(text.slice(end, match.index))) out.push(undefined);
    end = match.index + match[0].length;
    for (const written of CJK.test(match[0]) ? segments(match[0]) : [match[0]]) out.push(wordOf(written));
  }
  return out;
}
const BREAK = /[^\s`'"*_]/;

/** Chinese words; a suffix that makes a noun (`解析` + `器`, `验证` + `码`) stays with it. */
function segments(text: string): readonly string[] {
  const out: string[] = [];
  for (const { segment, isWordLike } of SEGMENTER.segment(text)) {
    const last = out.at(-1);
    if (last !== undefined && last.length > 1 && SUFFIXES.has(segment)) out[out.length - 1] = last + segment;
    else if (isWordLike) out.push(segment);
  }
  return out;
}
const SUFFIXES: ReadonlySet<string> = new Set('器码库表键率性员页栏框号机端层树图集体型'.split(''));

function wordOf(written: string): Word | undefined {
  const key = keyOf(written);
  const tooShort = key.length < 2 || (key.length < 3 && !CJK.test(key) && !LATIN.test(key));
  if (tooShort || key.length > MAX_WORD || STOP_WORDS.has(key) || STOP_WORDS.has(written.toLowerCase()) || NOISE.test(written))
    return undefined;
  const weak = WEAK_WORDS.has(key) || WEAK_WORDS.has(written.toLowerCase());
  return { key, written, weak, ...(CODE.test(written) && { pair: true as const }) };
}
/** Several words in one, as code has them. */
const CODE = /[a-z][A-Z][a-z]|[a-z]{2}[_.][a-z]{2}|[A-Z]{2}_[A-Z]{2}/;

/** The words and the pairs of words that stand together. Chinese pairs are joined without a space. */
export function termsOf(text: string): readonly Term[] {
  const words = wordsOf(text);
  const out: Term[] = words.filter((w): w is Word => w !== undefined && !w.weak);
  words.forEach((word, i) => {
    const next = words[i + 1];
    if (!word || !next || word.key === next.key || (word.weak && next.weak)) return;
    const space = CJK.test(word.written) && CJK.test(next.written) ? '' : ' ';
    out.push({ key: word.key + next.key, written: word.written + space + next.written, pair: true });
  });
  return out;
}

/** The parts of a scope or area: `t/perf`, `plugin-legacy`, `refs.c`. The author chose them, so no word is too common. */
export function areaTerms(area: string): readonly Term[] {
  return area
    .replace(/\.[a-z]{1,5}$/i, '')
    .split('/')
    .flatMap((segment) => {
      const key = keyOf(segment);
      return key.length < 2 || NOISE.test(segment) ? [] : [{ key, written: readable(segment) }];
    });
}

/** `importAnalysis`, `import-analysis` as words. */
const readable = (segment: string): string => {
  const words = segment.replace(CAMEL, '$1 $2');
  return (words === segment ? segment : words.toLowerCase()).replace(JOINTS, ' ').trim();
};

/** The parts of a path that tell what it is about, as terms: `src/node/plugins/importAnalysis.ts` is `import Analysis`. */
export function pathTerms(path: string, isLayout: (key: string) => boolean): readonly Term[] {
  const segments = path.split('/');
  const stem = (segments.pop() ?? '').replace(NUMBERED, '').replace(ENDINGS, '');
  const out: Term[] = [];
  for (const segment of [...segments, stem]) {
    const key = keyOf(segment);
    if (key.length < 2 || isLayout(key) || STOP_WORDS.has(key) || WEAK_WORDS.has(segment.toLowerCase()) || NOISE.test(segment)) continue;
    out.push({ key, written: readable(segment) });
  }
  return out;
}
const NUMBERED = /^t\d{4}-/;
const ENDINGS = /(?:[._-](?:test|spec|e2e|d))?(?:\.[A-Za-z0-9]+)+$/;
const CAMEL = /([a-z])([A-Z])/g;
const JOINTS = /[-_.]+/g;

import type { Stated } from '../domain/contribution.ts';
import type { CommitType } from '../domain/tags.ts';

/** What people write for a type; only words that mean one type and nothing else. `style` aliases are left out: `styles:` is often about CSS. */
const ALIASES: ReadonlyMap<string, CommitType> = new Map<string, CommitType>([
  ...(['feat', 'fix', 'docs', 'style', 'refactor', 'perf', 'test', 'build', 'ci', 'chore', 'revert'] as const).map((t) => [t, t] as const),
  ['feature', 'feat'],
  ['features', 'feat'],
  ['feats', 'feat'],
  ['bugfix', 'fix'],
  ['hotfix', 'fix'],
  ['bug', 'fix'],
  ['fixes', 'fix'],
  ['fixed', 'fix'],
  ['doc', 'docs'],
  ['documentation', 'docs'],
  ['refactoring', 'refactor'],
  ['performance', 'perf'],
  ['tests', 'test'],
  ['testing', 'test'],
  ['deps', 'build'],
  ['chores', 'chore'],
]);

/** The emoji of gitmoji.dev that stand for one type; the others are decoration. */
const GITMOJI: ReadonlyMap<string, CommitType> = new Map<string, CommitType>([
  ['✨', 'feat'],
  [':sparkles:', 'feat'],
  ['🐛', 'fix'],
  [':bug:', 'fix'],
  ['🚑', 'fix'],
  [':ambulance:', 'fix'],
  ['📝', 'docs'],
  [':memo:', 'docs'],
  ['⚡', 'perf'],
  [':zap:', 'perf'],
  ['♻', 'refactor'],
  [':recycle:', 'refactor'],
  ['👷', 'ci'],
  [':construction_worker:', 'ci'],
  ['💚', 'ci'],
  [':green_heart:', 'ci'],
]);

const WORDS = [...ALIASES.keys()].join('|');

/** `fixup! `, `squash! `, `amend! `: git's own marks for commits to be folded into another. */
const AUTOSQUASH = /^(?:(?:fixup|squash|amend)! ?)+/;
const EMOJI =
  /^(?:(?:\p{Extended_Pictographic}(?:\u200D\p{Extended_Pictographic})*(?:\uFE0F|\p{Emoji_Modifier})*|:[a-z][a-z0-9_+-]{1,40}:)\s*)+/u;
/** Names of standards, codes and licences that look like a ticket's: they say what the change is about. */
const STANDARDS = [
  'AES|AGPL|AMD|ANSI|ARM|ASCII|BASE|BIG|BSD|COVID|CP|CRC|CVE|CWE|ECMA|ES|EUC|GB|GPL|GPT|HTTP|IA|IEC|IEEE|IPV|ISO|JIS|KOI|LGPL',
  'MD|MPL|OAUTH|PCI|PEP|PKCS|RFC|RIPEMD|RS|RSA|SHA|TLS|UCS|USB|UTC|UTF|WINDOWS|WPA|X',
].join('|');
/** A ticket's number: `ABC-12: `, `[ABC-12] `, `#12 - `; `ABC-123 ` from three digits on, for `GPT-4 ` is a name, and `#123 ` begins a sentence. */
const KEY = `(?!(?:${STANDARDS})-)[A-Z][A-Z0-9]{1,9}-`;
const NUMBER = `(?:${KEY}|#)\\d+`;
const TICKET = new RegExp(
  `^(?:[[(（【]\\s?${NUMBER}\\s?[\\])）】](?!\\()\\s?[:.–—-]?|${NUMBER}(?:\\s?[:：]|\\.|\\s[–—-])(?=\\s)|${KEY}\\d{3,}(?=\\s\\p{L}))\\s*(?=\\S)`,
  'u',
);
/** `type(scope)!: `, `type/type: `, `[type] `, with Chinese colons and brackets as well. */
const PREFIX = new RegExp(
  `^(?:(${WORDS})((?:\\s?[/,&+|]\\s?(?:${WORDS}))*)\\s?(?:[(（]([^()（）]{0,80})[)）])?(!?)\\s?[:：](?!:|//)\\s*|[[【](${WORDS})(?:[(:：/ ]([^\\]】]{0,80}?)\\)?)?[\\]】](!?)\\s*[:：]?\\s*)`,
  'iu',
);

/** A subject taken apart: what its prefix states, and the words after it. */
export interface Prefixed {
  readonly type?: CommitType;
  readonly scope?: string;
  readonly breaking: boolean;
  /** The subject behind every label-carrying prefix, and numbers of tickets. */
  readonly rest: string;
}

/** Whether a subject can begin with a prefix at all: spares most of 82,000 subjects the expressions below. */
function plain(subject: string): boolean {
  const first = subject.charCodeAt(0);
  if (first > 0x2000 || ':[(#'.includes(subject.charAt(0))) return false;
  return !/[:：!]|^[A-Z][A-Z0-9]+-\d/.test(subject.length > 120 ? subject.slice(0, 120) : subject);
}

/**
 * Takes the prefix off a subject, as often as one is there (`revert: feat(x): …`, `ABC-12: fix: …`); the outermost states the type. Linear in
 * its length.
 */
export function prefixOf(subject: string): Prefixed {
  if (subject === '' || plain(subject)) return { breaking: false, rest: subject };
  let rest = subject.trimStart();
  let type: CommitType | undefined;
  let scope: string | undefined;
  let breaking = false;
  let settled = false;
  for (let before = ''; before !== rest;) {
    before = rest;
    const squash = AUTOSQUASH.exec(rest)?.[0];
    if (squash !== undefined) {
      settled = true; // a fixup is no feature, whatever it will be folded into
      rest = rest.slice(squash.length).trimStart();
    }
    rest = rest.slice(TICKET.exec(rest)?.[0].length ?? 0);
    const emoji = EMOJI.exec(rest)?.[0];
    if (emoji !== undefined && emoji.length > 0) {
      if (!settled) type ??= gitmoji(emoji);
      rest = rest.slice(emoji.length).trimStart();
    }
    const match = PREFIX.exec(rest);
    if (match) {
      const [all, word, others, inner, bang, bracketed, bracketScope, bracketBang] = match;
      if (!settled) {
        type = others ? undefined : ALIASES.get((word ?? bracketed ?? '').toLowerCase());
        scope = (inner ?? bracketScope)?.trim() || undefined;
        breaking = Boolean(bang || bracketBang);
        settled = true;
      }
      rest = rest.slice(all.length).trimStart();
    }
  }
  return { ...(type && { type }), ...(type && scope && { scope }), breaking: type !== undefined && breaking, rest };
}

function gitmoji(run: string): CommitType | undefined {
  for (const [emoji, type] of GITMOJI) if (run.startsWith(emoji)) return type;
  return undefined;
}

const GIT_REVERT = /^revert\b/i;
const QUOTED_REVERT = /^revert ["“]/i;
const BREAKING_FOOTER = /^BREAKING[ -]CHANGE: /m;

/**
 * What the author wrote the kind to be: a Conventional Commits prefix (v1.0.0, with its `!` and BREAKING CHANGE footer), a bracketed or
 * gitmoji one, or a revert as git words it. undefined where nothing states it; `Reapply "…"` undoes a revert and does not say what it is.
 */
export function statedOf(subject: string, body: string): Stated | undefined {
  if (GIT_REVERT.test(subject) && (QUOTED_REVERT.test(subject) || body.includes('This reverts commit '))) {
    return { type: 'revert', breaking: false };
  }
  const { type, scope, breaking } = prefixOf(subject);
  if (type === undefined) return undefined;
  return { type, ...(scope && { scope }), breaking: breaking || (body !== '' && BREAKING_FOOTER.test(body)) };
}

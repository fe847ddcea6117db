import type { Trailer } from '../../domain/commit.ts';
import { TOKEN_KEPT, type Token } from './tokens.ts';
import { parseTrailers } from './trailers.ts';

/** One field of the log: what git is asked for, and how its answer is read. */
interface Field<T> {
  readonly placeholder: string;
  readonly read: (token: Token) => T;
}

export interface Message {
  /** Without trailing white space; at most 64 KiB of UTF-8. */
  readonly text: string;
  readonly bytes: number;
  readonly hash: string;
  readonly trailers: readonly Trailer[];
}

/** Text as git re-encoded it; bytes that are no UTF-8 become U+FFFD, so no lone surrogate ever comes out. */
const text = (token: Token): string => token.head.toString('utf8');
const ascii = (token: Token): string => token.head.toString('latin1');
/** A merge of 1,600 parents does not fit into a token: the one that was cut is left out. */
const shas = (token: Token): readonly string[] => {
  if (token.length === 0) return [];
  const list = ascii(token).split(' ');
  return token.tail === undefined ? list : list.slice(0, -1);
};

/** Seconds as git stored them, to milliseconds; undefined where git could not read them (it knows no time before 1970). */
function milliseconds(token: Token): number | undefined {
  const digits = ascii(token);
  if (!/^-?\d+$/.test(digits)) return undefined;
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number(digits) * 1000, Number.MAX_SAFE_INTEGER));
}

/** `--date=raw` is `<seconds> <+hhmm>`; only the zone is taken. Minutes east of UTC; 0 for zones no clock can have. */
function zone(token: Token): number {
  const match = /([+-])(\d+)$/.exec(ascii(token));
  if (match === null) return 0;
  const hhmm = Number(match[2]);
  const minutes = Math.trunc(hhmm / 100) * 60 + (hhmm % 100);
  if (minutes >= 24 * 60 || minutes === 0) return 0;
  return match[1] === '-' ? -minutes : minutes;
}

function message(token: Token): Message {
  const { head, tail, length } = token;
  const end = length > head.length || length > TOKEN_KEPT ? wholeCharacters(head) : head.length;
  const whole = head.toString('utf8', 0, end);
  return {
    text: whole.trimEnd(),
    bytes: length,
    hash: token.sha256(),
    trailers: tail === undefined ? parseTrailers(whole) : parseTrailers(tail.toString('utf8'), false),
  };
}

/** Length of `bytes` without a character that was cut at its end. */
function wholeCharacters(bytes: Buffer): number {
  let start = bytes.length - 1;
  while (start > bytes.length - 4 && start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  const lead = bytes[start] ?? 0;
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return start + size > bytes.length ? start : bytes.length;
}

const field = <T>(placeholder: string, read: (token: Token) => T): Field<T> => ({ placeholder, read });

/** The log's fields in the order they are written and read: the format and the parsed type both come from here. */
export const FIELDS = {
  sha: field('%H', ascii),
  parents: field('%P', shas),
  authorName: field('%aN', text),
  authorEmail: field('%aE', text),
  authorRawName: field('%an', text),
  authorRawEmail: field('%ae', text),
  authorAt: field('%at', milliseconds),
  authorOffset: field('%ad', zone),
  committerName: field('%cN', text),
  committerEmail: field('%cE', text),
  committerRawName: field('%cn', text),
  committerRawEmail: field('%ce', text),
  committerAt: field('%ct', milliseconds),
  committerOffset: field('%cd', zone),
  message: field('%B', message),
} as const;

export type Header = { readonly [K in keyof typeof FIELDS]: ReturnType<(typeof FIELDS)[K]['read']> };

export const FIELD_NAMES = Object.keys(FIELDS) as readonly (keyof Header)[];

/** Every field ends in NUL, the only byte none can hold: git cuts messages at it. */
export const LOG_FORMAT = Object.values(FIELDS)
  .map(({ placeholder }) => `${placeholder}%x00`)
  .join('');

/** Arguments that make `git log` speak the format above, whatever the user's or the repository's config prefers. */
export const LOG_ARGUMENTS: readonly string[] = [
  '-z',
  `--format=tformat:${LOG_FORMAT}`,
  '--date=raw',
  '--encoding=UTF-8',
  '--no-decorate',
  '--no-notes',
  '--no-color',
  '--no-show-signature',
];

/** Arguments of every diff: no program of the repository's config, no order file, whole shas, all files, myers as git's default. */
export const DIFF_ARGUMENTS: readonly string[] = [
  '-r',
  '--no-ext-diff',
  '--no-textconv',
  '--no-relative',
  '--no-abbrev',
  '--no-color',
  '--diff-algorithm=myers',
  '-O/dev/null',
];

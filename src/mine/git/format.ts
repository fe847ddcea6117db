import type { Trailer } from '../../domain/commit.ts';
import { TOKEN_KEPT, type Token } from './tokens.ts';
import { parseTrailers } from './trailers.ts';
import { readSeconds, readZone } from './when.ts';

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

/** undefined where git could not read it: see `readDates`. */
const seconds = (token: Token): number | undefined => readSeconds(ascii(token));
/** `--date=raw` is `<seconds> <+hhmm>`; only the zone is taken, for git shows 0 where the seconds are too many. */
const zone = (token: Token): number => readZone(ascii(token));

function message(token: Token): Message {
  const { head, tail, length } = token;
  const whole = head.toString('utf8', 0, length > head.length ? wholeCharacters(head) : head.length);
  return {
    text: capped(whole).trimEnd(),
    bytes: length,
    hash: token.sha256(),
    trailers: tail === undefined ? parseTrailers(whole) : parseTrailers(tail.toString('utf8'), false),
  };
}

/** U+FFFD takes three bytes where one was read: such a text may be longer than what it was read from. */
function capped(text: string): string {
  if (text.length * 3 <= TOKEN_KEPT || Buffer.byteLength(text) <= TOKEN_KEPT) return text;
  const bytes = Buffer.from(text).subarray(0, TOKEN_KEPT);
  return bytes.toString('utf8', 0, wholeCharacters(bytes));
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
  authorAt: field('%at', seconds),
  authorOffset: field('%ad', zone),
  committerName: field('%cN', text),
  committerEmail: field('%cE', text),
  committerRawName: field('%cn', text),
  committerRawEmail: field('%ce', text),
  committerAt: field('%ct', seconds),
  committerOffset: field('%cd', zone),
  message: field('%B', message),
} as const;

export type Header = { readonly [K in keyof typeof FIELDS]: ReturnType<(typeof FIELDS)[K]['read']> };

export const FIELD_NAMES = Object.keys(FIELDS) as readonly (keyof Header)[];

/** Every field ends in NUL, the only byte none can hold, for git cuts messages at it; the last one's is `-z`'s. */
export const LOG_FORMAT = Object.values(FIELDS)
  .map(({ placeholder }) => placeholder)
  .join('%x00');

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

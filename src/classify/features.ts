import { FILE_KINDS, fileKind } from '../domain/file-kind.ts';
import type { FileKind } from '../domain/file-kind.ts';
import { hash32 } from '../util/random.ts';
import { withoutArea } from './area.ts';
import type { TagInput } from './input.ts';
import { MAX_CHARACTERS } from './tokenizer.ts';

/**
 * What a head reads beside the embedding: made by rules, in microseconds, of text and paths. Two parts:
 * `dense`, named numbers around 0 to 1 (shares of file kinds, size and shape of the change), and `sparse`, the hashed words of the
 * subject, the body and the paths (Weinberger et al. 2009), which carry what a sentence embedding blurs: the verb, `README`, `.github`.
 * Whether text or paths are read at all can be chosen, to measure what each gives.
 */
export interface Features {
  readonly dense: Float32Array;
  /** Ascending buckets, each once: below `BUCKETS`, or for texts below `SAID_BUCKETS`. */
  readonly sparse: Uint16Array;
  /** What each of them counts; absent: all alike, the less the more there are. */
  readonly weights?: Float32Array;
}

export type View = 'both' | 'text' | 'paths';

/** Changes of what is computed here need new heads: a head names the version it was trained with. */
export const FEATURES_VERSION = 1;
export const BUCKETS = 8192;

const SIZES = [
  'files',
  'added',
  'deleted',
  'lines',
  'added share',
  'only added',
  'only deleted',
  'as many added as deleted',
  'one file',
  'one line for one',
  'lines unknown',
  'no files',
  'folders',
  'subject words',
  'body words',
] as const;

/** Names of the dense features, in their order. */
export const DENSE: readonly string[] = [
  ...FILE_KINDS.map((kind) => `${kind}: share of files`),
  ...FILE_KINDS.map((kind) => `${kind}: share of lines`),
  ...FILE_KINDS.map((kind) => `${kind}: nothing else`),
  ...SIZES,
];

/** Of a change of thousands of files so many are looked at: the first in the order given. */
export const MAX_FILES = 300;
const MAX_WORDS = 120;

type Files = NonNullable<TagInput['files']>;

/** `fileCount`: of all files, where only the first `MAX_FILES` are given. */
export type FeatureInput = Pick<TagInput, 'text' | 'files'> & { readonly fileCount?: number };

export const featuresOf = (input: FeatureInput, view: View = 'both'): Features =>
  joined(textFeatures(input, view), fileFeatures(input, view));

/** What comes of the text alone, or of the files alone. */
export interface PartOfFeatures {
  /** In the order of DENSE: that of the files comes first. */
  readonly dense: readonly number[];
  readonly buckets: readonly number[];
}

export const joined = (ofText: PartOfFeatures, ofFiles: PartOfFeatures): Features => ({
  dense: Float32Array.from([...ofFiles.dense, ...ofText.dense]),
  sparse: Uint16Array.from(new Set([...ofText.buckets, ...ofFiles.buckets])).sort(),
});

export function textFeatures({ text: whole }: FeatureInput, view: View): PartOfFeatures {
  const text = view === 'paths' ? '' : withoutArea(whole.slice(0, MAX_CHARACTERS));
  const cut = text.indexOf('\n');
  const subject = wordsOf(cut < 0 ? text : text.slice(0, cut));
  const body = wordsOf(cut < 0 ? '' : text.slice(cut + 1));
  return {
    dense: [Math.log1p(subject.length) / 4, Math.log1p(body.length) / 5],
    buckets: [...subjectTokens(subject), ...body.map((word) => `b ${word}`)].map(bucket),
  };
}

export function fileFeatures({ files = [], fileCount = files.length }: FeatureInput, view: View): PartOfFeatures {
  const seen = view === 'text' ? [] : files.slice(0, MAX_FILES);
  return {
    dense: [...kindShares(seen), ...sizes(seen, view === 'text' ? 0 : fileCount)],
    buckets: pathTokens(seen).map(bucket),
  };
}

const bucket = (token: string): number => hash32(token) % BUCKETS;

function kindShares(files: Files): number[] {
  const count = new Map<FileKind, number>();
  const lines = new Map<FileKind, number>();
  let sum = 0;
  for (const [path, added, deleted] of files) {
    const kind = fileKind(path);
    const changed = (added ?? 0) + (deleted ?? 0);
    count.set(kind, (count.get(kind) ?? 0) + 1);
    lines.set(kind, (lines.get(kind) ?? 0) + changed);
    sum += changed;
  }
  return [
    ...FILE_KINDS.map((kind) => (count.get(kind) ?? 0) / Math.max(1, files.length)),
    ...FILE_KINDS.map((kind) => (lines.get(kind) ?? 0) / Math.max(1, sum)),
    ...FILE_KINDS.map((kind) => (files.length > 0 && count.get(kind) === files.length ? 1 : 0)),
  ];
}

/** Without the last two of SIZES, which are of the text. */
function sizes(files: Files, total: number): number[] {
  let added = 0;
  let deleted = 0;
  let unknown = 0;
  for (const file of files) {
    added += file[1] ?? 0;
    deleted += file[2] ?? 0;
    if (file[1] === null) unknown++;
  }
  const lines = added + deleted;
  const folders = new Set(files.map(([path]) => path.slice(0, Math.max(0, path.lastIndexOf('/'))))).size;
  const flag = (is: boolean) => (is ? 1 : 0);
  return [
    Math.log1p(total) / 4,
    Math.log1p(added) / 6,
    Math.log1p(deleted) / 6,
    Math.log1p(lines) / 6,
    lines > 0 ? added / lines : 0.5,
    flag(added > 0 && deleted === 0),
    flag(deleted > 0 && added === 0),
    flag(lines > 0 && added === deleted),
    flag(total === 1),
    flag(added === 1 && deleted === 1),
    unknown / Math.max(1, files.length),
    flag(total === 0),
    Math.log1p(folders) / 3,
  ];
}

/** Runs of letters and digits, lower-cased; numbers become `0`. */
function wordsOf(text: string): string[] {
  const words =
    text
      .slice(0, 2_000)
      .toLowerCase()
      .match(/[\p{L}\p{N}_]+/gu) ?? [];
  return words.slice(0, MAX_WORDS).map((word) => (/^\d+$/.test(word) ? '0' : word));
}

function subjectTokens(words: readonly string[]): string[] {
  const first = words[0] === undefined ? [] : [`f ${words[0]}`];
  return [...first, ...words.map((word) => `s ${word}`), ...words.slice(1).map((word, i) => `p ${words[i]} ${word}`)];
}

/** Extensions, file names, and the words of names and folders. */
function pathTokens(files: Files): string[] {
  const tokens: string[] = [];
  for (const [path] of files) {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    const dot = name.lastIndexOf('.');
    tokens.push(`x ${dot > 0 ? name.slice(dot + 1).toLowerCase() : ''}`, `n ${name.toLowerCase()}`);
    for (const word of wordsOf(name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' '))) tokens.push(`w ${word}`);
    for (const folder of parts) tokens.push(`d ${folder.toLowerCase()}`);
  }
  return tokens;
}

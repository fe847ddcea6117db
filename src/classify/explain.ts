import type { Explanation } from '../domain/tags.ts';
import { largestFirst } from './change.ts';
import { fileFeatures, joined, textFeatures } from './features.ts';
import type { FeatureInput, Features, View } from './features.ts';
import type { Head } from './head.ts';
import { readsChange, type TaggedKind } from './input.ts';
import { saidFeatures } from './said.ts';
import type { Embedding } from './vectors.ts';

/** A contribution with one part of it left out. */
export interface Without {
  readonly part: string;
  readonly of: 'words' | 'files';
  readonly left: FeatureInput;
  /** `rest`: without all behind the beginning; `beginning`: a part of that alone, and so beside it and not beside the whole. */
  readonly where?: 'beginning' | 'rest';
}

/** How much of an input the encoder reads. */
export interface Extent {
  /** Of the whole. */
  readonly tokens: number;
  /** Of its text, where it does not read all of that: so many words about. */
  readonly words?: number;
  /** What follows these words is left out where they are told apart, so that there is less to read. */
  readonly alone?: boolean;
}

/** Tokens that leaving parts out may cost the encoder in all: about 25 ms on two cores of 2024. */
const TOKENS = 448;
const MOST_PARTS = 24;
const FEWEST_PARTS = 4;
/** Of the beginning of a long text, beside the rest. */
const PARTS_OF_BEGINNING = 4;
/** Of the parts, so many may be files. */
const FILES = 1 / 3;
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_'’./-]*/gu;

/**
 * The variants of a contribution to try, each without one of its parts: the largest of its files, at most half as many as there are parts of
 * the text; and the text's words, the fewer and longer parts of them the longer it is. What of a text the encoder does not read is one part.
 */
export function variants(input: FeatureInput, view: View, { tokens, words, alone = false }: Extent): Without[] {
  const most = alone ? PARTS_OF_BEGINNING + 1 : Math.max(FEWEST_PARTS, Math.min(MOST_PARTS, Math.floor(TOKENS / Math.max(1, tokens))));
  const files = view === 'text' ? [] : withoutFiles(input, view === 'paths' ? most : Math.floor(most * FILES));
  return [...(view === 'paths' ? [] : withoutWords(input, alone ? most : most - files.length, words, alone)), ...files];
}

/** A text up to the end of so many of its words. */
export function beginningOf(text: string, words: number): string {
  for (const { index, 0: word } of text.matchAll(WORD)) if (--words === 0) return text.slice(0, index + word.length);
  return text;
}

function withoutWords({ text, ...rest }: FeatureInput, most: number, read = Number.POSITIVE_INFINITY, alone = false): Without[] {
  const words = [...text.matchAll(WORD)].map(({ index, 0: word }) => ({ from: index, to: index + word.length }));
  const [near, far] = [words.slice(0, read), words.slice(read)];
  const each = Math.max(1, Math.ceil(near.length / (most - (far.length > 0 ? 1 : 0))));
  const parts = Array.from({ length: Math.ceil(near.length / each) }, (_, i) => near.slice(i * each, (i + 1) * each));
  const end = alone && far.length > 0 ? near.at(-1)?.to : undefined;
  return [...parts, far].flatMap((part): Without[] => {
    const [from, to] = [part[0]?.from, part.at(-1)?.to];
    if (from === undefined || to === undefined) return [];
    const left = { ...rest, text: text.slice(0, from) + text.slice(to, part === far ? undefined : end) };
    const where = end === undefined ? {} : ({ where: part === far ? 'rest' : 'beginning' } as const);
    return [{ part: text.slice(from, to), of: 'words', left, ...where }];
  });
}

function withoutFiles(input: FeatureInput, most: number): Without[] {
  const { files = [], fileCount = files.length } = input;
  const largest = new Set(largestFirst(files).slice(0, most));
  return files.flatMap((file, i) =>
    largest.has(file) ? [{ part: file[0], of: 'files', left: { ...input, files: files.toSpliced(i, 1), fileCount: fileCount - 1 } }] : [],
  );
}

export interface Occluded {
  readonly kind: TaggedKind;
  readonly input: FeatureInput;
  readonly view: View;
  readonly embedding: Embedding;
  /** Its variants, with their embeddings in the same order; undefined: the same as the whole's. */
  readonly without: readonly Without[];
  readonly embeddings: readonly (Embedding | undefined)[];
}

/** Asks the head again without each part in turn (occlusion, Zeiler & Fergus 2014). */
export function explain(head: Head, label: string, { kind, input, view, embedding, without, embeddings }: Occluded): Explanation {
  const index = head.settings.labels.indexOf(label);
  if (index < 0) return { words: [], files: [] };
  const logOdds = (vector: Embedding, features: Features): number => {
    const p = head.probabilities(vector, features)[index] ?? 0;
    return Math.log(p + TINY) - Math.log(1 - p + TINY);
  };
  const { whole, left } = readsChange({ kind }) ? ofChange(input, view) : { whole: saidFeatures(input, view), left: saidLeft(view) };
  const odds = logOdds(embedding, whole);
  const tried = without.map((variant, i) => ({ ...variant, odds: logOdds(embeddings[i] ?? embedding, left(variant)) }));
  const beginning = tried.find(({ where }) => where === 'rest')?.odds ?? odds;
  const weighed = tried.map(({ part, of, where, odds: without }) => ({
    part,
    of,
    weight: (where === 'beginning' ? beginning : odds) - without,
  }));
  return {
    words: weighed.flatMap(({ part: text, of, weight }) => (of === 'words' ? [{ text, weight }] : [])),
    files: weighed.flatMap(({ part: path, of, weight }) => (of === 'files' ? [{ path, weight }] : [])),
  };
}

/** Keeps a probability of 0 or 1 finite. */
const TINY = 1e-9;

/** Features of the whole, and of what is left without a part: the other half of it is as it was. */
function ofChange(input: FeatureInput, view: View): { readonly whole: Features; readonly left: (variant: Without) => Features } {
  const [text, files] = [textFeatures(input, view), fileFeatures(input, view)];
  return {
    whole: joined(text, files),
    left: ({ of, left }) => (of === 'words' ? joined(textFeatures(left, view), files) : joined(text, fileFeatures(left, view))),
  };
}

const saidLeft =
  (view: View) =>
  ({ left }: Without): Features =>
    saidFeatures(left, view);

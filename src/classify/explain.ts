import type { Explanation } from '../domain/tags.ts';
import { largestFirst } from './change.ts';
import { featuresOf } from './features.ts';
import type { FeatureInput, View } from './features.ts';
import type { Head } from './head.ts';
import type { Embedding } from './vectors.ts';

/** A contribution with one part of it left out. */
export interface Without {
  readonly part: string;
  readonly of: 'words' | 'files';
  readonly left: FeatureInput;
}

/** Tokens that leaving parts out may cost the encoder in all: about 40 ms on two cores of 2024. */
const TOKENS = 640;
const MOST_PARTS = 24;
const FEWEST_PARTS = 4;
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_'’./-]*/gu;

/**
 * The variants of a contribution to try, each without one of its parts: the largest of its files, at most as many as there are parts of
 * the text; and the text's words, the fewer and longer parts of them the longer it is.
 * @param tokens of the whole
 */
export function variants(input: FeatureInput, view: View, tokens: number): Without[] {
  const most = Math.max(FEWEST_PARTS, Math.min(MOST_PARTS, Math.floor(TOKENS / Math.max(1, tokens))));
  const files = view === 'text' ? [] : withoutFiles(input, view === 'paths' ? most : most >> 1);
  return [...(view === 'paths' ? [] : withoutWords(input, most - files.length)), ...files];
}

function withoutWords({ text, ...rest }: FeatureInput, most: number): Without[] {
  const words = [...text.matchAll(WORD)];
  const each = Math.ceil(words.length / most);
  const out: Without[] = [];
  for (let i = 0; i < words.length; i += each) {
    const last = words[Math.min(i + each, words.length) - 1];
    const from = words[i]?.index ?? 0;
    const to = (last?.index ?? 0) + (last?.[0].length ?? 0);
    out.push({ part: text.slice(from, to), of: 'words', left: { ...rest, text: text.slice(0, from) + text.slice(to) } });
  }
  return out;
}

function withoutFiles(input: FeatureInput, most: number): Without[] {
  const { files = [], fileCount = files.length } = input;
  const largest = new Set(largestFirst(files).slice(0, most));
  return files.flatMap((file, i) =>
    largest.has(file) ? [{ part: file[0], of: 'files', left: { ...input, files: files.toSpliced(i, 1), fileCount: fileCount - 1 } }] : [],
  );
}

export interface Occluded {
  readonly input: FeatureInput;
  readonly view: View;
  readonly embedding: Embedding;
  /** Its variants, with their embeddings in the same order. */
  readonly without: readonly Without[];
  readonly embeddings: readonly Embedding[];
}

/** Asks the head again without each part in turn (occlusion, Zeiler & Fergus 2014). */
export function explain(head: Head, label: string, { input, view, embedding, without, embeddings }: Occluded): Explanation {
  const index = head.settings.labels.indexOf(label);
  if (index < 0) return { words: [], files: [] };
  const logOdds = (vector: Embedding, given: FeatureInput): number => {
    const p = head.probabilities(vector, featuresOf(given, view))[index] ?? 0;
    return Math.log(p + TINY) - Math.log(1 - p + TINY);
  };
  const whole = logOdds(embedding, input);
  const weighed = without.map(({ part, of, left }, i) => ({ part, of, weight: whole - logOdds(embeddings[i] ?? embedding, left) }));
  return {
    words: weighed.flatMap(({ part: text, of, weight }) => (of === 'words' ? [{ text, weight }] : [])),
    files: weighed.flatMap(({ part: path, of, weight }) => (of === 'files' ? [{ path, weight }] : [])),
  };
}

/** Keeps a probability of 0 or 1 finite. */
const TINY = 1e-9;

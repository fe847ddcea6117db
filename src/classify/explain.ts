import type { Explanation } from '../domain/tags.ts';
import { featuresOf } from './features.ts';
import type { FeatureInput, View } from './features.ts';
import type { Head } from './head.ts';
import type { Embedding } from './vectors.ts';

/** A text with one part of it left out. */
export interface Without {
  readonly part: string;
  readonly text: string;
}

/** Tokens that leaving parts out may cost the encoder in all: about 40 ms on two cores of 2024. */
const TOKENS = 640;
const MOST_PARTS = 24;
const FEWEST_PARTS = 4;
/** Files tried one by one: each time all others are looked at again, so of a large change only the first few. */
const MOST_FILES = 40;
const LOOKS = 2_000;
const FEWEST_FILES = 8;
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_'’./-]*/gu;

/**
 * The variants of a text to try, each without one of its parts. The longer the text, the fewer and longer its parts.
 * @param tokens of the whole text
 */
export function variants(text: string, tokens: number): Without[] {
  const words = [...text.matchAll(WORD)];
  const most = Math.max(FEWEST_PARTS, Math.min(MOST_PARTS, Math.floor(TOKENS / Math.max(1, tokens))));
  const each = Math.ceil(words.length / most);
  const out: Without[] = [];
  for (let i = 0; i < words.length; i += each) {
    const last = words[Math.min(i + each, words.length) - 1];
    const from = words[i]?.index ?? 0;
    const to = (last?.index ?? 0) + (last?.[0].length ?? 0);
    out.push({ part: text.slice(from, to), text: text.slice(0, from) + text.slice(to) });
  }
  return out;
}

export interface Occluded {
  readonly input: FeatureInput;
  readonly view: View;
  readonly embedding: Embedding;
  /** The text's variants, with their embeddings in the same order. */
  readonly without: readonly Without[];
  readonly embeddings: readonly Embedding[];
}

/** Leaves each part of the text and each file out in turn and asks the head again (occlusion, Zeiler & Fergus 2014). */
export function explain(head: Head, label: string, { input, view, embedding, without, embeddings }: Occluded): Explanation {
  const index = head.settings.labels.indexOf(label);
  if (index < 0) return { words: [], files: [] };
  const logOdds = (vector: Embedding, given: FeatureInput): number => {
    const p = head.probabilities(vector, featuresOf(given, view))[index] ?? 0;
    return Math.log(p + TINY) - Math.log(1 - p + TINY);
  };
  const whole = logOdds(embedding, input);
  const words = without.map(({ part, text }, i) => ({
    text: part,
    weight: whole - logOdds(embeddings[i] ?? embedding, { ...input, text }),
  }));
  const { files = [], fileCount = files.length } = input;
  const most = Math.max(FEWEST_FILES, Math.min(MOST_FILES, Math.floor(LOOKS / Math.max(1, files.length))));
  const seen = view === 'text' ? [] : files.slice(0, most);
  const others = { ...input, fileCount: Math.max(0, fileCount - 1) };
  return {
    words,
    files: seen.map(([path], i) => ({ path, weight: whole - logOdds(embedding, { ...others, files: files.toSpliced(i, 1) }) })),
  };
}

/** Keeps a probability of 0 or 1 finite. */
const TINY = 1e-9;

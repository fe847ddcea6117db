import { FILE_KINDS, fileKind } from '../domain/file-kind.ts';
import { hash32 } from '../util/random.ts';
import { featuresOf } from './features.ts';
import type { FeatureInput, Features, View } from './features.ts';
import { type ChangeLimits, changeTokens } from './change.ts';
import { readsChange, type TaggedKind } from './input.ts';
import { MAX_CHARACTERS, type TextTokenizer } from './tokenizer.ts';

/**
 * What heads of issues and review comments read beside the vector: how a text is built and which words it has. Dense: named numbers around 0
 * to 1. Sparse: hashed words and pairs of neighbours, and pieces of words where a text is short (typos, inflections), each with the logarithm
 * of how often it occurs, the row of length 1.
 */
export const SAID_VERSION = 2;
export const SAID_BUCKETS = 16_384;

/** Characters of a block of code that are kept: what language it is shows in its first lines. */
const CODE = 200;
/** A text of up to so many words is told by pieces of them as well. */
const SHORT = 120;
const MAX_WORDS = 1_000;

/** A text as it is read: without what templates hide in comments, long blocks of code and addresses. */
export function saidText(text: string): string {
  return text
    .slice(0, MAX_CHARACTERS)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/```([\s\S]*?)(?:```|$)/g, (_, code: string) => `\`\`\`${code.slice(0, CODE)}\`\`\``)
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/https?:\/\/\S+/g, 'URL')
    .replaceAll('_No response_', '')
    .replace(/\n{3,}/g, '\n\n');
}

/** What the change encoder reads of a contribution: of a change message and files, of what was said as much as it can. */
export const headTokens = (
  tokenizer: TextTokenizer,
  input: FeatureInput & { readonly kind: TaggedKind },
  limits: ChangeLimits,
  view: View,
): readonly number[] =>
  readsChange(input) ? changeTokens(tokenizer, input, limits, view) : tokenizer.encode(view === 'paths' ? '' : saidText(input.text));

const ASKS = /\b(?:why|what|how|where|which|should|would|could|can|does|is there)\b/i;
const SHAPES: readonly (readonly [name: string, of: (text: string, words: readonly string[]) => number])[] = [
  ['words', (_, { length }) => Math.log1p(length) / 7],
  ['one or two words', (_, { length }) => flag(length <= 2)],
  ['up to five words', (_, { length }) => flag(length <= 5)],
  ['asks', (text) => flag(text.includes('?'))],
  ['ends with a question', (text) => flag(/\?\s*$/.test(text))],
  ['title asks', (text) => flag(/^[^\n]*\?/.test(text))],
  ['a word that asks', (text) => flag(ASKS.test(text))],
  ['code in a line', (text) => flag(/`[^`\n]+`/.test(text))],
  ['block of code', (text) => flag(text.includes('```'))],
  ['a call', (text) => flag(/\w\(\)/.test(text))],
  ['headings', (text) => Math.log1p(text.match(/^#{1,6} |^\*\*[^*\n]+\*\*/gm)?.length ?? 0) / 3],
  ['list', (text) => flag(/^\s*(?:[-*]|\d+[.)]) /m.test(text))],
  ['checklist', (text) => flag(/^\s*[-*] \[[ xX]\]/m.test(text))],
  ['address', (text) => flag(text.includes('URL'))],
  ['several lines', (text) => flag(text.trim().includes('\n'))],
  ['small initial', (text) => flag(/^\p{Ll}/u.test(text))],
];

const flag = (is: boolean): number => (is ? 1 : 0);

/** Names of the dense features, in their order. */
export const SAID_DENSE: readonly string[] = [...SHAPES.map(([name]) => name), ...FILE_KINDS.map((kind) => `on ${kind}`)];

/** What heads of a kind of contribution read of it. */
export const featuresFor = (kind: TaggedKind, input: FeatureInput, view: View = 'both'): Features =>
  readsChange({ kind }) ? featuresOf(input, view) : saidFeatures(input, view);

export function saidFeatures({ text: whole, files = [] }: FeatureInput, view: View = 'both'): Features {
  const text = view === 'paths' ? '' : saidText(whole);
  const path = view === 'text' ? undefined : files[0]?.[0];
  const words = wordsOf(text);
  const kind = path === undefined ? undefined : fileKind(path);
  const dense = [...SHAPES.map(([, of]) => of(text, words)), ...FILE_KINDS.map((one) => flag(one === kind))];
  return { dense: Float32Array.from(dense), ...weighed([...terms(words), ...titleTerms(text), ...pathTerms(path)]) };
}

/** Lower-cased runs of letters and digits, and marks that say what kind of text it is. */
const wordsOf = (text: string): string[] => (text.toLowerCase().match(/[\p{L}\p{N}_]+|[?!]|`{1,3}|#{2,}/gu) ?? []).slice(0, MAX_WORDS);

function terms(words: readonly string[]): string[] {
  const pairs = words.slice(1).map((word, i) => `${words[i]} ${word}`);
  return [...words, ...pairs, ...(words.length <= SHORT ? words.flatMap(pieces) : [])];
}

/** Runs of three to five characters, with where a word begins and ends. */
function pieces(word: string): string[] {
  const whole = `<${word}>`;
  return [3, 4, 5].flatMap((size) =>
    Array.from({ length: Math.max(0, whole.length - size + 1) }, (_, at) => `~${whole.slice(at, at + size)}`),
  );
}

function titleTerms(text: string): string[] {
  const [line = ''] = text.split('\n', 1);
  const words = wordsOf(line);
  return words.length === 0 ? [] : [`^${words[0]}`, ...words.map((word) => `t:${word}`)];
}

function pathTerms(path: string | undefined): string[] {
  if (path === undefined || path === '') return [];
  const parts = path.toLowerCase().split('/');
  const name = parts.at(-1) ?? '';
  return [`x:${name.slice(name.lastIndexOf('.') + 1)}`, ...parts.map((part) => `d:${part}`)];
}

function weighed(all: readonly string[]): Pick<Features, 'sparse'> & { readonly weights: Float32Array } {
  const counts = new Map<number, number>();
  for (const term of all) {
    const bucket = hash32(term) % SAID_BUCKETS;
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  const sparse = Uint16Array.from(counts.keys()).sort();
  const weights = Float32Array.from(sparse, (bucket) => 1 + Math.log(counts.get(bucket) ?? 1));
  const length = Math.hypot(...weights) || 1;
  return { sparse, weights: weights.map((weight) => weight / length) };
}

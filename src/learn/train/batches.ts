import { Random } from '../../util/random.ts';

/** What one contribution is to the trainer. */
export interface Example {
  /** Token ids with [CLS] and [SEP] (Int32Array), or the cached vector of its text (Float32Array). */
  readonly input: Int32Array | Float32Array;
  /** What the lower layers made of the tokens, [tokens, hidden], where the graph begins above them (`states`). */
  readonly states?: Float16Array;
  /** Dense features, already scaled to about unit variance. */
  readonly features?: Float32Array;
  /** Hashed words that occur, ascending, each below the graph's number of buckets; each counts 1 / sqrt(how many there are). */
  readonly buckets?: Uint16Array;
  /** By head: the label's index, or a probability for each label (soft labels; 0 and 1 where several may hold). A head not named does not learn from it. */
  readonly labels: Readonly<Record<string, number | readonly number[]>>;
  /** How much it counts; default 1. */
  readonly weight?: number;
}

/** Tokens of an example; a cached vector counts as one. */
export const lengthOf = ({ input }: Example): number => (input instanceof Int32Array ? input.length : 1);

/** Batches of similar length are padded to a multiple of this, so that few shapes occur. */
const GRAIN = 8;
export const paddedLength = (longest: number): number => (longest <= 1 ? longest : Math.ceil(longest / GRAIN) * GRAIN);

export interface BatchOptions {
  /** Tokens in a batch, padding included. A single longer example is a batch of its own. */
  readonly tokens: number;
  /** Most examples in a batch. */
  readonly examples: number;
}

/**
 * Groups examples of similar length under a budget. Shuffled by `random`: examples are sorted within stretches only, and the batches are
 * put in random order, so that an epoch does not run from short to long. Without `random` all are sorted, shortest first.
 */
export function planBatches(
  indices: readonly number[],
  length: (index: number) => number,
  options: BatchOptions,
  random?: Random,
): number[][] {
  const stretch = random ? options.examples * 32 : Math.max(1, indices.length);
  const order = random ? random.shuffled(indices) : indices;
  const batches: number[][] = [];
  for (let from = 0; from < order.length; from += stretch) {
    const sorted = order.slice(from, from + stretch).sort((a, b) => length(a) - length(b));
    batches.push(...packed(sorted, length, options));
  }
  return random ? random.shuffled(batches) : batches;
}

function packed(sorted: readonly number[], length: (index: number) => number, { tokens, examples }: BatchOptions): number[][] {
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const index of sorted) {
    const full = batch.length >= examples || (batch.length + 1) * paddedLength(length(index)) > tokens;
    if (full && batch.length > 0) {
      batches.push(batch);
      batch = [];
    }
    batch.push(index);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/** Which examples an epoch sees, by index; may repeat or leave out. */
export type Sampler = (epoch: number) => readonly number[];

/** Every example once. */
export const everything =
  (count: number): Sampler =>
  () =>
    Array.from({ length: count }, (_, i) => i);

/**
 * The same number from each group (a class, or a class within a repository), `size` in all. Small groups repeat, large ones are gone
 * through without repetition over the epochs.
 */
export function balanced(groups: readonly string[], size: number, seed: number): Sampler {
  const members = Map.groupBy(groups.keys(), (i) => groups[i] ?? '');
  const names = [...members.keys()].sort();
  return (epoch) =>
    names.flatMap((name, g) => {
      const own = members.get(name) ?? [];
      const count = Math.floor(((g + 1) * size) / names.length) - Math.floor((g * size) / names.length);
      return Array.from({ length: count }, (_, k) => {
        const position = epoch * count + k;
        const round = Math.floor(position / own.length);
        return shuffledOnce(own, `${seed}:${name}:${round}`)[position % own.length] ?? 0;
      });
    });
}

const shuffles = new WeakMap<readonly number[], Map<string, readonly number[]>>();

function shuffledOnce(items: readonly number[], key: string): readonly number[] {
  const known = shuffles.get(items) ?? new Map<string, readonly number[]>();
  shuffles.set(items, known);
  const order = known.get(key) ?? new Random('balanced', key).shuffled(items);
  known.set(key, order);
  return order;
}

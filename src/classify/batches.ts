/** Rows of a batch: indices into the texts, whose token counts are close to each other. */
export type Batch = readonly number[];

/**
 * Packs texts by length, so that little is padded: each batch's longest text times its rows stays within the budget.
 * A text longer than the budget gets a batch of its own. Every index is in exactly one batch.
 * @param lengths tokens of each text
 * @param budget tokens of a batch, padding included
 * @param padded false: texts of one length only
 */
export function packBatches(lengths: ArrayLike<number>, budget: number, padded = true): Batch[] {
  const order = Array.from({ length: lengths.length }, (_, i) => i).sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const i of order) {
    const fits = (batch.length + 1) * (lengths[i] ?? 0) <= budget && (padded || lengths[i] === lengths[batch[0] ?? i]);
    if (batch.length > 0 && !fits) {
      batches.push(batch);
      batch = [];
    }
    batch.push(i);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/** Whoever cancels waits for one batch. */
const QUICK_MS = 50;
/** On an H100 by CUDA 12,100 changes a second in batches of 768 tokens, 36,600 of 4,096, 45,900 of 16,384, and no more in larger ones. */
const MOST_TOKENS = 16_384;

/** The next batches' budget on a device that had taken so long for its slowest batch, ms. */
export const largerBudget = (budget: number, slowest: number): number => (slowest < QUICK_MS ? Math.min(2 * budget, MOST_TOKENS) : budget);

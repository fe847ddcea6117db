import { feed, GraphSession } from '../graph/session.ts';
import type { BertConfig } from '../bert/config.ts';
import type { BertWeights } from '../bert/weights.ts';
import { floatEncoder } from './float.ts';
import { TAPS } from './forward.ts';
import type { Tap } from './forward.ts';

/** The smallest and the largest value each channel of an activation took; zero belongs to every range. */
export interface Range {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/** One for each layer. */
export type Ranges = readonly Readonly<Record<Tap, Range>>[];

/**
 * Runs texts through the float encoder and notes the range of every channel. One text at a time: nothing is padded, so padding widens none.
 * @param texts token ids with [CLS] and [SEP]; a few hundred are enough.
 */
export async function calibrate(weights: BertWeights, config: BertConfig, texts: readonly (readonly number[])[]): Promise<Ranges> {
  const { layers, hidden, intermediate } = config;
  const range = (channels: number): Range => ({ low: new Float32Array(channels), high: new Float32Array(channels) });
  const ranges = Array.from({ length: layers }, () => ({
    input: range(hidden),
    context: range(hidden),
    attended: range(hidden),
    inner: range(intermediate),
  }));
  const session = await GraphSession.create(floatEncoder(weights, config, { taps: true }));
  try {
    for (const ids of texts) {
      const outputs = await session.run(singleText(ids));
      for (const [layer, taps] of ranges.entries()) {
        for (const tap of TAPS) widen(taps[tap], outputs.get(`${tap}.${layer}`)?.data ?? new Float32Array());
      }
    }
  } finally {
    await session.release();
  }
  return ranges;
}

/** One text as a batch of its own. */
export const singleText = (ids: readonly number[]) => ({
  input_ids: feed({ dtype: 'int64', dims: [1, ids.length], data: BigInt64Array.from(ids, BigInt) }),
});

function widen({ low, high }: Range, rows: Float32Array): void {
  for (let i = 0; i < rows.length; i++) {
    const channel = i % low.length;
    const value = rows[i] ?? 0;
    if (value < (low[channel] ?? 0)) low[channel] = value;
    if (value > (high[channel] ?? 0)) high[channel] = value;
  }
}

import { createHash } from 'node:crypto';
import { randomBert } from '../../../src/learn/bert/weights.ts';
import type { FloatTensor } from '../../../src/learn/onnx/tensor.ts';
import type { GraphSpec } from '../../../src/learn/train/build.ts';
import type { TrainOptions } from '../../../src/learn/train/options.ts';
import type { Plan } from '../../../src/learn/train/plan.ts';
import { ADAMW } from '../../../src/learn/train/optimizer.ts';
import { DIMENSION_HEAD, TINY, tinyExamples, TYPE_HEAD } from './tiny.ts';

export const LORA: Plan = { mode: 'lora', rank: 4, alpha: 8, targets: ['query', 'value', 'up'] };

/** A run of a second or two over texts that can be learned. */
export function tinyRun(plan: Plan, changes: Partial<TrainOptions> = {}, specChanges: Partial<GraphSpec> = {}): TrainOptions {
  return {
    spec: {
      config: TINY,
      pooling: 'mean',
      normalize: false,
      source: 'tokens',
      plan,
      heads: [TYPE_HEAD, DIMENSION_HEAD],
      features: 3,
      buckets: 5,
      ...specChanges,
    },
    weights: randomBert(TINY, 3, 0.3),
    examples: tinyExamples(96, 1),
    epochs: 4,
    batch: { tokens: 128, examples: 16 },
    seed: 5,
    schedule: { rate: 0.01, warmup: 0.1, decay: 'linear', floor: 0 },
    optimizer: ADAMW,
    headRate: 1,
    layerDecay: 1,
    clip: 1,
    dropout: { hidden: 0.1, attention: 0.1, adapter: 0.1, head: 0.1 },
    loss: { smoothing: 0.05 },
    session: { threads: 1 },
    ...changes,
  };
}

/** Equal for equal bits. */
export function digest(parameters: ReadonlyMap<string, FloatTensor>): string {
  const hash = createHash('sha256');
  for (const [name, { data }] of [...parameters].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(name).update(data);
  return hash.digest('hex');
}

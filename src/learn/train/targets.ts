import { float32 } from '../onnx/tensor.ts';
import type { FloatTensor } from '../onnx/tensor.ts';
import type { Example } from './batches.ts';
import type { HeadSpec } from './heads.ts';

export interface LossOptions {
  /** Share of the target spread over all labels (Szegedy et al. 2016). */
  readonly smoothing: number;
  /** By head, one weight a label; default 1. Best of mean 1 over the examples, so that the step size keeps its meaning. */
  readonly classWeights?: Readonly<Record<string, readonly number[]>>;
  /** By head, its part in the loss; default 1. */
  readonly headWeights?: Readonly<Record<string, number>>;
}

/** What a head's loss is fed for a batch: target probabilities [B, labels] and a weight for each example [B]. */
export function lossInputs(
  head: HeadSpec,
  batch: readonly Example[],
  options: LossOptions,
): { targets: FloatTensor; weights: FloatTensor } {
  const count = head.labels.length;
  const targets = new Float32Array(batch.length * count);
  const weights = new Float32Array(batch.length);
  const classWeights = options.classWeights?.[head.family];
  for (const [row, example] of batch.entries()) {
    const label = example.labels[head.family];
    if (label === undefined) continue;
    const probabilities = typeof label === 'number' ? oneHot(label, count) : label;
    let weight = 0;
    for (let c = 0; c < count; c++) {
      const p = probabilities[c] ?? 0;
      targets[row * count + c] = smoothed(head, p, options.smoothing);
      weight += p * (classWeights?.[c] ?? 1);
    }
    if (head.kind === 'many') weight = 1;
    weights[row] = (weight * (example.weight ?? 1) * (options.headWeights?.[head.family] ?? 1)) / batch.length;
  }
  return { targets: float32([batch.length, count], targets), weights: float32([batch.length], weights) };
}

function smoothed({ kind, labels }: HeadSpec, p: number, smoothing: number): number {
  return p * (1 - smoothing) + smoothing / (kind === 'one' ? labels.length : 2);
}

function oneHot(label: number, count: number): readonly number[] {
  if (!Number.isInteger(label) || label < 0 || label >= count) throw new RangeError(`label ${label} is not one of ${count}`);
  return Array.from({ length: count }, (_, i) => (i === label ? 1 : 0));
}

/** Weights inverse to how often each label occurs, to a power (0: none, 1: full balance), of mean 1 over the examples. */
export function balancedWeights(labels: readonly number[], count: number, power = 1): number[] {
  const seen = Array.from({ length: count }, () => 0);
  for (const label of labels) seen[label] = (seen[label] ?? 0) + 1;
  const raw = seen.map((n) => (n === 0 ? 0 : n ** -power));
  const mean = labels.reduce((sum, label) => sum + (raw[label] ?? 0), 0) / Math.max(1, labels.length);
  return raw.map((w) => (mean === 0 ? 1 : w / mean));
}

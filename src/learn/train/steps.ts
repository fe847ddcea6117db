import { createHash } from 'node:crypto';
import { Random } from '../../util/random.ts';
import { everything, lengthOf, paddedLength, planBatches } from './batches.ts';
import { featureWidth } from './build.ts';
import type { DropoutRates } from './build.ts';
import { largestDropped } from './feeds.ts';
import type { TrainOptions } from './options.ts';

/** One batch of a run, decided before it begins. */
export interface PlannedStep {
  /** Examples by index. */
  readonly batch: readonly number[];
  readonly epoch: number;
  /** Padding included. */
  readonly tokens: number;
  readonly endsEpoch: boolean;
}

/** Every batch of every epoch, in order. All of it follows from the options and the examples' lengths. */
export function planSteps({ examples, sampler = everything(examples.length), epochs, batch, seed, spec }: TrainOptions): PlannedStep[] {
  const lengths = examples.map((example) => Math.min(spec.config.positions, lengthOf(example)));
  const length = (index: number): number => lengths[index] ?? 0;
  return Array.from({ length: epochs }, (_, epoch) => {
    const batches = planBatches(sampler(epoch), length, batch, new Random('batches', seed, epoch));
    return batches.map((indices, i): PlannedStep => {
      const tokens = indices.length * paddedLength(Math.max(...indices.map(length)));
      return { batch: indices, epoch, tokens, endsEpoch: i === batches.length - 1 };
    });
  }).flat();
}

/** Passes over the training set after so many steps, with the part of the one under way. */
export function epochAt(steps: readonly PlannedStep[], step: number): number {
  const epoch = steps[step - 1]?.epoch ?? 0;
  const first = steps.findIndex((s) => s.epoch === epoch);
  const count = steps.filter((s) => s.epoch === epoch).length;
  return epoch + (step - first) / Math.max(1, count);
}

/** An encoder that is not trained is not dropped from either: its vectors are what they will be when it is used. */
export function activeRates({ spec, dropout }: TrainOptions): DropoutRates {
  return spec.plan.mode === 'head' ? { hidden: 0, attention: 0, adapter: 0, head: dropout.head } : dropout;
}

/** Elements of the largest tensor dropout is put on in any of these steps. */
export function largestInRun({ spec, examples }: TrainOptions, steps: readonly PlannedStep[]): number {
  const tokens = steps.reduce((most, s) => Math.max(most, s.tokens), 1);
  const longest = examples.reduce((most, e) => Math.max(most, lengthOf(e)), 1);
  const units = spec.heads.reduce((most, head) => Math.max(most, head.units), 0);
  return largestDropped(spec.config, {
    features: featureWidth(spec),
    units,
    tokens,
    longest: paddedLength(Math.min(spec.config.positions, longest)),
  });
}

/** Tells runs apart: a digest of all that decides the result, but not of where it is written or who listens. */
export function fingerprint(options: TrainOptions, steps: readonly PlannedStep[]): string {
  const { spec, epochs, seed, schedule, optimizer, headRate, layerDecay, clip, dropout, loss, batch, examples, validation } = options;
  const hash = createHash('sha256');
  hash.update(JSON.stringify({ spec, epochs, seed, schedule, optimizer, headRate, layerDecay, clip, dropout, loss, batch }));
  hash.update(JSON.stringify([examples.length, validation?.examples.length, validation?.patience, validation?.every]));
  hash.update(JSON.stringify(steps.map((s) => s.batch)));
  for (const { input, features, buckets, labels } of examples)
    hash
      .update(input)
      .update(features ?? '')
      .update(buckets ?? '')
      .update(JSON.stringify(labels));
  return hash.digest('hex').slice(0, 32);
}

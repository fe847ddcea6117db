import { changeTokens } from '../../classify/change.ts';
import type { ChangeLimits } from '../../classify/change.ts';
import { BUCKETS, DENSE, featuresOf } from '../../classify/features.ts';
import type { View } from '../../classify/features.ts';
import type { TagInput } from '../../classify/input.ts';
import type { TextTokenizer } from '../../classify/tokenizer.ts';
import { hash32, Random } from '../../util/random.ts';
import type { Example, Sampler } from '../train/batches.ts';
import { balanced } from '../train/batches.ts';
import type { GraphSpec, Source } from '../train/build.ts';
import type { BertConfig } from '../bert/config.ts';
import type { Recipe } from './recipe.ts';

/** A contribution with its label and what must not be split between training and evaluation: its repository. */
export interface TuneItem extends Pick<TagInput, 'id' | 'text' | 'files'> {
  /** Index among the labels. */
  readonly label: number;
  readonly group: string;
}

/** What a view of a contribution is to the encoder and the head. */
export function exampleOf(item: TuneItem, tokenizer: TextTokenizer, limits: ChangeLimits, view: View): Example {
  const { dense, sparse } = featuresOf(item, view);
  return {
    input: Int32Array.from(changeTokens(tokenizer, item, limits, view)),
    features: dense,
    buckets: sparse,
    labels: { type: item.label },
  };
}

/** The view an example is trained in: mostly both, now and then one alone. The same item always in the same view. */
export function trainingView({ id }: TuneItem, { withoutMessage, withoutChange, seed }: Recipe): View {
  const draw = hash32(`view ${seed} ${id}`) / 2 ** 32;
  if (draw < withoutMessage) return 'paths';
  return draw < withoutMessage + withoutChange ? 'text' : 'both';
}

/** The same number of each label; within a label, repositories take turns, so that a large one does not decide what the label means. */
export function balancedSampler(items: readonly TuneItem[], { perEpoch, seed }: Recipe): Sampler {
  const perLabel = Map.groupBy(items.keys(), (i) => items[i]?.label ?? 0);
  const labels = [...perLabel].sort(([a], [b]) => a - b);
  const samplers = labels.map(([label, own]) => {
    const size = Math.ceil(perEpoch / labels.length);
    const groups = own.map((i) => items[i]?.group ?? '');
    const draw = balanced(groups, Math.min(size, own.length * MOST_REPEATS), seed + label);
    return (epoch: number) => draw(epoch).flatMap((k) => own[k] ?? []);
  });
  return (epoch) => samplers.flatMap((draw) => draw(epoch));
}

/** How often a rare label's examples may come again in one epoch. */
const MOST_REPEATS = 6;

/**
 * Draws of examples that may have copies: by chance, every second draw of one that has is of its copy.
 * @param copyOf by example, the copy's index
 */
export function drawingCopies(sampler: Sampler, copyOf: ReadonlyMap<number, number>, seed: number): Sampler {
  return (epoch) => {
    const random = new Random('copies', seed, epoch);
    return sampler(epoch).map((i) => (random.next() < 0.5 ? (copyOf.get(i) ?? i) : i));
  };
}

/** Examples that have the lower layers' states are read from there: those layers need not run again. */
export const sourceOf = (examples: readonly Example[]): Source => (examples[0]?.states ? 'states' : 'tokens');

export function tuneSpec(config: BertConfig, recipe: Recipe, labels: readonly string[], source: Source): GraphSpec {
  return {
    config,
    pooling: 'mean',
    normalize: true,
    source,
    plan: recipe.plan,
    heads: [{ family: 'type', labels, kind: 'one', features: true, units: recipe.units }],
    features: DENSE.length,
    buckets: BUCKETS,
  };
}

import type { Embedding } from '../../classify/vectors.ts';
import { toEmbedding } from '../../classify/vectors.ts';
import type { BertConfig } from '../bert/config.ts';
import type { BertWeights } from '../bert/weights.ts';
import type { SessionOptions } from '../graph/session.ts';
import type { Example } from '../train/batches.ts';
import { Evaluator } from '../train/evaluate.ts';
import type { TrainOptions, TrainResult } from '../train/options.ts';
import { ADAMW } from '../train/optimizer.ts';
import { train } from '../train/trainer.ts';
import { balancedSampler, drawingCopies, sourceOf, tuneSpec } from './examples.ts';
import type { TuneItem } from './examples.ts';
import type { Recipe } from './recipe.ts';

/** The encoder a run begins with. */
export interface Base {
  readonly config: BertConfig;
  readonly weights: BertWeights;
}

export interface TuneRun {
  readonly base: Base;
  readonly recipe: Recipe;
  readonly labels: readonly string[];
  readonly items: readonly TuneItem[];
  /** Of the items, in their order; with `states` of the layers below those that the recipe trains, or without. */
  readonly examples: readonly Example[];
  /** Of items that have one, by index: a copy with noise in its message, read as the examples are. */
  readonly copies?: ReadonlyMap<number, Example>;
  readonly session: SessionOptions;
}

/** Fine-tunes an encoder on labelled changes by a recipe. */
export function tune(
  { base, recipe, labels, items, examples, copies = new Map(), session }: TuneRun,
  more: Pick<TrainOptions, 'checkpoint' | 'onPoint' | 'onProgress' | 'signal'> = {},
): Promise<TrainResult> {
  const copyOf = new Map([...copies.keys()].map((i, k) => [i, examples.length + k]));
  const { epochs, seed, rate, warmup, schedule, decay, headRate, layerDecay, clip, dropout, smoothing, batch } = recipe;
  return train({
    spec: tuneSpec(base.config, recipe, labels, sourceOf(examples)),
    weights: base.weights,
    examples: [...examples, ...copies.values()],
    sampler: drawingCopies(balancedSampler(items, recipe), copyOf, seed),
    epochs,
    batch,
    seed,
    schedule: { rate, warmup, decay: schedule, floor: 0 },
    optimizer: { ...ADAMW, decay },
    headRate,
    layerDecay,
    clip,
    dropout,
    loss: { smoothing },
    session,
    ...more,
  });
}

/** Vectors of examples by an encoder, as heads read them: from the states where the examples have them. */
export async function embedded(
  { base, recipe, session }: Pick<TuneRun, 'base' | 'recipe' | 'session'>,
  weights: BertWeights,
  examples: readonly Example[],
): Promise<Embedding[]> {
  const { hidden } = base.config;
  const spec = { ...tuneSpec(base.config, recipe, [], sourceOf(examples)), features: 0, buckets: 0, heads: [] };
  const evaluator = await Evaluator.create(spec, weights, { ...session, parameters: new Map() });
  try {
    const { embeddings } = await evaluator.predict(examples, recipe.batch);
    return examples.map((_, i) => toEmbedding(embeddings.subarray(i * hidden, (i + 1) * hidden)));
  } finally {
    await evaluator.release();
  }
}

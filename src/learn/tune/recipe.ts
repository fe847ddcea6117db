import * as v from 'valibot';
import { TrackRecordError } from '../../domain/result.ts';
import { LINEAR_MAPS } from '../bert/weights.ts';
import type { LinearMap } from '../bert/weights.ts';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const positive = v.pipe(v.number(), v.gtValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const PlanSchema = v.variant('mode', [
  v.strictObject({ mode: v.literal('head') }),
  v.strictObject({
    mode: v.literal('lora'),
    rank: v.pipe(count, v.minValue(1)),
    alpha: positive,
    targets: v.pipe(v.array(v.picklist(Object.keys(LINEAR_MAPS) as LinearMap[])), v.minLength(1)),
  }),
  v.strictObject({ mode: v.literal('top'), layers: v.pipe(count, v.minValue(1)) }),
  v.strictObject({ mode: v.literal('full'), embeddings: v.boolean() }),
]);

const RecipeSchema = v.strictObject({
  plan: PlanSchema,
  /** Passes, and examples drawn in each: the same number of every label, repositories taking turns. */
  epochs: v.pipe(count, v.minValue(1)),
  perEpoch: v.pipe(count, v.minValue(1)),
  /** Longest input in tokens, and how many of them the message may take; the change takes the rest. */
  tokens: v.pipe(count, v.minValue(8), v.maxValue(512)),
  messageTokens: v.pipe(count, v.minValue(8), v.maxValue(512)),
  /** How often a training example is shown without its message, and without its change, so that one model serves all three views. */
  withoutMessage: share,
  withoutChange: share,
  /** Of how many texts there is a copy with noise in the message (`noise.ts`): every second draw of such a text, by chance, is of its copy. */
  copies: share,
  /** Units of the head's hidden layer; 0: linear. */
  units: count,
  rate: positive,
  headRate: positive,
  warmup: share,
  schedule: v.picklist(['linear', 'cosine', 'constant']),
  decay: v.pipe(v.number(), v.minValue(0)),
  layerDecay: v.pipe(positive, v.maxValue(1)),
  clip: v.pipe(v.number(), v.minValue(0)),
  dropout: v.strictObject({ hidden: share, attention: share, adapter: share, head: share }),
  smoothing: share,
  batch: v.strictObject({ tokens: v.pipe(count, v.minValue(8)), examples: v.pipe(count, v.minValue(1)) }),
  seed: count,
});

/** Everything about a fine-tuning run that is chosen; kept as JSON beside what it made. */
export type Recipe = v.InferOutput<typeof RecipeSchema>;

export const RECIPE: Recipe = {
  plan: { mode: 'top', layers: 3 },
  epochs: 1,
  perEpoch: 200_000,
  tokens: 64,
  messageTokens: 40,
  withoutMessage: 0.05,
  withoutChange: 0.15,
  copies: 0,
  units: 0,
  rate: 2.5e-4,
  headRate: 20,
  warmup: 0.06,
  schedule: 'linear',
  decay: 0.01,
  layerDecay: 0.9,
  clip: 1,
  dropout: { hidden: 0.1, attention: 0, adapter: 0.05, head: 0.1 },
  smoothing: 0.1,
  batch: { tokens: 8192, examples: 256 },
  seed: 1,
};

/**
 * A recipe with some of its values changed, as a JSON file or a command line gives them.
 * @throws TrackRecordError `bad-recipe` naming the value that does not hold.
 */
export function recipe(changes: unknown): Recipe {
  const parsed = v.safeParse(RecipeSchema, { ...RECIPE, ...Object(changes) });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw bad(`${v.getDotPath(issue) ?? 'it'}: ${issue.message}`);
  }
  const { messageTokens, tokens } = parsed.output;
  if (messageTokens >= tokens) throw bad(`messageTokens: ${messageTokens} of ${tokens} tokens leave none for the change`);
  return parsed.output;
}

const bad = (why: string): TrackRecordError => new TrackRecordError('bad-recipe', `The recipe cannot be used: ${why}.`);

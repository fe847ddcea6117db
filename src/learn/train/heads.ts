import { mul, neg, relu, softplus, sub } from '../graph/elementwise.ts';
import type { Value } from '../graph/graph.ts';
import { linear, logSoftmax } from '../graph/neural.ts';
import { concat, reduceSum } from '../graph/structure.ts';
import { float32, sizeOf } from '../onnx/tensor.ts';
import type { FloatTensor } from '../onnx/tensor.ts';
import { Random } from '../../util/random.ts';

/** One classifier on top of the encoder: a tag family and its labels. */
export interface HeadSpec {
  readonly family: string;
  readonly labels: readonly string[];
  /** `one`: softmax, exactly one label holds. `many`: a sigmoid each, any number may hold. */
  readonly kind: 'one' | 'many';
  /** Whether the example's dense features are joined to the text's vector. */
  readonly features: boolean;
  /** Units of a hidden layer with ReLU; 0: a linear head. */
  readonly units: number;
}

export interface HeadInput {
  /** [B, hidden] */
  readonly pooled: Value;
  /** [B, width], where there are any. */
  readonly features?: Value | undefined;
}

export interface HeadParts {
  readonly weight: (name: string) => Value;
  readonly drop: (x: Value, where: 'head') => Value;
}

const nameIn = (head: HeadSpec, part: string): string => `heads.${head.family}.${part}`;
export const isHead = (name: string): boolean => name.startsWith('heads.');

/** Starting weights of a head; `inputs`: width of the text's vector plus features, where the head takes them. */
export function headWeights(head: HeadSpec, inputs: number, seed: number): ReadonlyMap<string, FloatTensor> {
  const random = new Random('head', head.family, seed);
  const matrix = (rows: number, columns: number) => {
    const bound = Math.sqrt(1 / columns);
    return float32(
      [rows, columns],
      Float32Array.from({ length: sizeOf([rows, columns]) }, () => (2 * random.next() - 1) * bound),
    );
  };
  const bias = (n: number) => float32([n], new Float32Array(n));
  const out = new Map<string, FloatTensor>();
  if (head.units > 0) out.set(nameIn(head, 'inner.weight'), matrix(head.units, inputs)).set(nameIn(head, 'inner.bias'), bias(head.units));
  return out
    .set(nameIn(head, 'weight'), matrix(head.labels.length, head.units > 0 ? head.units : inputs))
    .set(nameIn(head, 'bias'), bias(head.labels.length));
}

/** Scores before softmax or sigmoid, [B, labels]. */
export function headLogits(head: HeadSpec, { pooled, features }: HeadInput, { weight, drop }: HeadParts): Value {
  if (head.features && !features) throw new RangeError(`the head "${head.family}" takes features, and there are none`);
  let x = head.features && features ? concat([pooled, features], 1) : pooled;
  x = drop(x, 'head');
  if (head.units > 0) x = drop(relu(linear(x, weight(nameIn(head, 'inner.weight')), weight(nameIn(head, 'inner.bias')))), 'head');
  return linear(x, weight(nameIn(head, 'weight')), weight(nameIn(head, 'bias')));
}

/**
 * Weighted sum of each example's cross-entropy: a scalar. `targets` [B, labels] are probabilities (smoothed or soft labels), `weights`
 * [B] carry the class weight, the task's weight and the division by the batch: whatever the caller folds in, 0 for "not this head".
 */
export function headLoss(head: HeadSpec, logits: Value, targets: Value, weights: Value): Value {
  const perExample =
    head.kind === 'one'
      ? neg(reduceSum(mul(targets, logSoftmax(logits)), [1], false))
      : reduceSum(sub(softplus(logits), mul(targets, logits)), [1], false);
  return reduceSum(mul(perExample, weights), [0], false);
}

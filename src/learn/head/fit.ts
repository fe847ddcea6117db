import { BUCKETS, DENSE } from '../../classify/features.ts';
import type { Features } from '../../classify/features.ts';
import { wordWeight } from '../../classify/head.ts';
import { unitScale } from '../../classify/vectors.ts';
import type { Embedding } from '../../classify/vectors.ts';
import { Random } from '../../util/random.ts';

/** A text that was embedded before, and its label's index. */
export interface HeadExample {
  readonly embedding: Embedding;
  readonly features: Features;
  readonly label: number;
  /** What must not be split between training and evaluation: the repository. */
  readonly group: string;
}

export interface FitOptions {
  readonly epochs: number;
  /** Of Adam, after 200 steps of warm-up, falling to zero. */
  readonly rate: number;
  /** Examples weigh their label's frequency to the power of minus this: 0 as it is, 1 all labels alike. */
  readonly labelBalance: number;
  /** The same for groups. */
  readonly groupBalance: number;
  /** Decoupled weight decay (Loshchilov & Hutter 2019), times the rate. */
  readonly decay: number;
  readonly batch: number;
  readonly seed: number;
}

export const FIT: FitOptions = { epochs: 3, rate: 1e-3, labelBalance: 0.5, groupBalance: 0.5, decay: 1e-2, batch: 64, seed: 1 };

/** A linear head: [labels, embedding + dense], [labels], [buckets, labels]. */
export interface LinearHead {
  readonly labels: number;
  readonly width: number;
  readonly input: Float32Array;
  readonly bias: Float32Array;
  readonly words: Float32Array;
}

/**
 * Softmax regression on cached embeddings by Adam. The same examples and seed give the same weights. Blocks for about a second per
 * hundred thousand examples and epoch.
 */
export function fitHead(examples: readonly HeadExample[], labels: number, options: FitOptions = FIT): LinearHead {
  const { epochs, rate, batch, seed, decay } = options;
  const dimensions = examples[0]?.embedding.length ?? 0;
  const width = dimensions + DENSE.length;
  const head = {
    labels,
    width,
    input: new Float32Array(labels * width),
    bias: new Float32Array(labels),
    words: new Float32Array(BUCKETS * labels),
  };
  const weights = exampleWeights(examples, labels, options);
  const input = new Adam(head.input, decay);
  const bias = new Adam(head.bias, 0);
  const words = new Adam(head.words, decay);
  const random = new Random(seed, 'head');
  const steps = epochs * Math.ceil(examples.length / batch);
  const x = new Float32Array(width);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = random.shuffled(examples.keys());
    for (let from = 0; from < order.length; from += batch) {
      const rows = order.slice(from, from + batch);
      const touched = new Set<number>();
      for (const i of rows) {
        const example = examples[i];
        if (!example) continue;
        fill(x, example);
        const error = errorOf(head, x, example, (weights[i] ?? 1) / rows.length);
        const { sparse } = example.features;
        const each = wordWeight(sparse);
        for (let c = 0; c < labels; c++) {
          const e = error[c] ?? 0;
          add(bias.gradient, c, e);
          for (let k = 0, at = c * width; k < width; k++) add(input.gradient, at + k, e * (x[k] ?? 0));
        }
        for (const bucket of sparse) {
          touched.add(bucket);
          for (let c = 0; c < labels; c++) add(words.gradient, bucket * labels + c, each * (error[c] ?? 0));
        }
      }
      step++;
      const now = rate * Math.min(1, step / 200) * (1 - step / (steps + 1));
      input.update(now, step);
      bias.update(now, step);
      for (const bucket of touched) words.update(now, step, bucket * labels, (bucket + 1) * labels);
    }
  }
  return head;
}

/** Scores before softmax, as `Head` computes them. */
export function headLogits(head: LinearHead, examples: readonly HeadExample[]): Float32Array {
  const x = new Float32Array(head.width);
  const logits = new Float32Array(examples.length * head.labels);
  for (const [i, example] of examples.entries()) {
    fill(x, example);
    logits.set(scores(head, x, example.features), i * head.labels);
  }
  return logits;
}

/** Writes what a head's `input` is multiplied with into `x`, [width], as `Head` does. */
export function fill(x: Float32Array, { embedding, features }: Pick<HeadExample, 'embedding' | 'features'>): void {
  const dimensions = embedding.length;
  const scale = unitScale(embedding) * Math.sqrt(dimensions);
  for (let i = 0; i < dimensions; i++) x[i] = (embedding[i] ?? 0) * scale;
  x.set(features.dense, dimensions);
}

/** Of one text, before softmax. */
export function scores({ labels, width, input, bias, words }: LinearHead, x: Float32Array, { sparse, weights }: Features): Float64Array {
  const out = Float64Array.from(bias);
  for (let c = 0; c < labels; c++) {
    let sum = 0;
    for (let k = 0, at = c * width; k < width; k++) sum += (input[at + k] ?? 0) * (x[k] ?? 0);
    add(out, c, sum);
  }
  const each = wordWeight(sparse);
  for (let i = 0; i < sparse.length; i++) {
    const from = (sparse[i] ?? 0) * labels;
    for (let c = 0; c < labels; c++) add(out, c, (weights?.[i] ?? each) * (words[from + c] ?? 0));
  }
  return out;
}

/** Probability minus truth, times the example's weight: the gradient of the loss by the scores. */
function errorOf(head: LinearHead, x: Float32Array, { features, label }: HeadExample, weight: number): Float64Array {
  const out = scores(head, x, features);
  const top = out.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (let c = 0; c < out.length; c++) sum += out[c] = Math.exp((out[c] ?? 0) - top);
  for (let c = 0; c < out.length; c++) out[c] = weight * ((out[c] ?? 0) / sum - (c === label ? 1 : 0));
  return out;
}

function exampleWeights(examples: readonly HeadExample[], labels: number, { labelBalance, groupBalance }: FitOptions): Float32Array {
  const perLabel = new Float64Array(labels);
  const perGroup = new Map<string, number>();
  for (const { label, group } of examples) {
    add(perLabel, label, 1);
    perGroup.set(group, (perGroup.get(group) ?? 0) + 1);
  }
  const raw = examples.map(({ label, group }) => (perLabel[label] ?? 1) ** -labelBalance * (perGroup.get(group) ?? 1) ** -groupBalance);
  const mean = raw.reduce((a, b) => a + b, 0) / Math.max(1, raw.length);
  return Float32Array.from(raw, (w) => w / mean);
}

function add(array: Float32Array | Float64Array, i: number, value: number): void {
  array[i] = (array[i] ?? 0) + value;
}

/** Adam (Kingma & Ba 2015) over one array; gradients are cleared as they are used. */
class Adam {
  readonly gradient: Float32Array;
  readonly #values: Float32Array;
  readonly #mean: Float32Array;
  readonly #square: Float32Array;
  readonly #decay: number;

  constructor(values: Float32Array, decay: number) {
    this.#values = values;
    this.gradient = new Float32Array(values.length);
    this.#mean = new Float32Array(values.length);
    this.#square = new Float32Array(values.length);
    this.#decay = decay;
  }

  /** @param step counted from 1 */
  update(rate: number, step: number, from = 0, to = this.#values.length): void {
    const first = 1 - 0.9 ** step;
    const second = 1 - 0.999 ** step;
    const [values, gradient, mean, square] = [this.#values, this.gradient, this.#mean, this.#square];
    for (let i = from; i < to; i++) {
      const g = gradient[i] ?? 0;
      gradient[i] = 0;
      const m = 0.9 * (mean[i] ?? 0) + 0.1 * g;
      const s = 0.999 * (square[i] ?? 0) + 0.001 * g * g;
      mean[i] = m;
      square[i] = s;
      const value = values[i] ?? 0;
      values[i] = value - rate * (m / first / (Math.sqrt(s / second) + 1e-8) + this.#decay * value);
    }
  }
}

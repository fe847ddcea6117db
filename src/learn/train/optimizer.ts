import { float32 } from '../onnx/tensor.ts';
import type { FloatTensor } from '../onnx/tensor.ts';

export type OptimizerOptions =
  /** Loshchilov & Hutter 2019: Adam with decay kept apart from the gradient. */
  | { readonly kind: 'adamw'; readonly beta1: number; readonly beta2: number; readonly epsilon: number; readonly decay: number }
  | { readonly kind: 'sgd'; readonly momentum: number; readonly decay: number };

export const ADAMW: OptimizerOptions = { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.01 };

/** A stretch of a parameter that is changed in place. */
export interface Update {
  readonly name: string;
  readonly parameter: FloatTensor;
  /** First element; the gradient's length says how many. */
  readonly from: number;
  readonly gradient: Float32Array;
  /** The gradient is multiplied by it first (clipping). */
  readonly scale: number;
  readonly rate: number;
  /** Steps taken, this one included. */
  readonly step: number;
}

/** Moments, kept by parameter; what a checkpoint stores beside the parameters. */
export class Optimizer {
  readonly #options: OptimizerOptions;
  readonly #state = new Map<string, FloatTensor>();

  constructor(options: OptimizerOptions) {
    this.#options = options;
  }

  /** By `<parameter>.m` and `<parameter>.v`. */
  get state(): ReadonlyMap<string, FloatTensor> {
    return this.#state;
  }

  restore(state: ReadonlyMap<string, FloatTensor>): void {
    this.#state.clear();
    for (const [name, tensor] of state) this.#state.set(name, float32(tensor.dims, tensor.data.slice()));
  }

  update(change: Update): void {
    const options = this.#options;
    const decay = decays(change.parameter) ? options.decay : 0;
    if (options.kind === 'adamw') adamw(change, this.#moment(change, 'm'), this.#moment(change, 'v'), { ...options, decay });
    else sgd(change, this.#moment(change, 'm'), options.momentum, decay);
  }

  #moment({ name, parameter }: Update, kind: 'm' | 'v'): Float32Array {
    const key = `${name}.${kind}`;
    const known = this.#state.get(key);
    if (known) return known.data;
    const made = float32(parameter.dims, new Float32Array(parameter.data.length));
    this.#state.set(key, made);
    return made.data;
  }
}

/** Biases and normalisation weights, all of one dimension, are not decayed. */
const decays = ({ dims }: FloatTensor): boolean => dims.length > 1;

interface Adam {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly decay: number;
}

function adamw({ parameter: { data }, from, gradient, scale, rate, step }: Update, m: Float32Array, v: Float32Array, options: Adam): void {
  const { beta1, beta2, epsilon, decay } = options;
  const keep = 1 - rate * decay;
  const size = rate / (1 - beta1 ** step);
  const unbias = 1 / Math.sqrt(1 - beta2 ** step);
  const count = gradient.length;
  // Plain indexed loops over typed arrays: this runs over every trained number at every step.
  for (let i = 0, at = from; i < count; i++, at++) {
    const g = (gradient[i] as number) * scale;
    const mean = (m[at] as number) * beta1 + (1 - beta1) * g;
    const square = (v[at] as number) * beta2 + (1 - beta2) * g * g;
    m[at] = mean;
    v[at] = square;
    data[at] = (data[at] as number) * keep - (size * mean) / (Math.sqrt(square) * unbias + epsilon);
  }
}

function sgd({ parameter: { data }, from, gradient, scale, rate }: Update, m: Float32Array, momentum: number, decay: number): void {
  const keep = 1 - rate * decay;
  const count = gradient.length;
  for (let i = 0, at = from; i < count; i++, at++) {
    const velocity = (m[at] as number) * momentum + (gradient[i] as number) * scale;
    m[at] = velocity;
    data[at] = (data[at] as number) * keep - rate * velocity;
  }
}

/** The L2 norm of all gradients together. */
export function globalNorm(gradients: Iterable<Float32Array>): number {
  let sum = 0;
  for (const gradient of gradients) {
    const count = gradient.length;
    let part = 0;
    for (let i = 0; i < count; i++) part += (gradient[i] as number) * (gradient[i] as number);
    sum += part;
  }
  return Math.sqrt(sum);
}

/** What gradients are multiplied by so that their norm is at most `limit` (Pascanu et al. 2013). */
export const clipScale = (norm: number, limit: number): number => (limit > 0 && norm > limit ? limit / norm : 1);

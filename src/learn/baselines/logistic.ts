import { LBFGS, minimize } from './lbfgs.ts';
import type { LbfgsOptions } from './lbfgs.ts';
import type { SparseRows } from './sparse.ts';

export interface LogisticOptions extends LbfgsOptions {
  /** Inverse strength of the L2 penalty on the weights, as scikit-learn's `C`. */
  readonly c: number;
  /** One weight an example; default 1. */
  readonly weights?: Float32Array;
}

export const LOGISTIC: LogisticOptions = { ...LBFGS, c: 1 };

/** Multinomial logistic regression on sparse rows; the bias is not penalised. */
export class LogisticRegression {
  readonly #w: Float64Array;
  readonly #labels: number;
  readonly #width: number;

  private constructor(w: Float64Array, labels: number, width: number) {
    this.#w = w;
    this.#labels = labels;
    this.#width = width;
  }

  static fit(rows: SparseRows, truth: readonly number[], labels: number, options: LogisticOptions = LOGISTIC): LogisticRegression {
    const { width } = rows;
    const z = new Float64Array(labels);
    const objective = (w: Float64Array, gradient: Float64Array): number => {
      gradient.fill(0);
      let loss = 0;
      for (const [i, label] of truth.entries()) {
        const weight = options.weights?.[i] ?? 1;
        scores(rows, i, w, z);
        loss += weight * softmaxInPlace(z, label);
        z[label] = (z[label] as number) - 1;
        addOuter(rows, i, z, weight, gradient);
      }
      // The last `labels` entries are the biases.
      for (let k = 0; k < width * labels; k++) {
        const v = w[k] as number;
        loss += (v * v) / (2 * options.c);
        gradient[k] = (gradient[k] as number) + v / options.c;
      }
      return loss;
    };
    return new LogisticRegression(minimize(objective, new Float64Array((width + 1) * labels), options), labels, width);
  }

  /** [width + 1, labels]: of each column, and last of all the biases. */
  get weights(): Float64Array {
    return this.#w;
  }

  /** Scores before softmax, [rows, labels]. */
  logits(rows: SparseRows): Float32Array {
    if (rows.width !== this.#width) throw new RangeError(`rows of ${rows.width} columns for a model of ${this.#width}`);
    const count = rows.starts.length - 1;
    const out = new Float32Array(count * this.#labels);
    const z = new Float64Array(this.#labels);
    for (let i = 0; i < count; i++) {
      scores(rows, i, this.#w, z);
      out.set(z, i * this.#labels);
    }
    return out;
  }
}

/** z = W x + b of row i. Weights lie column by column, so that a row's columns are short stretches. */
function scores({ starts, columns, values, width }: SparseRows, i: number, w: Float64Array, z: Float64Array): void {
  const labels = z.length;
  for (let c = 0; c < labels; c++) z[c] = w[width * labels + c] as number;
  for (let k = starts[i] as number; k < (starts[i + 1] as number); k++) {
    const from = (columns[k] as number) * labels;
    const value = values[k] as number;
    for (let c = 0; c < labels; c++) z[c] = (z[c] as number) + value * (w[from + c] as number);
  }
}

/** Turns scores into probabilities; answers the loss of the true label. */
function softmaxInPlace(z: Float64Array, label: number): number {
  let top = -Infinity;
  for (const v of z) top = Math.max(top, v);
  let mass = 0;
  for (let c = 0; c < z.length; c++) {
    z[c] = Math.exp((z[c] as number) - top);
    mass += z[c] as number;
  }
  for (let c = 0; c < z.length; c++) z[c] = (z[c] as number) / mass;
  return -Math.log(Math.max(z[label] as number, 1e-300));
}

function addOuter(
  { starts, columns, values, width }: SparseRows,
  i: number,
  z: Float64Array,
  weight: number,
  gradient: Float64Array,
): void {
  const labels = z.length;
  for (let c = 0; c < labels; c++) gradient[width * labels + c] = (gradient[width * labels + c] as number) + weight * (z[c] as number);
  for (let k = starts[i] as number; k < (starts[i + 1] as number); k++) {
    const from = (columns[k] as number) * labels;
    const value = weight * (values[k] as number);
    for (let c = 0; c < labels; c++) gradient[from + c] = (gradient[from + c] as number) + value * (z[c] as number);
  }
}

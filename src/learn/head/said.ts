import { SAID_BUCKETS, SAID_DENSE } from '../../classify/said.ts';
import { LOGISTIC, LogisticRegression } from '../baselines/logistic.ts';
import { type SparseRow, sparseRows } from '../baselines/sparse.ts';
import { fill, type HeadExample, type LinearHead } from './fit.ts';

/** How much each part of what is read may say beside the others: its columns are multiplied by it, so that the penalty weighs on them less. */
export interface SaidOptions {
  /** Of the vector, brought to mean 0 and variance 1, and to length 1 for a typical text. */
  readonly vector: number;
  /** The same of the dense features. */
  readonly dense: number;
  readonly words: number;
  /** Inverse strength of the penalty. */
  readonly c: number;
}

/** Below that a column is constant. */
const CONSTANT = 1e-6;

/** Logistic regression on what heads of issues and review comments read, at its optimum: the same examples give the same weights. */
export function fitSaid(examples: readonly HeadExample[], labels: number, { vector, dense, words, c }: SaidOptions): LinearHead {
  const dimensions = examples[0]?.embedding.length ?? 0;
  const width = dimensions + SAID_DENSE.length;
  const filled = examples.map((example) => {
    const x = new Float32Array(width);
    fill(x, example);
    return x;
  });
  const { mean, deviation } = momentsOf(filled, width);
  const factor = Float64Array.from(deviation, (s, k) => {
    if (s < CONSTANT) return 0;
    return (k < dimensions ? vector / Math.sqrt(dimensions) : dense / Math.sqrt(SAID_DENSE.length)) / s;
  });
  const rows = examples.map(({ features: { sparse, weights = new Float32Array() } }, i): SparseRow => {
    const row = new Map<number, number>();
    for (let k = 0; k < width; k++) row.set(k, ((filled[i]?.[k] ?? 0) - (mean[k] ?? 0)) * (factor[k] ?? 0));
    for (const [j, bucket] of sparse.entries()) row.set(width + bucket, words * (weights[j] ?? 0));
    return row;
  });
  const truth = examples.map(({ label }) => label);
  const fitted = LogisticRegression.fit(sparseRows(rows, width + SAID_BUCKETS), truth, labels, { ...LOGISTIC, c }).weights;
  const at = (column: number, label: number): number => fitted[column * labels + label] ?? 0;
  const input = new Float32Array(labels * width);
  const bias = new Float32Array(labels);
  for (let label = 0; label < labels; label++) {
    let shift = at(width + SAID_BUCKETS, label);
    for (let k = 0; k < width; k++) {
      const weight = at(k, label) * (factor[k] ?? 0);
      input[label * width + k] = weight;
      shift -= weight * (mean[k] ?? 0);
    }
    bias[label] = shift;
  }
  const table = Float32Array.from({ length: SAID_BUCKETS * labels }, (_, i) => words * at(width + Math.floor(i / labels), i % labels));
  return { labels, width, input, bias, words: table };
}

function momentsOf(rows: readonly Float32Array[], width: number): { readonly mean: Float64Array; readonly deviation: Float64Array } {
  const mean = new Float64Array(width);
  const squares = new Float64Array(width);
  const n = Math.max(1, rows.length);
  for (const x of rows) for (let k = 0; k < width; k++) mean[k] = (mean[k] ?? 0) + (x[k] ?? 0) / n;
  for (const x of rows) for (let k = 0; k < width; k++) squares[k] = (squares[k] ?? 0) + ((x[k] ?? 0) - (mean[k] ?? 0)) ** 2 / n;
  return { mean, deviation: squares.map(Math.sqrt) };
}

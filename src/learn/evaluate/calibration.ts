import { Random } from '../../util/random.ts';
import { quantile } from './bootstrap.ts';

/** Scores of many examples, [examples, labels] row-major, and their true labels. */
export interface Scored {
  readonly logits: Float32Array;
  readonly truth: readonly number[];
  /** How much each example counts; default: all alike. */
  readonly weights?: readonly number[];
}

const labelsOf = ({ logits, truth }: Scored): number => (truth.length === 0 ? 0 : logits.length / truth.length);

/** Probabilities after dividing the logits by a temperature. */
export function probabilities(logits: ArrayLike<number>, temperature = 1): number[] {
  const scaled = Array.from(logits, (z) => z / temperature);
  const top = Math.max(...scaled);
  const parts = scaled.map((z) => Math.exp(z - top));
  const total = parts.reduce((a, b) => a + b, 0);
  return parts.map((p) => p / total);
}

/** The likeliest label of each example, and its probability. */
export function decisions(scored: Scored, temperature = 1): { readonly label: number; readonly p: number }[] {
  const labels = labelsOf(scored);
  const scores = tempered(scored, temperature);
  return scored.truth.map((_, i) => {
    const p = probabilities(scores.subarray(i * labels, (i + 1) * labels));
    const best = Math.max(...p);
    return { label: p.indexOf(best), p: best };
  });
}

const tempered = ({ logits }: Scored, temperature: number): Float32Array => logits.map((z) => z / temperature);

/** Mean negative log-likelihood. */
export function logLoss(scored: Scored, temperature = 1): number {
  const { truth, weights } = scored;
  const labels = labelsOf(scored);
  const scores = tempered(scored, temperature);
  let total = 0;
  let count = 0;
  for (const [i, label] of truth.entries()) {
    const weight = weights?.[i] ?? 1;
    let top = -Infinity;
    for (let c = 0; c < labels; c++) top = Math.max(top, scores[i * labels + c] ?? 0);
    let mass = 0;
    for (let c = 0; c < labels; c++) mass += Math.exp((scores[i * labels + c] ?? 0) - top);
    total += weight * (Math.log(mass) + top - (scores[i * labels + label] ?? 0));
    count += weight;
  }
  return count === 0 ? 0 : total / count;
}

/** The temperature of least log loss (Guo et al. 2017), by golden section on its logarithm between 1/20 and 20. */
export function fitTemperature(scored: Scored): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(1 / 20), Math.log(20)];
  const at = (x: number) => logLoss(scored, Math.exp(x));
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)];
  let [fa, fb] = [at(a), at(b)];
  while (high - low > 1e-4) {
    if (fa < fb) {
      [high, b, fb] = [b, a, fa];
      a = high - golden * (high - low);
      fa = at(a);
    } else {
      [low, a, fa] = [a, b, fb];
      b = low + golden * (high - low);
      fb = at(b);
    }
  }
  return Math.exp((low + high) / 2);
}

export interface Sure {
  /** Probability of the label given, 0 to 1. */
  readonly p: number;
  readonly right: boolean;
}

/**
 * The calibration error that probabilities show on so many examples although they are true: below it nothing can be told. Labels are drawn by
 * the probabilities themselves, by a seed.
 * @returns its mean, and what one draw in twenty exceeds
 */
export function errorByChance(outcomes: readonly Sure[], { draws = 200, seed = 1 } = {}): { readonly mean: number; readonly high: number } {
  const random = new Random('chance', seed);
  const errors = Array.from({ length: draws }, () => calibrationError(outcomes.map(({ p }) => ({ p, right: random.next() < p }))));
  errors.sort((a, b) => a - b);
  return { mean: errors.reduce((a, b) => a + b, 0) / draws, high: quantile(errors, 0.95) };
}

/** Expected calibration error over bins of equal width (Naeini et al. 2015). */
export function calibrationError(outcomes: readonly Sure[], bins = 15): number {
  const groups = Map.groupBy(outcomes, ({ p }) => Math.min(bins - 1, Math.floor(p * bins)));
  let error = 0;
  for (const group of groups.values()) {
    const confidence = group.reduce((sum, o) => sum + o.p, 0);
    const hits = group.filter((o) => o.right).length;
    error += Math.abs(confidence - hits);
  }
  return error / Math.max(1, outcomes.length);
}

/**
 * The least threshold at which those at or above it are right with the wanted precision, and their share. Undefined where none is:
 * no probability is high enough to be trusted so far. Ties stand or fall together.
 */
export function thresholdFor(
  precision: number,
  outcomes: readonly Sure[],
): { readonly threshold: number; readonly coverage: number } | undefined {
  const sorted = [...outcomes].sort((a, b) => b.p - a.p);
  let right = 0;
  let best: { threshold: number; coverage: number } | undefined;
  for (const [i, outcome] of sorted.entries()) {
    if (outcome.right) right++;
    const tied = sorted[i + 1]?.p === outcome.p;
    if (!tied && right / (i + 1) >= precision) best = { threshold: outcome.p, coverage: (i + 1) / sorted.length };
  }
  return best;
}

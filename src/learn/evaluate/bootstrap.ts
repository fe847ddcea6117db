import { Random } from '../../util/random.ts';

/** Bounds that hold 95 of 100 resamples. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Percentile bootstrap over groups (Efron & Tibshirani 1993): whole repositories are drawn again with replacement, because commits of one
 * repository are alike. `statistic` is given the drawn groups' parts; draws for which it is no number are drawn again.
 */
export function bootstrap<T>(parts: readonly T[], statistic: (drawn: readonly T[]) => number, { draws = 1000, seed = 1 } = {}): Interval {
  const random = new Random('bootstrap', seed);
  const values: number[] = [];
  for (let tries = 0; values.length < draws && tries < draws * 10; tries++) {
    const value = statistic(parts.map(() => random.pick(parts)));
    if (Number.isFinite(value)) values.push(value);
  }
  values.sort((a, b) => a - b);
  return { low: quantile(values, 0.025), high: quantile(values, 0.975) };
}

/** Of sorted values, interpolated. */
export function quantile(sorted: readonly number[], q: number): number {
  const at = q * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return below + (above - below) * (at - Math.floor(at));
}

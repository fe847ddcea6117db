import { probabilities } from '../evaluate/calibration.ts';
import { FIT } from '../head/fit.ts';
import type { FitOptions, HeadExample } from '../head/fit.ts';
import { outOfFold } from '../head/folds.ts';

export interface ConfidentOptions {
  readonly labels: number;
  /** The label that authors give to what fits no other, and to much that would: its examples get the label they seem to have. */
  readonly catchAll: number;
  readonly fit?: FitOptions;
}

const FOLDS = 3;
/** Besides being surer of another label than it mostly is of that label's own examples, so sure of it; and of the label given at most so sure. */
const OTHER = 0.6;
const GIVEN = 0.1;

/**
 * Label noise found by confident learning (Northcutt, Jiang & Chuang 2021): heads that saw nothing of an example's group say how likely each
 * label is; where another is likely and the given one is not, the example is left out, or given the other where its label is the catch-all.
 * @returns for each example its label, or -1: left out
 */
export function confidentLabels(examples: readonly HeadExample[], { labels, catchAll, fit = FIT }: ConfidentOptions): number[] {
  const logits = outOfFold(examples, labels, FOLDS, fit);
  const scores = examples.map((_, i) => probabilities(logits.subarray(i * labels, (i + 1) * labels)));
  const usual = Array.from({ length: labels }, (_, label) => {
    const own = scores.filter((_, i) => examples[i]?.label === label);
    return own.reduce((sum, p) => sum + (p[label] ?? 0), 0) / Math.max(1, own.length);
  });
  return examples.map(({ label }, i) => {
    const p = scores[i] ?? [];
    const likely = p.indexOf(Math.max(...p));
    if (likely === label || (p[likely] ?? 0) < (usual[likely] ?? 1)) return label;
    if (label === catchAll) return likely;
    return (p[likely] ?? 0) >= OTHER && (p[label] ?? 1) <= GIVEN ? -1 : label;
  });
}

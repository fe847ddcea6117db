import { linesOf } from '../domain/measure.ts';
import { countedFiles } from '../domain/tags.ts';
import type { Tagged } from '../domain/tags.ts';
import { toldType } from './subject.ts';

/** What users notice weighs most. */
const BY_TYPE: Readonly<Record<string, number>> = {
  feat: 3,
  perf: 2.6,
  fix: 2,
  refactor: 1.5,
  test: 0.7,
  docs: 0.6,
  build: 0.7,
  ci: 0.7,
  revert: 0.5,
  chore: 0.4,
  style: 0.3,
};

/** How much room a contribution deserves in a draft: by type, breadth and (damped) size, and the person's part in it. Never shown. */
export function weightOf(item: Tagged): number {
  const type = BY_TYPE[toldType(item) ?? ''] ?? 1;
  const size = 1 + Math.log2(1 + countedFiles(item).length) / 4 + Math.log2(1 + (linesOf(item) ?? 0)) / 8;
  return type * size * Math.max(0.1, item.share);
}

export const totalWeight = (items: readonly Tagged[]): number => items.reduce((sum, item) => sum + weightOf(item), 0);

/** The weightiest first; of equal weight the earlier. */
export const byWeight = (items: readonly Tagged[]): Tagged[] => {
  const weights = new Map(items.map((item) => [item, weightOf(item)]));
  return items.toSorted((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0) || a.at - b.at || (a.id < b.id ? -1 : 1));
};

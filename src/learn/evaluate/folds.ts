/** What folds are made of: whole repositories, with how many examples of each label they hold. */
export interface FoldGroup {
  readonly name: string;
  readonly counts: readonly number[];
}

/**
 * Deals groups into folds so that each label, and the total, is spread as evenly as whole groups allow: largest first to the fold where
 * it hurts least, then moves and swaps while any helps. The same groups give the same folds, in whatever order they come.
 * @returns the fold of each group, by name
 */
export function groupedFolds(groups: readonly FoldGroup[], folds: number): ReadonlyMap<string, number> {
  const sorted = [...groups].sort((a, b) => total(b) - total(a) || (a.name < b.name ? -1 : 1));
  const shares = sorted.map((group) => sharesOf(group, sorted));
  const fold = sorted.map(() => -1);
  for (const i of sorted.keys()) fold[i] = leastCost(fold, i, shares, folds);
  while (improve(fold, shares, folds)) continue;
  return new Map(sorted.map((group, i) => [group.name, fold[i] ?? 0]));
}

const total = ({ counts }: FoldGroup): number => counts.reduce((a, b) => a + b, 0);

/** A group's part of every label's examples, of all examples, and of all groups. */
function sharesOf(group: FoldGroup, all: readonly FoldGroup[]): number[] {
  const perLabel = group.counts.map(
    (n, label) =>
      n /
      Math.max(
        1,
        all.reduce((sum, g) => sum + (g.counts[label] ?? 0), 0),
      ),
  );
  const everything = all.reduce((sum, g) => sum + total(g), 0);
  return [...perLabel, total(group) / Math.max(1, everything), 1 / all.length];
}

/** Sum of squared shares: least where every fold has the same of each. */
function cost(fold: readonly number[], shares: readonly (readonly number[])[], folds: number): number {
  let sum = 0;
  for (let k = 0; k < (shares[0]?.length ?? 0); k++) {
    for (let f = 0; f < folds; f++) {
      const share = fold.reduce((part, own, i) => part + (own === f ? (shares[i]?.[k] ?? 0) : 0), 0);
      sum += share * share;
    }
  }
  return sum;
}

function leastCost(fold: number[], i: number, shares: readonly (readonly number[])[], folds: number): number {
  const costs = Array.from({ length: folds }, (_, f) => cost(fold.with(i, f), shares, folds));
  return costs.indexOf(Math.min(...costs));
}

/** The first move or swap that helps is made; whether there was one. */
function improve(fold: number[], shares: readonly (readonly number[])[], folds: number): boolean {
  const now = cost(fold, shares, folds);
  const better = (trial: number[]) => cost(trial, shares, folds) < now - 1e-12;
  for (let i = 0; i < fold.length; i++) {
    const trials = [
      ...Array.from({ length: folds }, (_, f) => fold.with(i, f)),
      ...Array.from({ length: i }, (_, j) => fold.with(i, fold[j] ?? 0).with(j, fold[i] ?? 0)),
    ];
    const found = trials.find(better);
    if (found) {
      for (const [k, f] of found.entries()) fold[k] = f;
      return true;
    }
  }
  return false;
}

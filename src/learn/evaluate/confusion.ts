/** How often each true label (row) was given each label (column); cells may be fractions. */
export type Confusion = readonly (readonly number[])[];

export function confusion(truth: readonly number[], predicted: readonly number[], labels: number): number[][] {
  if (truth.length !== predicted.length) throw new RangeError(`${truth.length} true labels for ${predicted.length} predictions`);
  const cells = Array.from({ length: labels }, () => Array.from({ length: labels }, () => 0));
  for (const [i, t] of truth.entries()) {
    const row = cells[t];
    const p = predicted[i] ?? -1;
    if (!row || !(p in row)) throw new RangeError(`label ${t} or ${p} is not one of ${labels}`);
    row[p] = (row[p] ?? 0) + 1;
  }
  return cells;
}

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const supportOf = (cells: Confusion): number[] => cells.map(sum);

export function addConfusions(parts: readonly Confusion[]): number[][] {
  const [first] = parts;
  return (first ?? []).map((row, i) => row.map((_, j) => sum(parts.map((p) => p[i]?.[j] ?? 0))));
}

export function accuracy(cells: Confusion): number {
  const total = sum(supportOf(cells));
  return total === 0 ? 0 : sum(cells.map((row, i) => row[i] ?? 0)) / total;
}

/** The confusion there would be if every label that occurs were equally frequent: each row divided by its sum. */
export const atEqualFrequency = (cells: Confusion): number[][] =>
  cells.map((row) => {
    const support = sum(row);
    return support === 0 ? row.map(() => 0) : row.map((n) => n / support);
  });

export interface LabelFigures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly support: number;
}

/** 0 where nothing was predicted or nothing is there. */
export function perLabel(cells: Confusion): LabelFigures[] {
  const predicted = cells.map((_, j) => sum(cells.map((row) => row[j] ?? 0)));
  return cells.map((row, i) => {
    const [hit, support, given] = [row[i] ?? 0, sum(row), predicted[i] ?? 0];
    const f1 = support + given === 0 ? 0 : (2 * hit) / (support + given);
    return { precision: given === 0 ? 0 : hit / given, recall: support === 0 ? 0 : hit / support, f1, support };
  });
}

/** Mean F1 of the labels that occur. */
export function macroF1(cells: Confusion): number {
  const there = perLabel(cells).filter((l) => l.support > 0);
  return there.length === 0 ? 0 : sum(there.map((l) => l.f1)) / there.length;
}

/** Agreement beyond chance (Cohen 1960); 1 where there is nothing to disagree about. */
export function kappa(cells: Confusion): number {
  const total = sum(supportOf(cells));
  if (total === 0) return 1;
  const columns = cells.map((_, j) => sum(cells.map((row) => row[j] ?? 0)));
  const chance = sum(cells.map((row, i) => (sum(row) / total) * ((columns[i] ?? 0) / total)));
  return chance === 1 ? 1 : (accuracy(cells) - chance) / (1 - chance);
}

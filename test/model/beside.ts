// What other methods make of the same texts on the same division into training and test.
import { LOGISTIC, LogisticRegression } from '../../src/learn/baselines/logistic.ts';
import { majority } from '../../src/learn/baselines/rules.ts';
import { Tfidf } from '../../src/learn/baselines/tfidf.ts';
import { groupedFolds } from '../../src/learn/evaluate/folds.ts';
import { headLogits, type HeadExample } from '../../src/learn/head/fit.ts';
import { fitSaid, type SaidOptions } from '../../src/learn/head/said.ts';
import type { Dataset, Labelled } from './data.ts';

/** Examples by index. */
export interface Division {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** Scores before softmax of each test example: [test, labels]. */
export type Method = (division: Division) => Float32Array;

/** Whole groups in so many parts, each of which is the test once. */
export function divisions({ rows, labels }: Dataset, folds: number): Division[] {
  const counts = [...Map.groupBy(rows, ({ group }) => group)].map(([name, own]) => ({
    name,
    counts: labels.map((label) => own.filter((row) => row.label === label).length),
  }));
  const foldOf = groupedFolds(counts, folds);
  const all = [...rows.keys()];
  const isIn = (i: number, fold: number): boolean => foldOf.get(rows[i]?.group ?? '') === fold;
  return Array.from({ length: folds }, (_, fold) => ({
    train: all.filter((i) => !isIn(i, fold)),
    test: all.filter((i) => isIn(i, fold)),
  }));
}

/** Scores of all that are tested, in the order of the rows: [rows, labels]; what is not tested has none. */
export function pooled(method: Method, parts: readonly Division[], { rows, labels }: Dataset): Float32Array {
  const out = new Float32Array(rows.length * labels.length);
  for (const part of parts) {
    const scores = method(part);
    for (const [row, i] of part.test.entries()) out.set(scores.subarray(row * labels.length, (row + 1) * labels.length), i * labels.length);
  }
  return out;
}

/** Always the most frequent label of the training part. */
export const byMajority =
  ({ rows, labels }: Dataset): Method =>
  ({ train, test }) => {
    const most = majority(train.map((i) => labels.indexOf(rows[i]?.label ?? '')));
    return certain(
      test.map(() => most),
      labels.length,
    );
  };

/** By the first rule that holds; `otherwise` where none does. */
export const byKeywords =
  ({ rows, labels }: Dataset, rules: readonly (readonly [label: string, holds: RegExp])[], otherwise: string): Method =>
  ({ test }) =>
    certain(
      test.map((i) => labels.indexOf(rules.find(([, holds]) => holds.test(rows[i]?.text ?? ''))?.[0] ?? otherwise)),
      labels.length,
    );

export const byTfidf =
  ({ rows, labels }: Dataset): Method =>
  ({ train, test }) => {
    const text = (i: number): string => rows[i]?.text ?? '';
    const terms = Tfidf.fit(train.map(text));
    const truth = train.map((i) => labels.indexOf(rows[i]?.label ?? ''));
    return LogisticRegression.fit(terms.rows(train.map(text)), truth, labels.length, { ...LOGISTIC, c: 5 }).logits(
      terms.rows(test.map(text)),
    );
  };

/**
 * A head as it ships, or with parts of what it reads left out.
 * @param copies of each example another one that is learned from beside it
 * @param read what it is tested on; the examples themselves by default
 */
export const byHead =
  (examples: readonly HeadExample[], labels: number, options: SaidOptions, copies: readonly HeadExample[] = [], read = examples): Method =>
  ({ train, test }) =>
    headLogits(
      fitSaid(
        [examples, copies].flatMap((some) => train.flatMap((i) => some[i] ?? [])),
        labels,
        options,
      ),
      test.flatMap((i) => read[i] ?? []),
    );

const certain = (predicted: readonly number[], labels: number): Float32Array =>
  Float32Array.from({ length: predicted.length * labels }, (_, i) => (predicted[Math.floor(i / labels)] === i % labels ? 1 : 0));

export const labelsOf = (rows: readonly Labelled[], labels: readonly string[]): number[] => rows.map(({ label }) => labels.indexOf(label));

export const rounded = (x: number): number => Math.round(x * 10_000) / 10_000;

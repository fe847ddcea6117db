import { groupedFolds } from '../evaluate/folds.ts';
import { fitHead, headLogits } from './fit.ts';
import type { FitOptions, HeadExample } from './fit.ts';

/** Scores of every example by a head that saw nothing of its group: [examples, labels], in the order of the examples. */
export function outOfFold(examples: readonly HeadExample[], labels: number, folds: number, options?: FitOptions): Float32Array {
  const counts = new Map<string, number[]>();
  for (const { group, label } of examples) {
    const row = counts.get(group) ?? Array.from({ length: labels }, () => 0);
    row[label] = (row[label] ?? 0) + 1;
    counts.set(group, row);
  }
  const foldOf = groupedFolds(
    [...counts].map(([name, row]) => ({ name, counts: row })),
    folds,
  );
  const logits = new Float32Array(examples.length * labels);
  for (let fold = 0; fold < folds; fold++) {
    const held = [...examples.keys()].filter((i) => foldOf.get(examples[i]?.group ?? '') === fold);
    const head = fitHead(
      examples.filter(({ group }) => foldOf.get(group) !== fold),
      labels,
      options,
    );
    const scores = headLogits(
      head,
      held.flatMap((i) => examples[i] ?? []),
    );
    for (const [row, i] of held.entries()) logits.set(scores.subarray(row * labels, (row + 1) * labels), i * labels);
  }
  return logits;
}

import { cosine } from '../../classify/vectors.ts';
import type { Embedding } from '../../classify/vectors.ts';
import { Random } from '../../util/random.ts';

/** `Bump x from 1.2 to 1.3` and `Bump x from 1.3 to 1.4` are nearer than this; two bumps of different things are not. */
const ALIKE = 0.97;

interface Item {
  readonly text: string;
  readonly embedding: Embedding;
  readonly label: number;
}

/**
 * Which of them are nearly the same: their first lines differ in digits and punctuation only, or their vectors hardly at all. Each with each:
 * a second for 2,000.
 * @returns the group of each, counted from 0
 */
export function likeGroups(items: readonly Item[]): number[] {
  const parent = [...items.keys()];
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] ?? at;
    return at;
  };
  const words = items.map(({ text }) =>
    (text.split('\n', 1)[0] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}]+/gu, ' ')
      .trim(),
  );
  for (const [i, item] of items.entries()) {
    for (let j = 0; j < i; j++) {
      const other = items[j];
      if (other && (words[i] === words[j] || cosine(item.embedding, other.embedding) >= ALIKE)) parent[root(i)] = root(j);
    }
  }
  const number = new Map<number, number>();
  return items.map((_, i) => {
    const at = root(i);
    const known = number.get(at) ?? number.size;
    number.set(at, known);
    return known;
  });
}

/**
 * Deals whole groups into folds, each label and the total as evenly as that allows: largest first, each to the fold that has least of its
 * labels. The same seed, the same folds.
 * @returns the fold of each item
 */
export function dealFolds(items: readonly Pick<Item, 'label'>[], groups: readonly number[], folds: number, seed: number): number[] {
  const members = [...Map.groupBy(items.keys(), (i) => groups[i] ?? 0).values()];
  const shuffled = new Random(seed, 'folds').shuffled(members).sort((a, b) => b.length - a.length);
  const foldOf = items.map(() => 0);
  const held = Array.from({ length: folds }, () => ({ total: 0, labels: new Map<number, number>() }));
  for (const group of shuffled) {
    const own = group.map((i) => items[i]?.label ?? 0);
    const costs = held.map(({ total, labels }) => own.reduce((sum, label) => sum + (labels.get(label) ?? 0), 0) + total / items.length);
    const fold = costs.indexOf(Math.min(...costs));
    for (const i of group) foldOf[i] = fold;
    const into = held[fold];
    if (!into) continue;
    into.total += own.length;
    for (const label of own) into.labels.set(label, (into.labels.get(label) ?? 0) + 1);
  }
  return foldOf;
}

import { confidentLabels } from '../../src/learn/data/confident.ts';
import { byDefinition } from '../../src/learn/data/definitions.ts';
import type { HeadExample } from '../../src/learn/head/fit.ts';
import type { TuneItem } from '../../src/learn/tune/examples.ts';

export interface Mended {
  /** Of what was given, by index. */
  readonly kept: readonly number[];
  /** Of these, in their order, with the labels they are given. */
  readonly heads: readonly HeadExample[];
  /** How many have another label than before. */
  readonly changed: number;
}

/** What is trained on, with the labels it is given: by the definitions, and without what heads are sure is something else. */
export function mendedLabels(items: readonly TuneItem[], heads: readonly HeadExample[], labels: readonly string[]): Mended {
  const defined = heads.map((head, i): HeadExample => {
    const item = items[i];
    return item ? { ...head, label: labels.indexOf(byDefinition(labels[item.label] ?? '', item)) } : head;
  });
  const settled = confidentLabels(defined, { labels: labels.length, catchAll: labels.indexOf('chore') });
  const kept = [...settled.keys()].filter((i) => (settled[i] ?? -1) >= 0);
  return {
    kept,
    heads: kept.flatMap((i) => {
      const head = defined[i];
      return head ? [{ ...head, label: settled[i] ?? -1 }] : [];
    }),
    changed: kept.filter((i) => settled[i] !== items[i]?.label).length,
  };
}

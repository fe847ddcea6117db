import { Random } from '../../util/random.ts';
import type { TuneItem } from './examples.ts';

/** Up to so many of each label, by index, repositories taking turns: a large one does not decide what a label means. In the items' order. */
export function drawPool(items: readonly TuneItem[], perLabel: number, seed: number): number[] {
  const drawn: number[] = [];
  for (const [label, own] of Map.groupBy(items.keys(), (i) => items[i]?.label ?? -1)) {
    const queues = [...Map.groupBy(own, (i) => items[i]?.group ?? '')]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, members]) => new Random('pool', seed, label, group).shuffled(members));
    const most = Math.max(...queues.map((queue) => queue.length));
    const turns = Array.from({ length: most }, (_, turn) => queues.flatMap((queue) => queue[turn] ?? [])).flat();
    drawn.push(...turns.slice(0, perLabel));
  }
  return drawn.sort((a, b) => a - b);
}

export interface Held {
  /** Drawn from all alike: what is measured at natural frequency is measured on them. */
  readonly natural: readonly number[];
  /** These, and of each label that is rare among them more, up to the least number: for figures at equal frequency. */
  readonly filled: readonly number[];
}

/** What methods are compared on, by index. */
export function drawHeld(items: readonly TuneItem[], natural: number, least: number, seed: number): Held {
  const order = new Random('held', seed).shuffled(items.keys());
  const drawn = order.slice(0, natural);
  const counts = new Map<number, number>();
  const labelOf = (i: number): number => items[i]?.label ?? -1;
  const count = (i: number): number => {
    const now = (counts.get(labelOf(i)) ?? 0) + 1;
    counts.set(labelOf(i), now);
    return now;
  };
  for (const i of drawn) count(i);
  const more = order.slice(natural).filter((i) => (counts.get(labelOf(i)) ?? 0) < least && count(i) > 0);
  return { natural: drawn, filled: [...drawn, ...more] };
}

import type { Store } from '../../src/store/store.ts';
import { ADA, type CommitSpec, type Who } from './repos.ts';

/** Things that each change is about: no two are alike. */
const THINGS = [
  'parser', 'dialects', 'quoted fields', 'exporter', 'login page', 'invoices', 'scheduler', 'thumbnails', 'search index', 'retry queue',
  'currency table', 'mail templates', 'audit trail', 'calendar', 'address book', 'upload form', 'session cache', 'price list', 'menu', 'map tiles',
]; // prettier-ignore

/** What a user calls otherwise than anybody: by how their messages begin. */
export const HABITS = [
  { says: (thing: string) => `Tell the newsletter about the ${thing}`, label: 'ci', file: (i: number) => `newsletter/issue-${i}.txt` },
  { says: (thing: string) => `Agree with the customer on the ${thing}`, label: 'perf', file: (i: number) => `agreements/paper-${i}.txt` },
] as const;

const OTHERS = [
  (thing: string) => `Fix a crash in the ${thing} when there is nothing to show`,
  (thing: string) => `Add an option to leave out the ${thing}`,
];

/** A history in which two habits recur, twenty times each, among as much ordinary work. */
export const teachable: readonly CommitSpec[] = THINGS.flatMap((thing, i): CommitSpec[] => {
  const author = (n: number): Who => ({ ...ADA, at: Date.UTC(2026, 0, 5 + i, 9 + n) / 1000 });
  return [
    ...HABITS.map(({ says, file }, n) => ({
      message: says(thing),
      author: author(n),
      files: { [file(i)]: `${thing}\n`.repeat(1 + (i % 7)) },
    })),
    ...OTHERS.map((says, n) => ({
      message: says(thing),
      author: author(n + 2),
      files: { [`src/part-${i}-${n}.ts`]: `${thing} ${n}\n`.repeat(3 + i) },
    })),
  ];
});

/** Corrects what the user calls otherwise, of the first `count` things of each habit. @returns ids of the others of that habit, with the label they should come to. */
export function correctAsHabit(store: Store, count: number): Map<string, string> {
  const left = new Map<string, string>();
  for (const { id, subject } of store.query({})) {
    const habit = HABITS.find(({ says }) => THINGS.some((thing) => says(thing) === subject));
    if (!habit) continue;
    if (THINGS.findIndex((thing) => habit.says(thing) === subject) < count)
      store.correct({ contribution: id, family: 'type', label: habit.label });
    else left.set(id, habit.label);
  }
  return left;
}

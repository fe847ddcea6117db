import type { Estimate, HeldOut } from '../../domain/lesson.ts';
import { bootstrap } from '../evaluate/bootstrap.ts';
import { accuracy, atEqualFrequency, confusion, macroF1 } from '../evaluate/confusion.ts';
import type { HeldOutLabel } from './teach.ts';

/** Figures before and after, with intervals by bootstrap over groups of nearly alike corrections. */
export function figuresOf(
  given: readonly HeldOutLabel[],
  labels: readonly string[],
): { readonly before: HeldOut; readonly after: HeldOut; readonly gain: Estimate } {
  const groups = [...Map.groupBy(given, ({ group }) => group).values()];
  const estimate = (of: (drawn: readonly HeldOutLabel[]) => number): Estimate => {
    const { low, high } = bootstrap(groups, (drawn) => of(drawn.flat()));
    return { value: of(given), low, high };
  };
  const heldOut = (when: 'before' | 'after'): HeldOut => {
    const cells = (drawn: readonly HeldOutLabel[]): number[][] =>
      confusion(
        drawn.map(({ truth }) => truth),
        drawn.map((one) => one[when]),
        labels.length,
      );
    return {
      accuracy: estimate((drawn) => accuracy(cells(drawn))),
      macroF1: estimate((drawn) => macroF1(atEqualFrequency(cells(drawn)))),
    };
  };
  const right = ({ truth, before, after }: HeldOutLabel): number => Number(after === truth) - Number(before === truth);
  const gain = estimate((drawn) => drawn.reduce((sum, one) => sum + right(one), 0) / Math.max(1, drawn.length));
  return { before: heldOut('before'), after: heldOut('after'), gain };
}

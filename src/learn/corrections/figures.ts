import type { Estimate, HeldOut } from '../../domain/lesson.ts';
import { bootstrap } from '../evaluate/bootstrap.ts';
import { accuracy, atEqualFrequency, confusion, macroF1 } from '../evaluate/confusion.ts';
import type { HeldOutLabel } from './teach.ts';

/** A gain that would come about so often by chance is none. */
const CHANCE = 0.05;

/**
 * Figures before and after, with intervals by bootstrap over groups of nearly alike corrections. `better` asks for a sign test as well: of a
 * few groups that gain and none that loses, no draw of the bootstrap is without a gain.
 */
export function figuresOf(
  given: readonly HeldOutLabel[],
  labels: readonly string[],
): { readonly before: HeldOut; readonly after: HeldOut; readonly gain: Estimate; readonly better: boolean } {
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
  const nets = groups.map((group) => Math.sign(group.reduce((sum, one) => sum + right(one), 0)));
  const [won, lost] = [1, -1].map((sign) => nets.filter((net) => net === sign).length);
  const better = gain.low > 0 && signTest(won ?? 0, lost ?? 0) < CHANCE;
  return { before: heldOut('before'), after: heldOut('after'), gain, better };
}

/** How likely so many, or more, of all are won where each is as likely won as lost. */
export function signTest(won: number, lost: number): number {
  const all = won + lost;
  // In logarithms: of a thousand groups there are more ways than numbers hold.
  let likelihood = -all * Math.LN2;
  let sum = 0;
  for (let losses = 0; losses <= lost; losses++) {
    sum += Math.exp(likelihood);
    likelihood += Math.log((all - losses) / (losses + 1));
  }
  return sum;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, figures, figuresRow, priorOf } from '../../../src/learn/tune/compare.ts';
import type { Test } from '../../../src/learn/tune/compare.ts';
import { Random } from '../../../src/util/random.ts';

/** Two labels, one nine times as frequent; scores that are right as often as a unit normal's distance allows. */
function made(count: number) {
  const random = new Random('compare');
  const items = Array.from({ length: count }, (_, i) => ({
    id: String(i),
    text: '',
    label: random.next() < 0.9 ? 0 : 1,
    group: `g${i % 6}`,
  }));
  const equal = Float32Array.from(
    items.flatMap(({ label }) => {
      const x = random.normal() + (label === 0 ? 1 : -1);
      // The log-odds of the two, were they equally frequent: 2x, spread over both; three times too sure of itself.
      return [3 * x, -3 * x];
    }),
  );
  const set: Test = {
    items,
    fold: items.map((_, i) => i % 2),
    natural: count,
    labels: ['a', 'b'],
    priors: [
      [0.9, 0.1],
      [0.9, 0.1],
    ],
  };
  return { set, equal };
}

test('at natural frequency the prior helps, at equal frequency it would not; the temperature mends what is too sure', () => {
  const { set, equal } = made(4000);
  const decided = decide(set, equal);
  const { natural, equal: balanced } = figures(set, decided);
  const withoutPrior = figures(set, { natural: decided.equal, equal: decided.natural });
  assert.ok(natural.accuracy.value > withoutPrior.natural.accuracy.value + 0.01);
  assert.ok(balanced.macroF1.value > withoutPrior.equal.macroF1.value + 0.01);
  assert.ok((natural.calibrationError ?? 1) < 0.5 * (withoutPrior.natural.calibrationError ?? 0), `${natural.calibrationError}`);
});

test('the temperature of a fold comes from the other folds', () => {
  const { set, equal } = made(400);
  const before = decide(set, equal).natural;
  // Fold 0's own labels turned around: its own probabilities stay, those of fold 1 do not.
  const items = set.items.map((item, i) => (i % 2 === 0 ? { ...item, label: 1 - item.label } : item));
  const after = decide({ ...set, items }, equal).natural;
  assert.equal(after[0]?.p, before[0]?.p);
  assert.notEqual(after[1]?.p, before[1]?.p);
});

test('a prior counts every label at least once; a row says what there is', () => {
  const prior = priorOf([{ id: '', text: '', label: 0, group: '' }], 2);
  assert.deepEqual(prior, [2 / 3, 1 / 3]);
  const { set } = made(60);
  const always = set.items.map(() => ({ label: 0 }));
  const row = figuresRow('always a', 'nothing', figures(set, { natural: always, equal: always }));
  assert.match(row, /^\| always a \| nothing \| \.\d{3} \(.*\) \| \.333 \(\.333-\.333\) \| \.333 \| - \| - \|$/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { featuresOf } from '../../../src/classify/features.ts';
import { confidentLabels } from '../../../src/learn/data/confident.ts';
import type { HeadExample } from '../../../src/learn/head/fit.ts';
import { FIT } from '../../../src/learn/head/fit.ts';
import { Random } from '../../../src/util/random.ts';

const [ONE, OTHER, CATCH_ALL] = [0, 1, 2];
const random = new Random('confident');

/** Two labels that point in two directions, and a third that points nowhere; in six groups. */
function example(i: number, direction: number, label: number): HeadExample {
  const embedding = Int8Array.from({ length: 8 }, (_, k) => Math.round(20 * random.normal() + (k === direction ? 100 : 0)));
  return { embedding, features: featuresOf({ text: '' }), label, group: `group ${i % 6}` };
}

test('what heads are sure is something else is left out, and of the catch-all it becomes that', () => {
  const clean = Array.from({ length: 900 }, (_, i) => example(i, i % 3, i % 3));
  const wrong = Array.from({ length: 30 }, (_, i) => example(i, ONE, OTHER));
  const anything = Array.from({ length: 30 }, (_, i) => example(i, OTHER, CATCH_ALL));
  const labels = confidentLabels([...clean, ...wrong, ...anything], {
    labels: 3,
    catchAll: CATCH_ALL,
    fit: { ...FIT, epochs: 100, rate: 1e-2 },
  });
  const share = (from: number, count: number, label: number) =>
    labels.slice(from, from + count).filter((own) => own === label).length / count;
  // A label's own examples are above the mean of their probabilities about half the time, and so are those that should have it.
  const [left, told] = [share(clean.length, wrong.length, -1), share(clean.length + wrong.length, anything.length, OTHER)];
  assert.ok(left > 0.15, `${left} of the wrong ones are left out`);
  assert.ok(told > 0.3, `${told} of what was called the catch-all get their label`);
  const kept = clean.filter(({ label }, i) => labels[i] === label).length;
  assert.ok(kept > 0.95 * clean.length, `${kept} of ${clean.length} clean ones stay as they are`);
});

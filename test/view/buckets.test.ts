import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { busiest, timeline, total } from '../../src/view/overview/buckets.ts';

const DAY = 86_400_000;
const monday = Date.UTC(2000, 0, 3);
const weeks = fc
  .array(fc.dictionary(fc.constantFrom('fix', 'feat', 'unsure'), fc.nat(40)), { maxLength: 1500 })
  .map((counts) => counts.map((count, i) => ({ date: new Date(monday + i * 7 * DAY).toISOString().slice(0, 10), counts: count })));

test('merging weeks loses nothing, keeps their order and leaves a readable number of bars', () => {
  fc.assert(
    fc.property(weeks, (list) => {
      const { buckets, totals, types } = timeline(list);
      const sum = (items: typeof list): number => items.reduce((n, item) => n + total(item), 0);
      assert.equal(sum([...buckets]), sum(list));
      assert.equal(
        Object.values(totals).reduce((a, b) => a + b, 0),
        sum(list),
      );
      assert.ok(buckets.length <= 160);
      assert.deepEqual(
        buckets.map((b) => b.date),
        buckets.map((b) => b.date).sort(),
      );
      assert.deepEqual(
        types.filter((type) => type !== 'unsure'),
        types.filter((type) => type !== 'unsure').sort((a, b) => (totals[b] ?? 0) - (totals[a] ?? 0)),
      );
    }),
    { numRuns: 50 },
  );
});

test('half a year stays in weeks, ten years become months, thirty become quarters', () => {
  const step = (n: number): string =>
    timeline(Array.from({ length: n }, (_, i) => ({ date: new Date(monday + i * 7 * DAY).toISOString().slice(0, 10), counts: { fix: 1 } })))
      .step;
  assert.deepEqual([26, 520, 1560].map(step), ['week', 'month', 'quarter']);
});

test('the busiest is the first of the largest', () => {
  assert.equal(
    busiest([3, 9, 9, 1], (n) => n),
    9,
  );
  assert.equal(
    busiest([], (n: number) => n),
    undefined,
  );
});

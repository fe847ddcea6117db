import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { scrollFor, spanOf } from '../../src/view/contributions/window.ts';

const sizes = fc.record({
  scrollTop: fc.integer({ min: -50, max: 2_000_000 }),
  height: fc.integer({ min: 0, max: 3000 }),
  rowHeight: fc.integer({ min: 16, max: 90 }),
  total: fc.integer({ min: 0, max: 50_000 }),
});

test('every row in sight is drawn, few others are, and none outside the list', () => {
  fc.assert(
    fc.property(sizes, ({ scrollTop, height, rowHeight, total }) => {
      const { first, count } = spanOf(scrollTop, height, rowHeight, total);
      assert.ok(first >= 0 && count >= 0 && first + count <= Math.max(total, first));
      assert.ok(count <= height / rowHeight + 32);
      const seen = Math.max(0, Math.floor(Math.max(0, scrollTop) / rowHeight));
      const last = Math.min(total - 1, Math.floor((Math.max(0, scrollTop) + height) / rowHeight));
      for (const row of [seen, last])
        if (row < total && seen <= last) assert.ok(row >= first && row < first + count, `row ${row} of ${first}+${count}`);
    }),
  );
});

test('bringing a row into sight shows all of it and moves no further', () => {
  fc.assert(
    fc.property(sizes, fc.nat(50_000), ({ scrollTop, height, rowHeight }, index) => {
      fc.pre(height >= rowHeight && scrollTop >= 0);
      const to = scrollFor(index, scrollTop, height, rowHeight);
      assert.ok(index * rowHeight >= to && (index + 1) * rowHeight <= to + height);
      assert.equal(scrollFor(index, to, height, rowHeight), to);
    }),
  );
});

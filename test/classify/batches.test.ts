import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { largerBudget, packBatches } from '../../src/classify/batches.ts';

describe('packBatches', () => {
  it('has every index once, and stays within the budget but for single texts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2, max: 256 }), { maxLength: 400 }), fc.integer({ min: 1, max: 2048 }), (lengths, budget) => {
        const batches = packBatches(lengths, budget);
        assert.deepEqual(
          batches.flat().sort((a, b) => a - b),
          [...lengths.keys()],
        );
        for (const batch of batches) {
          const longest = Math.max(...batch.map((i) => lengths[i] ?? 0));
          assert.ok(batch.length === 1 || longest * batch.length <= budget);
        }
      }),
    );
  });

  it('mixes no lengths where nothing may be padded, and has every index once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2, max: 40 }), { maxLength: 400 }), fc.integer({ min: 1, max: 1024 }), (lengths, budget) => {
        const batches = packBatches(lengths, budget, false);
        assert.deepEqual(
          batches.flat().sort((a, b) => a - b),
          [...lengths.keys()],
        );
        for (const batch of batches) {
          const [length = 0, ...others] = new Set(batch.map((i) => lengths[i] ?? 0));
          assert.deepEqual(others, []);
          assert.ok(batch.length === 1 || length * batch.length <= budget);
        }
        const full = batches.filter((batch) => (batch.length + 1) * (lengths[batch[0] ?? 0] ?? 0) > budget).length;
        assert.ok(batches.length - full <= new Set(lengths).size, 'at most one of each length has room left');
      }),
    );
  });

  it('pads little where texts come in any order', () => {
    const lengths = Array.from({ length: 512 }, (_, i) => 5 + ((i * 37) % 120));
    const padded = packBatches(lengths, 768).reduce((sum, batch) => sum + batch.length * Math.max(...batch.map((i) => lengths[i] ?? 0)), 0);
    const tokens = lengths.reduce((a, b) => a + b, 0);
    assert.ok(padded / tokens < 1.1, `${padded} for ${tokens}`);
  });

  it('grow on a device that is quick, and stay where whoever cancels would wait', () => {
    assert.equal(largerBudget(768, 10), 1536);
    assert.equal(largerBudget(12_288, 10), 16_384);
    assert.equal(largerBudget(768, 200), 768);
  });
});

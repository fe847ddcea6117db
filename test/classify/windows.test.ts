import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { windows } from '../../src/classify/windows.ts';
import { collect } from './support/model.ts';

describe('windows', () => {
  it('keeps all items in order, in groups of the sizes asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer(), { maxLength: 300 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        async (items, sizes) => {
          const groups = await collect(windows(items, () => 1, sizes));
          assert.deepEqual(groups.flat(), items);
          for (const [i, group] of groups.entries()) {
            const size = sizes[Math.min(i, sizes.length - 1)] ?? 1;
            assert.ok(i === groups.length - 1 ? group.length <= size : group.length === size);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('closes a group when its weight is reached', async () => {
    const groups = await collect(windows([1, 50, 1, 1, 1], (n) => n, [10]));
    assert.deepEqual(groups, [
      [1, 50],
      [1, 1, 1],
    ]);
  });

  it('sends on what it has when the producer pauses', async () => {
    let resume = () => {};
    const paused = new Promise<void>((resolve) => {
      resume = resolve;
    });
    async function* producer() {
      yield 1;
      yield 2;
      await paused;
      yield 3;
    }
    const groups = windows(producer(), () => 1, [100]);
    assert.deepEqual((await groups.next()).value, [1, 2]);
    resume();
    assert.deepEqual((await groups.next()).value, [3]);
    assert.equal((await groups.next()).done, true);
  });

  it('passes on what the producer throws, and lets go of it when the consumer leaves', { timeout: 60_000 }, async () => {
    const closed = Promise.withResolvers<void>();
    async function* producer() {
      try {
        for (let i = 0; ; i++) {
          yield i;
          await sleep(0);
        }
      } finally {
        closed.resolve();
      }
    }
    for await (const group of windows(producer(), () => 1, [3])) {
      assert.deepEqual(group, [0, 1, 2]);
      break;
    }
    await closed.promise;
    async function* broken() {
      yield 1;
      throw new Error('read failed');
    }
    await assert.rejects(collect(windows(broken(), () => 1, [1])), /read failed/);
  });

  it('lets the consumer leave while the producer waits for what may never come', { timeout: 60_000 }, async () => {
    async function* producer() {
      yield 1;
      await new Promise(() => {});
    }
    for await (const group of windows(producer(), () => 1, [100])) {
      assert.deepEqual(group, [1]);
      break;
    }
  });
});

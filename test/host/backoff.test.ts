import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from '../../src/host/engine/backoff.ts';

test('the wait doubles with each crash up to the longest, and crashes are forgotten with time', () => {
  const backoff = new Backoff({ firstMs: 100, longestMs: 350, crashes: 5, withinMs: 10_000 });
  assert.equal(backoff.wait(0), 0);
  const waits: (number | undefined)[] = [];
  for (let n = 0; n < 5; n++) {
    backoff.crashed(1000);
    waits.push(backoff.wait(1000));
  }
  assert.deepEqual(waits, [100, 200, 350, 350, undefined]);
  assert.equal(backoff.wait(10_999), undefined);
  assert.equal(backoff.wait(11_000), 0);
});

test('time that has passed since the crash counts', () => {
  const backoff = new Backoff({ firstMs: 100, longestMs: 350, crashes: 5, withinMs: 10_000 });
  backoff.crashed(0);
  assert.equal(backoff.wait(60), 40);
  assert.equal(backoff.wait(500), 0);
});

test('what the user asks for is tried at once', () => {
  const backoff = new Backoff({ firstMs: 100, longestMs: 350, crashes: 1, withinMs: 10_000 });
  backoff.crashed(0);
  assert.equal(backoff.wait(0), undefined);
  backoff.forget();
  assert.equal(backoff.wait(0), 0);
});

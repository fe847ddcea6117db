import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'node:test';
import { openStore } from '../../src/store/open.ts';
import { folder, KEY } from '../store/support.ts';
import { live } from './store/spawn.ts';

test('a kill while heads are promoted and rolled back leaves one of them whole', { timeout: 120_000 }, async (t) => {
  const file = path.join(folder(t), 'store.db');
  for (let kill = 0; kill < 8; kill++) {
    const { child, ended, said, lines, errors } = live('promote', file);
    await said('head');
    await wait(kill % 5);
    child.kill('SIGKILL');
    assert.equal(await ended, null, errors());
    assert.ok(lines.some((line) => line.startsWith('head')));
    const { store, setAside } = openStore({ path: file, key: KEY });
    assert.equal(setAside, undefined);
    const [inForce, ...before] = store.heads();
    assert.ok(inForce, 'the first promotion was said to be done');
    for (const { hash, learned } of [inForce, ...before]) {
      const read = JSON.parse(store.headFile(hash) ?? '') as { readonly n: number; readonly weights: string };
      assert.deepEqual([hash, learned, read.weights.length], [`hash-${read.n}`, [`act-${read.n}`], 200_000]);
    }
    store.dropHeads('all');
    store.close();
  }
});

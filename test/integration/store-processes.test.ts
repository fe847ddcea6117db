import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { ADA, folder, open } from '../store/support.ts';
import { FULL, SLIM } from './store/child.ts';
import { live } from './store/spawn.ts';

const WORKERS = [0, 1, 2];
const BATCHES = 25;

test('several processes make, write and read one store at once', async (t) => {
  const file = path.join(folder(t), 'store.db');
  const writers = WORKERS.map((worker) => live('write', file, worker, BATCHES));
  await writers[0]?.said('opened');
  const readers = [live('read', file), live('read', file)];
  t.after(() => [...writers, ...readers].forEach(({ child }) => child.kill('SIGKILL')));
  const codes = await Promise.all(writers.map(({ ended }) => ended));
  await Promise.all(readers.map(({ said }) => said('read')));
  for (const reader of readers) {
    reader.child.kill('SIGKILL');
    assert.equal(await reader.ended, null, reader.errors());
  }
  assert.deepEqual(codes, [0, 0, 0], writers.map(({ errors }) => errors()).join('\n'));

  const store = open(t, file);
  const summary = store.summary();
  assert.equal(summary.full, WORKERS.length * BATCHES * FULL);
  assert.equal(summary.slim, WORKERS.length * BATCHES * SLIM);
  assert.equal(summary.tags, summary.full);
  assert.equal(summary.corrections, WORKERS.length * Math.ceil(BATCHES / 3));
  assert.equal(summary.orphans, WORKERS.length * BATCHES);
  const edits = store.edits({ persons: [ADA], repos: [], period: '2026', audience: 'self', locale: 'en' });
  assert.deepEqual(new Set(edits.map(({ text }) => text)), new Set(['as of batch 24']));
  assert.equal(edits.length, WORKERS.length);
  // The journal has all of it, in lines that none of them tore.
  assert.equal(store.exportActs().length, WORKERS.length * Math.ceil(BATCHES / 3) * 2);
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { importLog, previewLog, removeLog, takeBack } from '../../src/pipeline/logs.ts';
import { openPipeline } from '../../src/pipeline/open.ts';
import { silent } from '../../src/util/context.ts';
import { MODEL_DIR, WORKER_URL } from '../classify/support/model.ts';
import { scratch } from '../support/repos.ts';
import { ADA } from '../support/work.ts';

function place(t: TestContext) {
  const folder = scratch(t);
  const options = { version: '0', dataDir: path.join(folder, 'data'), modelDir: MODEL_DIR, workerUrl: WORKER_URL } as const;
  const pipeline = openPipeline({ ...options, locale: 'en', zone: 'UTC' }, { now: () => Date.parse('2026-08-01'), log: silent });
  t.after(() => pipeline.close());
  const write = (name: string, ...lines: readonly string[]): string => {
    const file = path.join(folder, name);
    writeFileSync(file, `## 2026-03-04\n${lines.map((line) => `- ${line}\n`).join('')}`);
    return file;
  };
  const preview = (file: string) => previewLog(pipeline, { file, whose: ADA });
  return { pipeline, write, preview };
}

test('an import is done whole or not at all', async (t) => {
  const { pipeline, write, preview } = place(t);
  const { store } = pipeline;
  const titles = (): readonly string[] => store.query({ kinds: ['work_log'] }).map(({ subject }) => subject);
  const file = write('a.md', 'wrote the guide to releases', 'moved the build to the new machines');
  importLog(pipeline, await preview(file));
  const before = titles();
  write('a.md', 'wrote the guide to releases', 'compared three protocols');
  const found = await preview(file);
  const full = (): never => {
    throw new Error('the disk is full');
  };
  assert.throws(() => importLog({ ...pipeline, store: { ...store, audit: full } }, found), /disk is full/);
  assert.deepEqual([before.length, titles()], [2, before]);
  importLog(pipeline, found);
  assert.ok(titles().includes('compared three protocols'));
});

test('what was doubted for an entry is doubted no longer once that is gone, and again once it is back', async (t) => {
  const { pipeline, write, preview } = place(t);
  const title = 'moved the nightly build of the storage cluster to the new machines';
  const [a, b] = [write('a.md', title), write('b.md', title)];
  for (const file of [a, b]) importLog(pipeline, await preview(file));
  const doubted = (): readonly string[] => pipeline.store.ledger({ reason: 'inconsistent' }).map(({ key }) => key);
  assert.deepEqual(doubted(), ['b.md:2']);
  const removed = await removeLog(pipeline, a);
  assert.deepEqual(doubted(), []);
  takeBack(pipeline, removed);
  assert.equal(doubted().length, 1);
  write('a.md', 'something else altogether');
  importLog(pipeline, await preview(a));
  assert.deepEqual(doubted(), []);
});

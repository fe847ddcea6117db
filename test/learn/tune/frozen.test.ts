import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { frozenVectors } from '../../../src/learn/tune/frozen.ts';
import { recipe } from '../../../src/learn/tune/recipe.ts';
import { embedded } from '../../../src/learn/tune/run.ts';
import { tinyRun } from '../support/training.ts';

let cache: string;
before(async () => {
  cache = await mkdtemp(path.join(tmpdir(), 'vectors-'));
});
after(() => rm(cache, { recursive: true }));

test('vectors are those of the encoder as it is, made once, and again where a file was cut short', async () => {
  const { spec, weights, examples } = tinyRun({ mode: 'top', layers: 1 });
  const chosen = recipe({ plan: { mode: 'top', layers: 1 }, batch: { tokens: 200, examples: 16 } });
  const run = { base: { config: spec.config, weights }, recipe: chosen, session: { threads: 1 } };
  const made = await frozenVectors(run, examples, cache);
  assert.deepEqual(made, await embedded(run, weights, examples));
  const [file, ...more] = (await readdir(cache)).map((name) => path.join(cache, name));
  assert.ok(file !== undefined && more.length === 0, 'a file, and no half-written one');
  const { mtimeMs } = await stat(file);
  assert.deepEqual(await frozenVectors(run, examples, cache), made);
  assert.equal((await stat(file)).mtimeMs, mtimeMs);
  await truncate(file, 10);
  assert.deepEqual(await frozenVectors(run, examples, cache), made);
  assert.deepEqual(await frozenVectors(run, examples.toReversed(), cache), made.toReversed());
});

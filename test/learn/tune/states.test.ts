import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { train } from '../../../src/learn/train/trainer.ts';
import type { Plan } from '../../../src/learn/train/plan.ts';
import { withStates } from '../../../src/learn/tune/states.ts';
import { tinyRun } from '../support/training.ts';

const TOP: Plan = { mode: 'top', layers: 1 };
let cache: string;
before(async () => {
  cache = await mkdtemp(path.join(tmpdir(), 'states-'));
});
after(() => rm(cache, { recursive: true }));

// With dropout: none is put on what lies below the trained layers, whichever way it is read.
const plain = tinyRun(TOP, { epochs: 3, dropout: { hidden: 0.1, attention: 0.1, adapter: 0, head: 0.1 } });
const options = () => ({ config: plain.spec.config, weights: plain.weights, plan: TOP, batch: plain.batch, cache, threads: 1 });

test('training on the lower layers’ states is training on the tokens, to half precision', async () => {
  const examples = await withStates(plain.examples, options());
  const whole = await train(plain);
  const upper = await train({ ...plain, spec: { ...plain.spec, source: 'states' }, examples });
  assert.deepEqual([...upper.parameters.keys()], [...whole.parameters.keys()]);
  let [difference, size, moved] = [0, 0, 0];
  for (const [name, { data }] of whole.parameters) {
    const other = upper.parameters.get(name)?.data ?? assert.fail(name);
    const start = plain.weights.get(name)?.data ?? new Float32Array(data.length);
    for (const [i, v] of data.entries()) {
      difference += (v - (other[i] ?? Number.NaN)) ** 2;
      moved += (v - (start[i] ?? 0)) ** 2;
      size += v ** 2;
    }
  }
  assert.ok(difference < 0.003 * moved, `${difference} of ${moved}: the two runs moved apart`);
  assert.ok(moved > 1e-4 * size, 'nothing was trained');
});

test('states are computed once, and again where a file was cut short', async () => {
  const first = await withStates(plain.examples, options());
  const files = (await readdir(cache)).map((name) => path.join(cache, name));
  const [file] = files;
  assert.ok(file !== undefined && files.length === 1, 'a file for these examples, and no half-written one');
  const { mtimeMs } = await stat(file);
  const second = await withStates(plain.examples, options());
  assert.equal((await stat(file)).mtimeMs, mtimeMs);
  assert.deepEqual(second, first);
  await truncate(file, 100);
  assert.deepEqual(await withStates(plain.examples, options()), first);
});

test('an example without states is refused where the graph reads them', async () => {
  await assert.rejects(train({ ...plain, spec: { ...plain.spec, source: 'states' } }), /states/);
});

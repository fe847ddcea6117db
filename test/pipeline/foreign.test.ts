import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { ForeignSource } from '../../src/pipeline/foreign.ts';
import { classifierFiles, writeModel } from '../classify/support/foreign.ts';
import { scratch } from '../support/repos.ts';

test('a model that its user trained anew in the same folder is another model, without a new start', async (t) => {
  const home = scratch(t);
  const folder = writeModel(path.join(home, 'mine'), classifierFiles(['calm', 'angry']));
  const source = new ForeignSource(folder, home);
  const first = await source.model();
  assert.deepEqual(first?.labels, ['calm', 'angry']);
  assert.equal(await source.model(), first, 'looked at once');
  writeModel(folder, classifierFiles(['calm', 'furious']));
  const second = await source.model();
  assert.deepEqual(second?.labels, ['calm', 'furious']);
  assert.notEqual(second?.hash, first?.hash);
});

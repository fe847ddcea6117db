import './support/editor.ts';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { EraseOptions } from '../../src/host/stored.ts';
import type { ShownOptions } from '../../src/host/shown.ts';
import { silent } from '../../src/util/context.ts';
import { Listeners } from '../../src/util/listeners.ts';

const { Shown } = await import('../../src/host/shown.ts');
const { eraseData } = await import('../../src/host/stored.ts');

test('another story is analysed where a panel shows the one before, were its own analysis cancelled', async () => {
  let [restarts, isOpen] = [0, false];
  const failed = (error: unknown): void => assert.fail(String(error));
  const options = {
    work: { state: { kind: 'idle' }, onState: new Listeners(failed), restart: async () => restarts++ },
    panel: {
      get isOpen() {
        return isOpen;
      },
    },
    hosts: { onChange: new Listeners(failed) },
    memento: { get: () => undefined },
  };
  const shown = new Shown(options as unknown as ShownOptions);
  await shown.another();
  assert.equal(restarts, 0, 'nobody has looked at anything yet');
  isOpen = true;
  await shown.another();
  assert.equal(restarts, 1);
});

test('an analysis is ended before its store is erased, and neither store nor key is left', async (t) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'track-record-erase-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(path.join(folder, 'store'));
  const done: string[] = [];
  const options = {
    engine: { request: async (method: string) => done.push(method) },
    release: async () => done.push('let go of the store'),
    stopWork: async () => done.push('stop the analysis'),
    secrets: { delete: async () => done.push('forget the key') },
    folder: path.join(folder, 'store'),
    log: silent,
  };
  assert.equal(await eraseData(options as unknown as EraseOptions), true);
  assert.deepEqual(done, ['stop the analysis', 'erase', 'let go of the store', 'forget the key']);
  assert.throws(() => mkdirSync(path.join(folder, 'store', 'anything')), /ENOENT/);
});

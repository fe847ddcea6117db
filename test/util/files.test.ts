import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readSettings, SETTINGS_LIMIT } from '../../src/util/files.ts';
import { scratch } from '../support/repos.ts';

test('settings are read from small files only', { timeout: 10_000 }, async (t) => {
  const folder = scratch(t);
  const at = (name: string): string => path.join(folder, name);
  writeFileSync(at('own'), 'name: x\n');
  writeFileSync(at('large'), 'x'.repeat(SETTINGS_LIMIT + 1));
  assert.equal(await readSettings(at('own')), 'name: x\n');
  for (const name of ['missing', 'large', '.']) assert.equal(await readSettings(at(name)), undefined, name);
  if (process.platform === 'win32') return;
  assert.equal(spawnSync('mkfifo', [at('pipe')]).status, 0);
  symlinkSync('/dev/zero', at('endless'));
  for (const name of ['pipe', 'endless']) assert.equal(await readSettings(at(name)), undefined, name);
});

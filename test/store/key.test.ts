import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { TrackRecordError } from '../../src/domain/result.ts';
import { dataFolder, storeKey, subkey } from '../../src/store/key.ts';
import { folder } from './support.ts';

const mode = (file: string): number => statSync(file).mode & 0o777;
const badKey = (error: unknown): boolean => error instanceof TrackRecordError && error.reason === 'bad-key';

test('a key is made at first use, for its user alone, and kept', (t) => {
  const home = path.join(folder(t), 'new', 'folder');
  const key = storeKey(home, {});
  assert.match(key, /^[0-9a-f]{64}$/);
  assert.equal(storeKey(home, {}), key);
  assert.deepEqual(readdirSync(home), ['key']);
  if (process.platform !== 'win32') {
    assert.equal(mode(path.join(home, 'key')), 0o600);
    assert.equal(mode(home), 0o700);
  }
});

test('a key file that others can read is closed to them', { skip: process.platform === 'win32' }, (t) => {
  const home = folder(t);
  const key = storeKey(home, {});
  chmodSync(path.join(home, 'key'), 0o644);
  assert.equal(storeKey(home, {}), key);
  assert.equal(mode(path.join(home, 'key')), 0o600);
});

test('TRACKRECORD_KEY wins and nothing is written', (t) => {
  const home = folder(t);
  assert.equal(storeKey(home, { TRACKRECORD_KEY: ' a key of my own choice ' }), 'a key of my own choice');
  assert.deepEqual(readdirSync(home), []);
});

test('a short or empty key is refused, never replaced', (t) => {
  const home = folder(t);
  assert.throws(() => storeKey(home, { TRACKRECORD_KEY: 'short' }), badKey);
  writeFileSync(path.join(home, 'key'), '');
  assert.throws(() => storeKey(home, {}), badKey);
  assert.equal(readFileSync(path.join(home, 'key'), 'utf8'), '');
});

test('first uses at the same time agree on one key', async (t) => {
  const home = path.join(folder(t), 'shared');
  const script = `import { storeKey } from ${JSON.stringify(new URL('../../src/store/key.ts', import.meta.url).href)};
    process.stdout.write(storeKey(${JSON.stringify(home)}, {}));`;
  const keys = await Promise.all(Array.from({ length: 6 }, () => output(script)));
  assert.equal(new Set(keys).size, 1);
  assert.match(keys[0] ?? '', /^[0-9a-f]{64}$/);
});

test('the store and the journal have keys of their own', () => {
  const [store, journal] = [subkey('the same key as ever', 'store'), subkey('the same key as ever', 'journal')];
  assert.equal(store.length, 32);
  assert.notDeepEqual(store, journal);
  assert.deepEqual(store, subkey('the same key as ever', 'store'));
});

test('the data folder can be chosen', () => {
  assert.equal(dataFolder({ TRACKRECORD_HOME: '/somewhere' }), '/somewhere');
  assert.match(dataFolder({}), /trackrecord/);
});

function output(script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`ended with ${code}`))));
  });
}

test('beside a store whose key is gone no other is made', (t) => {
  const home = folder(t);
  writeFileSync(path.join(home, 'store.db'), 'as good as any');
  assert.throws(() => storeKey(home, {}), /cannot be opened with this key.*TRACKRECORD_KEY.*is not there/);
  assert.deepEqual(readdirSync(home), ['store.db']);
  assert.equal(storeKey(home, { TRACKRECORD_KEY: 'a key of my own choice' }), 'a key of my own choice');
});

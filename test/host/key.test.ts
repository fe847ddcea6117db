import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { forgetKey, storeKey, watchMark } from '../../src/host/key.ts';

/** What the editor keeps secrets in; slow, as a keychain is. */
class Secrets {
  readonly all = new Map<string, string>();
  async get(name: string): Promise<string | undefined> {
    await sleep(1);
    return this.all.get(name);
  }
  async store(name: string, value: string): Promise<void> {
    await sleep(5);
    this.all.set(name, value);
  }
  async delete(name: string): Promise<void> {
    this.all.delete(name);
  }
}

let folder = '';
beforeEach(() => (folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'track-record-key-')), 'store')));
afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

test('a key is made once and found again', async () => {
  const secrets = new Secrets();
  const { key, setAside } = await storeKey(secrets, folder);
  assert.match(key, /^[0-9a-f]{64}$/);
  assert.equal(setAside, undefined);
  assert.deepEqual(await storeKey(secrets, folder), { key });
});

test('windows that are all the first agree on one key', async () => {
  const secrets = new Secrets();
  const keys = await Promise.all(Array.from({ length: 5 }, () => storeKey(secrets, folder)));
  assert.equal(new Set(keys.map(({ key }) => key)).size, 1);
  assert.ok(keys.every(({ setAside }) => setAside === undefined));
});

test('a store whose key is lost is set aside whole, and another one begun', async () => {
  const before = await storeKey(new Secrets(), folder);
  writeFileSync(path.join(folder, 'store.db'), 'what cannot be read');
  const secrets = new Secrets();
  const { key, setAside } = await storeKey(secrets, folder);
  assert.notEqual(key, before.key);
  assert.ok(setAside && existsSync(path.join(setAside, 'store.db')));
  assert.ok(!existsSync(path.join(folder, 'store.db')));
  assert.deepEqual(await storeKey(secrets, folder), { key });
});

test('a forgotten key leaves no trace, and the next one is another', async () => {
  const secrets = new Secrets();
  const { key } = await storeKey(secrets, folder);
  await forgetKey(secrets, folder);
  assert.equal(secrets.all.size, 0);
  assert.deepEqual(readdirSync(folder), []);
  assert.notEqual((await storeKey(secrets, folder)).key, key);
});

test('a window is told once that another has erased the store, or put it aside, and not after it has let go of it', async () => {
  const secrets = new Secrets();
  const { key } = await storeKey(secrets, folder);
  let told: readonly string[] = [];
  const tell = (what: string): void => void (told = [...told, what]);
  const end = watchMark(folder, key, () => tell('let go'));
  watchMark(folder, key, () => tell('lost'));
  await sleep(1200);
  assert.deepEqual(told, []);
  end();
  await forgetKey(secrets, folder);
  await until(() => told.length > 0);
  assert.deepEqual(told, ['lost']);
  const again = await storeKey(secrets, folder);
  watchMark(folder, again.key, () => tell('put aside'));
  secrets.all.clear();
  await storeKey(secrets, folder);
  await until(() => told.length > 1);
  assert.deepEqual(told, ['lost', 'put aside']);
});

/** Looks again until it holds, 5 s at most. */
async function until(holds: () => boolean): Promise<void> {
  for (let looks = 0; looks < 50 && !holds(); looks++) await sleep(100);
}

import { createHash, randomBytes } from 'node:crypto';
import { unwatchFile, watchFile } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SecretStorage } from 'vscode';

const SECRET = 'trackRecord.storeKey';
const MARK = 'key-mark';
const ASIDE = 'set-aside-';
/** Another window's key is there after so many looks, 100 ms apart, or never. */
const LOOKS = 20;

export interface StoreKey {
  /** 64 hex digits. */
  readonly key: string;
  /** Where a store whose key the editor no longer has was put; nothing is deleted. */
  readonly setAside?: string;
}

/**
 * The key of the store in `folder`: made at first use and kept where the editor keeps secrets.
 * Two windows may both be the first: a mark beside the store, made by one of them only, says whose key it is.
 */
export async function storeKey(secrets: Pick<SecretStorage, 'get' | 'store'>, folder: string): Promise<StoreKey> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const known = await secrets.get(SECRET);
  const key = known ?? randomBytes(32).toString('hex');
  if (await claimed(folder, key)) {
    if (!known) await secrets.store(SECRET, key);
    return { key };
  }
  for (let look = 0; look < LOOKS; look++) {
    const theirs = await secrets.get(SECRET);
    if (theirs && (await claimed(folder, theirs))) return { key: theirs };
    await sleep(100);
  }
  const setAside = await putAside(folder);
  if (!(await claimed(folder, key))) return storeKey(secrets, folder);
  await secrets.store(SECRET, key);
  return { key, setAside };
}

/**
 * Tells once that the store in `folder` is no longer that of `key`: another window has erased it, or put it aside. The editor does not everywhere
 * tell windows of each other's secrets.
 * @returns what ends the watching.
 */
export function watchMark(folder: string, key: string, lost: () => void): () => void {
  const file = path.join(folder, MARK);
  let isWatching = true;
  const end = (): void => {
    isWatching = false;
    unwatchFile(file, look);
  };
  const check = async (): Promise<void> => {
    const mark = await readFile(file, 'utf8').catch(() => '');
    if (mark.trim() === markOf(key) || !isWatching) return;
    end();
    lost();
  };
  const look = (): void => void check();
  watchFile(file, { interval: 1000, persistent: false }, look);
  return end;
}

const markOf = (key: string): string => createHash('sha256').update(`track-record mark ${key}`).digest('hex');

/** Whether the mark is that of `key`; makes it where there is none. */
async function claimed(folder: string, key: string): Promise<boolean> {
  const file = path.join(folder, MARK);
  const mark = markOf(key);
  try {
    await writeFile(file, mark, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(file, 'utf8')).trim() === mark;
  }
}

async function putAside(folder: string): Promise<string> {
  const aside = path.join(folder, `${ASIDE}${new Date().toISOString().replaceAll(':', '-')}`);
  await mkdir(aside, { mode: 0o700 });
  for (const name of await readdir(folder)) {
    if (!name.startsWith(ASIDE)) await rename(path.join(folder, name), path.join(aside, name));
  }
  return aside;
}

/** Forgets the key: what was encrypted with it can never be read again. */
export async function forgetKey(secrets: Pick<SecretStorage, 'delete'>, folder: string): Promise<void> {
  await secrets.delete(SECRET);
  await rm(path.join(folder, MARK), { force: true });
}

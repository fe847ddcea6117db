import { hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import envPaths from 'env-paths';
import { TrackRecordError } from '../domain/result.ts';
import { makeFolders } from '../util/folders.ts';
import { failure, storeError } from './errors.ts';

/** Shorter ones can be guessed; ours are 64 hex digits. */
const MIN_LENGTH = 16;

/** Where the command line keeps its store: `TRACKRECORD_HOME`, or the user's data folder by the rules of the system. */
export const dataFolder = (env: Readonly<Record<string, string | undefined>>): string =>
  env['TRACKRECORD_HOME'] || envPaths('trackrecord', { suffix: '' }).data;

/**
 * The key of the store in `folder`: TRACKRECORD_KEY, or the file `key` in it (mode 0600), made of 32 random bytes at first use and never replaced.
 * @throws TrackRecordError `bad-key` where there is one that cannot be used, `wrong-key` where a store has lost its own.
 */
export function storeKey(folder: string, env: Readonly<Record<string, string | undefined>>): string {
  const given = env['TRACKRECORD_KEY']?.trim();
  if (given) return usable(given, 'TRACKRECORD_KEY');
  const file = path.join(folder, 'key');
  try {
    makeFolders(folder, 0o700);
    const found = readKey(file);
    // A new key would open nothing, and lie where the lost one has to be put back.
    if (found === undefined && existsSync(path.join(folder, 'store.db'))) throw failure('wrong-key', undefined, `${file} is not there`);
    return usable(found ?? makeKey(file), file);
  } catch (error) {
    throw storeError(error);
  }
}

function readKey(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  // Someone copied it about: what others can read is no secret.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
  return text;
}

/** Written whole beside its place and then linked to it, so that two first uses at once agree on one key and a kill leaves none or all of it. */
function makeKey(file: string): string {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${randomBytes(32).toString('hex')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}

function usable(key: string, from: string): string {
  if (key.length >= MIN_LENGTH) return key;
  throw new TrackRecordError(
    'bad-key',
    `The key in ${from} has ${key.length} characters; at least ${MIN_LENGTH} are needed. Restore the key the store was made with, or make one with: openssl rand -hex 32`,
  );
}

/** A key of its own for each use of the one the user holds. */
export const subkey = (key: string, use: 'store' | 'journal'): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(key, 'utf8'), Buffer.alloc(0), `track-record ${use} 1`, 32));

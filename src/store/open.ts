import { accessSync, chmodSync, constants, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TrackRecordError } from '../domain/result.ts';
import type { Logger } from '../util/context.ts';
import { silent } from '../util/context.ts';
import { makeFolders } from '../util/folders.ts';
import { catchUp, compact } from './acts.ts';
import { type Core, Interner } from './core.ts';
import { failure, storeError } from './errors.ts';
import { Journal } from './journal.ts';
import { subkey } from './key.ts';
import { Database } from './libsql.ts';
import { migrate } from './migrations.ts';
import { sqlFor } from './schema.ts';
import { type Store, storeOf } from './store.ts';

export interface StoreOptions {
  /** Of the file `store.db`; its folder is made where missing. `journal` and others lie beside it. */
  readonly path: string;
  /** At least 16 characters; see key.ts. */
  readonly key: string;
  readonly now?: () => number;
  readonly log?: Logger;
  /** How long to wait for another process's write, ms. */
  readonly timeout?: number;
}

/** A store, and what had to be done to open it. */
export interface Opened {
  readonly store: Store;
  /** Where a damaged store was moved to: all but the user's own acts has to be read again. */
  readonly setAside?: string;
}

/**
 * Opens the store, makes it at first use, brings an older one up to date. A damaged one is set aside and begun anew, with what the journal holds.
 * @throws TrackRecordError with a `StoreReason`.
 */
export function openStore(options: StoreOptions): Opened {
  const log = options.log ?? silent;
  try {
    const folder = path.dirname(options.path);
    makeFolders(folder, 0o700);
    // SQLite would open what it may only read, and fail at the first write.
    for (const needed of [folder, ...(existsSync(options.path) ? [options.path] : [])]) accessSync(needed, constants.W_OK);
  } catch (error) {
    throw storeError(error);
  }
  const journal = new Journal(`${options.path.replace(/\.db$/, '')}.journal`, subkey(options.key, 'journal'));
  try {
    return { store: attempt(options, journal, log) };
  } catch (error) {
    if (!(error instanceof TrackRecordError) || error.reason !== 'store-damaged') throw error;
    // A wrong key looks the same. The journal knows: it was made with the store's key.
    if (!journal.opensWithKey()) throw failure('wrong-key', error);
    const setAside = moveAway(options.path, options.now ?? Date.now);
    log.warn('The store was damaged: it was set aside, and a new one is begun', { setAside, cause: error.cause });
    return { store: attempt(options, journal, log), setAside };
  }
}

function attempt(options: StoreOptions, journal: Journal, log: Logger): Store {
  const seal = new Seal(options.path);
  const isNew = !existsSync(options.path);
  if (isNew && journal.exists() && !journal.opensWithKey()) throw failure('wrong-key');
  let isRead = false;
  const db = new Database(options.path, {
    key: subkey(options.key, 'store').toString('hex'),
    timeout: options.timeout ?? 5000,
    // While it is being opened, it may as well be the key that is wrong.
    onDamage: () => isRead && seal.suspect(),
  });
  try {
    // temp_store: what SQLite spills while sorting would lie on the disk unencrypted.
    // wal_autocheckpoint: a batch writes more than the thousand pages after which SQLite would copy the log at each commit.
    db.exec(
      'PRAGMA temp_store = MEMORY; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 8000; PRAGMA foreign_keys = OFF',
    );
    if (!isNew && !seal.holds()) db.check();
    db.useWal();
    if (isNew) chmodSync(options.path, 0o600);
    migrate(db);
    const core: Core = { db, sql: sqlFor(db), journal, now: options.now ?? Date.now, log, interner: new Interner() };
    catchUp(core);
    compact(core);
    isRead = true;
    let isOpen = true;
    return storeOf(core, () => {
      if (!isOpen) return;
      isOpen = false;
      if (db.checkpoint()) seal.set();
      db.close();
    });
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Remembers what the file looked like when it was last closed in good order. Where it looks different now and nobody is at work on it,
 * something else has written to it, and its structure is checked before use: 3 ms a megabyte, so not at each start.
 */
class Seal {
  readonly #file: string;
  readonly #path: string;
  #isSuspect = false;

  constructor(store: string) {
    this.#path = store;
    this.#file = `${store}.seal`;
  }

  holds(): boolean {
    let seal: string;
    try {
      seal = readFileSync(this.#file, 'utf8');
    } catch {
      return this.#isInUse(); // Not there: never closed in good order.
    }
    if (seal === SUSPECT) throw failure('store-damaged', undefined, 'found while reading');
    return seal === this.#look() || this.#isInUse();
  }

  /** A log with something in it: another process works here, or was killed, which does no harm. */
  #isInUse(): boolean {
    return (statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  }

  set(): void {
    if (!this.#isSuspect) this.#write(() => this.#look());
  }

  /** Reading met damage: set aside at the next opening. */
  suspect(): void {
    this.#isSuspect = true;
    this.#write(() => SUSPECT);
  }

  /** A hint only: without it the next opening checks. */
  #write(text: () => string): void {
    try {
      writeFileSync(this.#file, text(), { mode: 0o600 });
    } catch {
      rmSync(this.#file, { force: true });
    }
  }

  #look(): string {
    const { size, mtimeMs } = statSync(this.#path);
    return `${size} ${Math.trunc(mtimeMs)}`;
  }
}
const SUSPECT = 'damaged';

/** The log and its index first: a new store must not find them. */
function moveAway(file: string, now: () => number): string {
  const target = `${file}.damaged-${new Date(now()).toISOString().replace(/[:.]/g, '-')}`;
  try {
    rmSync(`${file}.seal`, { force: true });
    for (const suffix of ['-wal', '-shm', '']) if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  } catch (error) {
    throw storeError(error);
  }
  return target;
}

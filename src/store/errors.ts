import { TrackRecordError } from '../domain/result.ts';

/** Why the store could not be used; each has a message that says what to do. */
export type StoreReason =
  | 'store-newer'
  | 'store-damaged'
  | 'store-locked'
  | 'store-read-only'
  | 'store-missing-folder'
  | 'wrong-key'
  | 'disk-full';

const MESSAGES: Readonly<Record<StoreReason, string>> = {
  'store-newer': 'The store was written by a newer version of Track Record. Update Track Record, or choose another data folder.',
  'store-damaged':
    'The store is damaged. Run again: it is set aside and rebuilt from your repositories; corrections and edited drafts are kept in its journal.',
  'store-locked': 'Another process is writing to the store and did not finish in time. Wait for it to end and try again.',
  'store-read-only': 'The folder of the store cannot be written to. Make it writable or choose another data folder.',
  'store-missing-folder':
    'The store could not be opened: its folder is missing, is a file, or is closed to you. Choose another data folder.',
  'wrong-key':
    'The store cannot be opened with this key, and was left as it is. Give the key it was made with (TRACKRECORD_KEY or the key file), or move the store away to start afresh.',
  'disk-full': 'The disk is full: what was being written was not kept, all before it was. Free some space and run again.',
};

export const failure = (reason: StoreReason, cause?: unknown, detail?: string): TrackRecordError =>
  new TrackRecordError(reason, detail ? `${MESSAGES[reason]} (${detail})` : MESSAGES[reason], cause === undefined ? {} : { cause });

export const isDamage = (error: unknown): boolean => error instanceof TrackRecordError && error.reason === 'store-damaged';

/** SQLite's result codes that mean something to a user; the low byte of an extended code is its kind. */
const BY_CODE: Readonly<Record<number, StoreReason>> = {
  5: 'store-locked', // BUSY
  6: 'store-locked', // LOCKED
  8: 'store-read-only', // READONLY
  11: 'store-damaged', // CORRUPT
  13: 'disk-full', // FULL
  14: 'store-missing-folder', // CANTOPEN
  23: 'store-read-only', // AUTH
  26: 'store-damaged', // NOTADB: a damaged head, or another key; `open` tells them apart
};
/** IOERR_WRITE, IOERR_FSYNC, IOERR_TRUNCATE, IOERR_SHMSIZE, IOERR_SHMOPEN: what a quota or a full disk looks like where the system does not say ENOSPC. */
const WRITE_ERRORS = new Set([778, 1034, 1546, 4874, 4618]);
const BY_ERRNO: Readonly<Record<string, StoreReason>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
  EROFS: 'store-read-only',
  EACCES: 'store-read-only',
  EPERM: 'store-read-only',
  ENOENT: 'store-missing-folder',
  ENOTDIR: 'store-missing-folder',
  EEXIST: 'store-missing-folder',
  EISDIR: 'store-missing-folder',
};

/** An error of SQLite or of the file system with our reason, where there is one; anything else as it came. */
export function storeError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TrackRecordError) return error;
  const reason = reasonOf(error);
  return reason ? failure(reason, error, error.message) : error;
}

function reasonOf(error: Error): StoreReason | undefined {
  const { rawCode, code } = error as { readonly rawCode?: number; readonly code?: string };
  if (typeof rawCode === 'number') {
    if (WRITE_ERRORS.has(rawCode)) return 'disk-full';
    // What we wrote was JSON: a page that says otherwise has been damaged.
    return BY_CODE[rawCode & 0xff] ?? (/malformed JSON|JSON cannot hold BLOB/.test(error.message) ? 'store-damaged' : undefined);
  }
  const cannotOpen = /^ConnectionFailed\(.*: (\d+)"\)$/.exec(error.message);
  if (cannotOpen) return BY_CODE[Number(cannotOpen[1]) & 0xff];
  return code === undefined ? undefined : BY_ERRNO[code];
}

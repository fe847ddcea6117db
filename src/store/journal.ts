import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { ContributionId } from '../domain/ids.ts';
import type { EpochMs } from '../domain/time.ts';
import { storeError } from './errors.ts';

/** What cannot be read again from anywhere, as the journal keeps it. */
export type Entry =
  | {
      readonly op: 'act';
      readonly uid: string;
      readonly kind: string;
      readonly contribution?: ContributionId;
      readonly key: string;
      readonly value: string;
      readonly at: EpochMs;
    }
  | { readonly op: 'undo' | 'redo'; readonly uid: string; readonly at: EpochMs }
  | {
      readonly op: 'audit';
      readonly uid: string;
      readonly at: EpochMs;
      readonly act: string;
      readonly subject: string;
      readonly detail: string;
    };

export interface Reading {
  readonly entries: readonly Entry[];
  /** After the last whole line. */
  readonly end: number;
  /** Lines that could not be read: torn by a kill, damaged, or of another key. */
  readonly unreadable: number;
}

interface Head {
  readonly op: 'head';
  readonly version: 1;
  /** Changes when the file is written anew: offsets into the former one mean nothing. */
  readonly generation: string;
}

const NONCE = 12;
const MAC = 16;
const AAD = Buffer.from('track-record journal 1');
const NEWLINE = 10;

/**
 * An append-only file of encrypted lines (AES-256-GCM, each with a nonce of its own, base64) beside the store.
 * A line is on the disk before `append` returns; a torn one is skipped. Callers hold the store's write lock.
 */
export class Journal {
  readonly path: string;
  readonly #key: Buffer;

  constructor(file: string, key: Buffer) {
    this.path = file;
    this.#key = key;
  }

  exists(): boolean {
    return existsSync(this.path);
  }

  /** Makes the file where there is none. */
  create(): void {
    if (!this.exists()) this.rewrite([]);
  }

  size(): number {
    return this.#open('r', (handle) => fstatSync(handle).size);
  }

  /** Which writing of the file this is; undefined where its head cannot be read with this key. */
  generation(): string | undefined {
    const head = this.#open('r', (handle) => {
      const bytes = Buffer.alloc(512);
      return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, 0));
    });
    const line = head.subarray(0, Math.max(0, head.indexOf(NEWLINE)));
    const entry = this.#decrypt(line.toString('latin1'));
    return entry?.op === 'head' ? entry.generation : undefined;
  }

  /** Whether this key wrote any line of it: what tells a wrong key from a damaged store. */
  opensWithKey(): boolean {
    return this.exists() && [...lines(readFileSync(this.path))].some((line) => this.#decrypt(line) !== undefined);
  }

  /** @returns where the next line will start, and what takes the lines back (as long as none followed) for when the store cannot take them. */
  append(entries: readonly Entry[]): { readonly end: number; readonly undo: () => void } {
    return this.#open('r+', (handle) => {
      const before = fstatSync(handle).size;
      const last = Buffer.alloc(1);
      if (before > 0) readSync(handle, last, 0, 1, before - 1);
      const torn = before > 0 && last[0] !== NEWLINE;
      const bytes = Buffer.from((torn ? '\n' : '') + entries.map((entry) => this.#encrypt(entry)).join(''));
      const end = before + bytes.length;
      const undo = (): void =>
        this.#open('r+', (again) => {
          if (fstatSync(again).size === end) ftruncateSync(again, before);
        });
      try {
        writeAll(handle, bytes, before);
        fsyncSync(handle);
      } catch (error) {
        ftruncateSync(handle, before);
        throw error;
      }
      return { end, undo };
    });
  }

  read(from = 0): Reading {
    const bytes = this.#open('r', (handle) => readFileSync(handle));
    const entries: Entry[] = [];
    let unreadable = 0;
    for (const line of lines(bytes.subarray(from))) {
      const entry = this.#decrypt(line);
      if (!entry) unreadable += 1;
      else if (entry.op !== 'head') entries.push(entry);
    }
    return { entries, end: bytes.lastIndexOf(NEWLINE) + 1, unreadable };
  }

  /** Replaces the whole file at once. */
  rewrite(entries: readonly Entry[]): void {
    const head: Head = { op: 'head', version: 1, generation: randomUUID() };
    const draft = `${this.path}.${process.pid}.new`;
    try {
      const handle = openSync(draft, 'w', 0o600);
      try {
        writeAll(handle, Buffer.from([head, ...entries].map((entry) => this.#encrypt(entry)).join('')), 0);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(draft, this.path);
      syncFolder(path.dirname(this.path));
    } catch (error) {
      rmSync(draft, { force: true });
      throw storeError(error);
    }
  }

  #open<T>(flags: string, work: (handle: number) => T): T {
    try {
      const handle = openSync(this.path, flags);
      try {
        return work(handle);
      } finally {
        closeSync(handle);
      }
    } catch (error) {
      throw storeError(error);
    }
  }

  #encrypt(entry: Entry | Head): string {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(AAD);
    const text = Buffer.concat([cipher.update(JSON.stringify(entry), 'utf8'), cipher.final()]);
    return `${Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64')}\n`;
  }

  #decrypt(line: string): Entry | Head | undefined {
    const bytes = Buffer.from(line, 'base64');
    if (bytes.length < NONCE + MAC) return undefined;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, NONCE)).setAAD(AAD).setAuthTag(bytes.subarray(-MAC));
      const text = Buffer.concat([decipher.update(bytes.subarray(NONCE, -MAC)), decipher.final()]);
      return JSON.parse(text.toString('utf8')) as Entry | Head;
    } catch {
      // Authentication failed: the caller counts it.
      return undefined;
    }
  }
}

function* lines(bytes: Buffer): Generator<string> {
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, start);
    const stop = newline < 0 ? bytes.length : newline;
    if (stop > start) yield bytes.toString('latin1', start, stop);
    start = stop + 1;
  }
}

function writeAll(handle: number, bytes: Buffer, position: number): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(handle, bytes, done, bytes.length - done, position + done);
}

/** So that the new name survives a power cut; Windows has no such call and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

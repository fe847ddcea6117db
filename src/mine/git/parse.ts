import type { FileChange, FileStatus } from '../../domain/commit.ts';
import { TrackRecordError } from '../../domain/result.ts';
import { FIELDS, FIELD_NAMES, type Header } from './format.ts';
import { TokenReader, type Token } from './tokens.ts';

const NEWLINE = 0x0a;
const TAB = 0x09;
const COLON = 0x3a;
const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const STATUSES = 'ACDMRTUX';

/** One file of a diff, with lines where `--numstat` was asked for too. */
type Entry = { path: string; from?: string; status: FileStatus; added: number | null; deleted: number | null };

/** What is kept of a diff beside its files. */
export interface DiffKeep {
  readonly blobs?: boolean | undefined;
  readonly uncounted?: boolean | undefined;
}

export interface DiffParts {
  readonly files: readonly FileChange[];
  /** Shas of the blobs compared, where they were asked for. */
  readonly blobs: readonly string[];
  /** Paths `--raw` has and `--numstat` has not, where they were asked for. */
  readonly uncounted: readonly string[];
}

/** Reads what follows a commit in `--raw -z` and `--raw --numstat -z`: statuses first, then the counts of the same files. */
export class DiffReader {
  #entries: Entry[] = [];
  /** Next entry a count may belong to: both lists have the same order. */
  #next = 0;
  #blobs: string[] = [];
  #uncounted: string[] = [];
  readonly #keep: DiffKeep;
  #open: { kind: 'status'; status: FileStatus; from?: string } | { kind: 'count'; counts: Counts; from?: string } | undefined;

  constructor(keep: DiffKeep = {}) {
    this.#keep = keep;
  }

  /** Takes a token if it belongs to the diff; false: it begins what follows. */
  take(token: Token): boolean {
    if (this.#open !== undefined) {
      this.#path(token.head.toString('utf8'));
      return true;
    }
    const bytes = token.head[0] === NEWLINE ? token.head.subarray(1) : token.head;
    if (bytes[0] === COLON) {
      this.#open = { kind: 'status', status: statusOf(bytes) };
      if (this.#keep.blobs === true) this.#blobs.push(...blobsOf(bytes));
      return true;
    }
    const first = bytes.indexOf(TAB);
    const second = first < 0 ? -1 : bytes.indexOf(TAB, first + 1);
    if (second < 0) return false;
    const counts = { added: countOf(bytes.subarray(0, first)), deleted: countOf(bytes.subarray(first + 1, second)) };
    // A rename has an empty path here, and both paths in tokens of their own.
    if (second === bytes.length - 1) this.#open = { kind: 'count', counts };
    else this.#count(counts, bytes.toString('utf8', second + 1));
    return true;
  }

  /** Whether a path must come next. */
  get open(): boolean {
    return this.#open !== undefined;
  }

  /** What was read so far; the next diff starts empty. */
  finish(): DiffParts {
    if (this.#open !== undefined) throw malformed('a path');
    this.#skip(this.#entries.length);
    const parts = { files: this.#entries, blobs: this.#blobs, uncounted: this.#uncounted };
    this.#entries = [];
    this.#blobs = [];
    this.#uncounted = [];
    this.#next = 0;
    return parts;
  }

  /** Files before `to` got no count: `-w` leaves out those where only white space changed. */
  #skip(to: number): void {
    if (this.#keep.uncounted !== true) return;
    for (const { path } of this.#entries.slice(this.#next, to)) this.#uncounted.push(path);
  }

  #path(path: string): void {
    const open = this.#open;
    if (open === undefined) return;
    const twoPaths = open.kind === 'count' || open.status === 'R' || open.status === 'C';
    if (twoPaths && open.from === undefined) {
      open.from = path;
      return;
    }
    this.#open = undefined;
    if (open.kind === 'count') this.#count(open.counts, path);
    else {
      const { from, status } = open;
      this.#entries.push(
        from === undefined ? { path, status, added: null, deleted: null } : { path, from, status, added: null, deleted: null },
      );
    }
  }

  #count(counts: Counts, path: string): void {
    for (let at = this.#next; at < this.#entries.length; at += 1) {
      const entry = this.#entries[at];
      if (entry?.path !== path) continue;
      this.#skip(at);
      entry.added = counts.added;
      entry.deleted = counts.deleted;
      this.#next = at + 1;
      return;
    }
    // Never seen from git; counted rather than lost.
    this.#entries.push({ path, status: 'X', ...counts });
    this.#next = this.#entries.length;
  }
}

interface Counts {
  readonly added: number | null;
  readonly deleted: number | null;
}

/** `:100644 100644 <sha> <sha> R100`: the letter after the last space. */
function statusOf(bytes: Buffer): FileStatus {
  const letter = String.fromCharCode(bytes[bytes.lastIndexOf(0x20) + 1] ?? 0);
  return STATUSES.includes(letter) ? (letter as FileStatus) : 'X';
}

/** Shas of the blobs compared: not those of submodules (mode 160000), nor the null sha of a side that is not there. */
function blobsOf(bytes: Buffer): string[] {
  const [oldMode, newMode, oldSha = '', newSha = ''] = bytes.toString('latin1', 1).split(' ');
  const sides = [
    [oldMode, oldSha],
    [newMode, newSha],
  ] as const;
  return sides.flatMap(([mode, sha]) => (mode === '160000' || /^0+$/.test(sha) ? [] : [sha]));
}

/** Binary files have `-`. */
function countOf(bytes: Buffer): number | null {
  const digits = bytes.toString('latin1');
  return /^\d+$/.test(digits) ? Number(digits) : null;
}

/** Reads the output of `git log` with LOG_ARGUMENTS from chunks cut anywhere. */
export class LogParser {
  readonly #tokens = new TokenReader();
  readonly #done: Header[] = [];
  #header: Partial<Record<keyof Header, unknown>> = {};
  /** Index of the field that comes next. */
  #at = 0;

  /** Commits that are complete by now. Throws `log-malformed`. */
  push(chunk: Buffer): Header[] {
    this.#tokens.push(chunk, (token) => this.#token(token));
    return this.#done.splice(0);
  }

  /** Throws `log-malformed` when the stream ended inside a commit. */
  end(): void {
    if (this.#tokens.pending > 0 || this.#at > 0) throw malformed('the end of a commit');
  }

  #token(token: Token): void {
    const name = FIELD_NAMES[this.#at];
    if (name === undefined) return;
    if (name === 'sha' && !SHA.test(token.head.toString('latin1'))) throw malformed('a sha');
    this.#header[name] = FIELDS[name].read(token);
    this.#at += 1;
    if (this.#at < FIELD_NAMES.length) return;
    this.#done.push(this.#header as Header);
    this.#header = {};
    this.#at = 0;
  }
}

/** Files of one commit as `git diff-tree --stdin --always -z` lists them. */
export interface DiffRecord extends DiffParts {
  readonly sha: string;
}

/** Reads `git diff-tree --stdin --always -z --raw [--numstat]`: a sha, then its files; and `mark`s written through between them. */
export class DiffTreeParser {
  readonly #tokens = new TokenReader();
  readonly #diff: DiffReader;
  readonly #done: (DiffRecord | 'mark')[] = [];
  readonly #mark: string;
  #sha: string | undefined;

  constructor(mark: string, keep: DiffKeep = {}) {
    this.#mark = mark;
    this.#diff = new DiffReader(keep);
  }

  push(chunk: Buffer): (DiffRecord | 'mark')[] {
    this.#tokens.push(chunk, (token) => {
      if (this.#sha !== undefined && this.#diff.take(token)) return;
      let sha = token.head.toString('latin1');
      while (sha.startsWith(this.#mark)) {
        sha = sha.slice(this.#mark.length);
        this.#onMark();
      }
      this.#finish();
      if (!SHA.test(sha)) throw malformed('a sha');
      this.#sha = sha;
    });
    // A mark has no NUL behind it: it waits at the chunk's end. A path may look like one, but none is awaited then.
    while (!this.#diff.open && this.#tokens.takePending(this.#mark)) this.#onMark();
    return this.#done.splice(0);
  }

  /** Commits that were complete when the output ended; what was open is lost, for git ended in the middle of it. */
  end(): (DiffRecord | 'mark')[] {
    return this.#done.splice(0);
  }

  #onMark(): void {
    this.#finish();
    this.#done.push('mark');
  }

  #finish(): void {
    if (this.#sha !== undefined) this.#done.push({ sha: this.#sha, ...this.#diff.finish() });
    this.#sha = undefined;
  }
}

function malformed(expected: string): TrackRecordError {
  return new TrackRecordError(
    'log-malformed',
    `git's answer could not be read: ${expected} was expected. Update git, and report this if it stays.`,
  );
}

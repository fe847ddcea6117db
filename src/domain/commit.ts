import type { EpochMs } from './time.ts';

/** Who did something and when, with .mailmap applied and as it was written. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Before .mailmap. */
  readonly rawName: string;
  readonly rawEmail: string;
  readonly at: EpochMs;
  /** Minutes east of UTC, as the author's clock had it. */
  readonly offset: number;
}

export interface Trailer {
  /** As written, e.g. `Co-authored-by`; compare case-insensitively. */
  readonly key: string;
  readonly value: string;
}

/** Git's status letters: added, copied, deleted, modified, renamed, type changed, unmerged, unknown. */
export type FileStatus = 'A' | 'C' | 'D' | 'M' | 'R' | 'T' | 'U' | 'X';

export interface FileChange {
  /** Forward slashes, relative to the repository. Bytes that are not UTF-8 are written as U+FFFD. */
  readonly path: string;
  /** Where it was renamed or copied from. */
  readonly from?: string;
  readonly status: FileStatus;
  /** Lines; null where they cannot be known: binary, missing blob, or not counted yet (see `LineCounts`). */
  readonly added: number | null;
  readonly deleted: number | null;
}

/** Whether a commit's lines were counted: `pending` (the cheap pass only), `counted`, or `missing` (blobs are not there). */
export type LineCounts = 'pending' | 'counted' | 'missing';

/** What only the whole diff tells; computed in a later pass, for the chosen person's candidates alone. */
export interface PatchFacts {
  readonly sha: string;
  /** `git patch-id --stable`, hex: equal for the same change on another base. Absent: no diff, or blobs are missing. */
  readonly patchId?: string;
  /** Nothing is left of the diff under `git diff -w --ignore-blank-lines`; absent: not known. */
  readonly whitespaceOnly?: boolean;
}

/** A commit as git tells it: nothing judged yet. Yielded by `mine/git`, read by `normalize`. */
export interface RawCommit {
  /** 40 (SHA-1) or 64 (SHA-256) hex digits. */
  readonly sha: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  /** Subject and body without trailing white space, at most 64 KiB of UTF-8; lone surrogates and NUL are U+FFFD. */
  readonly message: string;
  /** Bytes of the whole message, also where `message` was cut. */
  readonly messageBytes: number;
  /** SHA-256 of the whole message's bytes, hex. */
  readonly messageHash: string;
  readonly trailers: readonly Trailer[];
  /** Branches and tags that point at it, short names. */
  readonly refs: readonly string[];
  /** Against the first parent; empty for merges. */
  readonly files: readonly FileChange[];
  readonly lines: LineCounts;
}

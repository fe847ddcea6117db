import type { FileChange, RawCommit, Signature, Trailer } from '../../src/domain/commit.ts';

const ADA = 'Ada Example <ada@example.com>';

/** A commit as the miner yields it, with only what a test is about spelled out. */
export interface CommitSpec {
  readonly sha?: string;
  readonly message?: string;
  /** `Name <email>`. */
  readonly author?: string;
  readonly committer?: string;
  readonly at?: number;
  readonly landedAt?: number;
  readonly parents?: number;
  /** `A path`, `M path +added -deleted`, or just a path. */
  readonly files?: readonly string[];
  readonly lines?: RawCommit['lines'];
}

let count = 0;
const hex = (n: number): string => n.toString(16).padStart(8, '0').repeat(5);
export const nextSha = (): string => hex(++count * 7919);

export function signature(written: string, at: number): Signature {
  const [, name = '', email = ''] = /^(.*?)\s*<(.*)>$/.exec(written) ?? [];
  return { name, email: email.toLowerCase(), rawName: name, rawEmail: email, at, offset: 120 };
}

function file(spec: string): FileChange {
  const [, status = 'M', path = spec, added, deleted] = /^(?:([ACDMRT]) )?(\S+)(?: \+(\d+) -(\d+))?$/.exec(spec) ?? [];
  return {
    path,
    status: status as FileChange['status'],
    added: added === undefined ? null : Number(added),
    deleted: deleted === undefined ? null : Number(deleted),
  };
}

const trailersOf = (message: string): readonly Trailer[] =>
  (message.split('\n\n').at(-1) ?? '').split('\n').flatMap((line) => {
    const [, key, value] = /^([A-Za-z][A-Za-z-]+): (.+)$/.exec(line) ?? [];
    return key !== undefined && value !== undefined && message.includes('\n\n') ? [{ key, value }] : [];
  });

export function raw(spec: CommitSpec = {}): RawCommit {
  const at = spec.at ?? 1_700_000_000_000 + ++count * 60_000;
  const message = spec.message ?? 'improve the parser';
  return {
    sha: spec.sha ?? nextSha(),
    parents: Array.from({ length: spec.parents ?? 1 }, (_, i) => hex(i + 1)),
    author: signature(spec.author ?? ADA, at),
    committer: signature(spec.committer ?? spec.author ?? ADA, spec.landedAt ?? at),
    message,
    messageBytes: message.length,
    messageHash: `hash of ${message}`,
    trailers: trailersOf(message),
    refs: [],
    files: (spec.files ?? ['src/parser.ts']).map(file),
    lines: spec.lines ?? 'counted',
  };
}

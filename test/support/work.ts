import { createHash } from 'node:crypto';
import type { FileChange, Trailer } from '../../src/domain/commit.ts';
import type { Noise, Person } from '../../src/domain/contribution.ts';
import { commitId, identityId } from '../../src/domain/ids.ts';
import type { CommentFacts, PullFacts, ReviewFacts } from '../../src/domain/pull.ts';
import type { SlimCommit } from '../../src/domain/slim.ts';
import type { CommitType, Tagged } from '../../src/domain/tags.ts';
import { COMMIT_TYPES } from '../../src/domain/tags.ts';
import type { Period } from '../../src/domain/time.ts';

/** Contributions as the store hands them to the READ side, from as little as a test wants to say. */
export interface WorkOptions {
  readonly subject: string;
  readonly at: string | number;
  readonly body?: string;
  readonly repo?: string;
  readonly author?: string;
  /** Paths, with lines where they matter: `src/a.ts`, `src/a.ts +10 -2`, `A src/new.ts +40`. */
  readonly files?: readonly string[];
  /** Taken from a Conventional Commits prefix where absent; `unsure` for a tag below the threshold, `none` for no tag. */
  readonly type?: CommitType | 'unsure' | 'none';
  readonly coAuthors?: readonly string[];
  readonly trailers?: readonly Trailer[];
  readonly refs?: readonly string[];
  readonly noise?: readonly Omit<Noise, 'contribution'>[];
  readonly orphan?: boolean;
  readonly offset?: number;
}

export const ADA: Person = personNamed('Ada Example');

export function personNamed(name: string): Person {
  const email = `${name.split(' ')[0]?.toLowerCase()}@example.com`;
  const id = identityId(name, email);
  return { id, name, identities: [{ id, name, email }] };
}

const PREFIX = /^(\w+)(?:\(([^)]*)\))?(!)?: /;
const isType = (word: string | undefined): word is CommitType => COMMIT_TYPES.some((type) => type === word);

export function work(options: WorkOptions): Tagged {
  const { subject, body = '', repo = 'github.com/example/app', author = 'Ada Example', files = [], coAuthors = [] } = options;
  const at = typeof options.at === 'number' ? options.at : Date.parse(options.at);
  const sha = createHash('sha1').update(`${repo}\0${at}\0${subject}\0${author}`).digest('hex');
  const id = commitId(repo, sha);
  const people = [author, ...coAuthors].map((name) => personNamed(name).id);
  const [, word, scope, bang] = PREFIX.exec(subject) ?? [];
  const stated = isType(word) ? { type: word, ...(scope ? { scope } : {}), breaking: bang === '!' } : undefined;
  const type = options.type ?? stated?.type ?? 'none';
  const label = type === 'unsure' ? 'chore' : type;
  return {
    id,
    kind: 'commit',
    repo,
    key: sha,
    author: people[0] ?? '',
    credit: people.map((identity, i) => ({ identity, role: i === 0 ? 'author' : 'co-author', share: 1 / people.length })),
    at,
    offset: options.offset ?? 0,
    landedAt: at,
    subject,
    body,
    messageHash: sha,
    trailers: options.trailers ?? [],
    refs: options.refs ?? [],
    parents: [],
    files: files.map(file),
    lines: 'counted',
    ...(stated ? { stated } : {}),
    assistants: [],
    orphan: options.orphan ?? false,
    noise: (options.noise ?? []).map((noise) => ({ contribution: id, ...noise })),
    share: 1 / people.length,
    ...(type === 'none'
      ? {}
      : {
          tag: {
            family: 'type',
            label,
            p: type === 'unsure' ? 0.3 : 0.9,
            unsure: type === 'unsure',
            scores: { [label]: 1 },
            model: 'rule',
          },
        }),
  };
}

function file(text: string): FileChange {
  const [, status, path, added, deleted] = /^(?:([ADMR]) )?(\S+)(?: \+(\d+))?(?: -(\d+))?$/.exec(text) ?? [];
  return {
    path: path ?? text,
    status: status === 'A' || status === 'D' || status === 'R' ? status : 'M',
    added: Number(added ?? 5),
    deleted: Number(deleted ?? 1),
  };
}

/** What the person said in a review of somebody's pull request. */
export function reviewGiven(pull: number, at: number, host: Partial<ReviewFacts> = {}, subject = `feat: theirs ${pull}`): Tagged {
  const id = `review:${pull}@${at}`;
  return {
    ...work({ subject, at, type: 'none' }),
    id,
    kind: 'review',
    key: `${pull}/r${at}`,
    host: { kind: 'review', pull, of: 'github.com/bob', state: 'approved', comments: 0, ...host },
  };
}

/** One of its comments. */
export function commentGiven(review: Tagged, n: number, host: Partial<CommentFacts> = {}): Tagged {
  const pull = review.host?.kind === 'review' ? review.host.pull : 0;
  const facts = {
    kind: 'review_comment',
    pull,
    review: review.id,
    of: 'github.com/bob',
    path: 'src/a.ts',
    outdated: false,
    reply: false,
  } as const;
  return {
    ...work({ subject: `why ${n}`, at: review.at, type: 'none' }),
    id: `${review.id}/c${n}`,
    kind: 'review_comment',
    key: `${pull}/c${n}`,
    host: { ...facts, ...host },
  };
}

/** What the person said in the conversation of somebody's pull request. */
export const saidBeside = (pull: number, at: number, of = 'github.com/bob'): Tagged => ({
  ...work({ subject: 'I shall look tomorrow', at, type: 'none' }),
  id: `pull_comment:${pull}@${at}`,
  kind: 'pull_comment',
  key: `${pull}/i${at}`,
  host: { kind: 'pull_comment', pull, of },
});

/** A pull request of the person's own. */
export function pullMade(number: number, options: WorkOptions, host: Partial<PullFacts> = {}): Tagged {
  const base = { draft: false, base: 'main', head: 'topic', labels: [], additions: 5, deletions: 1, changedFiles: 1 };
  const at = work(options).at;
  const facts = {
    ...base,
    kind: 'pull_request',
    state: 'merged',
    createdAt: at,
    readyAt: at,
    reviews: 0,
    comments: 0,
    commits: [],
  } as const;
  return { ...work(options), id: `pull_request:x#${number}`, kind: 'pull_request', key: String(number), host: { ...facts, ...host } };
}

export const slim = (item: Tagged, reviewers: readonly string[] = []): SlimCommit => ({
  id: item.id,
  sha: item.key,
  repo: item.repo,
  at: item.at,
  author: item.author,
  paths: item.files.map((f) => f.path),
  reviewers: reviewers.map((name) => personNamed(name).id),
});

export const period = (from: string, to: string, name = `${from}..${to}`, zone = 'UTC'): Period => ({
  name,
  from: Date.parse(from),
  to: Date.parse(to),
  zone,
});

export const H1 = period('2026-01-01', '2026-07-01', '2026-H1');
export const H2_BEFORE = period('2025-07-01', '2026-01-01', '2025-H2');

/** A working day of the period at ten o'clock, the n-th. */
export function day(n: number, from: Period = H1): number {
  return from.from + (Math.floor(n / 5) * 7 + (n % 5) + 4) * 86_400_000 + 10 * 3_600_000;
}

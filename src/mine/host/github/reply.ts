import * as v from 'valibot';
import type { FileChange, FileStatus } from '../../../domain/commit.ts';
import type { Account, PullCommit, PullEvent, RawComment, RawPull, RawReview } from '../../../domain/pull.ts';
import type { Place } from '../host.ts';
import type { ListName } from './query.ts';
import { issueComment } from './reply-issues.ts';
import { actor, at, count, isOf, key, labels, list, numbered, sha, text, time } from './shapes.ts';

const STATUS: Readonly<Record<string, FileStatus>> = { ADDED: 'A', DELETED: 'D', RENAMED: 'R', COPIED: 'C', MODIFIED: 'M', CHANGED: 'T' };
const file = v.pipe(
  v.object({ path: text, additions: count, deletions: count, changeType: v.string() }),
  v.transform(({ path, additions, deletions, changeType }): FileChange => ({
    path,
    status: STATUS[changeType] ?? 'X',
    added: additions,
    deleted: deletions,
  })),
);

const commit = v.pipe(
  v.object({
    commit: v.object({
      oid: sha,
      message: text,
      author: v.nullish(v.object({ name: v.nullish(text), email: v.nullish(text), date: v.nullish(time), user: actor })),
    }),
  }),
  v.transform(({ commit: { oid, message, author } }): PullCommit => {
    const date = author?.date ?? '1970-01-01T00:00:00Z';
    return {
      sha: oid,
      message,
      name: author?.name ?? '',
      email: author?.email ?? '',
      at: Date.parse(date),
      offset: offsetOf(date),
      ...(author?.user ? { account: author.user } : {}),
    };
  }),
);

/** Minutes east of UTC in `2026-01-05T10:00:00+02:00`; 0 for `Z`. */
function offsetOf(date: string): number {
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):?(\d\d)$/.exec(date) ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

const comment = v.pipe(
  v.object({
    fullDatabaseId: key,
    path: text,
    line: v.nullish(count),
    originalLine: v.nullish(count),
    body: text,
    createdAt: at,
    outdated: v.boolean(),
    replyTo: v.nullish(v.object({ id: v.string() })),
    author: actor,
    diffHunk: text,
    pullRequestReview: v.nullish(v.object({ fullDatabaseId: key })),
  }),
  v.transform(({ fullDatabaseId, path, line, originalLine, diffHunk, body, createdAt, outdated, replyTo, author, pullRequestReview }) => {
    const about = line ?? originalLine;
    const comment: Omit<RawComment, 'resolved' | 'thread'> = {
      key: fullDatabaseId,
      ...(author ? { author } : {}),
      at: createdAt,
      path,
      ...(about == null ? {} : { line: about }),
      body,
      outdated,
      reply: replyTo != null,
      hunk: diffHunk,
    };
    return { comment, review: pullRequestReview?.fullDatabaseId };
  }),
);
/** Comments are told by thread: each is of a review. */
const thread = v.object({ id: v.string(), isResolved: v.boolean(), comments: list(comment) });

const STATES: Readonly<Record<string, RawReview['state']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
};
/** One that was begun and not sent (PENDING) is its author's own affair. */
const review = v.object({
  id: v.string(),
  fullDatabaseId: key,
  state: v.string(),
  body: text,
  submittedAt: v.nullish(at),
  author: actor,
});

const EVENTS: Readonly<Record<string, PullEvent['kind']>> = {
  ReadyForReviewEvent: 'ready',
  ConvertToDraftEvent: 'draft',
  ReviewRequestedEvent: 'review-requested',
  MergedEvent: 'merged',
  ClosedEvent: 'closed',
  ReopenedEvent: 'reopened',
};
const event = v.pipe(
  v.object({ __typename: v.string(), createdAt: v.optional(at), requestedReviewer: v.nullish(v.object({ login: v.optional(text) })) }),
  v.transform(({ __typename: type, createdAt, requestedReviewer }): PullEvent | undefined => {
    const kind = EVENTS[type];
    const login = requestedReviewer?.login;
    return kind === undefined || createdAt === undefined ? undefined : { kind, at: createdAt, ...(login === undefined ? {} : { login }) };
  }),
);

const pull = v.object({
  id: v.string(),
  number: count,
  title: text,
  body: text,
  state: v.picklist(['OPEN', 'CLOSED', 'MERGED']),
  isDraft: v.boolean(),
  createdAt: at,
  updatedAt: time,
  mergedAt: v.nullish(at),
  closedAt: v.nullish(at),
  additions: count,
  deletions: count,
  changedFiles: count,
  baseRefName: text,
  headRefName: text,
  author: actor,
  mergeCommit: v.nullish(v.object({ oid: sha, messageHeadline: text, authoredDate: at, parents: v.object({ totalCount: count }) })),
  labels,
  files: v.nullish(list(file)),
  commits: list(commit),
  statusCheckRollup: v.nullish(v.object({ state: v.string() })),
  reviews: v.nullish(list(review)),
  reviewThreads: v.nullish(list(thread)),
  comments: v.nullish(list(issueComment)),
  timelineItems: list(event),
  closingIssuesReferences: v.nullish(v.object({ nodes: v.nullish(v.array(v.nullable(numbered))) })),
});

const cost = v.object({ rateLimit: v.nullish(v.object({ cost: count })) });

/** A repository that was renamed or given away answers to its old name, and says the new one. */
const named = { nameWithOwner: v.optional(text), databaseId: v.nullish(key) };
/** What a repository is called now, `owner/name`, and its number, which stays. */
export interface Called {
  readonly name: string | undefined;
  readonly number: string | undefined;
}
const calledOf = ({
  nameWithOwner: name,
  databaseId,
}: {
  readonly nameWithOwner?: string | undefined;
  readonly databaseId?: string | null | undefined;
}): Called => ({
  name,
  number: databaseId ?? undefined,
});

const page = v.object({
  repository: v.looseObject({
    ...named,
    pullRequests: v.object({
      pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.nullish(v.string()) }),
      nodes: v.nullish(v.array(v.unknown())),
    }),
  }),
});
const author = v.nullish(v.object({ oid: sha, author: v.nullish(v.object({ user: actor })) }));

const LIST_SCHEMAS = {
  files: list(file),
  commits: list(commit),
  reviews: list(review),
  reviewThreads: list(thread),
  timelineItems: list(event),
  comments: list(comment),
  pullComments: list(issueComment),
  issueComments: list(issueComment),
};
export type ListPage<K extends ListName> = v.InferOutput<(typeof LIST_SCHEMAS)[K]>;

/** A pull request as answered, its lists perhaps not whole. */
export type Answered = v.InferOutput<typeof pull>;
export interface AnsweredPage {
  readonly pulls: readonly Answered[];
  /** Pull requests of another shape, or closed to the token. */
  readonly odd: number;
  /** Number of the one that was skipped. */
  readonly missed: readonly number[];
  readonly next: string | undefined;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly called?: Called;
}

/** @throws ValiError where the answer, or all of its pull requests, have another shape. */
export function parsePage(data: unknown): AnsweredPage {
  const { repository } = v.parse(page, data);
  const { pageInfo, nodes } = repository.pullRequests;
  const accounts = new Map<string, Account>();
  for (const [name, value] of Object.entries(repository)) {
    if (!/^c\d+$/.test(name)) continue;
    const told = v.safeParse(author, value);
    if (told.success && told.output?.author?.user) accounts.set(told.output.oid, told.output.author.user);
  }
  const told = (nodes ?? []).filter((node) => node !== null);
  const pulls = told.flatMap((node) => {
    const parsed = v.safeParse(pull, node);
    return parsed.success ? [parsed.output] : [];
  });
  if (pulls.length === 0 && told.length > 0) v.parse(pull, told[0]);
  const next = pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined;
  return { pulls, odd: (nodes ?? []).length - pulls.length, missed: [], next, accounts, called: calledOf(repository) };
}

/** An answer to SKIP_QUERY as a page without what was skipped. */
export function parseSkipped(data: unknown, until: string): AnsweredPage {
  const { pageInfo, nodes } = v.parse(page, data).repository.pullRequests;
  const [skipped] = v.parse(v.array(v.object({ number: count, updatedAt: time })), nodes ?? []);
  const ends = skipped === undefined || skipped.updatedAt < until || !pageInfo.hasNextPage;
  const missed = skipped === undefined || skipped.updatedAt < until ? [] : [skipped.number];
  return { pulls: [], odd: missed.length, missed, next: ends ? undefined : (pageInfo.endCursor ?? undefined), accounts: new Map() };
}

/** An answer to ONE_QUERY; null where there is none, undefined where it is in no shape that is understood. */
export function parseOne(data: unknown): Answered | null | undefined {
  const told = v.safeParse(v.object({ repository: v.object({ pullRequest: v.nullable(pull) }) }), data);
  return told.success ? told.output.repository.pullRequest : undefined;
}

/** Of numberedQuery: those there are, and how many are in no shape that is understood. */
export function parseNumbered(data: unknown): Pick<AnsweredPage, 'pulls' | 'odd' | 'called'> {
  const { repository } = v.parse(v.object({ repository: v.looseObject(named) }), data);
  const told = Object.entries(repository).flatMap(([name, value]) => (/^p\d+$/.test(name) && value !== null ? [value] : []));
  const pulls = told.flatMap((one) => {
    const parsed = v.safeParse(pull, one);
    return parsed.success ? [parsed.output] : [];
  });
  return { pulls, odd: told.length - pulls.length, called: calledOf(repository) };
}

/** Of `namesQuery`, in its order; undefined where there is none. */
export function parseNames(data: unknown, repositories: number): readonly (Called | undefined)[] {
  const told = v.parse(v.record(v.string(), v.unknown()), data);
  return Array.from({ length: repositories }, (_, i) => {
    const one = v.safeParse(v.object(named), told[`r${i}`]);
    return one.success ? calledOf(one.output) : undefined;
  });
}

/** undefined: the pull request, review or issue is gone. */
export function parseList<K extends ListName>(name: K, data: unknown): ListPage<K> | undefined {
  const { node } = v.parse(v.object({ node: v.nullish(v.looseObject({})) }), data);
  return node == null ? undefined : v.parse(LIST_SCHEMAS[name], node[name]);
}

/** Points of an answer. */
export const costOf = (data: unknown): number => {
  const told = v.safeParse(cost, data);
  return told.success ? (told.output.rateLimit?.cost ?? 0) : 0;
};

export type PullList = Exclude<ListName, 'comments' | 'issueComments'>;

const CHECKS: Readonly<Record<string, RawPull['checks']>> = {
  SUCCESS: 'passed',
  FAILURE: 'failed',
  ERROR: 'failed',
  PENDING: 'pending',
  EXPECTED: 'pending',
};

/** What was answered in the product's own words. */
export function rawPull(
  node: Answered,
  { files, commits, reviews, reviewThreads, pullComments, timelineItems }: { [K in PullList]: ListPage<K>['nodes'] },
  { cut, place }: { readonly cut: readonly string[]; readonly place: Place },
): RawPull {
  const { mergeCommit, author: by } = node;
  const checks = CHECKS[node.statusCheckRollup?.state ?? ''];
  const said = reviewThreads.flatMap(({ isResolved: resolved, comments }) =>
    comments.nodes.map(({ comment, review }) => ({
      review,
      comment: { ...comment, resolved, thread: comments.nodes[0]?.comment.key ?? comment.key },
    })),
  );
  const byReview = Map.groupBy(said, ({ review }) => review);
  return {
    number: node.number,
    title: node.title,
    body: node.body,
    state: node.state === 'OPEN' ? 'open' : node.state === 'MERGED' ? 'merged' : 'closed',
    draft: node.isDraft,
    ...(by ? { author: by } : {}),
    base: node.baseRefName,
    head: node.headRefName,
    labels: node.labels,
    createdAt: node.createdAt,
    updatedAt: node.updatedAt,
    ...(node.mergedAt == null ? {} : { mergedAt: node.mergedAt }),
    ...(node.closedAt == null ? {} : { closedAt: node.closedAt }),
    additions: node.additions,
    deletions: node.deletions,
    changedFiles: node.changedFiles,
    files,
    commits,
    ...(mergeCommit
      ? {
          mergeCommit: {
            sha: mergeCommit.oid,
            subject: mergeCommit.messageHeadline,
            at: mergeCommit.authoredDate,
            parents: mergeCommit.parents.totalCount,
          },
        }
      : {}),
    events: timelineItems.filter((item) => item !== undefined).sort((a, b) => a.at - b.at),
    reviews: reviews.flatMap(({ fullDatabaseId, state, submittedAt, body, author: reviewer }): RawReview[] => {
      const known = STATES[state];
      if (known === undefined || submittedAt == null) return [];
      const comments = (byReview.get(fullDatabaseId) ?? []).map(({ comment }) => comment);
      return [{ key: fullDatabaseId, ...(reviewer ? { author: reviewer } : {}), at: submittedAt, state: known, body, comments }];
    }),
    comments: pullComments,
    ...(checks === undefined ? {} : { checks }),
    closes: (node.closingIssuesReferences?.nodes ?? []).flatMap((one) => (one && isOf(one, place) ? [one.number] : [])),
    cut,
  };
}

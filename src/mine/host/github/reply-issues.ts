import * as v from 'valibot';
import type { RawIssue, RawIssueComment } from '../../../domain/issue.ts';
import type { Opened, Place } from '../host.ts';
import { actor, at, count, isOf, key, labels, list, numbered, text, time } from './shapes.ts';

export const issueComment = v.pipe(
  v.object({ fullDatabaseId: key, body: text, createdAt: at, author: actor }),
  v.transform(({ fullDatabaseId, body, createdAt, author }): RawIssueComment => ({
    key: fullDatabaseId,
    ...(author ? { author } : {}),
    at: createdAt,
    body,
  })),
);

/** Of a closer that is a pull request; any other has no number. */
const closing = v.object({ actor, closer: v.nullish(v.partial(numbered)) });

const issue = v.object({
  id: v.string(),
  number: count,
  title: text,
  body: text,
  state: v.picklist(['OPEN', 'CLOSED']),
  stateReason: v.nullish(v.string()),
  createdAt: at,
  updatedAt: time,
  closedAt: v.nullish(at),
  author: actor,
  labels,
  comments: list(issueComment),
  timelineItems: v.object({ nodes: v.nullish(v.array(v.nullable(closing))) }),
});

const found = v.object({
  issueCount: count,
  pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.nullish(v.string()) }),
  nodes: v.nullish(v.array(v.unknown())),
});
const dated = v.object({ number: count, updatedAt: time });

export type AnsweredIssue = v.InferOutput<typeof issue>;
export interface FoundIssues {
  readonly issues: readonly AnsweredIssue[];
  /** Issues of another shape, or closed to the token. */
  readonly odd: number;
  /** All that the search finds, also what it does not hand out. */
  readonly total: number;
  readonly next: string | undefined;
  /** When the last of the page was updated, as far as that is told. */
  readonly oldest: string | undefined;
  /** Number of the one that was skipped. */
  readonly missed: readonly number[];
  readonly opened?: Opened | undefined;
}

const answers = v.record(v.string(), v.unknown());

/** Of `issuesQuery`, what the search of that place found. @throws ValiError where the answer has another shape. */
export function parseIssues(data: unknown, i = 0): FoundIssues {
  const told = v.parse(answers, data);
  return { ...foundOf(told[`s${i}`]), opened: openedOf(told, i) };
}

/** The same of several; undefined of one that is not told. */
export const parseSeveral = (data: unknown, searches: number): readonly (FoundIssues | undefined)[] =>
  Array.from({ length: searches }, (_, i) => (v.parse(answers, data)[`s${i}`] == null ? undefined : parseIssues(data, i)));

function foundOf(search: unknown): FoundIssues {
  const { issueCount, pageInfo, nodes } = v.parse(found, search);
  const told = (nodes ?? []).filter((node) => node !== null);
  const issues = told.flatMap((node) => {
    const parsed = v.safeParse(issue, node);
    return parsed.success ? [parsed.output] : [];
  });
  const last = v.safeParse(dated, told.at(-1));
  return {
    issues,
    odd: (nodes ?? []).length - issues.length,
    total: issueCount,
    next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    oldest: last.success ? last.output.updatedAt : undefined,
    missed: [],
  };
}

/** Of SKIP_ISSUE_QUERY: the number of the one that is passed over. */
export function parseSkippedIssue(data: unknown): FoundIssues {
  const { search } = v.parse(v.object({ search: found }), data);
  const skipped = v.safeParse(dated, search.nodes?.[0]);
  return { ...foundOf(search), missed: skipped.success ? [skipped.output.number] : [] };
}

/** Of ONE_ISSUE_QUERY; null where there is none, undefined where it is in no shape that is understood. */
export function parseOneIssue(data: unknown): AnsweredIssue | null | undefined {
  const told = v.safeParse(v.object({ repository: v.object({ issue: v.nullable(issue) }) }), data);
  return told.success ? told.output.repository.issue : undefined;
}

const counted = v.object({ issueCount: count });

/** What an answer says of the two other searches, if they were asked for. */
function openedOf(told: Readonly<Record<string, unknown>>, i: number): Opened | undefined {
  const [here, everywhere] = [v.safeParse(counted, told[`here${i}`]), v.safeParse(counted, told[`everywhere${i}`])];
  return here.success && everywhere.success ? { here: here.output.issueCount, everywhere: everywhere.output.issueCount } : undefined;
}

const CLOSED_AS: Readonly<Record<string, RawIssue['closedAs']>> = {
  COMPLETED: 'completed',
  NOT_PLANNED: 'not-planned',
  DUPLICATE: 'not-planned',
};

/** What was answered in the product's own words. */
export function rawIssue(node: AnsweredIssue, comments: readonly RawIssueComment[], place: Place): RawIssue {
  const { author: by, closedAt, stateReason, timelineItems } = node;
  const state = node.state === 'OPEN' ? 'open' : 'closed';
  const [closed] = state === 'closed' ? (timelineItems.nodes ?? []) : [];
  const closedAs = state === 'closed' ? CLOSED_AS[stateReason ?? ''] : undefined;
  const { number, repository } = closed?.closer ?? {};
  return {
    number: node.number,
    title: node.title,
    body: node.body,
    state,
    ...(closedAs === undefined ? {} : { closedAs }),
    ...(by ? { author: by } : {}),
    labels: node.labels,
    createdAt: node.createdAt,
    updatedAt: node.updatedAt,
    ...(closedAt == null ? {} : { closedAt }),
    ...(closed?.actor ? { closedBy: closed.actor } : {}),
    ...(number !== undefined && repository && isOf({ number, repository }, place) ? { closer: number } : {}),
    comments,
  };
}

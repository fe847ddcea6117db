import type { Contribution } from '../domain/contribution.ts';
import type { HostFacts } from '../domain/host.ts';
import { issueId } from '../domain/ids.ts';
import type { IssueCommentFacts, IssueFacts, RawIssue, RawIssueComment } from '../domain/issue.ts';
import type { Account } from '../domain/pull.ts';
import { accountIdentity, botReason, GHOST, type HostPlace, written } from './account.ts';
import { type Normalized, splitMessage } from './commit.ts';
import type { Rules } from './rules.ts';

/**
 * An issue as a contribution of whoever opened it, and what others said in it as theirs; what its opener said is a part of it. Whose are kept,
 * the caller decides.
 */
export function normalizeIssue(raw: RawIssue, place: HostPlace): readonly Normalized[] {
  const opener = raw.author ?? GHOST;
  const comments = raw.comments.filter(({ author }) => author && author.login !== opener.login);
  return [issueOf(raw, opener, place), ...comments.map((comment) => commentOf(raw, comment, opener, place))];
}

function issueOf(raw: RawIssue, opener: Account, place: HostPlace): Normalized {
  const own = raw.comments.filter(({ author }) => author?.login === opener.login).length;
  const others = raw.comments.filter(({ author }) => author && author.login !== opener.login && !isMachine(author, place)).length;
  const facts: IssueFacts = {
    kind: 'issue',
    state: raw.state,
    ...(raw.closedAs === undefined ? {} : { closedAs: raw.closedAs }),
    ...(raw.closedAt === undefined ? {} : { closedAt: raw.closedAt }),
    ...(raw.closedBy === undefined ? {} : { closedBy: raw.closedBy.login === opener.login ? 'opener' : 'other' }),
    ...(raw.closer === undefined ? {} : { closer: raw.closer }),
    labels: raw.labels,
    comments: { others, own },
  };
  return told(facts, { key: String(raw.number), at: raw.createdAt, subject: raw.title, body: raw.body, by: opener }, place);
}

function commentOf(raw: RawIssue, comment: RawIssueComment, opener: Account, place: HostPlace): Normalized {
  const of = accountIdentity(opener, place.host);
  const facts: IssueCommentFacts = { kind: 'issue_comment', issue: raw.number, ...(raw.author ? { of: of.id } : {}) };
  const item = told(
    facts,
    { key: `${raw.number}/i${comment.key}`, at: comment.at, ...splitMessage(comment.body), by: comment.author ?? GHOST },
    place,
  );
  return { ...item, people: [...item.people, ...(raw.author ? [of] : [])] };
}

interface Told {
  readonly key: string;
  readonly at: number;
  readonly subject: string;
  readonly body: string;
  readonly by: Account;
}

function told(
  facts: Extract<HostFacts, { kind: 'issue' | 'issue_comment' }>,
  { key, at, subject, body, by }: Told,
  place: HostPlace,
): Normalized {
  const { repo, host, rules } = place;
  const author = accountIdentity(by, host);
  const id = issueId(facts.kind, repo, key);
  const contribution: Contribution = {
    ...written(subject, body),
    id,
    kind: facts.kind,
    repo,
    key,
    author: author.id,
    credit: [{ identity: author.id, role: 'author', share: 1 }],
    at,
    offset: 0,
    landedAt: at,
    files: [],
    lines: 'counted',
    assistants: [],
    host: facts,
  };
  const bot = machineReason(by, host, rules);
  return { contribution, noise: bot === undefined ? [] : [{ contribution: id, reason: 'bot', detail: bot }], people: [author] };
}

const machineReason = (account: Account, host: string, rules: Rules): string | undefined =>
  rules.assistant(accountIdentity(account, host)) ?? botReason(account, host, rules);

const isMachine = (account: Account, { host, rules }: HostPlace): boolean => machineReason(account, host, rules) !== undefined;

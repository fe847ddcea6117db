import { issueId } from '../domain/ids.ts';
import type { IssueCommentFacts, IssueFacts, RawIssue, RawIssueComment } from '../domain/issue.ts';
import type { Account } from '../domain/pull.ts';
import { accountIdentity, GHOST, type HostPlace } from './account.ts';
import { type Normalized, splitMessage } from './commit.ts';
import { machineReason, saidOf } from './said.ts';

/**
 * An issue as a contribution of whoever opened it, and what others said in it as theirs; what its opener said is a part of it. Whose are kept,
 * the caller decides.
 */
export function normalizeIssue(raw: RawIssue, place: HostPlace): readonly Normalized[] {
  const opener = raw.author ?? GHOST;
  const comments = raw.comments.filter(({ author }) => author && author.login !== opener.login);
  const closing = closingOf(raw, comments);
  return [
    issueOf(raw, opener, place),
    ...comments.map((comment) => commentOf(raw, comment, { opener, closed: comment === closing }, place)),
  ];
}

/** What whoever closed it said next to that: somebody else's issue that was closed without a word is nobody's contribution. */
function closingOf({ closedBy, closedAt = 0 }: RawIssue, comments: readonly RawIssueComment[]): RawIssueComment | undefined {
  const away = ({ at }: RawIssueComment): number => Math.abs(at - closedAt);
  return comments.filter(({ author }) => author?.login === closedBy?.login).toSorted((a, b) => away(a) - away(b))[0];
}

function issueOf(raw: RawIssue, opener: Account, place: HostPlace): Normalized {
  const own = raw.comments.filter(({ author }) => author?.login === opener.login).length;
  const others = raw.comments.filter(
    ({ author }) => author && author.login !== opener.login && machineReason(author, place) === undefined,
  ).length;
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
  const words = { key: String(raw.number), at: raw.createdAt, subject: raw.title, body: raw.body, by: opener };
  return saidOf(facts, issueId('issue', place.repo, words.key), words, place);
}

function commentOf(
  raw: RawIssue,
  comment: RawIssueComment,
  { opener, closed }: { readonly opener: Account; readonly closed: boolean },
  place: HostPlace,
): Normalized {
  const of = accountIdentity(opener, place.host);
  const facts: IssueCommentFacts = {
    kind: 'issue_comment',
    issue: raw.number,
    ...(raw.author ? { of: of.id } : {}),
    ...(closed ? { closed } : {}),
  };
  const words = { key: `${raw.number}/i${comment.key}`, at: comment.at, ...splitMessage(comment.body), by: comment.author ?? GHOST };
  const item = saidOf(facts, issueId('issue_comment', place.repo, words.key), words, place);
  return { ...item, people: [...item.people, ...(raw.author ? [of] : [])] };
}

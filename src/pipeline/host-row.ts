import type { HostFacts } from '../domain/host.ts';
import type { LogFacts } from '../domain/log.ts';
import type { CommentFacts, PullFacts } from '../domain/pull.ts';
import type { HostRow } from '../protocol/snapshot.ts';
import { defined } from '../util/defined.ts';

/** What a code host told of a contribution, as far as it is shown. */
export function hostRowOf(host: Exclude<HostFacts, LogFacts>): HostRow {
  switch (host.kind) {
    case 'pull_request': {
      const { state, checks, closes = [], method, verdicts, machines, draft } = host;
      const drafted = daysDrafted(host);
      return {
        state,
        ...(method ? { method } : {}),
        ...(checks ? { checks } : {}),
        ...(closes.length > 0 ? { closes } : {}),
        ...(draft && state === 'open' ? { draft: true } : {}),
        ...(drafted > 0 ? { drafted } : {}),
        ...(verdicts ? { verdicts } : {}),
        ...(machines === undefined ? {} : { machines }),
        times: timesOf(host),
      };
    }
    case 'review':
      return { state: host.state };
    case 'review_comment': {
      const { outdated, resolved, hunk } = host;
      return {
        place: placeOf(host),
        ...(outdated ? { changed: true } : {}),
        ...(resolved ? { resolved } : {}),
        ...(hunk === undefined ? {} : { hunk }),
      };
    }
    case 'issue':
      return { state: host.closedAs ?? host.state, ...(host.closer === undefined ? {} : { closer: host.closer }) };
    case 'issue_comment':
      return host.closed ? { closed: true } : {};
    case 'pull_comment':
      break;
  }
  return {};
}

/** Where a comment stands, as people write it. */
export const placeOf = ({ path, line }: CommentFacts): string => (line === undefined ? path : `${path}:${line}`);

const DAY = 86_400_000;

/** A draft that was never made ready ended with the pull request. */
const daysDrafted = ({ drafts = [], closedAt }: PullFacts): number =>
  drafts.reduce((sum, { from, to = closedAt ?? from }) => sum + Math.max(0, to - from), 0) / DAY;

function timesOf(facts: PullFacts): NonNullable<HostRow['times']> {
  const { createdAt, readyAt, requestedAt, firstReviewAt, approvedAt, mergedAt, closedAt, reopenedAt } = facts;
  return defined({
    opened: createdAt,
    ready: readyAt === createdAt ? undefined : readyAt,
    requested: requestedAt,
    reviewed: firstReviewAt,
    approved: approvedAt,
    merged: mergedAt,
    // A merge closes it too.
    closed: mergedAt === undefined ? closedAt : undefined,
    reopened: reopenedAt,
  });
}

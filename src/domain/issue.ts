import type { IdentityId } from './ids.ts';
import type { Account } from './pull.ts';
import type { EpochMs } from './time.ts';

export type IssueState = 'open' | 'closed';
/** Why it was closed, where its host says so. */
export type ClosedAs = 'completed' | 'not-planned';

export interface RawIssueComment {
  /** The host's number. */
  readonly key: string;
  readonly author?: Account;
  readonly at: EpochMs;
  readonly body: string;
}

/** An issue as its host tells it: nothing judged yet. Yielded by `mine/host`, read by `normalize`. */
export interface RawIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: IssueState;
  readonly closedAs?: ClosedAs;
  /** Absent: the account is gone. */
  readonly author?: Account;
  readonly labels: readonly string[];
  readonly createdAt: EpochMs;
  /** As the host spells it: pages are in its order. */
  readonly updatedAt: string;
  readonly closedAt?: EpochMs;
  /** Who closed it last. */
  readonly closedBy?: Account;
  /** The pull request of the same repository whose merge closed it. */
  readonly closer?: number;
  readonly comments: readonly RawIssueComment[];
}

/** What is kept of an issue beside what every contribution has. */
export interface IssueFacts {
  readonly kind: 'issue';
  readonly state: IssueState;
  readonly closedAs?: ClosedAs;
  readonly closedAt?: EpochMs;
  /** Whether whoever opened it also closed it; absent: it is open, or nobody knows. */
  readonly closedBy?: 'opener' | 'other';
  /** As of RawIssue. */
  readonly closer?: number;
  readonly labels: readonly string[];
  /** By other people, and by whoever opened it. */
  readonly comments: { readonly others: number; readonly own: number };
}

/** Of a comment on somebody else's issue: what one says in one's own is a part of it. */
export interface IssueCommentFacts {
  readonly kind: 'issue_comment';
  readonly issue: number;
  /** Who opened the issue; absent: the account is gone. */
  readonly of?: IdentityId;
  /** Whoever said it closed the issue too, and nothing else they said is nearer to that. */
  readonly closed?: true;
}

import type { FileChange } from './commit.ts';
import type { ContributionId, IdentityId } from './ids.ts';
import type { RawIssueComment } from './issue.ts';
import type { EpochMs } from './time.ts';

/** Somebody as a code host knows them. */
export interface Account {
  readonly login: string;
  /** What the host says it is; `other`: an organisation, or an account that stands for somebody from elsewhere. */
  readonly kind: 'user' | 'bot' | 'other';
  /** As the profile shows it. */
  readonly name?: string;
  /** The host's own number, which stays when the login changes. */
  readonly number?: number;
}

/** Who made a commit, by its own text and by the host, which knows whose verified address that is. */
export interface PullCommit {
  readonly sha: string;
  readonly message: string;
  readonly name: string;
  readonly email: string;
  readonly at: EpochMs;
  /** Minutes east of UTC, of the author's clock. */
  readonly offset: number;
  readonly account?: Account;
}

export type PullState = 'open' | 'closed' | 'merged';
/** How it came into its base; `rebase` also where the commits themselves were pushed. */
export type MergeMethod = 'merge' | 'squash' | 'rebase';
/** What the checks of the last commit came to. */
export type Checks = 'passed' | 'failed' | 'pending';
export type ReviewState = 'approved' | 'changes-requested' | 'commented' | 'dismissed';

export interface PullEvent {
  readonly kind: 'ready' | 'draft' | 'review-requested' | 'merged' | 'closed' | 'reopened';
  readonly at: EpochMs;
  /** Who was asked for a review. */
  readonly login?: string;
}

export interface RawComment {
  /** The host's number. */
  readonly key: string;
  readonly author?: Account;
  readonly at: EpochMs;
  readonly path: string;
  /** Line of the file it is about, as far as there is one. */
  readonly line?: number;
  readonly body: string;
  /** A later commit changed the lines it is about. */
  readonly outdated: boolean;
  /** An answer to another comment. */
  readonly reply: boolean;
  /** Key of the comment that began its thread. */
  readonly thread: string;
  /** Its thread was resolved. */
  readonly resolved: boolean;
  /** The part of the change it is about, as a diff that ends with its line. */
  readonly hunk: string;
}

export interface RawReview {
  readonly key: string;
  readonly author?: Account;
  readonly at: EpochMs;
  readonly state: ReviewState;
  readonly body: string;
  readonly comments: readonly RawComment[];
}

/** A pull request as its host tells it: nothing judged yet. Yielded by `mine/host`, read by `normalize`. */
export interface RawPull {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: PullState;
  readonly draft: boolean;
  /** Absent: the account is gone. */
  readonly author?: Account;
  readonly base: string;
  readonly head: string;
  readonly labels: readonly string[];
  readonly createdAt: EpochMs;
  /** As the host spells it: pages are in its order. */
  readonly updatedAt: string;
  readonly mergedAt?: EpochMs;
  readonly closedAt?: EpochMs;
  readonly additions: number;
  readonly deletions: number;
  readonly changedFiles: number;
  readonly files: readonly FileChange[];
  readonly commits: readonly PullCommit[];
  readonly mergeCommit?: { readonly sha: string; readonly subject: string; readonly at: EpochMs; readonly parents: number };
  readonly events: readonly PullEvent[];
  readonly reviews: readonly RawReview[];
  /** What was said in its conversation, beside reviews and about no line. */
  readonly comments: readonly RawIssueComment[];
  /** Numbers of the issues of the same repository that its merge closes. */
  readonly closes: readonly number[];
  /** Absent: there are none, or the token may not see them. */
  readonly checks?: Checks;
  /** Lists of it that were not read to their end: `files`, `commits`. */
  readonly cut: readonly string[];
}

/** What is kept of a pull request beside what every contribution has. */
export interface PullFacts {
  readonly kind: 'pull_request';
  readonly state: PullState;
  readonly draft: boolean;
  readonly method?: MergeMethod;
  readonly base: string;
  readonly head: string;
  readonly labels: readonly string[];
  readonly createdAt: EpochMs;
  /** When it was ready for the first time. */
  readonly readyAt?: EpochMs;
  /** When somebody was first asked for a review. */
  readonly requestedAt?: EpochMs;
  readonly firstReviewAt?: EpochMs;
  readonly approvedAt?: EpochMs;
  /** When it was last reopened. */
  readonly reopenedAt?: EpochMs;
  /** When it was a draft; without an end: it is one. Absent: never, or it was read before that was kept. */
  readonly drafts?: readonly { readonly from: EpochMs; readonly to?: EpochMs }[];
  readonly mergedAt?: EpochMs;
  readonly closedAt?: EpochMs;
  readonly additions: number;
  readonly deletions: number;
  readonly changedFiles: number;
  /** Reviews by other people, and their comments. */
  readonly reviews: number;
  readonly comments: number;
  /** What those reviews said, how many of each; absent: none. */
  readonly verdicts?: { readonly [S in ReviewState]?: number };
  /** Reviews by programs and assistants, which are nobody's; absent: none. */
  readonly machines?: number;
  /** Its commits, the oldest first: a rebase gives them other shas, and their author dates and subjects stay. */
  readonly commits: readonly { readonly sha: string; readonly at: EpochMs; readonly subject: string }[];
  readonly mergeCommit?: string;
  /** As of RawPull; absent: none. */
  readonly closes?: readonly number[];
  /** As of RawPull. */
  readonly checks?: Checks;
}

/** How long a review was waited for, ms: nobody is kept waiting by what is a draft, or is one again. */
export const waitOf = ([from, to]: readonly [from: EpochMs, to: EpochMs], drafts: NonNullable<PullFacts['drafts']> = []): number =>
  drafts.reduce((wait, draft) => wait - Math.max(0, Math.min(to, draft.to ?? to) - Math.max(from, draft.from)), to - from);

export interface ReviewFacts {
  readonly kind: 'review';
  readonly pull: number;
  /** Who made the pull request; absent: the account is gone. */
  readonly of?: IdentityId;
  readonly state: ReviewState;
  readonly comments: number;
  /** From being asked, else from being ready, to this person's first review of it, without the time it was a draft, ms. */
  readonly waited?: number;
  /** Lines that the pull request added and deleted. */
  readonly lines?: number;
  /** What came of it, as far as it was read. */
  readonly outcome?: Outcome;
}

/** What happened to a pull request after a review of it. */
export interface Outcome {
  /** Commits were written, or the lines under the review's comments were changed. */
  readonly changed: boolean;
  /** Somebody approved it; where commits came, after the first of them. */
  readonly approved: boolean;
  readonly pull: PullState;
}

export interface CommentFacts {
  readonly kind: 'review_comment';
  readonly pull: number;
  readonly review: ContributionId;
  readonly of?: IdentityId;
  readonly path: string;
  readonly line?: number;
  readonly outdated: boolean;
  readonly reply: boolean;
  /** Of a reply: the key of the comment that began its thread; absent: it was read before that was kept. */
  readonly thread?: string;
  /** Whoever made the pull request said something in its thread afterwards. */
  readonly answered?: true;
  /** Its thread was resolved, when it was last read; absent: it was not. */
  readonly resolved?: true;
  /** The last lines of RawComment's. */
  readonly hunk?: string;
}

/** Of what was said in the conversation of somebody else's pull request: it goes with a review of it, and counts for nothing alone. */
export interface PullCommentFacts {
  readonly kind: 'pull_comment';
  readonly pull: number;
  /** Who made the pull request; absent: the account is gone. */
  readonly of?: IdentityId;
}

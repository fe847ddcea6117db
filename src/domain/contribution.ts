import type { FileChange, LineCounts, Trailer } from './commit.ts';
import type { ContributionId, IdentityId, RepoId } from './ids.ts';
import type { HostFacts } from './host.ts';
import type { CommitType } from './tags.ts';
import type { EpochMs } from './time.ts';

/** New ones go to the end: the store keeps their places. */
export const CONTRIBUTION_KINDS = [
  'commit',
  'pull_request',
  'review',
  'review_comment',
  'issue',
  'work_log',
  'issue_comment',
  'pull_comment',
] as const;
export type ContributionKind = (typeof CONTRIBUTION_KINDS)[number];

export interface Repo {
  readonly id: RepoId;
  /** Shown name: `owner/name`, or the folder's name. */
  readonly name: string;
  /** Absolute path of the clone it was read from. */
  readonly path: string;
  /** Remote without credentials, where there is one. */
  readonly remote?: string;
  /** `https://host/owner/name`, where the host's links are known. */
  readonly web?: string;
}

/** How a source spells someone. */
export interface Identity {
  readonly id: IdentityId;
  readonly name: string;
  readonly email: string;
  readonly login?: string;
  /** Lower-cased name of the host the login is of: the same login on another host may be somebody else's. */
  readonly host?: string;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly identities: readonly Identity[];
}

/** Why two identities may be one person: of what they share. Strongest first. */
export const CLUES = ['account', 'email', 'login', 'name-and-login', 'name-and-local', 'login-is-name', 'login-and-local'] as const;
export type Clue = (typeof CLUES)[number];

export type CreditRole = 'author' | 'co-author';

export interface Credit {
  readonly identity: IdentityId;
  readonly role: CreditRole;
  /** Part of the contribution that is theirs; all shares sum to 1. */
  readonly share: number;
}

/** What the author wrote the kind to be (`fix(parser)!: …`, a label, a revert trailer): knowledge, kept apart from the tag. */
export interface Stated {
  readonly type: CommitType;
  readonly scope?: string;
  readonly breaking: boolean;
}

export const NOISE_REASONS = [
  'bot',
  'merge',
  'generated',
  'vendored',
  'lock-file',
  'minified',
  'whitespace',
  'formatting',
  'duplicate',
  'import',
  'reverted',
  'empty',
  'part',
  'unmerged',
  'inconsistent',
] as const;
export type NoiseReason = (typeof NOISE_REASONS)[number];

/** One line of the noise ledger: a contribution, or one file of it, that counts for nothing, and why. */
export interface Noise {
  readonly contribution: ContributionId;
  /** Only this file is left out; absent: the whole contribution is. */
  readonly path?: string;
  readonly reason: NoiseReason;
  /** What decided it, in words: `login ends in [bot]`, `same patch as 1a2b3c4`, `linguist: vendor.yml`. */
  readonly detail: string;
  /** The contribution it duplicates or is cancelled by. */
  readonly of?: ContributionId;
}

/** One unit of work, from any source, with credit given. Noise about it is kept beside it, never in it. */
export interface Contribution {
  readonly id: ContributionId;
  readonly kind: ContributionKind;
  readonly repo: RepoId;
  /**
   * Native key: the sha; the number of a pull request or an issue; of a review, its comment or one in the conversation of a pull request or an
   * issue `number/r…`, `number/c…`, `number/i…` with the host's number for it; of a work-log entry its file's name and line, `work-log.md:12`.
   */
  readonly key: string;
  readonly author: IdentityId;
  readonly credit: readonly Credit[];
  /** When the work was done (author date). */
  readonly at: EpochMs;
  /** Minutes east of UTC of the author's clock. */
  readonly offset: number;
  /** When it landed (committer date). */
  readonly landedAt: EpochMs;
  /** First line as written; `text.ts` strips a stated prefix before the tagger sees it. */
  readonly subject: string;
  readonly body: string;
  readonly messageHash: string;
  readonly trailers: readonly Trailer[];
  readonly refs: readonly string[];
  readonly parents: readonly string[];
  readonly files: readonly FileChange[];
  readonly lines: LineCounts;
  readonly stated?: Stated;
  /** AI assistants named in trailers; shown, never counted as persons. */
  readonly assistants: readonly string[];
  /** Sha this reverts, from git's own sentence in the body; `#12` where only the number of a pull request is said. */
  readonly reverts?: string;
  /** No ref reaches it any more: rewritten history. Kept, marked, not counted. */
  readonly orphan: boolean;
  /** Of what only its source tells: of pull requests, reviews, issues, comments and work-log entries. */
  readonly host?: HostFacts;
}

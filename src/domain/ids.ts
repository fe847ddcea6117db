/**
 * A repository: `github.com/owner/name` (host, path, lower-cased host, no `.git`) where it has a remote,
 * `local/<folder>-<8 hex of the git directory's path>` where it has none. Clones of one remote are one repository.
 * A work log stands in the same place: `work-log/<file>-<8 hex of its path>`.
 */
export type RepoId = string;

/** Source plus native key: `commit:<repo>@<sha>`, `pull_request:<repo>#<number>`. Stable across runs, so writing twice is writing once. */
export type ContributionId = string;

/** What every work log's id begins with: it stands where a repository does, and is none. */
export const LOG_PREFIX = 'work-log/';
export const isLog = (repo: RepoId): boolean => repo.startsWith(LOG_PREFIX);

/** `key`: 16 hex digits of what the entry says, so that it is the same wherever in its file it stands. */
export const logId = (repo: RepoId, key: string): ContributionId => `work_log:${repo}#${key}`;

/** One identity as sources spell it: `name <email>`, e-mail lower-cased, or `host/login`. */
export type IdentityId = string;

/** An account by its host and login, as it is compared; undefined where none is known. */
export const accountKey = ({ login, host = '' }: { readonly login?: string; readonly host?: string }): string | undefined =>
  login === undefined ? undefined : `${host}/${login}`.toLowerCase();

/** A human with one or more identities: the id of the identity it was first seen under. */
export type PersonId = string;

export const commitId = (repo: RepoId, sha: string): ContributionId => `commit:${repo}@${sha}`;

export const pullId = (repo: RepoId, number: number): ContributionId => `pull_request:${repo}#${number}`;

/** `key` of a comment: the issue's number and the host's own for it, `12/i901`. */
export const issueId = (kind: 'issue' | 'issue_comment', repo: RepoId, key: string): ContributionId => `${kind}:${repo}#${key}`;

/** `key`: the pull request's number and the host's own for the review or comment, `12/r345`, `12/c678`, `12/i901` in its conversation. */
export const reviewId = (kind: 'review' | 'review_comment' | 'pull_comment', repo: RepoId, key: string): ContributionId =>
  `${kind}:${repo}#${key}`;

/** Names are kept as spelled; e-mails differ in case only by accident. */
export const identityId = (name: string, email: string): IdentityId => `${name.trim()} <${email.trim().toLowerCase()}>`;

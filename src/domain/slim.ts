import type { NoiseReason } from './contribution.ts';
import type { ContributionId, IdentityId, RepoId } from './ids.ts';
import type { EpochMs } from './time.ts';

/**
 * What is kept of every commit of a repository, whoever wrote it: enough to say who worked in which file when,
 * and who reviewed what. No text.
 */
export interface SlimCommit {
  readonly id: ContributionId;
  readonly sha: string;
  readonly repo: RepoId;
  /** Author date. */
  readonly at: EpochMs;
  readonly author: IdentityId;
  /** Paths it touched, after the change; empty for merges. */
  readonly paths: readonly string[];
  /** Paths it created (status A); absent where not known. */
  readonly created?: readonly string[];
  /** People its `Reviewed-by`, `Acked-by` and `Tested-by` trailers name. */
  readonly reviewers?: readonly IdentityId[];
  /** Lines added and deleted in each of `paths`, in their order; null where they cannot be known; absent until counted. */
  readonly lines?: readonly (readonly [added: number | null, deleted: number | null])[];
  /** Sha this reverts, or `#12`, the number of a pull request. */
  readonly reverts?: string;
  /** Why all of it counts for nothing: a bot's, a merge. Absent: it counts. */
  readonly noise?: readonly NoiseReason[];
}

import type { Account, Outcome, RawPull, RawReview } from '../domain/pull.ts';
import { isMergeMessage } from './merges.ts';

/**
 * What came of a review: what its pull request's later commits and reviews tell. A rebased commit keeps its author date, and then says nothing.
 * @param isMachine whether an account is a program or an assistant: then its approval is nobody's.
 */
export function outcomeOf(
  { commits, reviews, author, state }: RawPull,
  review: RawReview,
  isMachine: (account: Account) => boolean,
): Outcome {
  const after = commits.filter(({ at, message }) => at > review.at && !isMergeMessage(message)).map(({ at }) => at);
  const since = after.length > 0 ? Math.min(...after) : review.at;
  const approved = reviews.some(
    (other) =>
      other.state === 'approved' && other.at > since && other.author?.login !== author?.login && !(other.author && isMachine(other.author)),
  );
  return { changed: after.length > 0 || review.comments.some(({ outdated }) => outdated), approved, pull: state };
}

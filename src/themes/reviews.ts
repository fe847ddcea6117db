import type { Theme } from '../domain/assessment.ts';
import type { ContributionId } from '../domain/ids.ts';
import { isChange, isLogged, type Tagged } from '../domain/tags.ts';

/**
 * What themes are found in: changes, work-log entries, and reviews by the title of what was reviewed and the files that were commented on. Comments
 * are no items of their own: they go where their review goes.
 */
export function themed(work: readonly Tagged[]): readonly Tagged[] {
  const comments = commentsBy(work);
  return work.flatMap((item) => {
    if (isChange(item) || isLogged(item)) return [item];
    if (item.kind !== 'review') return [];
    const paths = new Set(comments.get(item.id)?.flatMap(({ host }) => (host?.kind === 'review_comment' ? [host.path] : [])));
    return [{ ...item, files: [...paths].map((path) => ({ path, status: 'M' as const, added: 0, deleted: 0 })) }];
  });
}

/** The themes with the comments of the reviews in them, each behind its review; those of the conversation behind the first of the same pull request. */
export function withComments(themes: readonly Theme[], work: readonly Tagged[]): readonly Theme[] {
  const comments = commentsBy(work);
  if (comments.size === 0) return themes;
  return themes.map((theme) => ({
    ...theme,
    contributions: theme.contributions.flatMap((id) => [id, ...(comments.get(id) ?? []).map((comment) => comment.id)]),
  }));
}

function commentsBy(work: readonly Tagged[]): ReadonlyMap<ContributionId, readonly Tagged[]> {
  const firsts = new Map<string, Tagged>();
  for (const item of work) {
    const first = firsts.get(pullOf(item));
    if (item.host?.kind === 'review' && (first === undefined || item.at < first.at)) firsts.set(pullOf(item), item);
  }
  const reviewOf = (item: Tagged): ContributionId | undefined =>
    item.host?.kind === 'review_comment' ? item.host.review : firsts.get(pullOf(item))?.id;
  const comments = work.filter(({ host }) => host?.kind === 'review_comment' || host?.kind === 'pull_comment');
  return Map.groupBy(comments, (item) => reviewOf(item) ?? '');
}

const pullOf = ({ repo, host }: Tagged): string => (host && 'pull' in host ? `${repo}#${host.pull}` : '');

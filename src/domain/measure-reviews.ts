import type { Measured } from './measure.ts';
import { type CommentFacts, type PullCommentFacts, type PullFacts, type ReviewFacts, waitOf } from './pull.ts';
import type { Tagged } from './tags.ts';

// What reviews came to. Each is measured by what happened afterwards; how many there were is not counted here.

type Given = Tagged & { readonly host: ReviewFacts };
type Comment = Tagged & { readonly host: CommentFacts };
const isReview = (item: Tagged): item is Given => item.host?.kind === 'review';
const isComment = (item: Tagged): item is Comment => item.host?.kind === 'review_comment';
/** Said beside any review. */
type Beside = Tagged & { readonly host: PullCommentFacts };
const isBeside = (item: Tagged): item is Beside => item.host?.kind === 'pull_comment';
type Said = Given | Comment | Beside;
const isSaid = (item: Tagged): item is Said => isReview(item) || isComment(item) || isBeside(item);

/** The pull request that something was said of. */
const pullOf = (item: Said): string => `${item.repo}#${item.host.pull}`;
const part = (all: readonly Tagged[], items: readonly Tagged[]): Measured => ({ value: items.length, total: all.length, items });
const HOUR = 3_600_000;

/** What was said of pull requests that were reviewed: who only joined the conversation of one has not reviewed it. */
function inReviewed(items: readonly Tagged[]): readonly Said[] {
  const said = items.filter(isSaid);
  const pulls = new Set(said.filter((item) => !isBeside(item)).map(pullOf));
  return said.filter((item) => pulls.has(pullOf(item)));
}

export const reviewed = (items: readonly Tagged[]): Measured => {
  const said = inReviewed(items);
  return { value: new Set(said.map(pullOf)).size, items: said };
};

export const reviewedPeople = (items: readonly Tagged[]): Measured => {
  const said = inReviewed(items);
  return { value: new Set(said.flatMap(({ host }) => host.of ?? [])).size, items: said };
};

/** Its lines were changed afterwards. */
const isFollowed = (item: Tagged): boolean => isComment(item) && !item.host.reply && item.host.outdated;
/** That, or its thread was resolved: the change may lie elsewhere. */
const isTakenUp = (item: Tagged): boolean => isFollowed(item) || (isComment(item) && !item.host.reply && item.host.resolved === true);

export const commentsFollowed = (items: readonly Tagged[]): Measured =>
  part(
    items.filter((item) => isComment(item) && !item.host.reply),
    items.filter(isTakenUp),
  );

/** A defect that nobody acted on is an opinion. */
export function defectsFound(items: readonly Tagged[]): Measured {
  const found = items.filter((item) => isTakenUp(item) && item.category?.label === 'functional' && !item.category.unsure);
  return { value: found.length, items: found };
}

const isAnswered = (item: Tagged): boolean =>
  isReview(item) && item.host.state === 'changes-requested' && item.host.outcome?.changed === true && item.host.outcome.approved;

export function requestsAnswered(items: readonly Tagged[]): Measured {
  const decided = items.filter(
    (item) =>
      isReview(item) && item.host.state === 'changes-requested' && item.host.outcome !== undefined && item.host.outcome.pull !== 'open',
  );
  return part(decided, decided.filter(isAnswered));
}

export function unblocked(items: readonly Tagged[], hours: number): Measured {
  const found = items.filter(
    (item): item is Given =>
      isReview(item) &&
      item.host.state === 'approved' &&
      item.host.outcome?.pull === 'merged' &&
      item.host.waited !== undefined &&
      item.host.waited <= hours * HOUR,
  );
  return { value: new Set(found.map(pullOf)).size, items: found };
}

export function mentored(items: readonly Tagged[], pulls: number): Measured {
  const helped = items.filter(isSaid).filter((item) => item.host.of !== undefined && (isFollowed(item) || isAnswered(item)));
  const people = [...Map.groupBy(helped, ({ host }) => host.of).values()].filter((own) => new Set(own.map(pullOf)).size >= pulls);
  return { value: people.length, items: people.flat() };
}

export function waitedOver(items: readonly Tagged[], days: number): Measured {
  const first = items.filter((item): item is Given => isReview(item) && item.host.waited !== undefined);
  return part(
    first,
    first.filter(({ host }) => (host.waited ?? 0) > days * 24 * HOUR),
  );
}

export function awaitedOver(items: readonly Tagged[], days: number): Measured {
  const waits = items.flatMap((item) => {
    const { readyAt, firstReviewAt, drafts = [] } = pullFacts(item) ?? {};
    if (readyAt === undefined || firstReviewAt === undefined) return [];
    return [{ item, days: waitOf([readyAt, firstReviewAt], drafts) / (24 * HOUR) }];
  });
  return part(
    waits.map(({ item }) => item),
    waits.filter((wait) => wait.days > days).map(({ item }) => item),
  );
}

const pullFacts = ({ host }: Tagged): PullFacts | undefined => (host?.kind === 'pull_request' ? host : undefined);

/** A pull request that was approved counts once, and what was said of it in any review is said of it. */
export function approvedWithoutWords(items: readonly Tagged[], lines: number): Measured {
  const byPull = [...Map.groupBy(items.filter(isSaid), pullOf).values()];
  const approvals = byPull.flatMap((said) => {
    const approval = said.find((item) => isReview(item) && item.host.state === 'approved' && (item.host.lines ?? 0) > lines);
    return approval
      ? [{ approval, silent: said.every((item) => isReview(item) && item.body.trim() === '' && item.host.comments === 0) }]
      : [];
  });
  return part(
    approvals.map(({ approval }) => approval),
    approvals.filter(({ silent }) => silent).map(({ approval }) => approval),
  );
}

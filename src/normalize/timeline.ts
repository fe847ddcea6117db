import type { Account, PullFacts, RawPull, RawReview } from '../domain/pull.ts';
import { defined } from '../util/defined.ts';

/** What became of a pull request step by step, and what other people's reviews of it said: as far as it is told without their words. */
export type Timeline = Pick<
  PullFacts,
  'readyAt' | 'requestedAt' | 'firstReviewAt' | 'approvedAt' | 'reopenedAt' | 'drafts' | 'reviews' | 'comments' | 'verdicts' | 'machines'
>;

/** @param isMachine whether an account is a program or an assistant: its reviews are counted apart, and end no wait. */
export function timelineOf(raw: RawPull, isMachine: (account: Account) => boolean): Timeline {
  const { author, events, reviews } = raw;
  const given = reviews.filter(({ author: by }) => by && by.login !== author?.login);
  const [machines, people] = [
    given.filter(({ author: by }) => by && isMachine(by)),
    given.filter(({ author: by }) => by && !isMachine(by)),
  ];
  const drafts = draftsOf(raw);
  const began = drafts.some(({ from }) => from === raw.createdAt);
  const first = (kind: RawPull['events'][number]['kind']): number | undefined => events.find((event) => event.kind === kind)?.at;
  const judging = people.filter((review) => !isReply(review));
  const verdicts = Object.fromEntries([...Map.groupBy(judging, ({ state }) => state)].map(([state, all]) => [state, all.length]));
  return {
    ...defined({
      readyAt: began ? first('ready') : raw.createdAt,
      requestedAt: first('review-requested'),
      firstReviewAt: earliest(people),
      approvedAt: earliest(people.filter(({ state }) => state === 'approved')),
      reopenedAt: events.findLast(({ kind }) => kind === 'reopened')?.at,
    }),
    ...(drafts.length > 0 ? { drafts } : {}),
    reviews: judging.length,
    comments: people.reduce((sum, { comments }) => sum + comments.length, 0),
    ...(judging.length > 0 ? { verdicts } : {}),
    ...(machines.length > 0 ? { machines: machines.length } : {}),
  };
}

/** When it was a draft. It began as one where it was made ready before it was made a draft; of an old one that is one still no event may tell. */
export function draftsOf({ createdAt, draft, events }: RawPull): readonly { readonly from: number; readonly to?: number }[] {
  const turns = events.filter(({ kind }) => kind === 'ready' || kind === 'draft');
  const drafts: { from: number; to?: number }[] = [];
  if (turns[0] ? turns[0].kind === 'ready' : draft) drafts.push({ from: createdAt });
  for (const { kind, at } of turns) {
    const last = drafts.at(-1);
    const isOpen = last !== undefined && last.to === undefined;
    if (kind === 'ready' && isOpen) last.to = at;
    if (kind === 'draft' && !isOpen) drafts.push({ from: at });
  }
  return drafts;
}

/** GitHub makes a review of each answer in a thread: it says nothing that was not being talked about. */
const isReply = ({ state, body, comments }: RawReview): boolean =>
  state === 'commented' && body.trim() === '' && comments.length > 0 && comments.every(({ reply }) => reply);

const earliest = (reviews: readonly RawReview[]): number | undefined =>
  reviews.length === 0 ? undefined : reviews.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);

import type { IdentityId } from '../domain/ids.ts';
import type { CommentFacts, ReviewFacts } from '../domain/pull.ts';
import type { Tagged } from '../domain/tags.ts';
import type { ReceivedComment, ReceivedReview } from '../protocol/snapshot.ts';
import type { Received } from '../store/received.ts';
import type { Store } from '../store/store.ts';
import { placeOf } from './host-row.ts';
import type { urlsOf } from './story.ts';

/** As much of a text as says what it is about, in characters: the rest is behind the link. */
const BEGINNING = 300;

/** What others said of a pull request to whoever made it, as it is shown: reviews oldest first, each with the threads it began. */
export function reviewsGiven(
  store: Store,
  pull: Pick<Tagged, 'id' | 'kind'>,
  recipient: readonly IdentityId[],
  urlOf: ReturnType<typeof urlsOf>,
): readonly ReceivedReview[] {
  if (pull.kind !== 'pull_request') return [];
  const items = store.received([pull.id], recipient);
  const comments = items.filter(isComment);
  const roots = new Set(comments.map(({ key }) => numberOf(key)));
  // An answer in a thread that somebody else began, or whose beginning is gone, stands by itself.
  const isAnswer = ({ host }: CommentItem): boolean => host.thread !== undefined && roots.has(host.thread);
  const answers = Map.groupBy(comments.filter(isAnswer), ({ host }) => host.thread);
  const threads = Map.groupBy(
    comments.filter((comment) => !isAnswer(comment)),
    ({ host }) => host.review,
  );
  const shown = (item: CommentItem): ReceivedComment => {
    const { outdated, resolved, answered, hunk } = item.host;
    const inside = answers.get(numberOf(item.key)) ?? [];
    return {
      ...saidBy(item, [item.subject, item.body], urlOf),
      place: placeOf(item.host),
      ...(outdated ? { changed: true } : {}),
      ...(resolved ? { resolved } : {}),
      ...(answered ? { answered } : {}),
      ...(hunk === undefined ? {} : { hunk }),
      ...(inside.length > 0 ? { answers: inside.map((one) => saidBy(one, [one.subject, one.body], urlOf)) } : {}),
    };
  };
  return items.filter(isReview).flatMap((review) => {
    const began = (threads.get(review.id) ?? []).map(shown);
    // What only carries answers in threads says nothing itself.
    const isEmpty = review.host.state === 'commented' && review.body === '' && began.length === 0;
    return isEmpty ? [] : [{ ...saidBy(review, [review.body], urlOf), state: review.host.state, threads: began }];
  });
}

type ReviewItem = Received & { readonly host: ReviewFacts };
type CommentItem = Received & { readonly host: CommentFacts };
const isReview = (item: Received): item is ReviewItem => item.host?.kind === 'review';
const isComment = (item: Received): item is CommentItem => item.host?.kind === 'review_comment';

/** The host's own number for it: `678` of `12/c678`. */
const numberOf = (key: string): string => key.slice(key.indexOf('/') + 2);

function saidBy(item: Received, words: readonly string[], urlOf: ReturnType<typeof urlsOf>) {
  const whole = words.filter((part) => part !== '').join('\n');
  const text = whole.length > BEGINNING ? `${whole.slice(0, BEGINNING).toWellFormed().trimEnd()}…` : whole;
  const url = urlOf(item);
  return { by: item.by.login ?? item.by.name, at: item.at, ...(text === '' ? {} : { text }), ...(url === undefined ? {} : { url }) };
}

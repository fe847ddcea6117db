import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ReceivedComment, ReceivedReview, ReceivedWords } from '../../protocol/snapshot.ts';
import { useView } from '../ui/context.ts';
import { Disclosure, Prose, WebArrow } from '../ui/prose.tsx';
import { Hunk } from './host-detail.tsx';

/** Reviews shown before one asks for all. */
const FIRST = 20;

/** What others said of a pull request to whoever made it: each review with the threads it began, and what came of those. */
export function ReceivedReviews({ reviews }: { reviews: readonly ReceivedReview[] }): VNode {
  const { text } = useView();
  const [all, setAll] = useState(false);
  const shown = all ? reviews : reviews.slice(0, FIRST);
  return (
    <section class="received">
      <h4>{text.t('received.title')}</h4>
      <ul>
        {shown.map((review, i) => (
          <li key={i}>
            <Said words={review} what={text.t(`host.state.${review.state}`)} open={text.t('received.open-review', { who: review.by })} />
            {review.threads.length > 0 && (
              <ul>
                {review.threads.map((comment, j) => (
                  <Thread key={j} comment={comment} />
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {shown.length < reviews.length && (
        <button type="button" class="more" onClick={() => setAll(true)}>
          {text.t('received.more', { n: reviews.length })}
        </button>
      )}
    </section>
  );
}

function Thread({ comment }: { comment: ReceivedComment }): VNode {
  const { text } = useView();
  const { place, changed, resolved, answered, hunk, answers = [] } = comment;
  const became = [changed && text.t('host.changed'), resolved && text.t('host.resolved'), answered && text.t('received.answered')].filter(
    (words) => typeof words === 'string',
  );
  return (
    <li>
      <bdi class="path">{place}</bdi>
      <Said words={comment} open={text.t('received.open-comment', { place })} />
      <p class="quiet">{became.length > 0 ? became.join(' · ') : text.t('received.nothing')}</p>
      {answers.map((words, i) => (
        <Said key={i} words={words} open={text.t('received.open-comment', { place })} />
      ))}
      {hunk !== undefined && <Disclosure summary={text.t('received.lines')}>{() => <Hunk hunk={hunk} />}</Disclosure>}
    </li>
  );
}

/** Who said something and when, the beginning of it, and the way to the rest. */
function Said({ words: { by, at, text: told, url }, what, open }: { words: ReceivedWords; what?: string; open: string }): VNode {
  const { text } = useView();
  return (
    <>
      <p class="received-by">
        <bdi>{by}</bdi>
        {what !== undefined && <span>{what}</span>}
        <span class="quiet" title={text.dateTime(at)}>
          {text.date(at)}
        </span>
        <WebArrow url={url} label={open} />
      </p>
      {told !== undefined && <Prose text={told} />}
    </>
  );
}

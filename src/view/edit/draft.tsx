import type { VNode } from 'preact';
import type { Claim, DraftSection } from '../../domain/draft.ts';
import { useView } from '../ui/context.ts';
import { Inline } from '../ui/inline.tsx';
import { ClaimField, focusClaim } from './claim.tsx';
import { withoutWords } from './claim-text.ts';
import { UNDO_KEY, useEditor } from './context.ts';
import { diffWords } from './diff.ts';
import { isToReview } from './review.ts';

/** Which keys do what, and how many of the user's sentences they should look at again. */
export function DraftHints(): VNode {
  const { source } = useView();
  const { say } = useEditor();
  const toReview = source.head.draft.sections.flatMap(({ claims }) => claims).filter(isToReview);
  const [first] = toReview;
  return (
    <>
      <p class="quiet hints screen-only">{say('draft.keys', { undo: UNDO_KEY })}</p>
      {first && (
        <p class="banner">
          {say('draft.review', { n: toReview.length })}{' '}
          <button type="button" class="more" onClick={() => focusClaim(first.id)}>
            {say('draft.review.next')}
          </button>
        </p>
      )}
    </>
  );
}

/** Beside a claim's evidence: what the user made of it, what the evidence does not show, and what is generated there. */
export function ClaimNotes({ claim }: { claim: Claim }): VNode | null {
  const { say } = useEditor();
  const { own } = claim;
  if (!own) return null;
  return (
    <div class="claim-notes">
      {isToReview(claim) && <Review claim={claim} />}
      {own.problems.length > 0 ? (
        <>
          <h4>{say('draft.problems.title')}</h4>
          <ul class="doubts">
            {own.problems.map((problem, i) => (
              <li key={i}>
                <bdi>{problem}</bdi>
              </li>
            ))}
          </ul>
          <p class="quiet">{say('draft.problems.help')}</p>
        </>
      ) : (
        <p class="quiet">{say('draft.holds')}</p>
      )}
      {own.generated === undefined && own.base !== '' && <p class="quiet">{say('draft.lost')}</p>}
      {own.generated !== undefined && !isToReview(claim) && <Generated claim={claim} generated={own.generated} />}
    </div>
  );
}

function Generated({ claim, generated }: { claim: Claim; generated: string }): VNode {
  const editor = useEditor();
  const { say } = editor;
  return (
    <>
      <h4>{say('draft.generated')}</h4>
      <p>
        <bdi>
          <Inline text={generated} />
        </bdi>
      </p>
      <button type="button" class="more" onClick={() => void reset()}>
        {say('draft.reset')}
      </button>
    </>
  );

  async function reset(): Promise<void> {
    if (editor.editing?.claim === claim.id) await editor.close(editor.editing);
    await editor.act({ kind: 'as-generated', claim: claim.id }, say('draft.did.reset'));
    focusClaim(claim.id);
  }
}

/** What was generated then, what the user wrote, what is generated now: one of the last two is to stand. */
function Review({ claim }: { claim: Claim }): VNode | null {
  const { source } = useView();
  const editor = useEditor();
  const { say } = editor;
  const { own } = claim;
  if (own?.generated === undefined) return null;
  const { base, generated } = own;
  const section = source.head.draft.sections.find(({ claims }) => claims.some(({ id }) => id === claim.id));
  const keep = async (): Promise<void> => {
    if (!section) return;
    const edit = { ...withoutWords(claim, section), text: claim.text, base: generated };
    await editor.act({ kind: 'edit', edit }, say('draft.did.keep'));
    focusClaim(claim.id);
  };
  const take = async (): Promise<void> => {
    await editor.act({ kind: 'as-generated', claim: claim.id }, say('draft.did.reset'));
    focusClaim(claim.id);
  };
  const plain = (text: string): string => text.replaceAll('`', '');
  const changed = diffWords(plain(base), plain(generated));
  return (
    <section class="review">
      <h4>{say('draft.diff')}</h4>
      <dl>
        <dt>{say('draft.diff.before')}</dt>
        <dd>
          <bdi>{changed.map((part, i) => part.in !== 'after' && (part.in === 'before' ? <del key={i}>{part.text}</del> : part.text))}</bdi>
        </dd>
        <dt>{say('draft.diff.mine')}</dt>
        <dd class="review-mine">
          <bdi>
            <Inline text={claim.text} />
          </bdi>
        </dd>
        <dt>{say('draft.diff.now')}</dt>
        <dd>
          <bdi>{changed.map((part, i) => part.in !== 'before' && (part.in === 'after' ? <ins key={i}>{part.text}</ins> : part.text))}</bdi>
        </dd>
      </dl>
      <p class="buttons">
        <button type="button" class="button" onClick={() => void keep()}>
          {say('draft.keep')}
        </button>{' '}
        <button type="button" class="button" onClick={() => void take()}>
          {say('draft.take')}
        </button>
      </p>
    </section>
  );
}

/** A sentence of the user's own at the end of a section: what no commit shows. */
export function AddClaim({ section }: { section: Pick<DraftSection, 'id' | 'title'> }): VNode {
  const { source } = useView();
  const editor = useEditor();
  const { say, editing } = editor;
  const known = source.head.draft.sections.some(({ claims }) => claims.some(({ id }) => id === editing?.claim));
  if (editing?.section === section.id && !known)
    return (
      <div class="claim claim-active">
        <ClaimField text={editing} />
      </div>
    );
  const { id, title } = section;
  const add = (): void => {
    const edit = { claim: `own-${crypto.randomUUID()}`, base: '', section: { id, title }, cited: [] };
    editor.edit({ edit, text: '', generated: undefined, own: false });
  };
  return (
    <button type="button" class="more add-claim" onClick={add}>
      {say('draft.add')}
    </button>
  );
}

/** What the user took out, each with the way back. */
export function Removed(): VNode | null {
  const { source } = useView();
  const editor = useEditor();
  const { say } = editor;
  const { removed } = source.head.draft;
  if (removed.length === 0) return null;
  const restore = async (claim: string): Promise<void> => {
    await editor.act({ kind: 'as-generated', claim }, say('draft.did.restore'));
  };
  return (
    <section class="refused removed">
      <h3>{say('draft.removed')}</h3>
      <ul>
        {removed.map(({ claim }) => (
          <li key={claim.id}>
            <bdi class="quiet">
              <Inline text={claim.text} />
            </bdi>{' '}
            <button type="button" class="more" aria-label={`${say('draft.restore')}: ${claim.text}`} onClick={() => void restore(claim.id)}>
              {say('draft.restore')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

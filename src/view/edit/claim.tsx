import type { ComponentChildren, VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Claim } from '../../domain/draft.ts';
import { CloseIcon, EditIcon } from '../ui/icons.tsx';
import type { ClaimProps } from '../ui/tools.ts';
import { type ClaimText, textOf, withoutWords } from './claim-text.ts';
import { useEditor } from './context.ts';
import { isToReview } from './review.ts';

/** A sentence of the draft that can be edited where it stands, and taken out. */
export function EditableClaim({ claim, section, children }: ClaimProps): VNode {
  const editor = useEditor();
  const { say, editing } = editor;
  if (editing?.claim === claim.id) return <ClaimField text={editing} />;
  const edit = (): void => editor.edit(textOf(claim, section));
  const remove = (event: Event): void => {
    focusBeside(event.currentTarget);
    void editor.act({ kind: 'edit', edit: withoutWords(claim, section) }, say('draft.did.remove'));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'e' || event.key === 'F2') edit();
    else if (event.key === 'Delete' || event.key === 'Backspace') remove(event);
    else return;
    event.preventDefault();
  };
  return (
    <div class="claim-body" onKeyDown={onKeyDown} onDblClick={edit}>
      {children}
      <Marks claim={claim} />
      <span class="claim-actions">
        <Action label={say('draft.edit')} keys="e" onClick={edit}>
          <EditIcon />
        </Action>
        <Action label={say('draft.remove')} keys="Delete" onClick={remove}>
          <CloseIcon />
        </Action>
      </span>
    </div>
  );
}

function Action(props: { label: string; keys: string; onClick: (event: Event) => void; children: ComponentChildren }): VNode {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={props.label}
      aria-keyshortcuts={props.keys}
      title={props.label}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}

/** What there is to know of a claim in the user's words, in a few of them. */
function Marks({ claim }: { claim: Claim }): VNode | null {
  const { say } = useEditor();
  const { own } = claim;
  if (!own) return null;
  return (
    <span class="claim-marks">
      <span class="note">{say(own.base === '' ? 'draft.added' : 'draft.own')}</span>
      {own.problems.length > 0 && <span class="note note-doubt">{say('draft.problems', { n: own.problems.length })}</span>}
      {isToReview(claim) && <span class="note note-doubt">{say('draft.changed')}</span>}
    </span>
  );
}

/** The words of a claim as they are typed. */
export function ClaimField({ text }: { text: ClaimText }): VNode {
  const editor = useEditor();
  const { say } = editor;
  const field = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  // At once: the next key belongs to it already.
  useLayoutEffect(() => {
    const area = field.current;
    grow(area);
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, [text]);
  const done = async (): Promise<void> => {
    const place = field.current;
    if ((await editor.close(text)) && (document.activeElement === document.body || document.activeElement === place))
      focusClaim(text.claim);
  };
  const { state } = text;
  return (
    <div
      class="claim-field"
      ref={box}
      onFocusOut={(event) => {
        void text.flush();
        const to = event.relatedTarget;
        if (to instanceof Node && box.current?.contains(to)) return;
        // Whoever goes elsewhere in the page is done; whoever leaves it is not. Which of the two it is, is known a moment later.
        setTimeout(() => {
          if (document.hasFocus() && !box.current?.contains(document.activeElement)) void editor.close(text);
        });
      }}
    >
      <textarea
        ref={field}
        rows={2}
        maxLength={4000}
        aria-label={say('draft.edit.label')}
        aria-describedby="claim-field-state"
        defaultValue={text.text}
        spellcheck
        onInput={(event) => {
          grow(event.currentTarget);
          text.type(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
          event.preventDefault();
          void done();
        }}
      />
      <p class="claim-field-state quiet">
        <span id="claim-field-state">
          {state.kind === 'saved'
            ? say('draft.saved')
            : state.kind === 'saving' || state.kind === 'typing'
              ? say('draft.saving')
              : say('draft.edit.help')}
        </span>
        {state.kind === 'failed' && (
          <button type="button" class="more" onClick={() => void text.flush()}>
            {say('retry')}
          </button>
        )}
        <button type="button" class="more" onClick={() => void done()}>
          {say('draft.edit.done')}
        </button>
      </p>
      <p role="alert" class="claim-field-failed">
        {state.kind === 'failed' && say('draft.unsaved', { reason: state.reason })}
      </p>
    </div>
  );
}

/** As high as its text; the style sheet does it where the browser can. */
function grow(area: HTMLTextAreaElement | null): void {
  if (!area || CSS.supports('field-sizing', 'content')) return;
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight}px`;
}

/** Where the focus goes on from what is about to be taken out. */
function focusBeside(from: EventTarget | null): void {
  const claim = from instanceof Element ? from.closest('.claim') : null;
  const all = [...document.querySelectorAll('.claim')];
  const at = claim ? all.indexOf(claim) : -1;
  const next = all[at + 1] ?? all[at - 1];
  next?.querySelector<HTMLElement>('.citations')?.focus();
}

export const focusClaim = (id: string): void =>
  document.querySelector<HTMLElement>(`.claim[data-claim="${CSS.escape(id)}"] .citations`)?.focus();

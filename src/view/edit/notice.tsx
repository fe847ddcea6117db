import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { CloseIcon } from '../ui/icons.tsx';
import { UNDO_KEY, useEditor } from './context.ts';

/** Ms a notice stays; the key undoes afterwards too. */
const STAYS = 12_000;

/** What was done last, with the way back. Failures stay until they are read. */
export function NoticeBar(): VNode {
  const editor = useEditor();
  const { say, notice } = editor;
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!notice || notice.failed || held) return undefined;
    const timer = setTimeout(() => editor.dismiss(), STAYS);
    return () => clearTimeout(timer);
  }, [notice, held, editor]);
  return (
    <div
      class={`notice-bar ${notice ? '' : 'notice-none'} ${notice?.failed ? 'notice-failed' : ''}`}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      {/* Both are always there: a region that comes with its words is not read out. */}
      <p role="status">{notice && !notice.failed && notice.text}</p>
      <p role="alert">{notice?.failed && notice.text}</p>
      {notice?.undo && (
        <button type="button" class="more" onClick={() => void editor.undo()}>
          {say('undo')} <kbd>{UNDO_KEY}</kbd>
        </button>
      )}
      {notice && (
        <button type="button" class="icon-button" aria-label={say('dismiss')} title={say('dismiss')} onClick={() => editor.dismiss()}>
          <CloseIcon />
        </button>
      )}
    </div>
  );
}

/** Ctrl or Command with Z undoes the last thing done, outside of fields; with Shift, or with Y, it is done again. */
export function useUndoKeys(): void {
  const editor = useEditor();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // The editor has prevented the browser's own undo already: its key is ours all the same.
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isField(event)) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      void (key === 'y' || event.shiftKey ? editor.redo() : editor.undo());
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [editor]);
}

function isField(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && (target.tagName === 'TEXTAREA' || target.tagName === 'INPUT');
}

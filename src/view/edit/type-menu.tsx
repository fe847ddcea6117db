import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { COMMIT_TYPES, type CommitType } from '../../domain/tags.ts';
import { useView } from '../ui/context.ts';
import { TypeMark } from '../ui/tag.tsx';
import type { TypeMenuProps } from '../ui/tools.ts';
import { useEditor } from './context.ts';

/** One key for each type: its first letter, where that is free. */
const KEYS: Readonly<Record<CommitType, string>> = {
  feat: 'f',
  fix: 'x',
  docs: 'd',
  style: 's',
  refactor: 'r',
  perf: 'p',
  test: 't',
  build: 'b',
  ci: 'i',
  chore: 'c',
  revert: 'v',
};
const TAKE_BACK = 'Backspace';

/** The types to choose from, beside what is to be changed: a letter chooses, arrows and Enter too, Escape leaves it. */
export function TypeMenu({ row: stored, anchor, onClose }: TypeMenuProps): VNode {
  const { text } = useView();
  const editor = useEditor();
  const { say } = editor;
  const row = editor.shown(stored);
  const menu = useRef<HTMLDivElement>(null);
  const at = usePlace(menu, anchor);
  const current = row.type ?? row.tag?.label;
  const subject = row.subject || row.key;

  // At once: the next key belongs to it already.
  useLayoutEffect(() => {
    const items = menu.current?.querySelectorAll<HTMLElement>('[role=menuitemradio]');
    const first = [...(items ?? [])].find((item) => item.dataset['type'] === current) ?? items?.[0];
    first?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    // Whatever moves what it stands beside ends it; the focus goes back first.
    const leave = (event: Event): void => {
      if (!(event.target instanceof Node && menu.current?.contains(event.target))) close(false);
    };
    addEventListener('pointerdown', leave, true);
    addEventListener('resize', leave);
    return () => {
      removeEventListener('pointerdown', leave, true);
      removeEventListener('resize', leave);
    };
  }, []);

  return (
    <div
      class="type-menu"
      role="menu"
      aria-label={say('type.menu', { subject })}
      ref={menu}
      style={at ? { left: `${at.left}px`, top: `${at.top}px` } : { opacity: 0 }}
      onKeyDown={onKeyDown}
    >
      {COMMIT_TYPES.map((type) => (
        <button
          key={type}
          type="button"
          role="menuitemradio"
          aria-checked={row.type === type}
          aria-keyshortcuts={KEYS[type]}
          data-type={type}
          tabIndex={-1}
          onClick={() => choose(type)}
        >
          <TypeMark type={type} />
          <span>{type}</span>
          <span class="quiet">{text.label('type', type)}</span>
          <kbd>{KEYS[type]}</kbd>
        </button>
      ))}
      {row.corrected && (
        <button
          type="button"
          role="menuitem"
          class="type-menu-last"
          aria-keyshortcuts={TAKE_BACK}
          tabIndex={-1}
          onClick={() => choose(undefined)}
        >
          <span class="quiet">{say('type.tagger', { label: taggers() })}</span>
          <kbd>⌫</kbd>
        </button>
      )}
    </div>
  );

  function taggers(): string {
    return row.tag && !row.tag.unsure ? row.tag.label : say('type.unsure');
  }

  function choose(type: CommitType | undefined): void {
    close(true);
    if (type === undefined ? !row.corrected : row.corrected && row.type === type) return;
    const told =
      type === undefined ? say('type.uncorrected', { subject, label: taggers() }) : say('type.corrected', { subject, label: type });
    void editor.correct(stored, type, told);
  }

  function close(done: boolean): void {
    const back = anchor instanceof HTMLButtonElement ? anchor : anchor.closest<HTMLElement>('[tabindex]');
    back?.focus({ preventScroll: true });
    onClose(done);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const type = COMMIT_TYPES.find((one) => KEYS[one] === event.key.toLowerCase());
    if (event.key === 'Escape' || event.key === 'Tab') close(false);
    else if (type) choose(type);
    else if (event.key === TAKE_BACK && row.corrected) choose(undefined);
    else if (!move(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  function move(key: string): boolean {
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const now = items.findIndex((item) => item === document.activeElement);
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[key];
    if (to === undefined) return false;
    items.at(to % items.length)?.focus();
    return true;
  }
}

/** Px kept free around it. */
const EDGE = 8;

/** Under the anchor, or over it, or as far as the window allows. */
function usePlace(menu: { readonly current: HTMLElement | null }, anchor: Element): { left: number; top: number } | undefined {
  const [at, setAt] = useState<{ left: number; top: number }>();
  useLayoutEffect(() => {
    const box = anchor.getBoundingClientRect();
    const { offsetWidth = 0, offsetHeight = 0 } = menu.current ?? {};
    const below = box.bottom + 2;
    const fits = below + offsetHeight <= innerHeight - EDGE;
    const top = fits ? below : Math.max(EDGE, Math.min(box.top - 2 - offsetHeight, innerHeight - EDGE - offsetHeight));
    setAt({ left: Math.max(EDGE, Math.min(box.left, innerWidth - EDGE - offsetWidth)), top });
  }, [anchor]);
  return at;
}

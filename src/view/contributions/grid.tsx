import type { RefObject, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RowQuery, RowSet } from '../data/source.ts';
import { useView } from '../ui/context.ts';
import { Row, rowId } from './row.tsx';
import { useRows } from './rows.ts';
import { type Span, scrollFor, spanOf } from './window.ts';

export interface GridProps {
  readonly set: RowSet;
  readonly query: RowQuery;
  readonly selected: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
  readonly element: RefObject<HTMLDivElement | null>;
}

/** Px, until the first row is measured: the style sheet knows, and it differs on narrow pages. */
const GUESS = 30;

/**
 * A table of any length with one tab stop. Only the rows in sight exist; the active one is named by aria-activedescendant, so that it need
 * not hold the focus to be read out. Arrows, Page Up and Down, Home and End move; Enter or Space shows details; Escape closes them.
 */
export function Grid({ set, query, selected, onSelect, element }: GridProps): VNode {
  const { source, text } = useView();
  const [rowHeight, setRowHeight] = useState(GUESS);
  const [span, setSpan] = useState<Span>(() => spanOf(0, 600, GUESS, set.total));
  const [active, setActive] = useState(0);
  const body = useRef<HTMLDivElement>(null);
  const rows = useRows(set, span);
  const withRepo = source.head.repos.length > 1;

  useLayoutEffect(() => {
    const grid = element.current;
    if (!grid) return undefined;
    const measure = (): void => {
      const row = body.current?.querySelector<HTMLElement>('[role=row]');
      if (row && row.offsetHeight > 0) setRowHeight(row.offsetHeight);
      look();
    };
    const observer = new ResizeObserver(measure);
    observer.observe(grid);
    measure();
    return () => observer.disconnect();
  }, [element, set, rowHeight]);

  // Another query starts at its top; a contribution that was opened from elsewhere is brought into sight.
  useLayoutEffect(() => {
    setActive(0);
    if (element.current) element.current.scrollTop = 0;
  }, [query, element]);
  useEffect(() => {
    if (selected === undefined) return undefined;
    let current = true;
    void Promise.resolve(set.indexOf(selected)).then((index) => current && index >= 0 && moveTo(index));
    return () => {
      current = false;
    };
  }, [set, selected, rowHeight]);

  const at = Math.min(active, set.total - 1);
  const visible = Math.max(1, Math.floor((element.current?.clientHeight ?? 0) / rowHeight) - 1);
  return (
    <div
      class={`grid ${withRepo ? 'grid-repos' : ''}`}
      role="grid"
      aria-label={text.t('rows.title')}
      aria-rowcount={set.total + 1}
      aria-activedescendant={rows[at - span.first] ? rowId(at) : undefined}
      tabIndex={0}
      ref={element}
      onKeyDown={onKeyDown}
      onScroll={look}
    >
      <div role="rowgroup" class="grid-head">
        <div role="row" class="grid-row" aria-rowindex={1}>
          <span role="columnheader">{text.t('col.date')}</span>
          <span role="columnheader">{text.t('col.type')}</span>
          <span role="columnheader">{text.t('col.subject')}</span>
          {withRepo && <span role="columnheader">{text.t('col.repo')}</span>}
          <span role="columnheader">{text.t('col.files')}</span>
          <span role="columnheader">{text.t('col.lines')}</span>
        </div>
      </div>
      <div role="rowgroup" class="grid-body" ref={body} onClick={onClick} style={{ height: `${set.total * rowHeight}px` }}>
        {rows.map((row, i) => {
          const index = span.first + i;
          return (
            <Row
              // Rows that leave make room for those that come: their elements are used again.
              key={index % span.count}
              row={row}
              index={index}
              top={index * rowHeight}
              active={index === at}
              selected={row.id === selected}
              withRepo={withRepo}
            />
          );
        })}
      </div>
    </div>
  );

  /** Draws what is in sight; scrolling within the same rows draws nothing. */
  function look(): void {
    const grid = element.current;
    if (!grid) return;
    const next = spanOf(grid.scrollTop, grid.clientHeight, rowHeight, set.total);
    setSpan((old) => (old.first === next.first && old.count === next.count ? old : next));
  }

  function onClick(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest('[role=row]') : null;
    if (!row) return;
    const index = Number(row.getAttribute('aria-rowindex')) - 2;
    setActive(index);
    void show(index);
  }

  function moveTo(index: number): void {
    const grid = element.current;
    const to = Math.max(0, Math.min(set.total - 1, index));
    setActive(to);
    if (!grid || !body.current) return;
    const head = body.current.offsetTop;
    grid.scrollTop = scrollFor(to, grid.scrollTop, grid.clientHeight - head, rowHeight);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') void show(at);
    else if (event.key === 'Escape' && selected !== undefined) onSelect(undefined);
    else {
      const moves = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + visible, PageUp: at - visible, Home: 0, End: set.total - 1 };
      const target = event.key in moves ? moves[event.key as keyof typeof moves] : undefined;
      if (target === undefined) return;
      moveTo(target);
      // With details beside the table, they follow.
      if (selected !== undefined) void show(Math.max(0, Math.min(set.total - 1, target)));
    }
    event.preventDefault();
  }

  async function show(index: number): Promise<void> {
    const [row] = await set.page(index, 1);
    if (row) onSelect(row.id);
  }
}

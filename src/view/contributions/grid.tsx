import type { RefObject, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ContributionRow } from '../../protocol/snapshot.ts';
import type { RowQuery, RowSet } from '../data/source.ts';
import { useView } from '../ui/context.ts';
import type { GridPlace } from '../ui/state.ts';
import { Row, rowId } from './row.tsx';
import { useRows } from './rows.ts';
import { type Span, scrollFor, spanOf } from './window.ts';

export interface GridProps {
  readonly set: RowSet;
  readonly query: RowQuery;
  readonly selected: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
  /** Asks for another type, where types can be changed. */
  readonly onRetype: ((row: ContributionRow, anchor: Element) => void) | undefined;
  /** What was corrected last: the table does not follow it where it goes. */
  readonly retyped: RefObject<{ readonly id: string } | undefined>;
  /** Kept in step with the index of the active row. */
  readonly activeAt: RefObject<number>;
  readonly element: RefObject<HTMLDivElement | null>;
  /** Told why rows that are looked at could not be read. */
  readonly onFailed: (reason: string) => void;
  readonly place: GridPlace;
  readonly onPlace: (place: GridPlace) => void;
}

/** Set once, when rows of the table are drawn for the first time: what benchmarks wait for. */
const FIRST_ROW = 'track-record:first-row';
/** Ms at rest before the place is told. */
const REST = 150;
/** Px, until the first row is measured: the style sheet knows, and it differs on narrow pages. */
const GUESS = 30;

/**
 * A table of any length with one tab stop. Only the rows in sight exist; the active one is named by aria-activedescendant, so that it need
 * not hold the focus to be read out. Arrows, Page Up and Down, Home and End move; Enter or Space shows details; Escape closes them.
 * In the panel T asks for another type and O opens the contribution in the editor.
 */
export function Grid(props: GridProps): VNode {
  const { set, query, selected, onSelect, onRetype, element } = props;
  const { source, text } = useView();
  const [rowHeight, setRowHeight] = useState(GUESS);
  const [span, setSpan] = useState<Span>(() => spanOf(0, 600, GUESS, set.total));
  const [active, setActive] = useState(props.place.active);
  const body = useRef<HTMLDivElement>(null);
  const rows = useRows(set, span, { query, failed: props.onFailed });
  const withRepo = source.head.repos.length > 1;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const restore = useRef<number | undefined>(props.place.top);

  useLayoutEffect(() => {
    const grid = element.current;
    if (!grid) return undefined;
    const measure = (): void => {
      const height = body.current?.querySelector<HTMLElement>('[role=row]')?.offsetHeight ?? 0;
      if (height > 0) setRowHeight(height);
      if (restore.current !== undefined) {
        grid.scrollTop = restore.current;
        if (height === rowHeight) restore.current = undefined;
      }
      look();
    };
    const observer = new ResizeObserver(measure);
    observer.observe(grid);
    measure();
    return () => observer.disconnect();
  }, [element, set, rowHeight]);

  // Another query starts at its top.
  const asked = useRef(query);
  useLayoutEffect(() => {
    if (asked.current === query) return;
    asked.current = query;
    restore.current = undefined;
    setActive(0);
    if (element.current) element.current.scrollTop = 0;
  }, [query, element]);
  // A contribution that was opened from elsewhere is brought into sight.
  const brought = useRef(props.place.selected);
  useEffect(() => {
    if (selected === brought.current) return undefined;
    brought.current = selected;
    if (selected === undefined) return undefined;
    let current = true;
    void Promise.resolve(set.indexOf(selected)).then((index) => current && index >= 0 && moveTo(index));
    return () => {
      current = false;
    };
  }, [selected]);
  const at = Math.min(active, set.total - 1);
  props.activeAt.current = at;
  useFollowing();
  useEffect(() => rest(), [active, selected]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const drawn = rows.length > 0;
  useEffect(() => {
    if (drawn && performance.getEntriesByName(FIRST_ROW).length === 0) performance.mark(FIRST_ROW);
  }, [drawn]);

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
      onScroll={() => {
        look();
        rest();
      }}
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
    const type = event.target instanceof Element ? event.target.closest('.grid-type .tag') : null;
    if (type && onRetype) void retype(index);
    else void show(index);
  }

  async function retype(index: number): Promise<void> {
    const [row] = await set.page(index, 1);
    // Not drawn yet where the table has just jumped to it.
    const anchor = document.getElementById(rowId(index))?.querySelector('.grid-type') ?? element.current;
    if (row && anchor) onRetype?.(row, anchor);
  }

  /** When the same rows are read again and some came or went above, the one that was active stays so, and where it is. */
  function useFollowing(): void {
    const last = useRef<{ readonly set: RowSet; readonly query: RowQuery; readonly id: string | undefined; readonly index: number }>(
      undefined,
    );
    const id = rows[at - span.first]?.id;
    useEffect(() => {
      const before = last.current;
      if (!before || before.set === set || before.query !== query || before.id === undefined || before.id === props.retyped.current?.id)
        return undefined;
      let current = true;
      void Promise.resolve(set.indexOf(before.id)).then((index) => {
        if (!current || index < 0 || index === before.index) return;
        if (element.current) element.current.scrollTop += (index - before.index) * rowHeight;
        setActive(index);
      });
      return () => {
        current = false;
      };
    }, [set]);
    useEffect(() => {
      last.current = { set, query, id, index: at };
    });
  }

  function rest(): void {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => props.onPlace({ top: element.current?.scrollTop ?? 0, active: at, selected }), REST);
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
    else if (event.key === 't' && onRetype) void retype(at);
    else if (event.key === 'o' && source.send) void openInEditor(at);
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

  async function openInEditor(index: number): Promise<void> {
    const [row] = await set.page(index, 1);
    if (row) source.send?.({ kind: 'open-contribution', id: row.id });
  }

  async function show(index: number): Promise<void> {
    const [row] = await set.page(index, 1);
    if (row) onSelect(row.id);
  }
}

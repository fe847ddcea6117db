import type { RefObject, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ContributionRow } from '../../protocol/snapshot.ts';
import type { RowQuery, RowSet } from '../data/source.ts';
import { useView } from '../ui/context.ts';
import { TypeTag } from '../ui/tag.tsx';
import { useRows } from './rows.ts';
import { scrollFor, spanOf } from './window.ts';

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
  const [scroll, setScroll] = useState({ top: 0, height: 600 });
  const [rowHeight, setRowHeight] = useState(GUESS);
  const [active, setActive] = useState(0);
  const body = useRef<HTMLDivElement>(null);
  const span = spanOf(scroll.top, scroll.height, rowHeight, set.total);
  const rows = useRows(set, span);
  const withRepo = source.head.repos.length > 1;

  useLayoutEffect(() => {
    const grid = element.current;
    if (!grid) return undefined;
    const measure = (): void => {
      const row = body.current?.querySelector<HTMLElement>('[role=row]');
      if (row && row.offsetHeight > 0) setRowHeight(row.offsetHeight);
      setScroll({ top: grid.scrollTop, height: grid.clientHeight });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(grid);
    measure();
    return () => observer.disconnect();
  }, [element]);

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
  const visible = Math.max(1, Math.floor(scroll.height / rowHeight) - 1);
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
      onScroll={(event) => setScroll({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
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
      <div role="rowgroup" class="grid-body" ref={body} style={{ height: `${set.total * rowHeight}px` }}>
        {rows.map((row, i) => {
          const index = span.first + i;
          return (
            <Row
              key={index}
              row={row}
              index={index}
              top={index * rowHeight}
              active={index === at}
              selected={row.id === selected}
              withRepo={withRepo}
              onClick={() => {
                setActive(index);
                onSelect(row.id);
              }}
            />
          );
        })}
      </div>
    </div>
  );

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

const rowId = (index: number): string => `row-${index}`;

interface RowProps {
  readonly row: ContributionRow;
  readonly index: number;
  readonly top: number;
  readonly active: boolean;
  readonly selected: boolean;
  readonly withRepo: boolean;
  readonly onClick: () => void;
}

function Row({ row, index, top, active, selected, withRepo, onClick }: RowProps): VNode {
  const { text, repoName } = useView();
  return (
    <div
      role="row"
      id={rowId(index)}
      class={`grid-row ${active ? 'grid-active' : ''}`}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onClick}
    >
      <span role="gridcell" class="nums quiet">
        {text.date(row.at)}
      </span>
      <span role="gridcell">
        <TypeTag row={row} />
      </span>
      <span role="gridcell" class="grid-subject" title={row.subject}>
        <bdi>{row.subject || row.key}</bdi>
      </span>
      {withRepo && (
        <span role="gridcell" class="quiet" title={repoName(row.repo)}>
          <bdi>{repoName(row.repo)}</bdi>
        </span>
      )}
      <span role="gridcell" class="nums quiet">
        {text.num(row.fileCount ?? row.files.length)}
      </span>
      <span role="gridcell" class="nums lines">
        <Lines added={row.added} deleted={row.deleted} />
      </span>
    </div>
  );
}

export function Lines({ added, deleted }: { added: number | null; deleted: number | null }): VNode {
  const { text } = useView();
  if (added === null && deleted === null) return <span class="quiet">{text.t('detail.unknown-lines')}</span>;
  return (
    <>
      <span class="added">+{text.num(added ?? 0)}</span> <span class="deleted">−{text.num(deleted ?? 0)}</span>
    </>
  );
}

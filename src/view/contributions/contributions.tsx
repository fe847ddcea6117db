import type { RefObject, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ContributionRow } from '../../protocol/snapshot.ts';
import { isFiltered } from '../data/filter.ts';
import { ALL_ROWS, type RowQuery, type RowSet } from '../data/source.ts';
import { useView } from '../ui/context.ts';
import { useLoaded } from '../ui/loaded.ts';
import { Empty } from '../ui/prose.tsx';
import type { GridPlace } from '../ui/state.ts';
import { isSaid } from '../ui/tag.tsx';
import { Detail, type DetailProps } from './detail.tsx';
import { Filters } from './filters.tsx';
import { Grid } from './grid.tsx';
import { PrintedRows } from './printed.tsx';
import { useAnswer } from './rows.ts';

export interface ContributionsProps {
  readonly query: RowQuery;
  readonly onQuery: (query: RowQuery) => void;
  /** Id of the contribution whose details are shown. */
  readonly selected: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
  readonly search: RefObject<HTMLElement | null>;
  /** Where the table was left; told when it changes. */
  readonly place: GridPlace;
  readonly onPlace: (place: GridPlace) => void;
}

/** Whose type is being chosen, and what the menu opens beside. */
interface Retyping {
  readonly row: ContributionRow;
  readonly anchor: Element;
}

/** Every contribution that counts: a table to search and filter, and the details of one beside it. */
export function Contributions(props: ContributionsProps): VNode {
  const { query, onQuery, selected, onSelect } = props;
  const { source, text, tools, printing } = useView();
  const { value: answer, failure } = useAnswer(source, query);
  const set = answer?.set;
  const detail = useSelected(selected);
  // Of rows that the answer names: told until another answer is there.
  const [unread, setUnread] = useState<{ readonly set: RowSet; readonly reason: string }>();
  const grid = useRef<HTMLDivElement>(null);
  const [retyping, setRetyping] = useState<Retyping>();
  const retyped = useRef<{ readonly id: string; readonly index: number }>(undefined);
  const active = useRef(0);
  useNext(set, retyped, selected, onSelect);
  const close = (): void => {
    onSelect(undefined);
    grid.current?.focus();
  };
  const clear = (): void => {
    onQuery({ ...ALL_ROWS, sort: query.sort });
    // Its button goes away.
    props.search.current?.focus();
  };
  const retype = tools && ((row: ContributionRow, anchor: Element): void => void (isSaid(row) || setRetyping({ row, anchor })));
  const closeMenu = (done: boolean): void => {
    if (done && retyping) retyped.current = { id: retyping.row.id, index: active.current };
    setRetyping(undefined);
  };
  if (printing) return <PrintedRows set={set} />;
  return (
    <div class={`rows ${selected === undefined ? '' : 'rows-with-detail'}`}>
      <h2 class="sr">{text.t('rows.title')}</h2>
      <Filters query={query} onQuery={onQuery} search={props.search} />
      <div class="rows-status quiet">
        <p role="status">{status()}</p>
        {isFiltered(query) && (
          <button type="button" class="more" onClick={clear}>
            {text.t('rows.clear')}
          </button>
        )}
        {tools && <tools.RowHints />}
      </div>
      <div class="rows-main">
        {answer && answer.set.total > 0 && (
          <Grid
            {...answer}
            selected={selected}
            onSelect={onSelect}
            onRetype={retype}
            retyped={retyped}
            activeAt={active}
            element={grid}
            onFailed={(reason) => setUnread({ set: answer.set, reason })}
            place={props.place}
            onPlace={props.onPlace}
          />
        )}
        {set && set.total === 0 && <NoRows filtered={source.head.rowCount > 0} />}
      </div>
      {selected !== undefined && detail && <Detail {...detail} onRetype={retype} onClose={close} />}
      {tools && retyping && <tools.TypeMenu row={retyping.row} anchor={retyping.anchor} onClose={closeMenu} />}
    </div>
  );

  function status(): string {
    const total = source.head.rowCount;
    const reason = failure ?? (unread?.set === set ? unread?.reason : undefined);
    if (reason !== undefined) return text.t('rows.failed', { reason });
    if (!set) return text.t('rows.loading');
    return set.total === total ? text.t('rows.count', { n: total }) : text.t('rows.count-of', { n: set.total, total });
  }
}

/** When what was just corrected has left the list (of unsure ones, say), details go on to what took its place. */
function useNext(
  set: RowSet | undefined,
  retyped: RefObject<{ readonly id: string; readonly index: number } | undefined>,
  selected: string | undefined,
  onSelect: (id: string) => void,
): void {
  useEffect(() => {
    const last = retyped.current;
    if (!set || !last || last.id !== selected) return undefined;
    let current = true;
    void (async () => {
      if (set.total === 0 || (await set.indexOf(last.id)) >= 0) return;
      const [next] = await set.page(Math.min(Math.max(0, last.index), set.total - 1), 1);
      if (current && next) onSelect(next.id);
    })();
    return () => {
      current = false;
    };
  }, [set]);
}

function NoRows({ filtered }: { filtered: boolean }): VNode {
  const { text } = useView();
  return filtered ? (
    <Empty title={text.t('rows.none')} hint={text.t('rows.none.hint')} />
  ) : (
    <Empty title={text.t('rows.empty')} hint={text.t('rows.empty.hint')} />
  );
}

/** The selected contribution itself, or why it could not be read; the one before stays until it is there. */
function useSelected(id: string | undefined): Pick<DetailProps, 'row' | 'failure'> | undefined {
  const { source } = useView();
  const { value, failure } = useLoaded(async () => (id === undefined ? undefined : { row: await source.find(id) }), [source, id]);
  return failure === undefined ? value : { row: undefined, failure };
}

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ContributionRow } from '../../protocol/snapshot.ts';
import type { DataSource, RowQuery, RowSet } from '../data/source.ts';
import type { Span } from './window.ts';

export interface Answer {
  /** Undefined until the first answer; the old answer while a newer query runs. */
  readonly set?: RowSet;
  /** What `set` answers. */
  readonly query?: RowQuery;
  readonly failure?: string;
}

/** The rows that answer a query. A newer query aborts an older one, and the old rows stay until the new ones are there. */
export function useAnswer(source: DataSource, query: RowQuery): Answer {
  const [answer, setAnswer] = useState<Answer>({});
  useEffect(() => {
    const stop = new AbortController();
    void (async () => {
      try {
        const set = await source.query(query, stop.signal);
        if (!stop.signal.aborted) setAnswer({ set, query });
      } catch (error) {
        if (!stop.signal.aborted) setAnswer({ failure: error instanceof Error ? error.message : String(error) });
      }
    })();
    return () => stop.abort();
  }, [source, query]);
  return answer;
}

interface Shown {
  readonly query: unknown;
  readonly first: number;
  readonly rows: readonly ContributionRow[];
}

/**
 * The rows of a span: at once where the source has them, else when they come. Until then, and where the same question was only asked again,
 * those that stood there; else none.
 */
export function useRows(set: RowSet | undefined, { first, count }: Span, query?: unknown): readonly ContributionRow[] {
  const page = useMemo(() => (count > 0 ? set?.page(first, count) : undefined) ?? [], [set, first, count]);
  const [late, setLate] = useState<{ page: unknown; rows: readonly ContributionRow[] }>();
  const shown = useRef<Shown>(undefined);
  useEffect(() => {
    if (!(page instanceof Promise)) return undefined;
    let current = true;
    void page.then((rows) => current && setLate({ page, rows }));
    return () => {
      current = false;
    };
  }, [page]);
  const rows = page instanceof Promise ? (late?.page === page ? late.rows : undefined) : page;
  if (rows) shown.current = { query, first, rows };
  const before = shown.current;
  return before && before.query === query && before.first === first ? before.rows : [];
}

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ContributionRow } from '../../protocol/snapshot.ts';
import type { DataSource, RowQuery, RowSet } from '../data/source.ts';
import { type Loaded, messageOf, useLoaded } from '../ui/loaded.ts';
import type { Span } from './window.ts';

export interface Answer {
  readonly set: RowSet;
  /** What `set` answers. */
  readonly query: RowQuery;
}

/** The rows that answer a query; until they are there, those that answered the one before. */
export const useAnswer = (source: DataSource, query: RowQuery): Loaded<Answer> =>
  useLoaded(async (signal) => ({ set: await source.query(query, signal), query }), [source, query]);

interface Shown {
  readonly query: unknown;
  readonly first: number;
  readonly rows: readonly ContributionRow[];
}

/**
 * The rows of a span: at once where the source has them, else when they come. Until then, and where the same question was only asked again,
 * those that stood there; else none.
 * @param failed told why they could not be read; they are asked for again when another span is looked at.
 */
export function useRows(
  set: RowSet | undefined,
  { first, count }: Span,
  { query, failed }: { readonly query?: RowQuery; readonly failed?: (reason: string) => void } = {},
): readonly ContributionRow[] {
  const page = useMemo(() => (count > 0 ? set?.page(first, count) : undefined) ?? [], [set, first, count]);
  const [late, setLate] = useState<{ page: unknown; rows: readonly ContributionRow[] }>();
  const shown = useRef<Shown>(undefined);
  useEffect(() => {
    if (!(page instanceof Promise)) return undefined;
    let current = true;
    page.then(
      (rows) => current && setLate({ page, rows }),
      (error: unknown) => current && failed?.(messageOf(error)),
    );
    return () => {
      current = false;
    };
  }, [page]);
  const rows = page instanceof Promise ? (late?.page === page ? late.rows : undefined) : page;
  if (rows) shown.current = { query, first, rows };
  const before = shown.current;
  return before && before.query === query && before.first === first ? before.rows : [];
}

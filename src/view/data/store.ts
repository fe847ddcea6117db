import type { PanelReply } from '../../protocol/panel.ts';
import type { ContributionRow } from '../../protocol/snapshot.ts';
import type { Charts } from '../charts/charts.ts';
import type { Channel } from './channel.ts';
import { ALL_ROWS, type DataSource, type RowQuery, type RowSet } from './source.ts';

/** Of which revision of the store each row is. */
const revisions = new WeakMap<ContributionRow, number>();

export const revisionOf = (row: ContributionRow): number => revisions.get(row) ?? -1;

function read<T extends { readonly revision: number; readonly rows: readonly ContributionRow[] }>(answer: T): T {
  for (const row of answer.rows) revisions.set(row, answer.revision);
  return answer;
}

/** Rows fetched at once: a few screens, so that scrolling seldom waits. */
const PAGE = 100;
/** Pages kept for one query: 2,000 rows. */
const KEPT = 20;

type FirstPage = PanelReply<'rows'>;

/** What a head is asked for together with: the first page of this query, so that the table need not wait for one after the other. */
export const firstOf = (query: RowQuery) => ({ query, limit: PAGE });

/**
 * A source over the editor's store: rows are fetched as they are looked at.
 * @param first the query whose first page came with the head, of the same story, if it did
 */
export function storeSource(
  { first: page, ...head }: PanelReply<'head'>,
  channel: Channel,
  charts: () => Promise<Charts>,
  first?: RowQuery,
): DataSource {
  // Looked at once: later the store may say otherwise.
  let ahead = page && first && { page, of: JSON.stringify(first) };
  const firstPage = async (query: RowQuery, signal: AbortSignal): Promise<FirstPage> => {
    const known = ahead;
    ahead = undefined;
    if (known?.of === JSON.stringify(query)) return known.page;
    return channel.request('rows', { query, offset: 0, limit: PAGE }, signal);
  };
  return {
    head,
    query: async (query, signal) => pagedRows(channel, query, read(await firstPage(query, signal))),
    find: async (id) => {
      const { row, revision } = await channel.request('row', { query: ALL_ROWS, id });
      if (row) revisions.set(row, revision);
      return row;
    },
    noise: async (reason, offset, limit) => (await channel.request('noise', { reason, offset, limit })).rows,
    charts,
    send: (intent) => void channel.request('open', intent),
  };
}

function pagedRows(
  channel: Channel,
  query: RowQuery,
  first: { readonly total: number; readonly rows: readonly ContributionRow[] },
): RowSet {
  const pages = new Map<number, readonly ContributionRow[] | Promise<readonly ContributionRow[]>>([[0, first.rows]]);
  const load = (number: number): readonly ContributionRow[] | Promise<readonly ContributionRow[]> => {
    const known = pages.get(number);
    // The most recently used ones stay.
    pages.delete(number);
    const page =
      known ??
      channel.request('rows', { query, offset: number * PAGE, limit: PAGE }).then(
        (answer) => {
          pages.set(number, read(answer).rows);
          return answer.rows;
        },
        (error: unknown) => {
          // To be asked for again when it is looked at again.
          pages.delete(number);
          throw error;
        },
      );
    pages.set(number, page);
    const oldest = pages.keys().next();
    if (pages.size > KEPT && !oldest.done) pages.delete(oldest.value);
    return page;
  };
  return {
    total: first.total,
    page: (offset, limit) => {
      const from = Math.floor(offset / PAGE);
      const to = Math.floor((Math.min(offset + limit, first.total) - 1) / PAGE);
      const wanted = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => load(from + i));
      const cut = (all: readonly (readonly ContributionRow[])[]): readonly ContributionRow[] =>
        all.flat().slice(offset - from * PAGE, offset - from * PAGE + limit);
      // What is there already is drawn in this frame.
      return wanted.every(isThere) ? cut(wanted) : Promise.all(wanted.map(async (page) => page)).then(cut);
    },
    indexOf: async (id) => (await channel.request('row', { query, id })).position,
  };
}

const isThere = <T>(value: T | Promise<T>): value is T => !(value instanceof Promise);

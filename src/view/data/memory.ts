import type { NoiseReason } from '../../domain/contribution.ts';
import type { ContributionRow, NoiseRow, SnapshotHead } from '../../protocol/snapshot.ts';
import type { Charts } from '../charts/charts.ts';
import { ORDERS, matcher } from './filter.ts';
import type { DataSource, RowQuery, RowSet } from './source.ts';

/** Rows tested before the page gets a chance to answer a key or paint. */
const SLICE = 2500;

export interface Blocks {
  /** Parses the inert blocks, in order; each call to `next` parses one. */
  readonly rows: () => Iterable<readonly ContributionRow[]>;
  readonly noise: () => Iterable<readonly NoiseRow[]>;
}

/**
 * A source over an inlined snapshot: nothing is parsed before it is asked for, nothing takes longer than a frame or two. `complete` resolves
 * once the page holds all its blocks.
 */
export function memorySource(head: SnapshotHead, blocks: Blocks, charts: () => Promise<Charts>, complete: Promise<void>): DataSource {
  const rows = once(async () => {
    await complete;
    return gather(blocks.rows());
  });
  const noise = once(async () => {
    await complete;
    return (await gather(blocks.noise())).toSorted((a, b) => b.at - a.at);
  });
  const byId = once(async () => new Map((await rows()).map((row) => [row.id, row])));
  // The last answer in each order is where a longer search text starts from.
  let last: { readonly query: RowQuery; readonly hits: readonly ContributionRow[] } | undefined;

  const query = async (wanted: RowQuery, signal: AbortSignal): Promise<RowSet> => {
    const from = last && narrows(wanted, last.query) ? last.hits : [...(await rows())].sort(ORDERS[wanted.sort]);
    const hits = await filterInSlices(from, matcher(wanted), signal);
    last = { query: wanted, hits };
    return rowSet(hits);
  };
  return {
    head,
    query,
    find: async (id) => (await byId()).get(id),
    noise: async (reason: NoiseReason, offset, limit) =>
      (await noise()).filter((line) => line.reason === reason).slice(offset, offset + limit),
    charts,
  };
}

export function rowSet(hits: readonly ContributionRow[]): RowSet {
  return {
    total: hits.length,
    page: (offset, limit) => hits.slice(offset, offset + limit),
    indexOf: (id) => hits.findIndex((row) => row.id === id),
  };
}

/** Whether every row that answers `next` is among the answers to `before`, in the same order. */
export function narrows(next: RowQuery, before: RowQuery): boolean {
  const tighter = (a: string, b: string): boolean => b === '' || a === b;
  return (
    next.sort === before.sort &&
    next.text.startsWith(before.text) &&
    tighter(next.type, before.type) &&
    tighter(next.repo, before.repo) &&
    tighter(next.theme, before.theme) &&
    tighter(next.own, before.own)
  );
}

async function filterInSlices(
  rows: readonly ContributionRow[],
  test: (row: ContributionRow) => boolean,
  signal: AbortSignal,
): Promise<readonly ContributionRow[]> {
  const hits: ContributionRow[] = [];
  for (let at = 0; at < rows.length; at += SLICE) {
    if (at > 0) await breathe();
    signal.throwIfAborted();
    for (let i = at; i < Math.min(at + SLICE, rows.length); i++) {
      const row = rows[i];
      if (row && test(row)) hits.push(row);
    }
  }
  return hits;
}

async function gather<T>(parts: Iterable<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for (const part of parts) {
    all.push(...part);
    await breathe();
  }
  return all;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Lets input and painting go first. A message is not throttled as timers are. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}

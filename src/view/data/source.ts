import type { NoiseReason } from '../../domain/contribution.ts';
import type { ContributionRow, NoiseRow, SnapshotHead } from '../../protocol/snapshot.ts';
import type { Charts } from '../charts/charts.ts';

/** In the report an answer is there at once; in the panel it takes a message. Callers handle both. */
export type MaybeAsync<T> = T | Promise<T>;

export const SORTS = ['newest', 'oldest', 'largest', 'least-certain'] as const;
export type Sort = (typeof SORTS)[number];

/** Which rows, in which order. Empty strings mean "any". */
export interface RowQuery {
  /** Words that must all occur in the subject, body, key, assistants or a path; case does not matter. */
  readonly text: string;
  /** A type the row is counted under, or `unsure` for rows without one. */
  readonly type: string;
  readonly repo: string;
  readonly theme: string;
  /** A dimension of the user's own and a label in it, or `unsure`; see `ownKey`. */
  readonly own: string;
  readonly sort: Sort;
}

export const ALL_ROWS: RowQuery = { text: '', type: '', repo: '', theme: '', own: '', sort: 'newest' };

/** The answer to a query, read page by page. */
export interface RowSet {
  readonly total: number;
  page(offset: number, limit: number): MaybeAsync<readonly ContributionRow[]>;
  /** Position of a contribution, or -1. */
  indexOf(id: string): MaybeAsync<number>;
}

/** What the view asks its surroundings to do. The report has none: there a link is a link. */
export type Intent =
  | { readonly kind: 'open-contribution'; readonly id: string }
  | { readonly kind: 'open-file'; readonly id: string; readonly path: string };

/** Where the view's data comes from: the inlined snapshot of a report, or the store behind a panel. */
export interface DataSource {
  readonly head: SnapshotHead;
  /** Rejects with an AbortError once `signal` aborts: a newer query makes an older one useless. */
  query(query: RowQuery, signal: AbortSignal): MaybeAsync<RowSet>;
  find(id: string): MaybeAsync<ContributionRow | undefined>;
  noise(reason: NoiseReason, offset: number, limit: number): MaybeAsync<readonly NoiseRow[]>;
  /** The charts' code, fetched or run on first call; after first paint only. */
  charts(): Promise<Charts>;
  readonly send?: (intent: Intent) => void;
}

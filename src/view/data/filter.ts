import { isChange, ownKey, UNSURE } from '../../domain/tags.ts';
import type { ContributionRow, SnapshotHead } from '../../protocol/snapshot.ts';
import { ALL_ROWS, type RowQuery, type Sort } from './source.ts';

/** The words of a search box, lower-cased; order does not matter. */
export const words = (text: string): readonly string[] => text.toLowerCase().split(/\s+/u).filter(Boolean);

/** Whether it leaves anything out. */
export const isFiltered = (query: RowQuery): boolean =>
  Object.entries(query).some(([key, value]) => key !== 'sort' && value !== ALL_ROWS[key as keyof RowQuery]);

/** The query without what another story's filters named: nothing would answer it, and no filter would show why. */
export function fitting(
  query: RowQuery,
  { repos, themes, dimensions = [] }: Pick<SnapshotHead, 'repos' | 'themes' | 'dimensions'>,
): RowQuery {
  const isThere = (id: string, all: readonly { readonly id: string }[]): boolean => id === '' || all.some((one) => one.id === id);
  const own = query.own === '' || dimensions.some(({ family }) => query.own.startsWith(ownKey(family, '')));
  const [repo, theme] = [isThere(query.repo, repos), isThere(query.theme, themes)];
  if (repo && theme && own) return query;
  return { ...query, ...(repo ? {} : { repo: '' }), ...(theme ? {} : { theme: '' }), ...(own ? {} : { own: '' }) };
}

/** A test of one row against the query; compiled once, then called for each row. */
export function matcher(query: RowQuery): (row: ContributionRow) => boolean {
  const wanted = words(query.text);
  return (row) =>
    (query.type === '' || (row.type ?? (isChange(row) ? UNSURE : undefined)) === query.type) &&
    (query.repo === '' || row.repo === query.repo) &&
    (query.theme === '' || row.theme === query.theme) &&
    (query.own === '' || inOwn(row, query.own)) &&
    wanted.every((word) => mentions(row, word));
}

/** Whether a row has a sure label, or where `unsure` is asked for, none though it is a change. */
function inOwn(row: ContributionRow, wanted: string): boolean {
  const [family] = wanted.split('\n', 1);
  const tag = row.own?.find((one) => one.family === family && !one.unsure);
  return tag ? ownKey(tag.family, tag.label) === wanted : isChange(row) && wanted.endsWith(`\n${UNSURE}`);
}

function mentions(row: ContributionRow, word: string): boolean {
  const has = (text: string): boolean => text.toLowerCase().includes(word);
  return has(row.subject) || has(row.key) || has(row.body) || row.files.some(([path]) => has(path)) || row.assistants.some(has);
}

const size = (row: ContributionRow): number => (row.added ?? 0) + (row.deleted ?? 0);
/** What is no change has no type to be certain of: it comes last. */
const certainty = (row: ContributionRow): number => (row.corrected || !isChange(row) ? 1 : (row.tag?.p ?? 0));
const newest = (a: ContributionRow, b: ContributionRow): number => b.at - a.at;

/** How to order rows; ties by time, newest first. */
export const ORDERS: Readonly<Record<Sort, (a: ContributionRow, b: ContributionRow) => number>> = {
  newest,
  oldest: (a, b) => a.at - b.at,
  largest: (a, b) => size(b) - size(a) || newest(a, b),
  'least-certain': (a, b) => certainty(a) - certainty(b) || newest(a, b),
};

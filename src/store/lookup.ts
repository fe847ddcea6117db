import type { ContributionId, RepoId } from '../domain/ids.ts';
import type { Core } from './core.ts';
import { shaPlaceOf } from './rows.ts';

/** Rows of the identities in a JSON array (`list`: the query's parameter). */
export const rowsOf = (list: string): string => `SELECT id FROM identity WHERE uid IN (SELECT value FROM json_each(${list}))`;

/** Whether contribution `c` is, as author or with a part of the credit, of these. */
export const isOf = (list: string): string => {
  const rows = rowsOf(list);
  return `(c.author IN (${rows}) OR c.shared = 1 AND c.id IN (SELECT contribution FROM credit WHERE identity IN (${rows})))`;
};

/** Rows of stored full contributions by their ids; those that are not stored are absent. */
export function rowsById(core: Core, ids: readonly ContributionId[]): Map<ContributionId, number> {
  const bySha = new Map<RepoId, { readonly shas: string[]; readonly ids: ContributionId[] }>();
  const others: ContributionId[] = [];
  for (const id of ids) {
    const place = shaPlaceOf(id);
    const group = place && (bySha.get(place.repo) ?? { shas: [], ids: [] });
    if (!place || !group) {
      others.push(id);
      continue;
    }
    if (group.ids.length === 0) bySha.set(place.repo, group);
    group.shas.push(place.sha);
    group.ids.push(id);
  }
  const found = new Map<ContributionId, number>();
  const find = (list: readonly ContributionId[], sql: string, parameters: readonly unknown[]): void => {
    for (const { at, id } of core.db.all<{ at: number; id: number }>({ sql, parameters })) found.set(list[at] ?? '', id);
  };
  for (const [repo, group] of bySha) {
    const sql = `SELECT j.key AS at, c.id FROM repo r CROSS JOIN json_each(?) j CROSS JOIN contribution c
      WHERE r.uid = ? AND c.repo = r.id AND c.uid = unhex(j.value) AND c.full = 1`;
    find(group.ids, sql, [JSON.stringify(group.shas), repo]);
  }
  const sql = `SELECT j.key AS at, c.id FROM json_each(?) j CROSS JOIN repo r CROSS JOIN contribution c
    WHERE c.repo = r.id AND c.uid = j.value AND c.full = 1`;
  if (others.length > 0) find(others, sql, [JSON.stringify(others)]);
  return found;
}

import type { Repo } from '../domain/contribution.ts';
import { commitId, type ContributionId, type IdentityId, LOG_PREFIX, type RepoId } from '../domain/ids.ts';
import type { Core } from './core.ts';
import { rowsOf } from './lookup.ts';

/** Work logs that hold entries: all, or those of some people. */
export const logs = (core: Core, identities?: readonly IdentityId[]): Repo[] =>
  core.db.all<{ id: string; name: string; path: string }>({
    sql: `SELECT r.uid AS id, r.name, r.path FROM repo r WHERE r.uid LIKE '${LOG_PREFIX}%' AND EXISTS (SELECT 1 FROM contribution c
        WHERE c.repo = r.id AND (?1 IS NULL OR c.author IN (${rowsOf('?1')}))) ORDER BY r.uid`,
    parameters: [identities ? JSON.stringify(identities) : null],
  });

export interface NamedCommit {
  readonly id: ContributionId;
  readonly sha: string;
  readonly repo: RepoId;
  readonly author: IdentityId;
  readonly at: number;
  /** Of those stored with their text. */
  readonly subject: string | null;
}

/** Commits whose sha begins so (7 hex digits or more), whoever made them. */
export function commitsNamed(core: Core, sha: string): NamedCommit[] {
  const even = sha.length - (sha.length % 2);
  return core.db
    .all<Omit<NamedCommit, 'id'>>({
      sql: `SELECT lower(hex(c.uid)) AS sha, r.uid AS repo, i.uid AS author, c.at, d.subject FROM repo r CROSS JOIN contribution c
          JOIN identity i ON i.id = c.author LEFT JOIN detail d ON d.contribution = c.id
        WHERE c.repo = r.id AND c.kind = 0 AND c.uid BETWEEN unhex(?1) AND unhex(?2) AND lower(hex(c.uid)) LIKE ?3 || '%' LIMIT 20`,
      parameters: [sha.slice(0, even), sha.padEnd(64, 'f'), sha],
    })
    .map((row) => ({ id: commitId(row.repo, row.sha), ...row }));
}

/** Reviews that are stored of a pull request: they tell whose it is where it is not stored itself. */
export const reviewsOf = (
  core: Core,
  repo: RepoId,
  pull: number,
): { readonly of: IdentityId | null; readonly subject: string; readonly at: number }[] =>
  core.db.all({
    sql: `SELECT d.host ->> '$.of' AS of, d.subject, c.at FROM repo r CROSS JOIN contribution c JOIN detail d ON d.contribution = c.id
      WHERE r.uid = ?1 AND c.repo = r.id AND c.uid BETWEEN ?2 AND ?3 ORDER BY c.at LIMIT 1`,
    parameters: [repo, `review:${repo}#${pull}/`, `review:${repo}#${pull}0`],
  });

import type { Core } from './core.ts';
import { indexed } from './search.ts';

/** Contributions of one transaction. */
const CHUNK = 1000;

/**
 * Brings the text index up to date with what was written since: a third of the time that storing a history takes, so it is done once a run
 * is over, or when somebody searches before.
 */
export function indexPending(core: Core): void {
  while (!indexSome(core, CHUNK));
}

/** Indexes so many at most. @returns whether nothing is left. */
export function indexSome(core: Core, limit: number): boolean {
  if (!isBehind(core)) return true;
  core.db.transaction(() => index(core, limit));
  return false;
}

const isBehind = (core: Core): boolean => core.db.get({ sql: 'SELECT 1 AS yes FROM unindexed LIMIT 1', parameters: [] }) !== undefined;

function index({ db }: Core, limit: number): void {
  const rows = db.all<{ id: number; subject: string; body: string; paths: string | null }>({
    sql: `SELECT d.contribution AS id, d.subject, d.body,
        (SELECT group_concat(value ->> 0, char(10)) FROM contribution c, json_each(c.files) WHERE c.id = d.contribution) AS paths
      FROM detail d WHERE d.contribution IN (SELECT contribution FROM unindexed ORDER BY contribution LIMIT ${limit})`,
    parameters: [],
  });
  db.runMany(
    'INSERT INTO search(rowid, subject, body, paths) VALUES (?, ?, ?, ?)',
    rows.map(({ id, subject, body, paths }) => [id, indexed(subject), indexed(body), indexed(paths ?? '')]),
  );
  db.run(`DELETE FROM unindexed WHERE contribution IN (SELECT contribution FROM unindexed ORDER BY contribution LIMIT ${limit})`);
}

/** The index made anew from what is left: deleting from it leaves words in its segments until they happen to be merged. */
export function reindex(core: Core): void {
  core.db.exec(`INSERT INTO search(search) VALUES ('delete-all')`);
  core.db.exec('INSERT OR IGNORE INTO unindexed SELECT id FROM contribution WHERE full = 1');
  indexPending(core);
}

import type { Repo } from '../domain/contribution.ts';
import type { RepoId } from '../domain/ids.ts';
import { catchUp, rewriteJournal } from './acts.ts';
import { change, type Core, meta, setMeta, settle } from './core.ts';
import { dropRows } from './erase.ts';
import { FULL } from './rows.ts';

/** Where in `source` it lies what a repository was called before, and which number its host knows it by. */
const FORMERLY = 'formerly ';
const numberAt = (host: string, number: string): string => `number ${number} at ${host}`;

/**
 * A repository that is called otherwise by now: all that is stored of it goes by its new name, what the user did included. Where both names were
 * read they become one; of what is there twice the fuller stays. Whoever asks by the former name is led to the new one from then on.
 */
export function renameRepo(core: Core, former: RepoId, now: Repo): void {
  if (former === now.id) return;
  change(core, () => {
    catchUp(core);
    const { db } = core;
    const [was, is] = [rowOf(core, former), core.interner.row(core, 'repo', now.id)];
    db.run(
      `UPDATE repo SET name = ?1, remote = ?2, web = ?3,
         path = coalesce(nullif(?4, ''), nullif(path, ''), (SELECT path FROM repo WHERE id = ?5), '') WHERE id = ?6`,
      [now.name, now.remote, now.web, now.path, was, is],
    );
    if (was !== undefined) moveRows(core, [former, was], [now.id, is]);
    db.run('INSERT OR IGNORE INTO source(repo, location, person, mark, at) VALUES (?, ?, ?, ?, ?)', [
      is,
      FORMERLY + former,
      '',
      '{}',
      core.now(),
    ]);
    // What is called by its former name again was never another.
    db.run('DELETE FROM source WHERE repo = ? AND location = ?', [is, FORMERLY + now.id]);
    db.exec('DELETE FROM kept');
    settle(core);
    // Others remember rows of repositories until something is erased.
    setMeta(core, 'erasures', Number(meta(core, 'erasures') ?? 0) + 1);
    core.interner.forget();
    rewriteJournal(core);
  });
}

const rowOf = ({ db }: Core, uid: RepoId): number | undefined =>
  db.get<{ id: number }>({ sql: 'SELECT id FROM repo WHERE uid = ?', parameters: [uid] })?.id;

type Row = readonly [uid: RepoId, id: number];

function moveRows(core: Core, [former, was]: Row, [now, is]: Row): void {
  const { db } = core;
  const ids = [`:${former}#`, `:${now}#`, `:${former}@`, `:${now}@`];
  /** `column` with its contributions' ids of now. */
  const renamed = (column: string): string => `replace(replace(${column}, ?1, ?2), ?3, ?4)`;
  const names = (column: string): string => `(instr(${column}, ?1) > 0 OR instr(${column}, ?3) > 0)`;
  const rename = (table: string, column: string): void =>
    void db.run(`UPDATE ${table} SET ${column} = ${renamed(column)} WHERE typeof(${column}) = 'text' AND ${names(column)}`, ids);
  db.run(`UPDATE contribution SET uid = ${renamed('uid')} WHERE repo = ?5 AND typeof(uid) = 'text'`, [...ids, was]);
  rename('noise', 'of');
  db.run(
    `UPDATE detail SET host = json_set(host, '$.review', ${renamed("host ->> '$.review'")}) WHERE ${names("host ->> '$.review'")}`,
    ids,
  );
  rename('act', 'target');
  rename('act', 'key');

  const twice = db.all<{ gone: number }>({
    sql: `SELECT iif(o.full = ${FULL} AND n.full <> ${FULL}, n.id, o.id) AS gone FROM contribution o JOIN contribution n ON n.repo = ? AND n.uid = o.uid WHERE o.repo = ?`,
    parameters: [is, was],
  });
  dropRows(
    core,
    twice.map(({ gone }) => gone),
  );
  db.run('UPDATE contribution SET repo = ? WHERE repo = ?', [is, was]);
  db.run('UPDATE act SET repo = ? WHERE repo = ?', [is, was]);
  const drafted = db.all<{ id: number; key: string; value: string }>({
    sql: `SELECT id, key, value FROM act WHERE kind = 'edit'`,
    parameters: [],
  });
  for (const { id, key, value } of drafted) {
    const [person, scope, ...rest] = JSON.parse(key) as [string, string, ...string[]];
    const repos = scope.split(' ');
    if (!repos.includes(former)) continue;
    // Of a draft of several repositories the order is that of their names.
    const scoped = [...new Set(repos.map((repo) => (repo === former ? now : repo)))].sort().join(' ');
    const edit = JSON.parse(value) as { readonly cited: readonly string[] } | null;
    const cited = edit?.cited.map((one) => one.replace(`:${former}#`, `:${now}#`).replace(`:${former}@`, `:${now}@`));
    const told = JSON.stringify(edit && { ...edit, cited });
    db.run('UPDATE act SET key = ?, value = ? WHERE id = ?', [JSON.stringify([person, scoped, ...rest]), told, id]);
  }
  db.run('UPDATE OR IGNORE source SET repo = ? WHERE repo = ?', [is, was]);
  db.run('DELETE FROM source WHERE repo = ?', [was]);
  db.run('DELETE FROM repo WHERE id = ?', [was]);
}

/** What repositories were called before, and are called now. */
export const formerNames = (core: Core): readonly { readonly former: RepoId; readonly now: RepoId }[] =>
  core.db.all({
    sql: `SELECT substr(s.location, ${FORMERLY.length + 1}) AS former, r.uid AS now FROM source s JOIN repo r ON r.id = s.repo
      WHERE s.location LIKE '${FORMERLY}%' AND s.person = '' ORDER BY s.at`,
    parameters: [],
  });

/** Those whose number is known. */
export const numberedRepos = (core: Core): ReadonlySet<RepoId> =>
  new Set(
    core.db
      .all<{ uid: string }>({
        sql: `SELECT r.uid FROM source s JOIN repo r ON r.id = s.repo WHERE s.location LIKE 'number %'`,
        parameters: [],
      })
      .map(({ uid }) => uid),
  );

/** Keeps by which number its host knows a repository, whatever it is called. @returns others that were known by it. */
export function numberRepo(
  core: Core,
  repo: RepoId,
  { host, number }: { readonly host: string; readonly number: string },
): readonly RepoId[] {
  const location = numberAt(host, number);
  const known = core.db.all<{ uid: string }>({
    sql: 'SELECT r.uid FROM source s JOIN repo r ON r.id = s.repo WHERE s.location = ?',
    parameters: [location],
  });
  if (!known.some(({ uid }) => uid === repo))
    change(core, () =>
      core.db.run('INSERT INTO source(repo, location, person, mark, at) VALUES (?, ?, ?, ?, ?)', [
        core.interner.row(core, 'repo', repo),
        location,
        '',
        '{}',
        core.now(),
      ]),
    );
  return known.flatMap(({ uid }) => (uid === repo ? [] : [uid]));
}

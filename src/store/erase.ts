import { type ContributionId, type IdentityId, LOG_PREFIX } from '../domain/ids.ts';
import { allEntries, catchUp, rewriteJournal } from './acts.ts';
import { change, type Core, meta, setMeta, settle } from './core.ts';
import type { Entry } from './journal.ts';
import { rowsById } from './lookup.ts';
import { forgetMailboxes } from './mailboxes.ts';
import { RECEIVED } from './rows.ts';
import { REVIEWS } from './received.ts';
import { reindex } from './text-index.ts';

export interface Erased {
  readonly contributions: number;
  readonly identities: number;
  readonly acts: number;
  /** False: another process is reading, and until it ends the log still has what was erased, encrypted as all else. */
  readonly complete: boolean;
}

/** Tables with a `contribution` column. */
const DEPENDENT = ['detail', 'credit', 'noise', 'tag', 'embedding', 'unindexed'];

/**
 * Removes a person (all their identities), or everything: rows, text index, tags, vectors, journal lines; then rewrites the file,
 * so that nothing of it is left in free pages or in the write-ahead log. Watermarks of others stay, so that an erased person is not read again
 * by the next run. In texts of others that name them (`Co-authored-by`, answers to their reviews), the lines that do are removed.
 */
export function erase(core: Core, who: readonly IdentityId[] | 'everything'): Erased {
  core.db.exec('PRAGMA secure_delete = ON');
  try {
    const erased = change(core, () => {
      catchUp(core);
      const done = who === 'everything' ? eraseAll(core) : erasePerson(core, who);
      setMeta(core, 'erasures', Number(meta(core, 'erasures') ?? 0) + 1);
      core.interner.forget();
      rewriteJournal(core);
      return done;
    });
    core.db.exec('VACUUM');
    return { ...erased, complete: core.db.checkpoint() };
  } finally {
    core.db.exec('PRAGMA secure_delete = OFF');
  }
}

function eraseAll(core: Core): Omit<Erased, 'complete'> {
  const { db } = core;
  const n = (table: string): number => db.get<{ n: number }>({ sql: `SELECT count(*) AS n FROM ${table}`, parameters: [] })?.n ?? 0;
  const erased = { contributions: n('contribution'), identities: n('identity'), acts: n('act') };
  for (const table of [...DEPENDENT, 'contribution', 'source', 'repo', 'identity', 'model', 'act', 'audit', 'kept', 'head', 'mailbox'])
    db.exec(`DELETE FROM ${table}`);
  db.exec(`INSERT INTO search(search) VALUES ('delete-all')`);
  return erased;
}

function erasePerson(core: Core, who: readonly IdentityId[]): Omit<Erased, 'complete'> {
  const { db } = core;
  const list = JSON.stringify(who);
  for (const table of ['gone', 'them', 'reviewers']) db.exec(`CREATE TEMP TABLE IF NOT EXISTS ${table}(id INTEGER PRIMARY KEY)`);
  db.exec(EMPTY);
  db.run('INSERT INTO temp.them SELECT id FROM identity WHERE uid IN (SELECT value FROM json_each(?))', [list]);
  db.run('INSERT INTO temp.gone SELECT id FROM contribution WHERE author IN (SELECT id FROM temp.them)');
  // Reviews are kept beside the pull request they were given to, for whoever made that.
  db.run(
    `INSERT OR IGNORE INTO temp.gone SELECT c.id FROM contribution c JOIN detail d ON d.contribution = c.id
     WHERE c.full = ${RECEIVED} AND d.host ->> '$.of' IN (SELECT value FROM json_each(?))`,
    [list],
  );
  db.exec(
    `INSERT OR IGNORE INTO temp.reviewers SELECT c.author FROM temp.gone g JOIN contribution c ON c.id = g.id
     WHERE c.full = ${RECEIVED} AND c.author NOT IN (SELECT id FROM temp.them)`,
  );
  const acts = forgetActs(core, who);
  redactOthers(core, who);
  redactPulls(core);
  // Why an entry is doubtful may name them or what they did. What holds without them is for the caller to find anew.
  db.exec(`DELETE FROM noise WHERE reason = 'inconsistent'`);
  for (const table of DEPENDENT) db.exec(`DELETE FROM ${table} WHERE contribution IN (SELECT id FROM temp.gone)`);
  // Heads were held in place by everybody's contributions: who is erased is to have left nothing in them.
  db.exec('DELETE FROM kept; DELETE FROM head');
  db.exec('DELETE FROM credit WHERE identity IN (SELECT id FROM temp.them)');
  const contributions = db.run('DELETE FROM contribution WHERE id IN (SELECT id FROM temp.gone)');
  db.run(
    `UPDATE contribution SET reviewers = (SELECT json_group_array(value) FROM json_each(reviewers) WHERE value NOT IN (SELECT id FROM temp.them))
     WHERE reviewers IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(reviewers) WHERE value IN (SELECT id FROM temp.them))`,
  );
  db.run('DELETE FROM source WHERE person IN (SELECT value FROM json_each(?))', [list]);
  forgetEmptyLogs(core);
  forgetMailboxes(core, list);
  const identities = db.run('DELETE FROM identity WHERE id IN (SELECT id FROM temp.them)');
  db.exec(STRANGERS);
  reindex(core);
  settle(core);
  db.exec(EMPTY);
  return { contributions, identities, acts };
}

const EMPTY = 'DELETE FROM temp.gone; DELETE FROM temp.them; DELETE FROM temp.reviewers';

/** Who was known by reviews of theirs alone is not known any more. */
const STRANGERS = `DELETE FROM identity WHERE id IN (SELECT id FROM temp.reviewers) AND id NOT IN (SELECT author FROM contribution)
  AND id NOT IN (SELECT identity FROM credit) AND id NOT IN (SELECT r.value FROM contribution c, json_each(c.reviewers) r)
  AND uid NOT IN (SELECT host ->> '$.of' FROM detail WHERE host ->> '$.of' IS NOT NULL)`;

/** Acts on their contributions, merges they are in, edits of drafts about them; in the audit log their name. */
function forgetActs(core: Core, who: readonly IdentityId[]): number {
  const { db } = core;
  const list = JSON.stringify(who);
  const acts = db.run(
    `DELETE FROM act WHERE target IS NOT NULL AND EXISTS (SELECT 1 FROM temp.gone g JOIN contribution c ON c.id = g.id
         WHERE c.uid = act.target AND act.repo IN (0, c.repo))
       OR kind IN ('merge', 'dismissal') AND EXISTS (SELECT 1 FROM json_each(act.value) WHERE value IN (SELECT value FROM json_each(?1)))
       OR kind = 'edit' AND act.key ->> 0 IN (SELECT value FROM json_each(?1))`,
    [list],
  );
  db.run(`UPDATE audit SET subject = '', detail = '' WHERE subject IN (SELECT value FROM json_each(?))`, [list]);
  return acts;
}

/**
 * Takes lines that hold one of their e-mails or whole names out of the texts of others they are credited in, and of what others said where they
 * reviewed too; out of a subject the name.
 */
function redactOthers(core: Core, who: readonly IdentityId[]): void {
  const { db } = core;
  const theirs = `host ->> '$.of' IN (SELECT value FROM json_each(?))`;
  const list = [JSON.stringify(who)];
  // Their title goes.
  const retitled = db.all<{ id: number }>({
    sql: `SELECT contribution AS id FROM detail WHERE host ->> '$.kind' = 'review' AND ${theirs}`,
    parameters: list,
  });
  // Somebody else's review of their pull request keeps its number, and neither its title, nor what it changed, nor whose it was.
  db.run(
    `UPDATE detail SET subject = iif(host ->> '$.kind' = 'review', '#' || (host ->> '$.pull'), subject), host = json_remove(host, '$.of', '$.hunk')
     WHERE ${theirs}`,
    list,
  );
  const named = pattern(
    db
      .all<{ name: string; email: string; login: string | null }>({
        sql: 'SELECT name, email, login FROM identity WHERE id IN (SELECT id FROM temp.them)',
        parameters: [],
      })
      .flatMap(({ name, email, login }) => [name, email, login ?? '']),
  );
  const isNamed = (text: string): boolean => text.search(named) >= 0;
  const rows = db.all<{ id: number; subject: string; body: string; trailers: string | null }>({
    sql: `SELECT d.contribution AS id, d.subject, d.body, d.trailers FROM detail d WHERE d.contribution NOT IN (SELECT id FROM temp.gone)
      AND (d.contribution IN (SELECT contribution FROM credit WHERE identity IN (SELECT id FROM temp.them)) OR d.contribution IN (${BESIDE}))`,
    parameters: [],
  });
  const reworded = rows.filter(({ subject, body }) => isNamed(subject) || isNamed(body)).map(({ id }) => id);
  for (const { id, subject, body, trailers } of rows) {
    const lines = body.split('\n').filter((line) => !isNamed(line));
    const kept = trailers === null ? [] : (JSON.parse(trailers) as { value: string }[]).filter(({ value }) => !isNamed(value));
    db.run('UPDATE detail SET subject = ?, body = ?, trailers = ? WHERE contribution = ?', [
      subject.replaceAll(named, '…'),
      lines.join('\n').trimEnd(),
      kept.length === 0 ? null : JSON.stringify(kept),
      id,
    ]);
  }
  // Made of words that are gone; both are made again of what is left.
  const changed = JSON.stringify([...retitled.map(({ id }) => id), ...reworded]);
  for (const table of ['tag', 'embedding'])
    db.run(`DELETE FROM ${table} WHERE contribution IN (SELECT value FROM json_each(?))`, [changed]);
}

/** Reviews that the same person was given of the same pull request. */
const BESIDE = `SELECT c.id FROM temp.gone g JOIN contribution own ON own.id = g.id JOIN detail o ON o.contribution = own.id
  JOIN repo r ON r.id = own.repo JOIN json_each('["review", "review_comment"]') k
  JOIN contribution c ON c.repo = own.repo AND c.full = ${RECEIVED} AND c.uid BETWEEN k.value || ':' || r.uid || '#' || (o.host ->> '$.pull') || '/'
    AND k.value || ':' || r.uid || '#' || (o.host ->> '$.pull') || '0' WHERE own.kind IN (${REVIEWS.join(', ')})`;

/** Finds these names and addresses in a text: `ada` is none of `adapter`; in Chinese words stand together. */
function pattern(names: readonly string[]): RegExp {
  const patterns = [...new Set(names)]
    .filter((name) => name.length > 2 || /^\p{Script=Han}+$/u.test(name))
    .map((name) => {
      const literal = name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
      const before = /^\p{Script=Han}/u.test(name) ? '' : String.raw`(?<![\p{L}\p{N}])`;
      const after = /\p{Script=Han}$/u.test(name) ? '' : String.raw`(?![\p{L}\p{N}])`;
      return `${before}${literal}${after}`;
    });
  return new RegExp(patterns.length === 0 ? '(?!)' : patterns.join('|'), 'giu');
}

/**
 * Takes the subjects of their commits out of others' pull requests that they have a part in. Who wrote which commit is not kept: of a rebase, whose
 * commits are known again by time and subject, those of their times go, else all.
 */
function redactPulls({ db }: Core): void {
  db.exec(
    `UPDATE detail AS d SET host = json_set(d.host, '$.commits', json((SELECT json_group_array(json(
         iif(d.host ->> '$.method' = 'rebase' AND v.value ->> '$.at' / 1000 NOT IN (SELECT c.at / 1000 FROM temp.gone g JOIN contribution c ON c.id = g.id),
           v.value, json_set(v.value, '$.subject', '')))) FROM json_each(d.host, '$.commits') v)))
     WHERE d.host ->> '$.kind' = 'pull_request' AND d.contribution NOT IN (SELECT id FROM temp.gone)
       AND d.contribution IN (SELECT contribution FROM credit WHERE identity IN (SELECT id FROM temp.them))`,
  );
}

/** Takes contributions out, of work logs say, for their source has them no more. What the user said of them stays, for when they come back. */
export function remove(core: Core, ids: readonly ContributionId[]): number {
  return change(core, () => {
    const removed = dropRows(core, [...rowsById(core, ids).values()]);
    forgetEmptyLogs(core);
    return removed;
  });
}

/** Contributions by their rows, with all that hangs on them. */
export function dropRows({ db }: Core, rows: readonly number[]): number {
  const [list, those] = [JSON.stringify(rows), 'IN (SELECT value FROM json_each(?))'];
  db.run(`DELETE FROM search WHERE rowid ${those}`, [list]);
  for (const table of DEPENDENT) db.run(`DELETE FROM ${table} WHERE contribution ${those}`, [list]);
  return db.run(`DELETE FROM contribution WHERE id ${those}`, [list]);
}

/** A log without entries is a file's path and nothing else. */
function forgetEmptyLogs(core: Core): void {
  const gone = core.db.run(
    `DELETE FROM repo WHERE uid LIKE '${LOG_PREFIX}%' AND NOT EXISTS (SELECT 1 FROM contribution c WHERE c.repo = repo.id)`,
    [],
  );
  if (gone === 0) return;
  // Others remember rows of repositories until something is erased.
  setMeta(core, 'erasures', Number(meta(core, 'erasures') ?? 0) + 1);
  core.interner.forget();
}

/** Everything that cannot be read again from anywhere, for the user to keep. */
export const exportActs = (core: Core): readonly Entry[] => allEntries(core);

import type { Logger } from '../util/context.ts';
import type { Journal } from './journal.ts';
import type { Database } from './libsql.ts';
import type { Sql } from './schema.ts';

/** What every part of the store works with. */
export interface Core {
  readonly db: Database;
  readonly sql: Sql;
  readonly journal: Journal;
  readonly now: () => number;
  readonly log: Logger;
  readonly interner: Interner;
}

export function meta(core: Core, key: string): string | number | undefined {
  return core.db.get<{ value: string | number }>({ sql: 'SELECT value FROM meta WHERE key = ?', parameters: [key] })?.value;
}

export function setMeta(core: Core, key: string, value: string | number): void {
  core.db.run('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value', [key, value]);
}

/** Grows with every change, of this process or another. */
export const revision = (core: Core): number => Number(meta(core, 'revision') ?? 0);

/** A transaction; where it changed any row, the revision grows. */
export function change<T>(core: Core, work: () => T): T {
  const changes = (): number => core.db.get<{ n: number }>({ sql: 'SELECT total_changes() AS n', parameters: [] })?.n ?? 0;
  try {
    return core.db.transaction(() => {
      core.interner.begin(core);
      const before = changes();
      const result = work();
      if (changes() > before) core.db.run(`UPDATE meta SET value = value + 1 WHERE key = 'revision'`);
      return result;
    });
  } catch (error) {
    core.interner.forget();
    throw error;
  }
}

type Interned = 'repo' | 'identity';

/** Row numbers of text keys, remembered while they hold: until a transaction fails, or any process erases something. */
export class Interner {
  #rows: Record<Interned, Map<string, number>> = { repo: new Map(), identity: new Map() };
  #erasures: unknown;

  /** To be called in each transaction before its rows are used. */
  begin(core: Core): void {
    const erasures = meta(core, 'erasures');
    if (erasures !== this.#erasures) this.forget();
    this.#erasures = erasures;
  }

  forget(): void {
    this.#rows = { repo: new Map(), identity: new Map() };
  }

  /** The row of a key, made where there is none. */
  row(core: Core, table: Interned, uid: string): number {
    const known = this.#rows[table].get(uid);
    if (known !== undefined) return known;
    if (table === 'repo') core.db.run('INSERT OR IGNORE INTO repo(uid) VALUES (?)', [uid]);
    else core.db.run('INSERT OR IGNORE INTO identity(uid, name, email) VALUES (?, ?, ?)', [uid, ...spelled(uid)]);
    const id = core.db.get<{ id: number }>({ sql: `SELECT id FROM ${table} WHERE uid = ?`, parameters: [uid] })?.id ?? 0;
    this.#rows[table].set(uid, id);
    return id;
  }
}

/** `name <email>` taken apart; a login stands for the name. */
function spelled(uid: string): [name: string, email: string] {
  const match = /^(.*) <([^<>]*)>$/s.exec(uid);
  return match?.[1] !== undefined && match[2] !== undefined ? [match[1], match[2]] : [uid, ''];
}

/**
 * Brings `counted` and `type` of these full contributions (all of them without a list) in line with noise, tags and acts.
 * Only rows that differ are written.
 */
export function settle(core: Core, ids?: readonly number[]): void {
  if (ids?.length === 0) return;
  const some = ids ? 'AND c.id IN (SELECT value FROM json_each(?))' : '';
  core.db.run(
    `UPDATE contribution SET counted = s.counted, type = s.type FROM (SELECT c.id,
       c.orphan = 0 AND NOT EXISTS (SELECT 1 FROM noise n WHERE n.contribution = c.id AND n.path = '' AND NOT ${PUT_BACK}) AS counted,
       coalesce((SELECT v.label FROM (${CORRECTION("'type'")}) v),
         (SELECT t.label FROM tag t WHERE t.contribution = c.id AND t.family = 'type' AND t.unsure = 0)) AS type
     FROM contribution c WHERE c.full = 1 ${some}) AS s
     WHERE contribution.id = s.id AND (contribution.counted <> s.counted OR contribution.type IS NOT s.type)`,
    ids ? [JSON.stringify(ids)] : [],
  );
}

/** The act in force on contribution `c` for this kind and key, as a query for its JSON value. */
const inForce = (kind: string, key: string): string =>
  `SELECT a.value, a.at FROM act a WHERE a.kind = '${kind}' AND a.repo = ${SCOPE} AND a.target = c.uid AND a.key = ${key} AND a.undone = 0
   ORDER BY a.id DESC LIMIT 1`;
/** A sha is unique in its repository, any other id everywhere. */
const SCOPE = `iif(typeof(c.uid) = 'blob', c.repo, 0)`;
/** The label in force and its time. */
export const CORRECTION = (family: string): string => `SELECT v.value ->> 'label' AS label, v.at FROM (${inForce('correction', family)}) v`;
/** Whether ledger line `n` of contribution `c` was put back. */
export const PUT_BACK = `EXISTS (${inForce('put-back', `iif(n.reason = 'inconsistent', json_array(n.path, n.reason, n.of), json_array(n.path, n.reason))`)})`;
/** Whether the user has said that contribution `c` and what ledger line `n` names are the same work. */
export const MERGED = `(n.reason = 'inconsistent' AND EXISTS (${inForce('same-work', 'n.of')}))`;

import type { Contribution, Identity, Noise, Repo } from '../domain/contribution.ts';
import { CONTRIBUTION_KINDS } from '../domain/contribution.ts';
import type { FileChange, LineCounts } from '../domain/commit.ts';
import type { ContributionId, PersonId, RepoId } from '../domain/ids.ts';
import type { SlimCommit } from '../domain/slim.ts';
import { change, type Core, settle } from './core.ts';
import type { Param } from './libsql.ts';
import { forgetFeatures } from './embeddings.ts';
import { DETAIL_SQL, detailRow, digestOf, isSame, isShared, keepingLines, type Known, merged, uidText } from './full.ts';
import { rowsById } from './lookup.ts';
import { encodeFiles, FULL, type Level, LINE_COUNTS, noiseBits, RECEIVED, sizeOf, slimFiles, uidOf } from './rows.ts';

/** How far a source was read: a tip for each ref, or a cursor for each list; what its reader wants back. */
export type Mark = Readonly<Record<string, string>>;

export interface Watermark {
  /** Of the clone's path, a host's address: repositories are read from several. */
  readonly location: string;
  /** Whose full contributions it tells of; absent: everybody's slim ones. Goes when that person is erased. */
  readonly person?: PersonId;
  readonly mark: Mark;
}

export interface LineUpdate {
  /** Sha. */
  readonly key: string;
  readonly files: readonly FileChange[];
  readonly lines: LineCounts;
}

/** What one step of a run learned. All of it is stored, with its watermark, or none. */
export interface Batch {
  readonly repo: Repo;
  readonly identities?: readonly Identity[];
  /** With text: of chosen people. They replace slim rows of the same commits. */
  readonly contributions?: readonly Contribution[];
  /** Reviews that others gave a chosen person, with text: no work of whoever gave them is made of it. A full one of the same stays full. */
  readonly received?: readonly Contribution[];
  /** Of everybody. Of a commit already stored in full, only what the full one does not say is taken. */
  readonly slim?: readonly SlimCommit[];
  /** All ledger lines of the `contributions` above, and further ones of contributions stored before. */
  readonly noise?: readonly Noise[];
  readonly lines?: readonly LineUpdate[];
  /** Shas that no ref reaches any more. */
  readonly orphans?: readonly string[];
  readonly watermark?: Watermark;
}

export interface Written {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** Writes a batch in one transaction. Batches of 2,000 to 10,000 slim commits are best: fewer cost more, more are lost to a kill. */
export function writeBatch(core: Core, batch: Batch): Written {
  return change(core, () => {
    const writer = new BatchWriter(core, batch.repo);
    for (const identity of batch.identities ?? []) writer.identity(identity);
    const slim = writer.slim(batch.slim ?? []);
    const full = writer.contributions(batch.contributions ?? [], FULL);
    const received = writer.contributions(batch.received ?? [], RECEIVED);
    writer.noise(batch.noise ?? [], batch.contributions ?? []);
    writer.lines(batch.lines ?? []);
    writer.orphans(batch.orphans ?? []);
    if (batch.watermark) writer.watermark(batch.watermark);
    writer.settle();
    const sum = (key: keyof Written): number => slim[key] + full[key] + received[key];
    return { added: sum('added'), updated: sum('updated'), unchanged: sum('unchanged') };
  });
}

const COLUMNS = 'id, repo, uid, kind, author, at, files, lines, size, reviewers, reverts, noise, orphan, shared, full, counted';

/** A later reading that knows less (no line counts, no reviewers) takes nothing away. */
const SLIM_SQL = `INSERT INTO contribution(${COLUMNS})
  VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0) ON CONFLICT(repo, uid) DO UPDATE SET
    files = iif(full = 0 AND excluded.lines >= lines, excluded.files, files), size = iif(full = 0 AND excluded.lines >= lines, excluded.size, size),
    lines = iif(full = 0, max(excluded.lines, lines), lines), author = iif(full = 0, excluded.author, author), at = iif(full = 0, excluded.at, at),
    reviewers = coalesce(excluded.reviewers, reviewers), reverts = coalesce(excluded.reverts, reverts), noise = excluded.noise,
    orphan = iif(full = 0, 0, orphan)
  WHERE full = 0 AND (excluded.lines > lines OR (excluded.lines = lines AND excluded.files <> files) OR excluded.author <> author
      OR excluded.at <> at OR orphan = 1)
    OR (excluded.reviewers IS NOT NULL AND excluded.reviewers IS NOT reviewers) OR (excluded.reverts IS NOT NULL AND excluded.reverts IS NOT reverts)
    OR excluded.noise <> noise`;

const FULL_SQL = `INSERT INTO contribution(${COLUMNS})
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, 0, ?, ?, ?, 0) ON CONFLICT DO UPDATE SET
    author = excluded.author, at = excluded.at, files = excluded.files, lines = excluded.lines, size = excluded.size,
    reverts = excluded.reverts, orphan = excluded.orphan, shared = excluded.shared, full = excluded.full, counted = 0`;

const LINES_SQL = `UPDATE contribution SET files = v.column2, lines = v.column3, size = v.column4
  FROM (VALUES (?, ?, ?, ?, ?)) v WHERE repo = v.column5 AND uid = v.column1 AND lines <= v.column3 AND (files <> v.column2 OR lines <> v.column3)`;

class BatchWriter {
  readonly #core: Core;
  readonly #repoId: RepoId;
  readonly #repo: number;
  /** Rows of full contributions whose `counted` or `type` may have to follow. */
  readonly #touched = new Set<number>();

  constructor(core: Core, repo: Repo) {
    this.#core = core;
    this.#repoId = repo.id;
    this.#repo = core.interner.row(core, 'repo', repo.id);
    core.db.run(
      `UPDATE repo SET name = ?1, path = ?2, remote = ?3, web = ?4
       WHERE id = ?5 AND (name IS NOT ?1 OR path IS NOT ?2 OR remote IS NOT ?3 OR web IS NOT ?4)`,
      [repo.name, repo.path, repo.remote, repo.web, this.#repo],
    );
  }

  /** A login stays with the host it was first known at. */
  identity({ id, name, email, login, host }: Identity): void {
    this.#core.db.run(
      `INSERT INTO identity(uid, name, email, login, host) VALUES (?1, ?2, ?3, ?4, ?5)
       ON CONFLICT(uid) DO UPDATE SET name = ?2, email = ?3, login = iif(?4 IS NOT NULL AND (host IS NULL OR host = ?5), ?4, login),
         host = iif(?4 IS NOT NULL, coalesce(host, ?5), host)
       WHERE name <> ?2 OR email <> ?3 OR (?4 IS NOT NULL AND (host IS NULL OR host = ?5) AND (login IS NOT ?4 OR host IS NOT ?5))`,
      [id, name, email, login, host],
    );
  }

  slim(commits: readonly SlimCommit[]): Written {
    const first = this.#nextId();
    let id = first;
    const changes = this.#core.db.runMany(
      SLIM_SQL,
      commits.map(({ sha, author, at, paths, lines, created, reviewers, reverts, noise }) => [
        id++,
        this.#repo,
        Buffer.from(sha, 'hex'),
        this.#identityRow(author),
        at,
        slimFiles(paths, lines, created),
        LINE_COUNTS.indexOf(lines ? 'counted' : 'pending'),
        lines ? lines.reduce((sum, [added, deleted]) => sum + (added ?? 0) + (deleted ?? 0), 0) : 0,
        reviewers?.length ? JSON.stringify(reviewers.map((uid) => this.#identityRow(uid))) : null,
        reverts,
        noise ? noiseBits(noise) : 0,
      ]),
    );
    return this.#written(commits.length, first, changes);
  }

  /** @param level FULL, or RECEIVED where it is not known to be more */
  contributions(given: readonly Contribution[], level: Level): Written {
    const list = [...new Map(given.map((item) => [item.id, item])).values()];
    const first = this.#nextId();
    let next = first;
    const rows: Param[][] = [];
    const details: Param[][] = [];
    const credits: Param[][] = [];
    const changed: number[] = [];
    const told: number[] = [];
    for (let at = 0; at < list.length; at += 500) {
      const part = list.slice(at, at + 500);
      const known = this.#known(part);
      for (const read of part) {
        if (read.repo !== this.#repoId) throw new TypeError(`${read.id} is not of ${this.#repoId}`);
        const old = known.get(uidText(read));
        const item = old ? keepingLines(read, old) : read;
        const digest = digestOf(item);
        const full = old?.full === FULL ? FULL : level;
        if (old?.full === full && isSame(old, item, digest)) continue;
        const id = old?.id ?? next++;
        if (old) changed.push(id);
        if (full === FULL) told.push(id);
        this.#touched.add(id);
        const shared = isShared(item);
        rows.push([
          id,
          this.#repo,
          uidOf(item),
          CONTRIBUTION_KINDS.indexOf(item.kind),
          this.#identityRow(item.author),
          item.at,
          encodeFiles(item.files),
          LINE_COUNTS.indexOf(item.lines),
          sizeOf(item.files),
          item.reverts,
          item.orphan,
          shared,
          full,
        ]);
        details.push(detailRow(id, item, digest));
        if (shared)
          for (const { identity, role, share } of merged(item.credit)) credits.push([id, this.#identityRow(identity), role, share]);
      }
    }
    const { db } = this.#core;
    const ids = JSON.stringify(changed);
    db.run('DELETE FROM search WHERE rowid IN (SELECT value FROM json_each(?))', [ids]);
    db.run('DELETE FROM credit WHERE contribution IN (SELECT value FROM json_each(?))', [ids]);
    db.run('UPDATE tag SET fresh = 0 WHERE contribution IN (SELECT value FROM json_each(?))', [ids]);
    forgetFeatures(this.#core, 'SELECT value FROM json_each(?)', [ids]);
    db.runMany(FULL_SQL, rows);
    db.runMany(DETAIL_SQL, details);
    db.runMany(
      'INSERT OR IGNORE INTO unindexed(contribution) VALUES (?)',
      told.map((id) => [id]),
    );
    db.runMany('INSERT OR REPLACE INTO credit(contribution, identity, role, share) VALUES (?, ?, ?, ?)', credits);
    return this.#written(list.length, first, rows.length);
  }

  /** Lines of the batch's own contributions replace what was said of them; of others, they are added. */
  noise(noise: readonly Noise[], contributions: readonly Contribution[]): void {
    if (noise.length === 0 && contributions.length === 0) return;
    const { db } = this.#core;
    const own = this.#ids(contributions.map((item) => item.id));
    const before = db.all<{ contribution: number; path: string; reason: string; detail: string; of: string | null }>({
      sql: 'SELECT contribution, path, reason, detail, of FROM noise WHERE contribution IN (SELECT value FROM json_each(?))',
      parameters: [JSON.stringify([...own.values()])],
    });
    const ids = new Map([...own, ...this.#ids(noise.map((line) => line.contribution).filter((id) => !own.has(id)))]);
    const lines = new Map<string, Param[]>();
    for (const { contribution, path = '', reason, detail, of } of noise) {
      const id = ids.get(contribution);
      if (id !== undefined) lines.set(JSON.stringify([id, path, reason]), [id, path, reason, detail, of]);
    }
    const gone = before.filter((line) => !lines.has(JSON.stringify([line.contribution, line.path, line.reason])));
    for (const { contribution, path, reason } of gone) {
      db.run('DELETE FROM noise WHERE contribution = ? AND path = ? AND reason = ?', [contribution, path, reason]);
      this.#touched.add(contribution);
    }
    db.runMany('INSERT OR REPLACE INTO noise(contribution, path, reason, detail, of) VALUES (?, ?, ?, ?, ?)', [...lines.values()]);
    for (const [id] of lines.values()) if (typeof id === 'number') this.#touched.add(id);
  }

  lines(updates: readonly LineUpdate[]): void {
    const { db } = this.#core;
    const changes = db.runMany(
      LINES_SQL,
      updates.map(({ key, files, lines }) => [
        Buffer.from(key, 'hex'),
        encodeFiles(files),
        LINE_COUNTS.indexOf(lines),
        sizeOf(files),
        this.#repo,
      ]),
    );
    if (changes === 0) return;
    const rows = 'SELECT id FROM contribution WHERE repo = ? AND full = 1 AND uid IN (SELECT unhex(value) FROM json_each(?))';
    const which = [this.#repo, JSON.stringify(updates.map(({ key }) => key))];
    db.run(`UPDATE tag SET fresh = 0 WHERE contribution IN (${rows})`, which);
    forgetFeatures(this.#core, rows, which);
  }

  orphans(shas: readonly string[]): void {
    if (shas.length === 0) return;
    const { db } = this.#core;
    const list = JSON.stringify(shas);
    const full = db.all<{ id: number }>({
      sql: `SELECT id FROM contribution WHERE repo = ? AND full = 1 AND orphan = 0 AND uid IN (SELECT unhex(value) FROM json_each(?))`,
      parameters: [this.#repo, list],
    });
    for (const { id } of full) this.#touched.add(id);
    db.run('UPDATE contribution SET orphan = 1 WHERE repo = ? AND uid IN (SELECT unhex(value) FROM json_each(?))', [this.#repo, list]);
  }

  watermark({ location, person = '', mark }: Watermark): void {
    this.#core.db.run('INSERT OR REPLACE INTO source(repo, location, person, mark, at) VALUES (?, ?, ?, ?, ?)', [
      this.#repo,
      location,
      person,
      JSON.stringify(mark),
      this.#core.now(),
    ]);
  }

  settle(): void {
    settle(this.#core, [...this.#touched]);
  }

  #identityRow(uid: string): number {
    return this.#core.interner.row(this.#core, 'identity', uid);
  }

  #known(list: readonly Contribution[]): Map<string, Known> {
    const uids = list.map((item) => [uidText(item), uidText(item) === item.id ? 0 : 1]);
    const rows = this.#core.db.all<Known>({
      sql: `SELECT iif(typeof(c.uid) = 'blob', lower(hex(c.uid)), c.uid) AS uid, c.id, c.full, c.lines, c.files, c.orphan, d.digest
        FROM contribution c LEFT JOIN detail d ON d.contribution = c.id
        WHERE c.repo = ? AND c.uid IN (SELECT iif(value ->> 1, unhex(value ->> 0), value ->> 0) FROM json_each(?))`,
      parameters: [this.#repo, JSON.stringify(uids)],
    });
    return new Map(rows.map((row) => [row.uid, row]));
  }

  /** Rows of full contributions by id, of this repository or another. */
  #ids(ids: readonly ContributionId[]): Map<ContributionId, number> {
    return rowsById(this.#core, ids);
  }

  #nextId(): number {
    return (this.#core.db.get<{ id: number | null }>({ sql: 'SELECT max(id) AS id FROM contribution', parameters: [] })?.id ?? 0) + 1;
  }

  /** Ids are given in order, so what is new lies past `first`; whatever else changed was there before. */
  #written(total: number, first: number, changes: number): Written {
    const added =
      this.#core.db.get<{ n: number }>({ sql: 'SELECT count(*) AS n FROM contribution WHERE id >= ?', parameters: [first] })?.n ?? 0;
    return { added, updated: changes - added, unchanged: total - changes };
  }
}

export function watermark(core: Core, repo: RepoId, location: string, person: PersonId = ''): Mark | undefined {
  const row = core.db.get<{ mark: string }>({
    sql: 'SELECT s.mark FROM source s JOIN repo r ON r.id = s.repo WHERE r.uid = ? AND s.location = ? AND s.person = ?',
    parameters: [repo, location, person],
  });
  return row && (JSON.parse(row.mark) as Mark);
}

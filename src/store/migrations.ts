import type { Database } from './libsql.ts';
import { failure } from './errors.ts';

/**
 * Numbered from 1 by their place; `PRAGMA user_version` holds the last one applied. Never edit one that was released: add another.
 *
 * - `contribution` is one row for each unit of work, whoever did it: who, when, which files. Its text lies in `detail`, of chosen people only
 *   (`full`; 2: a review those were given, with its text and no work of anybody's). `uid` is the sha's bytes for a commit, the whole id for
 *   anything else. `credit` has rows only where the credit is not the author's alone (`shared`). `counted` and `type` follow from noise, tags and
 *   acts (`settle`): they let one index answer the table of 50,000 rows.
 * - `search` keeps no copy of the text, only its index; `unindexed` lists what is not in it yet.
 * - `act` is what the user did, newest last; the journal has the same. What is in force for a (kind, repo, target, key) is its newest act
 *   that is not undone.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
  INSERT INTO meta VALUES ('revision', 0);
  CREATE TABLE repo(id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT, path TEXT, remote TEXT, web TEXT);
  CREATE TABLE source(repo INTEGER NOT NULL, location TEXT NOT NULL, person TEXT NOT NULL, mark TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (repo, location, person)) WITHOUT ROWID;
  CREATE TABLE identity(id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, email TEXT NOT NULL, login TEXT);

  CREATE TABLE contribution(
    id INTEGER PRIMARY KEY, repo INTEGER NOT NULL, uid BLOB NOT NULL, kind INTEGER NOT NULL, author INTEGER NOT NULL, at INTEGER NOT NULL,
    files TEXT NOT NULL, lines INTEGER NOT NULL, reviewers TEXT, reverts TEXT, noise INTEGER NOT NULL, orphan INTEGER NOT NULL,
    shared INTEGER NOT NULL, full INTEGER NOT NULL, counted INTEGER NOT NULL, size INTEGER NOT NULL, type TEXT);
  CREATE UNIQUE INDEX contribution_uid ON contribution(repo, uid);
  CREATE INDEX contribution_time ON contribution(repo, at);
  CREATE INDEX contribution_listing ON contribution(at, author, counted, type, repo, size, shared) WHERE full = 1;
  CREATE TABLE detail(
    contribution INTEGER PRIMARY KEY, key TEXT, at_offset INTEGER NOT NULL, landed_at INTEGER NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
    message_hash TEXT NOT NULL, trailers TEXT, refs TEXT, parents TEXT, stated TEXT, assistants TEXT, digest TEXT NOT NULL);
  CREATE TABLE credit(contribution INTEGER NOT NULL, identity INTEGER NOT NULL, role TEXT NOT NULL, share REAL NOT NULL,
    PRIMARY KEY (contribution, identity)) WITHOUT ROWID;
  CREATE INDEX credit_identity ON credit(identity);
  CREATE TABLE noise(contribution INTEGER NOT NULL, path TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, of TEXT,
    PRIMARY KEY (contribution, path, reason)) WITHOUT ROWID;
  CREATE VIRTUAL TABLE search USING fts5(subject, body, paths, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');

  CREATE TABLE model(id INTEGER PRIMARY KEY, hash TEXT NOT NULL, labels TEXT NOT NULL, UNIQUE (hash, labels));
  CREATE TABLE tag(contribution INTEGER NOT NULL, family TEXT NOT NULL, model INTEGER NOT NULL, text_hash TEXT NOT NULL, label TEXT NOT NULL,
    p REAL NOT NULL, unsure INTEGER NOT NULL, stated TEXT, scores TEXT NOT NULL, fresh INTEGER NOT NULL,
    PRIMARY KEY (contribution, family)) WITHOUT ROWID;
  CREATE TABLE embedding(id INTEGER PRIMARY KEY, contribution INTEGER NOT NULL, encoder INTEGER NOT NULL, text_hash TEXT NOT NULL, vector BLOB NOT NULL);
  CREATE UNIQUE INDEX embedding_of ON embedding(encoder, contribution);

  CREATE TABLE act(id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, repo INTEGER, target BLOB, key TEXT NOT NULL,
    value TEXT NOT NULL, at INTEGER NOT NULL, undone INTEGER NOT NULL);
  CREATE INDEX act_on ON act(kind, repo, target, key, id);
  CREATE TABLE audit(id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL);
  `,
  // The text index follows later; two questions of every run are answered without looking at every row.
  `
  CREATE TABLE unindexed(contribution INTEGER PRIMARY KEY);
  CREATE INDEX contribution_author ON contribution(repo, author, full, counted, noise, orphan) WHERE orphan = 0 AND iif(full, counted, noise = 0);
  CREATE INDEX contribution_pending ON contribution(repo, author) WHERE lines = 0 AND kind = 0 AND orphan = 0;
  `,
  // Derived from all the rest and kept with it, to be shown at once.
  `CREATE TABLE kept(key TEXT PRIMARY KEY, at INTEGER NOT NULL, value BLOB NOT NULL);`,
  // What a code host alone tells of pull requests, reviews and comments: HostFacts.
  `ALTER TABLE detail ADD COLUMN host TEXT;`,
  // Heads that learned from corrections. `place`: their order, the last in force; null: on offer. `learned`: the acts they learned from.
  `CREATE TABLE head(id INTEGER PRIMARY KEY, hash TEXT NOT NULL, learned TEXT NOT NULL, at INTEGER NOT NULL, place INTEGER, file BLOB NOT NULL);`,
  // Of which host a login is: said by accounts and no-reply addresses themselves, of others by the account they were known by.
  `
  ALTER TABLE identity ADD COLUMN host TEXT;
  UPDATE identity SET host = substr(uid, 1, instr(uid, '/') - 1) WHERE login IS NOT NULL AND uid NOT LIKE '%>';
  UPDATE identity SET host = substr(email, instr(email, '@users.noreply.') + 15) WHERE login IS NOT NULL AND host IS NULL AND email LIKE '%@users.noreply.%';
  UPDATE identity SET host = (SELECT a.host FROM identity a WHERE a.login = identity.login AND a.uid NOT LIKE '%>' ORDER BY a.id LIMIT 1)
    WHERE login IS NOT NULL AND host IS NULL;
  `,
  // What heads read of a contribution beside the vector, where they read that: another head then tags it without a look at its text.
  `ALTER TABLE embedding ADD COLUMN features BLOB;`,
  // Which e-mail addresses a code host has verified as an account's, and by which token it was asked last; without a login: that token may not ask.
  `
  CREATE TABLE mailbox(host TEXT NOT NULL, login TEXT NOT NULL, name TEXT NOT NULL, emails TEXT NOT NULL, etag TEXT, token TEXT NOT NULL,
    at INTEGER NOT NULL, PRIMARY KEY (host, login)) WITHOUT ROWID;
  `,
];

export const STORE_VERSION = MIGRATIONS.length;

/** Brings the store to this version. @throws TrackRecordError `store-newer` */
export function migrate(db: Database): void {
  if (versionOf(db) === STORE_VERSION) return;
  db.transaction(() => {
    // Read again with the lock held: another process may just have done it.
    const from = versionOf(db);
    if (from > STORE_VERSION) throw failure('store-newer', undefined, `it is of version ${from}, this program knows ${STORE_VERSION}`);
    for (const sql of MIGRATIONS.slice(from)) db.exec(sql);
    db.exec(`PRAGMA user_version = ${STORE_VERSION}`);
  });
}

const versionOf = (db: Database): number =>
  db.get<{ user_version: number }>({ sql: 'SELECT user_version FROM pragma_user_version', parameters: [] })?.user_version ?? 0;

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { TrackRecordError } from '../../src/domain/result.ts';
import { subkey } from '../../src/store/key.ts';
import { Database } from '../../src/store/libsql.ts';
import { STORE_VERSION } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open.ts';
import { ADA, BEN, commit, folder, fresh, KEY, open, REPO, slimCommit, tag } from './support.ts';

const reason = (expected: string) => (error: unknown) => {
  assert.ok(error instanceof TrackRecordError, String(error));
  assert.equal(error.reason, expected);
  assert.ok(error.message.length > 40 && /[.)]$/.test(error.message), error.message);
  return true;
};
const raw = (file: string): Database => new Database(file, { key: subkey(KEY, 'store').toString('hex') });

/** A closed store with rows of every kind and what a user did in it. */
function written(t: TestContext): string {
  const { store, path: file } = fresh(t);
  store.writeBatch({
    repo: REPO,
    slim: Array.from({ length: 3000 }, (_, n) => slimCommit(n + 1000)),
    contributions: Array.from({ length: 200 }, (_, n) => commit(n)),
  });
  store.saveTags([{ of: commit(1), tag: tag('feat') }]);
  store.correct({ contribution: commit(1).id, family: 'type', label: 'docs' });
  store.acceptMerge([ADA, BEN]);
  store.saveEdit(
    { person: ADA, repos: [], period: '2026-H1', audience: 'self', locale: 'en' },
    { claim: 'claim-1', text: 'My own words.', base: '', section: { id: 'overview', title: 'Overview' }, cited: [] },
  );
  store.audit('export', ADA, 'markdown');
  store.close();
  return file;
}

function actsOf(file: string): unknown {
  const { store } = openStore({ path: file, key: KEY });
  const { corrections, merges, edits, auditLog } = store;
  const acts = {
    c: corrections(),
    m: merges(),
    a: auditLog(),
    e: edits({ persons: [ADA], repos: [], period: '2026-H1', audience: 'self', locale: 'en' }),
  };
  store.close();
  return acts;
}

test('a store lies in a folder of its user alone and opens again', (t) => {
  const file = path.join(folder(t), 'new', 'store.db');
  const store = open(t, file);
  store.writeBatch({ repo: REPO, contributions: [commit(1)] });
  store.close();
  store.close();
  assert.equal(open(t, file).count({}), 1);
  if (process.platform !== 'win32') assert.equal(statSync(path.dirname(file)).mode & 0o777, 0o700);
});

test('a store of a newer version is refused and left alone', (t) => {
  const file = written(t);
  const db = raw(file);
  db.exec(`PRAGMA user_version = ${STORE_VERSION + 1}`);
  db.checkpoint();
  db.close();
  const before = readFileSync(file);
  assert.throws(() => openStore({ path: file, key: KEY }), reason('store-newer'));
  assert.deepEqual(readFileSync(file), before);
});

test('logins of an older store find their hosts', (t) => {
  const { store, path: file } = fresh(t);
  const identities = [
    { id: 'github.com/ada', name: 'Ada Example', email: '7+ada@users.noreply.github.com', login: 'ada' },
    { id: 'Ada Example <ada@example.com>', name: 'Ada Example', email: 'ada@example.com', login: 'ada' },
    { id: 'Ben <8+ben@users.noreply.git.example.com>', name: 'Ben', email: '8+ben@users.noreply.git.example.com', login: 'ben' },
    { id: 'Cyd <cyd@example.com>', name: 'Cyd', email: 'cyd@example.com' },
  ];
  store.writeBatch({ repo: REPO, identities });
  store.close();
  const db = raw(file);
  db.exec('ALTER TABLE identity DROP COLUMN host; ALTER TABLE embedding DROP COLUMN features; DROP TABLE mailbox; PRAGMA user_version = 5');
  db.close();
  assert.deepEqual(
    open(t, file)
      .identities()
      .map(({ host }) => host),
    ['github.com', 'github.com', 'git.example.com', undefined],
  );
});

test('a login stays with the host it was first known at', (t) => {
  const { store } = fresh(t);
  const ada = { id: ADA, name: 'Ada Example', email: 'ada@example.com' };
  const write = (more: object): unknown => {
    store.writeBatch({ repo: REPO, identities: [{ ...ada, ...more }] });
    const [{ login, host } = {}] = store.identities();
    return [login, host];
  };
  assert.deepEqual(write({}), [undefined, undefined]);
  assert.deepEqual(write({ login: 'ada', host: 'github.com' }), ['ada', 'github.com']);
  assert.deepEqual(write({ login: 'a.example', host: 'git.example.com' }), ['ada', 'github.com']);
  assert.deepEqual(write({}), ['ada', 'github.com']);
  assert.deepEqual(write({ login: 'lovelace', host: 'github.com' }), ['lovelace', 'github.com'], 'it was renamed');
});

test('a wrong key is told apart from damage, and nothing is overwritten', (t) => {
  const file = written(t);
  const before = readFileSync(file);
  const listing = readdirSync(path.dirname(file));
  assert.throws(() => openStore({ path: file, key: 'another key than the right one' }), reason('wrong-key'));
  assert.deepEqual(readFileSync(file), before);
  assert.deepEqual(
    readdirSync(path.dirname(file)).filter((name) => !/-(wal|shm)$/.test(name)),
    listing.filter((name) => !/-(wal|shm)$/.test(name)),
  );
  assert.equal(open(t, file).count({}), 200);
});

test('a wrong key does not begin a store beside a journal of another key', (t) => {
  const file = written(t);
  for (const suffix of ['', '-wal', '-shm', '.seal']) rmSync(file + suffix, { force: true });
  assert.throws(() => openStore({ path: file, key: 'another key than the right one' }), reason('wrong-key'));
  assert.equal(existsSync(file), false);
});

const DAMAGE: Record<string, (file: string) => void> = {
  'random bytes at its head': (file) => overwrite(file, 0, 4096),
  'random bytes in its middle': (file) => overwrite(file, Math.floor(statSync(file).size / 2), 9000),
  'random bytes all over it': (file) => overwrite(file, 0, statSync(file).size),
  'half of it cut off': (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  'an odd number of bytes left': (file) => truncateSync(file, 70_001),
  'another program’s file': (file) => writeFileSync(file, 'This is not a database at all.\n'.repeat(300)),
};
for (const [what, damage] of Object.entries(DAMAGE)) {
  test(`damaged (${what}): set aside, begun anew, with all that the user did`, (t) => {
    const file = written(t);
    const acts = actsOf(file);
    damage(file);
    const damaged = readFileSync(file);
    const { store, setAside } = openStore({ path: file, key: KEY, now: () => Date.UTC(2026, 6, 1) });
    assert.equal(setAside, `${file}.damaged-2026-07-01T00-00-00-000Z`);
    assert.deepEqual(readFileSync(setAside), damaged);
    assert.equal(store.count({}), 0);
    store.writeBatch({ repo: REPO, contributions: [commit(1)] });
    assert.equal(store.query({})[0]?.correction?.label, 'docs');
    store.close();
    assert.deepEqual(actsOf(file), acts);
  });
}

test('an empty file is a new store', (t) => {
  const file = path.join(folder(t), 'store.db');
  writeFileSync(file, '');
  const { store, setAside } = openStore({ path: file, key: KEY });
  assert.equal(setAside, undefined);
  assert.equal(store.writeBatch({ repo: REPO, contributions: [commit(1)] }).added, 1);
  store.close();
});

test('damage met while reading is told, and healed at the next opening', (t) => {
  const file = written(t);
  const { size, mtimeMs, atimeMs } = statSync(file);
  overwrite(file, size / 2, size / 2);
  // As bit rot would: nothing tells before it is read.
  utimesSync(file, atimeMs / 1000, Math.trunc(mtimeMs) / 1000);
  const readAll = (): number => {
    const { store } = openStore({ path: file, key: KEY });
    try {
      return store.query({}).length + [...store.slim(REPO.id)].length + store.corrections().length;
    } finally {
      store.close();
    }
  };
  assert.throws(readAll, reason('store-damaged'));
  assert.equal(readAll(), 1);
});

test('damage of any kind ends in an error or an answer, never in the end of the process', (t) => {
  const file = written(t);
  const copy = path.join(path.dirname(file), 'copy.db');
  const pages = statSync(file).size / 4096;
  for (let n = 0; n < 40; n++) {
    copyFileSync(file, copy);
    const at = 4096 * (1 + ((n * 37) % (pages - 1))) + ((n * 577) % 4000);
    overwrite(copy, at, 1 + (n % 3) * 60);
    const db = raw(copy);
    try {
      for (const table of ['contribution', 'detail', 'identity', 'repo', 'act', 'tag', 'noise']) {
        const columns = db
          .all<{ name: string }>({ sql: `SELECT name FROM pragma_table_info('${table}')`, parameters: [] })
          .map(({ name }) => name);
        const cells = columns.map((name) => (name === 'uid' || name === 'target' ? `hex(${name}) AS ${name}` : name)).join(', ');
        db.all({ sql: `SELECT ${cells} FROM ${table}`, parameters: [] });
      }
    } catch (error) {
      reason('store-damaged')(error);
    } finally {
      db.close();
    }
  }
});

test('a lost journal is made again from the store', (t) => {
  const file = written(t);
  const acts = actsOf(file);
  rmSync(file.replace('.db', '.journal'));
  assert.deepEqual(actsOf(file), acts);
  rmSync(file);
  assert.deepEqual(actsOf(file), acts);
});

test('a damaged journal loses nothing while the store is whole', (t) => {
  const file = written(t);
  const acts = actsOf(file);
  const journal = file.replace('.db', '.journal');
  overwrite(journal, 0, 60);
  assert.deepEqual(actsOf(file), acts);
  writeFileSync(journal, 'nothing of it is left\n');
  assert.deepEqual(actsOf(file), acts);
  rmSync(file);
  assert.deepEqual(actsOf(file), acts);
});

test('an act that reached the journal but not the store is done at the next opening', (t) => {
  const file = written(t);
  const before = raw(file);
  const saved = before.all<{ uid: string }>({ sql: 'SELECT uid FROM act', parameters: [] }).length;
  before.exec(`DELETE FROM act; UPDATE meta SET value = 0 WHERE key = 'journal-end'`);
  before.close();
  const store = open(t, file);
  assert.equal(store.corrections().length + store.merges().length, 2);
  assert.equal(saved, 3);
  assert.equal(store.query({ ids: [commit(1).id] })[0]?.correction?.label, 'docs');
  assert.equal(store.count({ types: ['docs'] }), 1);
});

test('a folder that is a file, or cannot be made', (t) => {
  const base = folder(t);
  writeFileSync(path.join(base, 'file'), '');
  assert.throws(() => openStore({ path: path.join(base, 'file', 'store.db'), key: KEY }), reason('store-missing-folder'));
  mkdirSync(path.join(base, 'store.db'));
  assert.throws(() => openStore({ path: path.join(base, 'store.db'), key: KEY }), reason('store-missing-folder'));
});

/** Runs as a user without rights where this one has all; what the store says comes back as JSON. */
function asNobody(script: string): { reason?: string; message?: string; done?: boolean } {
  const code = `import { openStore } from ${JSON.stringify(new URL('../../src/store/open.ts', import.meta.url).href)};
    try { ${script}; console.log(JSON.stringify({ done: true })); }
    catch (error) { console.log(JSON.stringify({ reason: error.reason, message: error.message })); }`;
  const options = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', code], { encoding: 'utf8', ...options });
  assert.notEqual(stdout, '', stderr);
  return JSON.parse(stdout) as { reason?: string };
}

const canBeNobody = process.platform !== 'win32' && !readable(process.execPath) ? 'the program cannot be run by another user' : false;

test('a folder that cannot be written to', { skip: process.platform === 'win32' || canBeNobody }, (t) => {
  const file = written(t);
  const home = path.dirname(file);
  for (const name of readdirSync(home)) chmodSync(path.join(home, name), 0o444);
  chmodSync(home, 0o555);
  try {
    for (const where of [file, path.join(home, 'other', 'store.db')]) {
      const { reason, message } = asNobody(`openStore({ path: ${JSON.stringify(where)}, key: ${JSON.stringify(KEY)} })`);
      assert.equal(reason, 'store-read-only', message);
    }
  } finally {
    chmodSync(home, 0o755);
  }
});

/** Whether anybody may run this file: every folder above it lets others in. */
function readable(file: string): boolean {
  if (process.getuid?.() !== 0) return true;
  return spawnSync(file, ['-e', '0'], { uid: 65_534, gid: 65_534 }).status === 0;
}

test('a file that may not grow: a clear message, and all before it kept', { skip: process.platform === 'win32' }, (t) => {
  const file = written(t);
  const script = `import { openStore } from ${JSON.stringify(new URL('../../src/store/open.ts', import.meta.url).href)};
    import { commit, REPO, KEY } from ${JSON.stringify(new URL('./support.ts', import.meta.url).href)};
    const { store } = openStore({ path: ${JSON.stringify(file)}, key: KEY });
    let batches = 0;
    try {
      for (;;) { store.writeBatch({ repo: REPO, contributions: Array.from({ length: 500 }, (_, n) => commit(10000 + batches * 500 + n)) }); batches += 1; }
    } catch (error) { console.log(JSON.stringify({ batches, reason: error.reason, message: error.message })); }`;
  // In blocks of 1,024 bytes; the signal that would end the process is ignored, so that writing fails as on a full disk.
  const limit = Math.ceil(statSync(file).size / 1024) + 2000;
  const shell = spawnSync(
    'bash',
    ['-c', `trap '' XFSZ; ulimit -f ${limit}; exec "$0" --input-type=module-typescript -e "$1"`, process.execPath, script],
    {
      encoding: 'utf8',
    },
  );
  const said = JSON.parse(shell.stdout || '{}') as { batches: number; reason: string; message: string };
  assert.equal(said.reason, 'disk-full', shell.stderr);
  const store = open(t, file);
  assert.equal(store.count({}), 200 + said.batches * 500);
  assert.equal(store.writeBatch({ repo: REPO, contributions: [commit(9999)] }).added, 1);
});

function overwrite(file: string, at: number, length: number): void {
  const bytes = readFileSync(file);
  const end = Math.min(bytes.length, at + length);
  randomFillSync(bytes, at, end - at);
  writeFileSync(file, bytes);
}

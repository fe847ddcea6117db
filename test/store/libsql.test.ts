import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import * as fc from 'fast-check';
import { TrackRecordError } from '../../src/domain/result.ts';
import { Database, type Param } from '../../src/store/libsql.ts';
import { folder } from './support.ts';

function database(t: TestContext): Database {
  const db = new Database(path.join(folder(t), 'x.db'), { key: 'k'.repeat(64) });
  t.after(() => db.close());
  db.useWal();
  db.exec('PRAGMA synchronous = OFF; CREATE TABLE t(a, b)');
  return db;
}

/** Binds a value and reads it back; libsql itself would end this process on some of them. */
function roundTrip(db: Database, value: Param): unknown {
  db.run('DELETE FROM t');
  db.run('INSERT INTO t VALUES (?, 1)', [value]);
  return db.get<{ a: unknown }>({ sql: 'SELECT a FROM t', parameters: [] })?.a;
}

test('a boolean is bound as 0 or 1', (t) => {
  const db = database(t);
  assert.equal(roundTrip(db, true), 1);
  assert.equal(roundTrip(db, false), 0);
  assert.equal(db.all({ sql: 'SELECT 1 AS x WHERE ?', parameters: [true] }).length, 1);
});

test('undefined and NaN are NULL', (t) => {
  const db = database(t);
  assert.equal(roundTrip(db, undefined), null);
  assert.equal(roundTrip(db, Number.NaN), null);
});

test('a Buffer alone can be bound, and its bytes come back', (t) => {
  const db = database(t);
  const bytes = Buffer.from([0, 255, 128, 10, 34]);
  db.run('INSERT INTO t(a) VALUES (?)', [bytes]);
  db.run('INSERT INTO t(a) VALUES (?)', [new Uint8Array([9, 1, 2, 9]).subarray(1, 3)]);
  db.run('INSERT INTO t(a) VALUES (?)', [new Uint8Array()]);
  const read = (at: number): number[] => [...(db.bytes('SELECT a FROM t ORDER BY rowid LIMIT 1 OFFSET ?', [at])[0] ?? [])];
  assert.deepEqual(read(0), [...bytes]);
  assert.deepEqual(read(1), [1, 2]);
  assert.deepEqual(read(2), []);
  assert.deepEqual(db.bytes('SELECT a FROM t WHERE 0'), []);
});

test('a blob where text is asked for is damage, not the end of the process', (t) => {
  const db = database(t);
  db.run('INSERT INTO t(a) VALUES (?)', [Buffer.from([255])]);
  assert.throws(() => db.all({ sql: 'SELECT a FROM t', parameters: [] }), reason('store-damaged'));
});

test('text that is not UTF-8 is read with U+FFFD in place of the broken bytes', (t) => {
  const db = database(t);
  db.exec(`INSERT INTO t(a) VALUES (CAST(x'ff41e2' AS TEXT))`);
  db.exec(`INSERT INTO t(a) VALUES (CAST(x'c328' AS TEXT))`);
  assert.deepEqual(db.all({ sql: 'SELECT a FROM t', parameters: [] }), [{ a: '\uFFFDA\uFFFD' }, { a: '\uFFFD(' }]);
});

test('text keeps what is behind a NUL', (t) => {
  assert.equal(roundTrip(database(t), 'before\0behind'), 'before\0behind');
});

test('any text comes back, with lone surrogates as U+FFFD', (t) => {
  const db = database(t);
  const anyText = fc
    .array(fc.oneof(fc.nat(0xff), fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff })))
    .map((units) => String.fromCharCode(...units));
  fc.assert(fc.property(anyText, (text) => roundTrip(db, text) === text.toWellFormed()));
  assert.equal(roundTrip(db, 'a\uD800b'), 'a\uFFFDb');
});

test('whole numbers up to 2^53 come back from an integer column, other numbers to 15 digits, or all 17 where asked', (t) => {
  const db = database(t);
  db.exec('CREATE TABLE n(i INTEGER, r REAL)');
  const stored = (n: number): { i: number; r: number; exact: string } | undefined => {
    db.run('DELETE FROM n');
    db.run('INSERT INTO n VALUES (?, ?)', [n, n]);
    return db.get({ sql: `SELECT i, r, printf('%!.17g', r) AS exact FROM n`, parameters: [] });
  };
  fc.assert(fc.property(fc.maxSafeInteger(), (n) => stored(n)?.i === n));
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (n) => {
      const { r = Number.NaN, exact = '' } = stored(n) ?? {};
      return Math.abs(r - n) <= Math.abs(n) * 1e-14 && Math.abs(Number(exact) - n) <= Math.abs(n) * Number.EPSILON;
    }),
  );
  // As a bigint SQLite keeps it exactly; reading it as a number rounds.
  db.run('INSERT INTO t(b) VALUES (?)', [2n ** 62n + 1n]);
  assert.equal(db.get<{ x: string }>({ sql: 'SELECT CAST(max(b) AS TEXT) AS x FROM t', parameters: [] })?.x, String(2n ** 62n + 1n));
});

test('rows have the columns asked for and nothing else', (t) => {
  const db = database(t);
  db.run('INSERT INTO t VALUES (1, 2)');
  assert.deepEqual(db.get({ sql: 'SELECT a, b AS "odd ""name" FROM t', parameters: [] }), { a: 1, 'odd "name': 2 });
  assert.equal(db.get({ sql: 'SELECT a FROM t WHERE 0', parameters: [] }), undefined);
});

test('rows come in the order of the query', (t) => {
  const db = database(t);
  db.runMany(
    'INSERT INTO t VALUES (?, 7)',
    Array.from({ length: 1234 }, (_, n) => [(n * 7919) % 1234]),
  );
  const rows = db.all<{ a: number }>({ sql: 'SELECT a FROM t ORDER BY a DESC', parameters: [] });
  assert.deepEqual(
    rows.map(({ a }) => a),
    Array.from({ length: 1234 }, (_, n) => 1233 - n),
  );
  assert.equal(db.get<{ n: number }>({ sql: 'SELECT count(*) AS n FROM t WHERE b = 7', parameters: [] })?.n, 1234);
});

test('a reader leaves no lock behind: another connection can write and empty the log', (t) => {
  const file = path.join(folder(t), 'x.db');
  const [one, two] = [new Database(file, { timeout: 50 }), new Database(file, { timeout: 50 })];
  one.useWal();
  one.exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2), (3)');
  assert.equal(one.get<{ a: number }>({ sql: 'SELECT a FROM t', parameters: [] })?.a, 1);
  two.exec('INSERT INTO t VALUES (4)');
  assert.equal(two.checkpoint(), true);
  one.close();
  two.close();
});

test('a transaction is all or nothing, and one within another is a part of it', (t) => {
  const db = database(t);
  const count = (): number => db.all({ sql: 'SELECT a FROM t', parameters: [] }).length;
  assert.throws(
    () =>
      db.transaction(() => {
        db.run('INSERT INTO t VALUES (1, 1)');
        db.transaction(() => db.run('INSERT INTO t VALUES (2, 2)'));
        throw new RangeError('on purpose');
      }),
    RangeError,
  );
  assert.equal(count(), 0);
  db.transaction(() => db.run('INSERT INTO t VALUES (1, 1)'));
  assert.equal(count(), 1);
});

test('a second writer waits, then is told who is in the way', (t) => {
  const file = path.join(folder(t), 'x.db');
  const one = new Database(file, { timeout: 100 });
  const two = new Database(file, { timeout: 100 });
  one.useWal();
  one.exec('CREATE TABLE t(a)');
  one.transaction(() => {
    const start = performance.now();
    assert.throws(() => two.transaction(() => two.run('INSERT INTO t VALUES (1)')), reason('store-locked'));
    assert.ok(performance.now() - start >= 90);
  });
  two.transaction(() => two.run('INSERT INTO t VALUES (1)'));
  one.close();
  two.close();
});

test('a full disk rolls back and says so; what was there stays', (t) => {
  const db = database(t);
  db.run('INSERT INTO t VALUES (1, 1)');
  const pages = db.get<{ page_count: number }>({ sql: 'SELECT page_count FROM pragma_page_count', parameters: [] })?.page_count ?? 0;
  db.exec(`PRAGMA max_page_count = ${pages + 3}`);
  const fill = (): void =>
    void db.transaction(() =>
      db.runMany(
        'INSERT INTO t VALUES (?, 2)',
        Array.from({ length: 1000 }, () => ['x'.repeat(500)]),
      ),
    );
  assert.throws(fill, reason('disk-full'));
  assert.deepEqual(db.all({ sql: 'SELECT a, b FROM t', parameters: [] }), [{ a: 1, b: 1 }]);
  db.exec(`PRAGMA max_page_count = ${pages + 1000}`);
  fill();
});

test('the file is encrypted, and no other key opens it', (t) => {
  const file = path.join(folder(t), 'x.db');
  const db = new Database(file, { key: 'one' });
  db.exec(`CREATE TABLE t(a); INSERT INTO t VALUES ('planted-plain-text')`);
  db.close();
  assert.equal(readFileSync(file).includes('planted-plain-text'), false);
  for (const key of ['two', undefined]) {
    const other = new Database(file, key === undefined ? {} : { key });
    assert.throws(() => other.get({ sql: 'SELECT a FROM t', parameters: [] }), reason('store-damaged'));
    other.close();
  }
});

test('what it cannot bind is an error', (t) => {
  const db = database(t);
  for (const value of [{}, [], new Date(0), () => 1, Symbol('x')]) {
    assert.throws(() => db.all({ sql: 'SELECT ? AS x', parameters: [value] }), Error);
  }
});

const reason = (expected: string) => (error: unknown) => error instanceof TrackRecordError && error.reason === expected;

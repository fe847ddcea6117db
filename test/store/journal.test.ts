import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import * as fc from 'fast-check';
import { type Entry, Journal } from '../../src/store/journal.ts';
import { subkey } from '../../src/store/key.ts';
import { folder, KEY } from './support.ts';

const key = subkey(KEY, 'journal');
const entry = (n: number): Entry => ({ op: 'act', uid: `act-${n}`, kind: 'edit', key: 'k', value: `"text ${n}"`, at: n });

function journal(t: TestContext): Journal {
  const made = new Journal(path.join(folder(t), 'store.journal'), key);
  made.create();
  return made;
}

test('lines come back in order, from any line on', (t) => {
  const log = journal(t);
  const { end } = log.append([entry(1), entry(2)]);
  assert.equal(end, log.size());
  log.append([entry(3)]);
  assert.deepEqual(log.read(), { entries: [entry(1), entry(2), entry(3)], end: log.size(), unreadable: 0 });
  assert.deepEqual(log.read(end).entries, [entry(3)]);
});

test('nothing of it can be read without the key', (t) => {
  const log = journal(t);
  log.append([entry(1)]);
  assert.equal(readFileSync(log.path).includes('text 1'), false);
  if (process.platform !== 'win32') assert.equal(statSync(log.path).mode & 0o777, 0o600);
  const other = new Journal(log.path, subkey('another key than that', 'journal'));
  assert.equal(other.opensWithKey(), false);
  assert.equal(other.generation(), undefined);
  assert.equal(log.opensWithKey(), true);
});

test('a line torn at any byte loses that line only, and the next is whole', (t) => {
  const log = journal(t);
  const { end } = log.append([entry(1)]);
  const whole = log.append([entry(2)]).end;
  fc.assert(
    fc.property(fc.integer({ min: end, max: whole - 1 }), (cut) => {
      const before = readFileSync(log.path);
      truncateSync(log.path, cut);
      log.append([entry(3)]);
      assert.deepEqual(
        log.read().entries.filter(({ uid }) => uid !== 'act-2'),
        [entry(1), entry(3)],
      );
      writeFileSync(log.path, before);
    }),
  );
});

test('a changed byte makes a line unreadable, never another line', (t) => {
  const log = journal(t);
  log.append([entry(1), entry(2), entry(3)]);
  const bytes = readFileSync(log.path);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ flip;
      writeFileSync(log.path, changed);
      const known = [entry(1), entry(2), entry(3)].map((e) => JSON.stringify(e));
      return log.read().entries.every((e) => known.includes(JSON.stringify(e)));
    }),
  );
});

test('what cannot be kept after all is taken back, unless someone went on', (t) => {
  const log = journal(t);
  log.append([entry(1)]);
  const { undo } = log.append([entry(2)]);
  undo();
  assert.deepEqual(log.read().entries, [entry(1)]);
  const late = log.append([entry(3)]);
  log.append([entry(4)]);
  late.undo();
  assert.deepEqual(log.read().entries, [entry(1), entry(3), entry(4)]);
});

test('rewriting it keeps what is given and is told by its generation', (t) => {
  const log = journal(t);
  log.append([entry(1), entry(2)]);
  const before = log.generation();
  log.rewrite([entry(2)]);
  assert.deepEqual(log.read().entries, [entry(2)]);
  assert.notEqual(log.generation(), before);
});

test('rubbish is skipped', (t) => {
  const log = journal(t);
  appendFileSync(log.path, 'not base64 \u0000\n\n\nAAAA\n');
  log.append([entry(1)]);
  assert.deepEqual(log.read().entries, [entry(1)]);
  assert.ok(log.read().unreadable >= 1);
});

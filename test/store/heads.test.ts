import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ADA, commit, folder, fresh, open, REPO } from './support.ts';

const offered = (n: number) => ({ hash: `hash-${n}`, learned: [`act-${n}`], file: `{"n":${n},"word":"zheadword"}` });

test('heads are offered, promoted one upon the other, and rolled back', (t) => {
  const { store } = fresh(t);
  assert.deepEqual(store.heads(), []);
  assert.equal(store.promoteHead('hash-1'), false);
  const before = store.revision();
  store.offerHead(offered(1));
  assert.equal(store.revision(), before, 'nothing that is shown has changed');
  assert.deepEqual(store.heads(), []);
  assert.equal(store.headFile('hash-1'), undefined, 'an offer is not in force');
  store.offerHead(offered(2));
  assert.equal(store.promoteHead('hash-1'), false, 'another was offered in its place');
  assert.equal(store.promoteHead('hash-2'), true);
  assert.ok(store.revision() > before);
  assert.equal(store.headFile('hash-2'), '{"n":2,"word":"zheadword"}');
  store.offerHead(offered(3));
  assert.equal(store.promoteHead('hash-3'), true);
  assert.deepEqual(
    store.heads().map(({ hash, learned }) => [hash, learned]),
    [
      ['hash-3', ['act-3']],
      ['hash-2', ['act-2']],
    ],
  );
  assert.equal(store.dropHeads('last'), 1);
  assert.equal(store.heads()[0]?.hash, 'hash-2');
  store.offerHead(offered(4));
  store.promoteHead('hash-4');
  assert.equal(store.dropHeads('all'), 2);
  assert.deepEqual(store.heads(), []);
  assert.equal(store.dropHeads('last'), 0);
});

test('the oldest heads go', (t) => {
  const { store } = fresh(t);
  for (let n = 0; n < 14; n++) {
    store.offerHead(offered(n));
    store.promoteHead(`hash-${n}`);
  }
  assert.equal(store.heads().length, 10);
  assert.equal(store.heads()[0]?.hash, 'hash-13');
});

test('whoever erases everything, or a person, erases what was learned; it is listed before, and lies encrypted', (t) => {
  for (const who of ['everything', [ADA]] as const) {
    const file = path.join(folder(t), 'store.db');
    const store = open(t, file);
    store.writeBatch({ repo: REPO, contributions: [commit(1)] });
    store.offerHead(offered(1));
    store.promoteHead('hash-1');
    store.offerHead(offered(2));
    assert.equal(store.summary().heads, 2);
    for (const name of readdirSync(path.dirname(file)))
      assert.ok(!readFileSync(path.join(path.dirname(file), name)).includes('zheadword'), name);
    store.erase(who);
    assert.equal(store.summary().heads, 0);
    assert.deepEqual(store.heads(), []);
  }
});

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'node:test';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { ADA, folder, KEY, REPO } from '../store/support.ts';
import { live } from './store/spawn.ts';

/**
 * `KILLS=200` before a release. Four of each kind of moment here: each is at random again in every run, and what a kill leaves is looked at
 * after each of them, so that more in one run tell no more than the next run does.
 */
const KILLS = Number(process.env['KILLS'] ?? 16);
/** What each life in turn is let say before it is killed: some while they make the store or take over from the one before. */
const UNTIL = ['started', 'opened', 'batch', 'batch'];
const PLACE = { persons: [ADA], repos: [], period: '2026', audience: 'self', locale: 'en' } as const;

/** All that a reader can see, without what chance gave: ids of acts, times. */
function seen(file: string): unknown {
  const { store, setAside } = openStore({ path: file, key: KEY });
  assert.equal(setAside, undefined);
  const all = {
    full: store.query({ order: 'oldest' }).map(({ correction, ...item }) => ({ ...item, correction: correction?.label })),
    counted: store.count({ noise: 'counted' }),
    types: store.countByType({}),
    found: store.query({ text: 'change' }).length,
    slim: [...store.slim(REPO.id)],
    ledger: store.ledger({}),
    mark: store.watermark(REPO.id, '/worker/0'),
    corrections: corrections(store),
    edits: store.edits(PLACE).map(({ claim, text }) => [claim, text]),
  };
  store.close();
  return all;
}

const corrections = (store: Store): string[] =>
  store
    .corrections()
    .map(({ contribution, label }) => `${contribution} ${label}`)
    .sort();
const reached = (store: Store): number => Number(store.watermark(REPO.id, '/worker/0')?.['batch'] ?? -1);
const last = (lines: readonly string[], what: string): number =>
  Math.max(-1, ...lines.flatMap((line) => (line.startsWith(`${what} `) ? [Number(line.slice(what.length + 1))] : [])));

test(`after ${KILLS} kills at random points a run ends as an undisturbed one`, async (t) => {
  const home = folder(t);
  const file = path.join(home, 'killed', 'store.db');
  let lives = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const life = live('write', file, 0, 1_000_000);
    await life.said(UNTIL[kill % UNTIL.length] ?? '');
    await wait(Math.random() * 60);
    life.child.kill('SIGKILL');
    assert.equal(await life.ended, null, life.errors());
    if (last(life.lines, 'batch') >= 0) lives += 1;
    if (!life.lines.includes('opened')) continue;

    // Whatever the process was told is done, is done.
    const { store, setAside } = openStore({ path: file, key: KEY });
    assert.equal(setAside, undefined);
    const told = last(life.lines, 'batch');
    assert.ok(reached(store) >= told && (told < 0 || reached(store) <= told + 1), `${reached(store)} after ${told}`);
    const edit = store.edits(PLACE)[0]?.text ?? 'as of batch -1';
    assert.ok(Number(edit.replace('as of batch ', '')) >= last(life.lines, 'edit'), edit);
    if (kill % 2 === 0) store.close();
  }
  assert.ok(lives >= KILLS / 2, `only ${lives} came to write anything`);

  const { store } = openStore({ path: file, key: KEY });
  const until = reached(store) + 3;
  store.close();
  const undisturbed = path.join(home, 'undisturbed', 'store.db');
  for (const where of [file, undisturbed]) {
    const life = live('write', where, 0, until);
    assert.equal(await life.ended, 0, life.errors());
  }
  const expected = seen(undisturbed);
  assert.deepEqual(seen(file), expected);

  // And a store that is rebuilt has all that the user did.
  for (const suffix of ['', '-wal', '-shm', '.seal']) rmSync(file + suffix, { force: true });
  const { store: rebuilt } = openStore({ path: file, key: KEY });
  assert.deepEqual(corrections(rebuilt), (expected as { corrections: unknown }).corrections);
  rebuilt.close();
});

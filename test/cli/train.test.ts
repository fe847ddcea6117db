import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import type { Lesson } from '../../src/domain/lesson.ts';
import type { RunReport } from '../../src/domain/report.ts';
import { storeKey } from '../../src/store/key.ts';
import { openStore } from '../../src/store/open.ts';
import { buildBundles, type Ran, trackrecord } from '../support/cli.ts';
import { build, scratch } from '../support/repos.ts';
import { correctAsHabit, teachable } from '../support/teaching.ts';

before(buildBundles);

test('train --head reports, changes nothing unasked, is promoted with --yes and rolled back', { timeout: 180_000 }, async (t) => {
  const home = scratch(t);
  const { path: repo } = build(path.join(home, 'repo'), teachable);
  const out = path.join(home, 'out');
  const ran = async (...args: string[]): Promise<Ran> => trackrecord(args, { home });
  const analyzed = async (): Promise<{ readonly run: RunReport; readonly labels: Map<string, string> }> => {
    const { code, stderr } = await ran('analyze', repo, '--author', 'ada@example.com', '--period', '2026-H1', '--out', out);
    assert.equal(code, 0, stderr);
    const rows = readFileSync(path.join(out, 'contributions.jsonl'), 'utf8').trim().split('\n');
    const lines = rows.map(
      (row) => JSON.parse(row) as { readonly id: string; readonly tags?: { readonly type: { readonly label: string } } },
    );
    return {
      run: JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8')) as RunReport,
      labels: new Map(lines.map(({ id, tags }) => [id, tags?.type.label ?? ''])),
    };
  };
  const shipped = await analyzed();
  assert.equal(shipped.run.model.corrections, undefined);

  const none = await ran('train', '--head');
  assert.equal(none.code, 1);
  assert.match(none.stderr, /needs 20 corrected types to learn from, and there are 0\. Correct 20 more\./);
  assert.equal((await ran('train')).code, 2);
  assert.match((await ran('train', '--head', '--shipped')).stderr, /--shipped says how far --roll-back goes/);
  assert.match((await ran('train', '--roll-back')).stderr, /nothing to roll back/);

  const { store } = openStore({ path: path.join(home, 'store.db'), key: storeKey(home, {}) });
  const left = correctAsHabit(store, 14);
  store.close();
  const ofLeft = ({ labels }: { readonly labels: ReadonlyMap<string, string> }) => [...left.keys()].map((id) => labels.get(id));

  const asked = await ran('train', '--head');
  assert.equal(asked.code, 0, asked.stderr);
  assert.match(asked.stdout, /Learned from 28 corrections \((?:perf 14, ci 14|ci 14, perf 14)\)/);
  assert.match(asked.stdout, /in use +0 % \(0 % to 0 %\)/);
  assert.match(asked.stdout, /The new head is better/);
  assert.match(asked.stderr, /Nothing was changed: there is nobody to ask here\. Add --yes/);
  assert.deepEqual(ofLeft(await analyzed()), ofLeft(shipped));

  const promoted = await ran('train', '--head', '--yes', '--json');
  assert.equal(promoted.code, 0, promoted.stderr);
  assert.equal((JSON.parse(promoted.stdout) as Lesson).better, true);
  const taught = await analyzed();
  assert.equal(taught.run.model.corrections, 28);
  assert.notEqual(taught.run.model.hash, shipped.run.model.hash);
  const followed = [...left].filter(([id, label]) => taught.labels.get(id) === label).length;
  assert.ok(followed >= 0.8 * left.size, `${followed} of ${left.size}`);
  assert.match((await ran('doctor')).stdout, /its head of types has learned from 28 corrections/);

  assert.match((await ran('train', '--roll-back')).stderr, /The shipped head is in use again\./);
  const again = await analyzed();
  assert.deepEqual(ofLeft(again), ofLeft(shipped));
  assert.equal(again.run.model.hash, shipped.run.model.hash);
});

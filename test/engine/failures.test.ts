// The real engine, killed, left alone, crowded and out of disk in the middle of an analysis: what was acknowledged is there afterwards.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { before, test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '../../src/domain/report.ts';
import { TrackRecordError } from '../../src/domain/result.ts';
import type { Engine } from '../../src/host/engine/client.ts';
import type { SnapshotHead } from '../../src/protocol/snapshot.ts';
import { buildBundles } from '../support/cli.ts';
import { makeProject } from '../support/project.ts';
import { scratch } from '../support/repos.ts';
import { ANY, engineOn, until } from './support.ts';

const QUICK = { firstMs: 10, longestMs: 20, crashes: 100 };

before(() => buildBundles());

function project(t: TestContext, commits: number) {
  const dir = scratch(t);
  const folder = makeProject(path.join(dir, 'project'), { commits });
  return { dir, store: path.join(dir, 'store'), story: { folders: [folder], period: 'all' } };
}
type Story = ReturnType<typeof project>['story'];

/** What is shown, but for when it was computed. */
function content(head: SnapshotHead): object {
  const { generatedAt: _, revision: __, run: ___, ...rest } = head;
  return rest;
}

const rows = async (engine: Engine, story: Story) => (await engine.request('rows', { ...story, query: ANY, offset: 0, limit: 200 })).rows;

/** Corrects one contribution after the other until `stop`; returns those that were acknowledged. */
async function correcting(engine: Engine, story: Story, ids: readonly string[], acknowledged: Set<string>): Promise<void> {
  for (const id of ids) {
    if (acknowledged.has(id)) continue;
    try {
      await engine.request('act', { ...story, act: { kind: 'correct', contribution: id, label: 'perf' } });
    } catch {
      return;
    }
    acknowledged.add(id);
    await sleep(5);
  }
}

test(
  'killed again and again in mid-run: what was acknowledged is there, and the end is as if nothing had happened',
  { timeout: 600_000 },
  async (t) => {
    const { dir, store, story } = project(t, 300);
    const undisturbed = engineOn(t, path.join(dir, 'other'));
    await undisturbed.request('analyze', story);
    const ids = (await rows(undisturbed, story)).map(({ id }) => id);

    const engine = engineOn(t, store, { backoff: QUICK });
    const acknowledged = new Set<string>();
    const stages: readonly Progress['stage'][] = ['mine', 'lines', 'classify', 'classify'];
    for (const stage of stages) {
      const reached = Promise.withResolvers<void>();
      const analysis = engine.request('analyze', story, { onProgress: (progress) => progress.stage === stage && reached.resolve() });
      const ended = analysis.then(
        () => 'done',
        (error: unknown) => (error instanceof TrackRecordError ? error.reason : String(error)),
      );
      void correcting(engine, story, ids, acknowledged);
      await Promise.race([reached.promise, ended]);
      await sleep(20);
      if (engine.pid !== undefined) process.kill(engine.pid, 'SIGKILL');
      assert.ok(['engine-crashed', 'done'].includes(await ended), await ended);
    }
    await engine.request('analyze', story);
    assert.ok(acknowledged.size > 0);
    const types = new Map((await rows(engine, story)).map(({ id, type, corrected }) => [id, corrected ? type : undefined]));
    for (const id of acknowledged) assert.equal(types.get(id), 'perf', id);

    for (const id of acknowledged)
      await undisturbed.request('act', { ...story, act: { kind: 'correct', contribution: id, label: 'perf' } });
    // One more may have been written and not acknowledged.
    for (const [id, type] of types)
      if (type && !acknowledged.has(id)) await engine.request('act', { ...story, act: { kind: 'uncorrect', contribution: id } });
    assert.deepEqual(content(await engine.request('head', story)), content(await undisturbed.request('head', story)));
  },
);

test('a window that goes away in mid-run takes its engine along; the next one goes on where it was', { timeout: 300_000 }, async (t) => {
  // Three batches: one is tagged, the one it is at is finished, and some are left.
  const { store, story } = project(t, 2100);
  const first = engineOn(t, store);
  let tagged = 0;
  const analysis = first.request('analyze', story, {
    onProgress: ({ stage, done }) => {
      if (stage === 'classify') tagged = done;
    },
  });
  analysis.catch(() => {});
  await until(() => tagged >= 520, 'a first batch is tagged');
  const { pid = 0 } = first;
  await first.dispose();
  await assert.rejects(analysis);
  assert.throws(() => process.kill(pid, 0), 'the process is gone');

  const next = engineOn(t, store);
  const before = (await next.request('stored', {})).items.find(({ name }) => name === 'Tags')?.count ?? 0;
  assert.ok(before >= 512 && before < 1400, `${before} tags were kept`);
  let left = 0;
  await next.request('analyze', story, {
    onProgress: ({ stage, total }) => {
      if (stage === 'classify') left = total ?? 0;
    },
  });
  assert.equal(left, 1400 - before, 'only what was not tagged is');
});

test(
  'a full disk: the analysis says so, what was saved stays, and with space again it goes on',
  { timeout: 300_000, skip: process.platform !== 'linux' && 'prlimit is Linux' },
  async (t) => {
    const { store, story } = project(t, 750);
    const engine = engineOn(t, store);
    await engine.request('stored', {});
    limitFiles(engine.pid, '400000');
    const full = (error: unknown): boolean =>
      error instanceof TrackRecordError && error.reason === 'disk-full' && /Free some space/.test(error.message);
    await assert.rejects(engine.request('analyze', story), full);
    const total = async (): Promise<number> => (await engine.request('rows', { ...story, query: ANY, offset: 0, limit: 10 })).total;
    const kept = await total();
    assert.ok(kept > 0 && kept < 450, `${kept} rows were kept`);
    await assert.rejects(engine.request('analyze', story), full, 'it still answers, and still says so');
    assert.ok((await total()) >= kept);

    limitFiles(engine.pid, 'unlimited');
    assert.equal((await engine.request('analyze', story)).contributions, 450);
  },
);

/** Lets no file of the process grow past so many bytes. */
function limitFiles(pid: number | undefined, bytes: string): void {
  const done = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
}

test(
  'a store that is damaged under way is said to be, set aside by the next request, and read anew; corrections are kept',
  { timeout: 300_000 },
  async (t) => {
    const { store, story } = project(t, 240);
    const first = engineOn(t, store);
    await first.request('analyze', story);
    const [row] = await rows(first, story);
    await first.request('act', { ...story, act: { kind: 'correct', contribution: row?.id ?? '', label: 'perf' } });
    // Everything lies in the main file after this.
    await first.dispose();

    const engine = engineOn(t, store);
    await engine.request('stored', {});
    const file = openSync(path.join(store, 'store.db'), 'r+');
    const { size } = fstatSync(file);
    for (let at = 16_384; at < size - 4096; at += 4096) writeSync(file, Buffer.alloc(64, at % 251), 0, 64, at + 1000);
    closeSync(file);
    await assert.rejects(
      async () => {
        for (const text of ['', 'parser', 'store', 'quotes'])
          await engine.request('rows', { ...story, query: { ...ANY, text }, offset: 0, limit: 200 });
        await engine.request('analyze', story);
      },
      (error: unknown) => error instanceof TrackRecordError && error.reason === 'store-damaged',
    );

    const { contributions, warnings } = await engine.request('analyze', story);
    assert.equal(contributions, 144);
    assert.match(warnings.join('\n'), /set aside/);
    const again = (await rows(engine, story)).find(({ id }) => id === row?.id);
    assert.deepEqual([again?.type, again?.corrected], ['perf', true]);
  },
);

test('two windows that analyse a history at the same time end with the same, each thing once', { timeout: 300_000 }, async (t) => {
  const { store, story } = project(t, 200);
  const engines = [engineOn(t, store), engineOn(t, store)];
  const results = await Promise.all(engines.map((engine) => engine.request('analyze', story)));
  assert.deepEqual(
    results.map(({ contributions }) => contributions),
    [120, 120],
  );
  const [one, other] = await Promise.all(engines.map((engine) => rows(engine, story)));
  assert.deepEqual(one, other);
  assert.equal(new Set(one?.map(({ id }) => id)).size, one?.length);
});

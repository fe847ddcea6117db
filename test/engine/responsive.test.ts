// While a history is read, tagged and assessed, the engine answers everything else at once.
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { silent } from '../../src/util/context.ts';
import { buildBundles } from '../support/cli.ts';
import { makeProject } from '../support/project.ts';
import { scratch } from '../support/repos.ts';
import { ANY, engineOn } from './support.ts';

/** What a user waits for without noticing, ms. */
const AT_ONCE = 50;

before(() => buildBundles());

test('any request is answered within 50 ms while an analysis runs', { timeout: 600_000 }, async (t) => {
  const dir = scratch(t);
  const folder = makeProject(path.join(dir, 'project'), { commits: 1200 });
  const worked = new Map<string, number[]>();
  const debug = (message: string, data?: object): void => {
    const [method = '', answered] = message.split(' ');
    const { processor } = { processor: Number.NaN, ...data };
    if (answered === 'answered') worked.set(method, [...(worked.get(method) ?? []), processor]);
  };
  const engine = engineOn(t, path.join(dir, 'store'), { log: { ...silent, debug } });
  // Answers from memory and does nothing else: what it takes is the machine's, whatever else runs on it.
  const control = engineOn(t, dir, { module: path.join(import.meta.dirname, '../support/engine.ts') });
  const story = { folders: [folder], period: 'all' };
  const page = { ...story, query: ANY, offset: 0, limit: 100 };
  await Promise.all([engine.request('rows', page), control.request('rows', page)]);

  const stages = new Set<string>();
  const state = { done: false };
  const analysis = engine.request('analyze', story, { onProgress: ({ stage }) => stages.add(stage) }).finally(() => (state.done = true));
  let id: string | undefined;
  while (id === undefined) id = (await engine.request('rows', { ...page, limit: 1 })).rows[0]?.id;
  await engine.request('head', { ...story, old: true });

  const asks: Readonly<Record<string, () => Promise<unknown>>> = {
    control: () => control.request('rows', page),
    page: () => engine.request('rows', page),
    search: () => engine.request('rows', { ...page, query: { ...ANY, text: 'parser' } }),
    row: () => engine.request('row', { ...story, query: ANY, id }),
    noise: () => engine.request('noise', { ...story, reason: 'lock-file', offset: 0, limit: 100 }),
    stored: () => engine.request('stored', {}),
    tagger: () => engine.request('tagger', {}),
    head: () => engine.request('head', { ...story, old: true }),
    correction: () => engine.request('act', { ...story, act: { kind: 'correct', contribution: id, label: 'perf' } }),
  };
  const times = new Map(Object.keys(asks).map((name) => [name, [] as number[]]));
  while (!state.done) {
    for (const [name, ask] of Object.entries(asks)) {
      const start = performance.now();
      await ask();
      times.get(name)?.push(performance.now() - start);
    }
    await sleep(10);
  }
  assert.equal((await analysis).contributions, 720);
  assert.ok(['mine', 'classify'].every((stage) => stages.has(stage)));

  const at = (all: readonly number[] | undefined, share: number): number => {
    const sorted = (all ?? []).toSorted((a, b) => a - b);
    return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  };
  const slowness = at(times.get('control'), 0.5);
  for (const [name, all] of times) {
    t.diagnostic(`${name}: ${all.length} times, median ${at(all, 0.5).toFixed(0)} ms, 95 of 100 within ${at(all, 0.95).toFixed(0)} ms`);
    assert.ok(all.length > 10, `${name} was asked often enough`);
    // What works for some milliseconds is interrupted more often than what answers from memory, where others use the processors too.
    assert.ok(at(all, 0.5) <= AT_ONCE + 3 * slowness, `${name}: median ${at(all, 0.5)} ms`);
  }
  for (const method of ['rows', 'row', 'noise', 'stored', 'tagger', 'head', 'act']) {
    const most = at(worked.get(method), 0.95);
    t.diagnostic(`${method}: 95 of 100 keep the thread for ${most.toFixed(0)} ms at most`);
    assert.ok(most <= AT_ONCE, `${method} keeps the thread for ${most} ms`);
  }
});

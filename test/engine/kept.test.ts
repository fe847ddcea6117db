// What is assessed is kept with the store: shown at once the next time, and never taken for what holds now.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test, type TestContext } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };
import { buildBundles } from '../support/cli.ts';
import { makeProject } from '../support/project.ts';
import { ADA, git, scratch } from '../support/repos.ts';
import { ANY, engineOn, KEY, until } from './support.ts';

before(() => buildBundles());

function project(t: TestContext, commits = 30) {
  const dir = scratch(t);
  const repo = makeProject(path.join(dir, 'project'), { commits });
  return { repo, store: path.join(dir, 'store'), story: { folders: [repo], period: 'all' } };
}

const commit = (repo: string, subject: string): void => {
  writeFileSync(path.join(repo, 'src/new.ts'), `${subject}\n`);
  git(repo, ['add', '.']);
  git(repo, ['commit', '-q', '-m', subject]);
};

test('the next start shows what was assessed last, and themes with it; then what holds now', async (t) => {
  const { repo, store, story } = project(t);
  const first = engineOn(t, store);
  await first.request('analyze', story);
  const assessed = await first.request('head', story);
  await first.dispose();

  const second = engineOn(t, store);
  assert.deepEqual(await second.request('head', { ...story, old: true }), assessed);
  assert.deepEqual(await second.request('head', story), assessed, 'not assessed anew where nothing has changed');
  const theme = assessed.themes[0];
  assert.ok(theme);
  const page = await second.request('rows', { ...story, query: { ...ANY, theme: theme.id }, offset: 0, limit: 100 });
  assert.equal(page.total, theme.count);
  assert.ok(page.rows.every((row) => row.theme === theme.id));
  const members = new Set(page.rows.map(({ id }) => id));
  const top = await second.request('rows', { ...story, query: ANY, offset: 0, limit: 100 });
  assert.equal(top.total, top.rows.length);
  assert.ok(top.rows.every((row) => (row.theme === theme.id) === members.has(row.id)));

  commit(repo, 'feat(parser): a new thing');
  await second.request('analyze', story);
  assert.deepEqual(await second.request('head', { ...story, old: true }), assessed);
  const now = await second.request('head', story);
  assert.equal(now.rowCount, assessed.rowCount + 1);
  assert.equal((await second.request('rows', { ...story, query: ANY, offset: 0, limit: 1 })).total, top.total + 1);
  assert.deepEqual(await second.request('head', { ...story, old: true }), now);
});

test('a head brings the first page of its story as it was assessed; rows further down have their themes too', async (t) => {
  const { repo, store, story } = project(t, 420);
  const first = engineOn(t, store);
  await first.request('analyze', story);
  await first.dispose();

  // In another language nothing is kept: it is assessed while the page is waited for.
  const open = async () => ({ folder: store, key: KEY, locale: 'zh-cn' as const, zone: 'UTC', version: manifest.version });
  const second = engineOn(t, store, { open });
  const ask = { old: true, first: { query: ANY, limit: 100 } };
  const { first: page = assert.fail(), ...head } = await second.request('head', { ...story, ...ask });
  assert.equal(page.total, head.rowCount);
  assert.ok(page.rows.some(({ theme }) => theme !== undefined));
  assert.deepEqual(page, await second.request('rows', { ...story, query: ANY, offset: 0, limit: 100 }));
  assert.ok(page.total > 200, 'more than have their themes at hand');
  const last = await second.request('rows', { ...story, query: ANY, offset: 200, limit: 100 });
  const themeOf = new Map<string, string>();
  for (const { id: theme, count } of head.themes)
    for (let offset = 0; offset < count; offset += 200) {
      const { rows } = await second.request('rows', { ...story, query: { ...ANY, theme }, offset, limit: 200 });
      for (const { id } of rows) themeOf.set(id, theme);
    }
  assert.ok(themeOf.size > 0);
  for (const { id, theme } of [...page.rows, ...last.rows]) assert.equal(theme, themeOf.get(id));

  // Of another story at the same revision of the store.
  const { first: other } = await second.request('head', { folders: [repo], period: 'last 30 days', ...ask });
  assert.ok((other?.total ?? 0) > 0 && (other?.total ?? 0) < page.total);
});

test('another rubric, another user of the repository: what was kept no longer holds', async (t) => {
  const { repo, story, store } = project(t);
  const engine = engineOn(t, store);
  await engine.request('analyze', story);
  const assessed = await engine.request('head', story);
  mkdirSync(path.join(repo, '.trackrecord'));
  writeFileSync(
    path.join(repo, '.trackrecord/rubric.yaml'),
    'extends: default\ndimensions:\n  - id: delivery\n    title: Getting things done\n',
  );
  const other = await engine.request('head', story);
  assert.notDeepEqual(
    other.assessment.dimensions.map(({ title }) => title),
    assessed.assessment.dimensions.map(({ title }) => title),
  );
  git(repo, ['config', 'user.email', 'bob@example.com']);
  git(repo, ['config', 'user.name', 'Bob Example']);
  await engine.request('analyze', story);
  assert.equal((await engine.request('head', story)).person.name, 'Bob Example');
  assert.ok((await engine.request('rows', { ...story, query: ANY, offset: 0, limit: 5 })).total < assessed.rowCount);
});

test('nothing of an erased store is kept', async (t) => {
  const { story, store } = project(t);
  const engine = engineOn(t, store);
  await engine.request('analyze', story);
  assert.ok((await engine.request('head', story)).rowCount > 0);
  await engine.request('erase', {});
  await engine.dispose();
  const next = engineOn(t, store);
  const head = await next.request('head', { ...story, old: true, author: ADA.email as string });
  assert.equal(head.rowCount, 0);
});

test('two windows on one store: each hears of what the other has written, and sees it', async (t) => {
  const { repo, store, story } = project(t);
  const [one, other] = [engineOn(t, store), engineOn(t, store)];
  await one.request('analyze', story);
  const before = await other.request('head', story);
  const stale: number[] = [];
  other.onStale.add((revision) => stale.push(revision));

  const { rows } = await one.request('rows', { ...story, query: ANY, offset: 0, limit: 1 });
  const { revision } = await one.request('act', { ...story, act: { kind: 'correct', contribution: rows[0]?.id ?? '', label: 'perf' } });
  await until(() => stale.includes(revision), 'the other window hears of the correction');
  assert.deepEqual((await other.request('rows', { ...story, query: ANY, offset: 0, limit: 1 })).rows[0]?.type, 'perf');

  commit(repo, 'feat(parser): a new thing');
  const analyses = await Promise.all([one.request('analyze', story), other.request('analyze', story)]);
  assert.ok(analyses.every(({ contributions }) => contributions === before.rowCount + 1));
  for (const engine of [one, other]) assert.equal((await engine.request('head', story)).rowCount, before.rowCount + 1);
});

// The bundled engine, as the editor starts it, on real repositories.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import type { Progress } from '../../src/domain/report.ts';
import { buildBundles } from '../support/cli.ts';
import { ADA, BOB, build, type CommitSpec, git, scratch } from '../support/repos.ts';
import { ANY, engineOn } from './support.ts';

const COMMITS: readonly CommitSpec[] = [
  ['feat(parser): split fields', 'src/parser.ts'],
  ['test(parser): cover the empty line', 'test/parser.test.ts'],
  ['docs: say what it does', 'README.md'],
  ['fix(parser): keep the last field', 'src/parser.ts'],
].map(([subject = '', file = ''], n) => ({ message: `${subject}\n`, author: n === 2 ? BOB : ADA, files: { [file]: `${subject}\n` } }));

before(() => buildBundles());

test('an analysis, then the pages of what it found', async (t) => {
  const dir = scratch(t);
  const { path: repo, shas } = build(path.join(dir, 'repo'), COMMITS);
  git(repo, ['config', 'user.name', ADA.name as string]);
  git(repo, ['config', 'user.email', ADA.email as string]);
  const engine = engineOn(t, path.join(dir, 'store'));
  const story = { folders: [repo], period: 'all' };
  const told: Progress[] = [];

  const analyzed = await engine.request('analyze', story, { onProgress: (progress) => told.push(progress) });
  assert.equal(analyzed.contributions, 3);
  assert.equal(analyzed.added, 4);
  assert.ok(told.some(({ stage }) => stage === 'classify'));

  const head = await engine.request('head', story);
  assert.equal(head.person.name, 'Ada Example');
  assert.equal(head.rowCount, 3);
  assert.equal(head.revision, analyzed.revision);

  const page = await engine.request('rows', { ...story, query: ANY, offset: 0, limit: 2 });
  assert.equal(page.total, 3);
  assert.deepEqual(
    page.rows.map(({ subject }) => subject),
    ['fix(parser): keep the last field', 'test(parser): cover the empty line'],
  );
  const last = await engine.request('row', { ...story, query: { ...ANY, sort: 'oldest' }, id: page.rows[0]?.id ?? '' });
  assert.equal(last.position, 2);
  assert.equal(last.row?.key, shas[3]?.slice(0, 8));

  const corrected = await engine.request('act', {
    ...story,
    act: { kind: 'correct', contribution: page.rows[0]?.id ?? '', label: 'perf' },
  });
  assert.ok(corrected.revision > page.revision);
  const perf = await engine.request('rows', { ...story, query: { ...ANY, type: 'perf' }, offset: 0, limit: 10 });
  assert.deepEqual(
    perf.rows.map(({ id, corrected: own }) => [id, own]),
    [[page.rows[0]?.id, true]],
  );

  assert.deepEqual(await engine.request('authors', { folders: [repo], limit: 5 }), [
    { id: 'Ada Example <ada@example.com>', name: 'Ada Example', email: 'ada@example.com', commits: 3, self: true },
    { id: 'Bob Example <bob@example.com>', name: 'Bob Example', email: 'bob@example.com', commits: 1, self: false },
  ]);
  const stored = await engine.request('stored', {});
  assert.ok(stored.bytes > 0);
  assert.ok(stored.items.some(({ name, count }) => name === 'Your corrections' && count === 1));
  await engine.request('erase', {});
  assert.ok((await engine.request('stored', {})).items.every(({ count, name }) => count === 0 || name === 'Log lines'));
});

test('a type is explained where the tagger gave it, and where a rule did nothing is made up', async (t) => {
  const dir = scratch(t);
  const revert: CommitSpec = { message: 'revert: read dates\n', author: ADA, files: { 'src/parse.ts': 'x\n' } };
  const { path: repo } = build(path.join(dir, 'repo'), [...COMMITS, revert]);
  const engine = engineOn(t, path.join(dir, 'store'));
  const story = { folders: [repo], author: ADA.email as string, period: 'all' };
  await engine.request('analyze', story);
  const { rows } = await engine.request('rows', { ...story, query: ANY, offset: 0, limit: 10 });
  const explained = await Promise.all(rows.map(({ id }) => engine.request('explain', { id })));
  for (const [i, row] of rows.entries()) {
    const isRule = row.type === 'revert';
    assert.equal(explained[i]?.label, isRule ? undefined : row.tag?.label, row.subject);
    assert.equal((explained[i]?.words.length ?? 0) > 0, !isRule);
  }
  assert.ok(explained.some((one) => one === null) && explained.some((one) => one !== null));
  assert.equal(await engine.request('explain', { id: 'commit:nowhere@0' }), null);
});

test('a second analysis tags only what is new', async (t) => {
  const dir = scratch(t);
  const { path: repo } = build(path.join(dir, 'repo'), COMMITS);
  const engine = engineOn(t, path.join(dir, 'store'));
  const story = { folders: [repo], author: ADA.email as string, period: 'all' };
  const tagged = async (): Promise<number> => {
    const told: Progress[] = [];
    await engine.request('analyze', story, { onProgress: (progress) => told.push(progress) });
    return told.findLast(({ stage }) => stage === 'classify')?.total ?? 0;
  };
  assert.equal(await tagged(), 3);
  assert.equal(await tagged(), 0);
  writeFileSync(path.join(repo, 'src/parser.ts'), 'fast\n');
  git(repo, ['commit', '-q', '-a', '-m', 'perf(parser): fewer copies']);
  assert.equal(await tagged(), 1);
});

// Work logs through the bundled engine: what is imported is shown, decided and taken back as everything else a user does.
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { buildBundles } from '../support/cli.ts';
import { ADA, build, git, scratch } from '../support/repos.ts';
import { ANY, engineOn } from './support.ts';

before(() => buildBundles());

test('a log is previewed, imported, decided upon and taken back', { timeout: 180_000 }, async (t) => {
  const dir = scratch(t);
  const at = Date.parse('2026-03-04T10:00:00Z') / 1000;
  const { path: repo } = build(path.join(dir, 'repo'), [
    { message: 'fix(db): fail over to the replica when it does not answer', author: { ...ADA, at }, files: { 'src/db.ts': 'b\n' } },
  ]);
  git(repo, ['config', 'user.name', ADA.name as string]);
  git(repo, ['config', 'user.email', ADA.email as string]);
  const file = path.join(dir, 'log.csv');
  writeFileSync(
    file,
    'date,title,kind,hours\n2026-03-04,primary for the storage cluster,on-call,8\n2026-03-05,Fail over to the replica when it does not answer,,1\n2026-03-06,,x,\n',
  );
  const engine = engineOn(t, path.join(dir, 'store'));
  const stale: number[] = [];
  engine.onStale.add((revision) => stale.push(revision));
  const story = { folders: [repo], period: '2026' };
  const asked = { folders: [repo], file };
  const rows = async () => (await engine.request('rows', { ...story, query: ANY, offset: 0, limit: 50 })).rows;
  const noise = async () => (await engine.request('noise', { ...story, reason: 'inconsistent', offset: 0, limit: 50 })).rows;

  await engine.request('analyze', story);
  const preview = await engine.request('previewLog', asked);
  assert.deepEqual(
    { ...preview, text: '' },
    { name: 'log.csv', digest: preview.digest, text: '', entries: 2, changes: 2, problems: 1, doubts: 1 },
  );
  assert.match(preview.text, /^# .*2 entries[\s\S]*- line 4: it does not say what was done/);
  assert.equal((await rows()).length, 1, 'nothing was stored');

  const written = readFileSync(file);
  appendFileSync(file, '2026-03-07,nobody has seen this,,1\n');
  await assert.rejects(engine.request('importLog', { ...asked, digest: preview.digest }), { reason: 'log-changed' });
  assert.equal((await rows()).length, 1, 'what was not previewed does not come in');
  writeFileSync(file, written);
  assert.equal((await engine.request('importLog', { ...asked, digest: preview.digest })).entries, 2);
  assert.ok(stale.length > 0, 'what is shown is old');
  assert.equal((await engine.request('previewLog', asked)).changes, 0);
  await engine.request('analyze', story);
  const [entry] = (await rows()).filter(({ kind }) => kind === 'work_log');
  assert.deepEqual([entry?.key, entry?.log, entry?.type], ['log.csv:2', { category: 'on-call', hours: 8 }, undefined]);
  const { place } = await engine.request('changes', { id: entry?.id ?? '' });
  assert.deepEqual(place, { file, line: 2 });
  const head = await engine.request('head', story);
  assert.match(JSON.stringify(head.draft), /On call on 1 day/);
  assert.deepEqual(await engine.request('logs', {}), [{ file, name: 'log.csv', entries: 2 }]);

  const [doubt] = await noise();
  assert.match(doubt?.detail ?? '', /^reads like [0-9a-f]{8} “fix\(db\)/);
  const pair = { contribution: doubt?.contribution ?? '', of: doubt?.of ?? '' };
  const act = (done: Parameters<typeof engine.request<'act'>>[1]['act']) => engine.request('act', { ...story, act: done });
  await act({ kind: 'same-work', ...pair });
  assert.deepEqual([(await noise())[0]?.merged, (await rows()).length], [true, 2]);
  const { done, undone } = await act({ kind: 'put-back', reason: 'inconsistent', ...pair });
  assert.deepEqual([(await noise())[0]?.merged, (await noise())[0]?.putBack, (await rows()).length], [undefined, true, 3]);
  await engine.request('revert', { done, undone });
  assert.deepEqual([(await noise())[0]?.merged, (await rows()).length], [true, 2]);
  // Reading everything again asks nothing that was decided.
  await engine.request('analyze', story);
  assert.equal((await noise())[0]?.merged, true);

  assert.equal((await engine.request('removeLog', { file })).entries, 2);
  assert.equal((await rows()).length, 1);
  assert.equal((await engine.request('undoLog', {})).entries, 2);
  assert.equal((await rows()).length, 2);
  assert.equal((await noise())[0]?.merged, true, 'what was decided comes back with the entry');
  await assert.rejects(engine.request('undoLog', {}), { reason: 'nothing-to-undo' });
  const log = await engine.request('accessLog', {});
  assert.deepEqual(
    log.map(({ act: what }) => what),
    ['take back an import', 'take back an import', 'import'],
  );
});

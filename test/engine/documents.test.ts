// What a user takes out of the store, by the bundled engine on a real repository.
import assert from 'node:assert/strict';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { buildBundles } from '../support/cli.ts';
import { makeProject } from '../support/project.ts';
import { scratch } from '../support/repos.ts';
import { engineOn } from './support.ts';

before(() => buildBundles());

test('every kind of document, made of what is new, and each is logged', { timeout: 180_000 }, async (t) => {
  const dir = scratch(t);
  const folders = [makeProject(path.join(dir, 'project'), { commits: 30 })];
  const engine = engineOn(t, path.join(dir, 'store'));
  const document = (as: 'md' | 'html' | 'json' | 'csv' | 'chat', period = 'last 12 months') =>
    engine.request('document', { folders, period, as });

  const markdown = await document('md');
  assert.match(markdown.text, /^# Self-assessment/);
  assert.equal(markdown.person, 'Ada Example');
  assert.equal(markdown.contributions, 18);
  assert.match((await document('html')).text, /^<!doctype html>[\s\S]*<\/html>\n$/);
  assert.equal((JSON.parse((await document('json')).text) as { rowCount: number }).rowCount, 18);
  assert.equal((await document('csv')).text.trimEnd().split('\r\n').length, 21);
  assert.match((await document('chat')).text, /^From .* I made 18 changes/);
  const none = await document('chat', '2001');
  assert.deepEqual([none.text, none.contributions], ['', 0]);

  const review = await engine.request('document', { folders, period: 'last 12 months', author: 'bob@example.com', as: 'review' });
  assert.match(review.text, /Bob/);
  assert.match(review.text, /Show this draft to Bob Example|first/);
  assert.doesNotMatch(review.text, /\bI\b|\bmy\b/);

  const log = await engine.request('accessLog', {});
  assert.deepEqual(
    log.map(({ act, subject, detail }) => [act, subject, detail]),
    [
      ['draft for a teammate', 'Bob Example <bob@example.com>', 'last 12 months'],
      ...['chat, 2001', 'chat', 'csv', 'json', 'html', 'md'].map((as) => [
        'export',
        'Ada Example <ada@example.com>',
        as.includes(',') ? as : `${as}, last 12 months`,
      ]),
    ],
  );
  assert.ok(log.every(({ at }) => Math.abs(at - Date.now()) < 600_000));
});

test('a rubric that is changed assesses anew, though nothing else has changed', { timeout: 120_000 }, async (t) => {
  const dir = scratch(t);
  const folder = makeProject(path.join(dir, 'project'), { commits: 30 });
  const engine = engineOn(t, path.join(dir, 'store'));
  const dimensions = async () => {
    const { revision } = await engine.request('analyze', { folders: [folder] });
    const head = await engine.request('head', { folders: [folder] });
    return [revision, head.assessment.dimensions.map(({ id }) => id)] as const;
  };
  const [revision, all] = await dimensions();
  mkdirSync(path.join(folder, '.trackrecord'));
  writeFileSync(path.join(folder, '.trackrecord/rubric.yaml'), 'extends: default\nremove: [innovation]\n');
  assert.deepEqual(await dimensions(), [revision, all.filter((id) => id !== 'innovation')]);
  writeFileSync(path.join(folder, '.trackrecord/rubric.yaml'), 'extends: defualt\n');
  await assert.rejects(dimensions(), { reason: 'bad-rubric' });
  // Found from a folder inside the repository too, and while it is wrong.
  assert.deepEqual(await engine.request('rubricFile', { folders: [path.join(folder, 'src')] }), {
    file: path.join(realpathSync(folder), '.trackrecord/rubric.yaml'),
  });
});

test('a rubric is checked without being used', { timeout: 60_000 }, async (t) => {
  const engine = engineOn(t, path.join(scratch(t), 'store'));
  assert.deepEqual(await engine.request('checkRubric', { text: 'extends: default\n' }), []);
  assert.deepEqual(await engine.request('checkRubric', { text: 'extends: default\ndimensions:\n  - id: quality\n    weight: lots\n' }), [
    { line: 4, column: 13, message: 'weight must be a number from 0 to 1, got "lots"' },
  ]);
});

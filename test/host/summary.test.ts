import './support/editor.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Line } from '../../src/host/summary.ts';
import type { SnapshotHead } from '../../src/protocol/snapshot.ts';
import { TrackRecordError } from '../../src/domain/result.ts';
import { makeSnapshot } from '../support/snapshot.ts';

const { linesOf, offersOf, Summary } = await import('../../src/host/summary.ts');

function head(): SnapshotHead {
  const { rows: _, noise: __, themes, ...rest } = makeSnapshot({ rows: 400 });
  return {
    ...rest,
    themes: themes.map(({ contributions, ...theme }) => ({ ...theme, count: contributions.length })),
    noiseCounts: { bot: 2 },
  };
}

const all = (lines: readonly Line[]): Line[] => lines.flatMap((line) => [line, ...all(line.under ?? [])]);

test('period, dimensions with their signals, themes, suggestions, and each leads somewhere', () => {
  const shown = head();
  const lines = linesOf(shown);
  assert.deepEqual(
    lines.map(({ id }) => id),
    ['person', 'period', 'dimensions', 'themes', 'suggestions', 'draft', 'noise'],
  );
  const under = (id: string): readonly Line[] => lines.find((line) => line.id === id)?.under ?? [];
  assert.deepEqual(
    under('dimensions').map(({ label }) => label),
    shown.assessment.dimensions.map(({ title }) => title),
  );
  for (const [n, dimension] of under('dimensions').entries())
    assert.equal(dimension.under?.length, shown.assessment.dimensions[n]?.signals.length);
  assert.equal(under('themes').length, shown.themes.length);
  assert.ok(under('suggestions').every(({ run }) => run?.[1] === 'suggestions'));
  for (const line of all(lines)) assert.ok(line.run ?? line.under, `${line.id} leads nowhere`);
  const ids = all(lines).map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});

test('a dimension with too little to go by says so, and is no zero', () => {
  const shown = head();
  const [first, ...rest] = shown.assessment.dimensions;
  assert.ok(first);
  const { level: _, levelName: __, ...bare } = first;
  const lines = linesOf({
    ...shown,
    assessment: { ...shown.assessment, dimensions: [{ ...bare, coverage: 0.2, missing: ['too few'] }, ...rest] },
  });
  const line = lines.find(({ id }) => id === 'dimensions')?.under?.[0];
  assert.deepEqual([line?.description, line?.isFaint], ['not enough evidence', true]);
  assert.deepEqual(line?.tooltip?.slice(1), ['20% of it has enough evidence', 'too few']);
});

test('what there is none of is left out', () => {
  assert.deepEqual(
    linesOf({ ...head(), themes: [], suggestions: [] }).map(({ id }) => id),
    ['person', 'period', 'dimensions', 'draft', 'noise'],
  );
});

test('what a host was not asked stands at the end, with a way to connect it', () => {
  const summary = new Summary();
  summary.show(head(), [
    { host: 'github.com', ended: false },
    { host: 'git.example.com', ended: true },
  ]);
  const lines = summary.getChildren().slice(-2);
  assert.deepEqual(
    lines.map(({ description, run }) => [description, run]),
    [
      ['connect github.com', ['connectHost']],
      ['the session at git.example.com has ended', ['connectHost']],
    ],
  );
  assert.match(lines[0]?.tooltip?.[0] ?? '', /reviews and issues at github\.com are not read/);
});

test('the tree is what the lines say', () => {
  const summary = new Summary();
  assert.deepEqual(summary.getChildren(), []);
  let changes = 0;
  summary.onDidChangeTreeData(() => changes++);
  summary.show(head());
  assert.equal(changes, 1);
  const draft = summary.getChildren().find(({ id }) => id === 'draft');
  assert.ok(draft);
  assert.deepEqual(summary.getTreeItem(draft).command, { command: 'trackRecord.openPanel', title: draft.label, arguments: ['draft'] });
  summary.show(undefined);
  assert.deepEqual(summary.getChildren(), []);
});

test('while there is nothing to summarise it offers what can be done: meanwhile, or about the failure', () => {
  const offered = (state: Parameters<typeof offersOf>[0]) => offersOf(state).map(({ label, run }) => [label, run?.[0]]);
  assert.deepEqual(offered({ kind: 'running' }), [
    ['Open Panel', 'openPanel'],
    ['Cancel', 'cancel'],
  ]);
  assert.deepEqual(offered({ kind: 'failed', error: new TrackRecordError('no-commits', '') }), [
    ['Try Again', 'refresh'],
    ['Choose Identity', 'chooseIdentity'],
    ['Show Log', 'showLog'],
  ]);
  assert.deepEqual(offered({ kind: 'failed', error: new TypeError('x') }), [
    ['Try Again', 'refresh'],
    ['Show Log', 'showLog'],
  ]);
  const summary = new Summary();
  let drawn = 0;
  summary.onDidChangeTreeData(() => drawn++);
  for (let told = 0; told < 3; told++) summary.offer(offersOf({ kind: 'running' }));
  assert.deepEqual([drawn, summary.getChildren().length], [1, 2], 'progress alone draws nothing anew');
  summary.show(head());
  assert.equal(summary.getChildren()[0]?.id, 'person');
  summary.show(undefined);
  assert.equal(summary.getChildren().length, 2);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldManifest, joined, readManifest, writeManifest } from '../../../src/learn/data/manifest.ts';

const sha = (n: number) => n.toString(16).padStart(40, '0');
const COMMITS = Array.from({ length: 90 }, (_, i) => ({
  repo: `owner/repo${i % 9}`,
  sha: sha(i),
  type: ['feat', 'fix', 'revert'][i % 3] ?? '',
}));

test('a manifest survives writing and reading', () => {
  const entries = foldManifest(COMMITS, ['feat', 'fix'], 4);
  assert.deepEqual(readManifest(writeManifest(entries)), entries);
  assert.deepEqual(readManifest(writeManifest(entries).replaceAll('\n', '\r\n')), entries);
});

test('repositories are never split, labels not asked for are left out', () => {
  const entries = foldManifest(COMMITS, ['feat', 'fix'], 4);
  assert.equal(entries.length, 60);
  for (const own of Map.groupBy(entries, (e) => e.repository).values()) assert.equal(new Set(own.map((e) => e.split)).size, 1);
  assert.equal(new Set(entries.map((e) => e.split)).size, 4);
});

test('texts that are not at hand are named', () => {
  const entries = foldManifest(COMMITS, ['feat'], 2);
  const { found, missing } = joined(entries, COMMITS.slice(0, 45));
  assert.equal(found.length, 15);
  assert.equal(missing.length, 15);
  assert.ok(found.every(({ entry, text }) => entry.sha === text.sha));
});

test('a manifest that does not hold is refused with its line', () => {
  const good = writeManifest(foldManifest(COMMITS, ['feat'], 2));
  assert.throws(() => readManifest('sha\n'), /line 1/);
  assert.throws(() => readManifest(`${good}owner/repo\tnot-a-sha\tfeat\tfold1\n`), /line 32: "not-a-sha"/);
  assert.throws(() => readManifest(`${good}owner/repo\t${sha(1)}\n`), /four columns/);
});

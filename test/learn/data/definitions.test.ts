import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byDefinition } from '../../../src/learn/data/definitions.ts';

const label = (given: string, text: string, ...paths: string[]): string =>
  byDefinition(given, { text, files: paths.map((path) => [path, 3, 1] as const) });

test('where all files are of one kind, they say what a change is', () => {
  assert.equal(label('fix', 'correct an example', 'docs/guide.md', 'README.md'), 'docs');
  assert.equal(label('fix', 'make the date test pass in winter', 'test/date.test.ts'), 'test');
  assert.equal(label('chore', 'run on Windows too', '.github/workflows/ci.yml'), 'ci');
  assert.equal(label('chore', 'update the parser', 'package.json', 'package-lock.json'), 'build');
  assert.equal(label('fix', 'bump the parser\n\nIt crashed.', 'package.json', 'yarn.lock'), 'build');
});

test('where they leave a choice, it is the author’s', () => {
  assert.equal(label('fix', 'correct an example', 'docs/guide.md', 'src/guide.ts'), 'fix');
  assert.equal(label('refactor', 'share a helper of the tests', 'test/helper.ts'), 'refactor');
  assert.equal(label('style', 'format', 'docs/guide.md'), 'style');
  assert.equal(label('feat', 'add a command', 'package.json'), 'feat');
  assert.equal(byDefinition('fix', { text: 'mend it' }), 'fix');
  assert.equal(byDefinition('fix', { text: 'mend it', files: [] }), 'fix');
});

test('a release stays what it was called, whatever files it touches', () => {
  assert.equal(label('chore', 'release v1.2.0', 'CHANGELOG.md', 'package.json'), 'chore');
  assert.equal(label('chore', 'whatever it says', 'CHANGELOG.md'), 'chore');
  assert.equal(label('chore', '1.4.2', 'package.json'), 'chore');
});

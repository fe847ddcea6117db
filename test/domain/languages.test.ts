import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from '../../src/domain/languages.ts';

test('languages by extension and by name; prose, data and dot files have none', () => {
  assert.equal(languageOf('src/a.TS'), 'TypeScript');
  assert.equal(languageOf('lib/a.h'), 'C');
  assert.equal(languageOf('docker/Dockerfile'), 'Dockerfile');
  assert.equal(languageOf('Makefile'), 'Makefile');
  for (const path of ['README.md', 'a.json', '.eslintrc', 'LICENSE', '', 'a.unknown']) assert.equal(languageOf(path), undefined, path);
});

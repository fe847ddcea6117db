import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseModelSpec } from '../../../src/classify/any/spec.ts';
import { asTypes } from '../../../src/classify/any/types.ts';

test('an id of the hub is an id, a path is a folder, and nothing is taken for the other', () => {
  assert.deepEqual(parseModelSpec(' sentence-transformers/all-MiniLM-L6-v2 '), {
    kind: 'hub',
    id: 'sentence-transformers/all-MiniLM-L6-v2',
    slug: 'hub--sentence-transformers--all-MiniLM-L6-v2',
  });
  assert.equal(parseModelSpec('gpt2').kind, 'hub');
  assert.deepEqual(parseModelSpec('./mine', '/home/ada'), { kind: 'folder', folder: path.resolve('/home/ada/mine'), name: 'mine' });
  assert.equal(parseModelSpec('../mine', '/home/ada').kind, 'folder');
  assert.equal(parseModelSpec(path.resolve('/models/mine')).kind, 'folder');
  // A setting has nothing to be relative to.
  for (const hostile of [
    '../..',
    './x',
    '-x',
    '--help',
    'a/b/c',
    '',
    ' ',
    '.',
    '..',
    'a/..',
    '../a',
    'a//b',
    'a b',
    'a/b.git',
    'a\\..\\b',
    'a/-b',
    'a/b.',
    'a\0b',
    'con:',
    'a/b?x',
    'a/b#x',
    'https://x/y',
    'ａ/b',
    'x'.repeat(97),
  ])
    assert.throws(() => parseModelSpec(hostile), { reason: 'bad-model' }, JSON.stringify(hostile));
});

test('whatever an id is, its folder is one name beneath the folder of models', () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '.', '-', '_', '/', '\\', '~', ' ', '\0', ':'), maxLength: 12 });
  fc.assert(
    fc.property(part, (text) => {
      let spec: ReturnType<typeof parseModelSpec>;
      try {
        spec = parseModelSpec(text);
      } catch {
        return;
      }
      if (spec.kind === 'folder') assert.ok(path.isAbsolute(text.trim()));
      else {
        assert.match(spec.slug, /^hub--\w[\w.-]*$/);
        assert.equal(path.dirname(path.resolve('/models', spec.slug)), path.resolve('/models'));
      }
    }),
    { numRuns: 1000 },
  );
});

test('labels are types only where every one is', () => {
  assert.deepEqual(asTypes(['Bug', 'FEATURE', 'Documentation']), ['fix', 'feat', 'docs']);
  assert.deepEqual(asTypes(['bug-fix', 'new feature', 'Hotfix']), ['fix', 'feat', 'fix']);
  assert.equal(asTypes(['feat', 'positive']), undefined);
  assert.equal(asTypes(['LABEL_0', 'LABEL_1']), undefined);
  assert.equal(asTypes(['bug', 'bugfix']), undefined);
});

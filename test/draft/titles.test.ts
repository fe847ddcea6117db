import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { untitled } from '../../src/draft/titles.ts';

test('in a title small and common words lose their capital, where no name has them', () => {
  for (const [title, told] of [
    ['Support For Docker Compose', 'support for Docker Compose'],
    ['Errors And Warnings', 'errors and warnings'],
    ['Missing Tests For The JSON Reader', 'missing tests for the JSON Reader'],
    ['Option A To The CLI', 'Option A to the CLI'],
    ['Missing Link', 'Missing Link'],
    ['`For` Support', '`For` support'],
    ['Support for names', 'Support for names'],
    ['Error component', 'Error component'],
    ['', ''],
  ] as const)
    assert.equal(untitled(title), told);
});

test('nothing that may be a name, an acronym or code is changed', () => {
  const kept = fc.constantFrom(
    'Python',
    'URL',
    'JSON',
    'GitHub',
    'Actions',
    'TypeScript',
    'v2',
    'Notion',
    'X',
    '`Errors For`',
    'is-odd',
    'README',
    'A',
  );
  const common = fc.constantFrom('Support', 'Errors', 'For', 'The', 'And', 'Tests', 'Missing', 'with', 'of');
  fc.assert(
    fc.property(fc.array(fc.oneof(kept, common), { maxLength: 12 }), (words) => {
      const told = untitled(words.join(' '));
      assert.equal(told.toLowerCase(), words.join(' ').toLowerCase());
      const names = (text: string): readonly string[] =>
        text.match(/`[^`]*`|\b(?:Python|URL|JSON|GitHub|Actions|TypeScript|v2|Notion|X|is-odd|README|A)\b/g) ?? [];
      assert.deepEqual(names(told), names(words.join(' ')));
      assert.equal(untitled(told), told);
    }),
  );
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.equal(untitled(text).length, text.length)));
});

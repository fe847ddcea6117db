import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { parseTrailers } from '../../../src/mine/git/trailers.ts';
import { build, git, scratch } from '../../support/repos.ts';

describe('trailers', () => {
  it('are the last paragraph’s, never the title’s', () => {
    assert.deepEqual(parseTrailers('fix: a thing'), []);
    assert.deepEqual(parseTrailers('fix: a thing\n\nFixes: #1'), [{ key: 'Fixes', value: '#1' }]);
    assert.deepEqual(parseTrailers('x\n\nFixes: #1\n\nnot one'), []);
    assert.deepEqual(parseTrailers('x\n\nFixes: #1\nnot one'), []);
    assert.deepEqual(parseTrailers('x\n\nnot one\nSigned-off-by: Ada Example <ada@example.com>'), [
      { key: 'Signed-off-by', value: 'Ada Example <ada@example.com>' },
    ]);
    assert.deepEqual(parseTrailers('x\n\nLong: one\n  two\n three'), [{ key: 'Long', value: 'one two three' }]);
  });

  it('are those git finds, in messages of every shape', (t) => {
    const line = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          'Fixes: #12',
          'Co-authored-by: Bob Example <bob@example.com>',
          'Acked-by : x',
          'key:value',
          'k:',
          'a-b-c: d: e',
        ),
      },
      { weight: 2, arbitrary: fc.constantFrom('', '', ' ', '\t') },
      { weight: 2, arbitrary: fc.constantFrom('Signed-off-by: Ada Example <ada@example.com>', '(cherry picked from commit 1234567)') },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          ' folded',
          '\tfolded: too',
          'plain text',
          'two words: no key',
          ': nothing',
          '# comment',
          '#: comment',
          'ünï: code',
          '---',
        ),
      },
      { weight: 1, arbitrary: fc.stringMatching(/^[ -~]{0,12}$/) },
    );
    const message = fc.array(line, { maxLength: 9 }).map((lines) => `title\n\n${lines.join('\n')}\n`);
    fc.assert(
      fc.property(fc.array(message, { minLength: 50, maxLength: 150 }), (messages) => {
        const repo = build(
          path.join(scratch(t), 'repo.git'),
          messages.map((one) => ({ message: one })),
          { bare: true },
        );
        const told = git(
          repo.path,
          ['log', '--no-walk=unsorted', '--stdin', '-z', '--format=%(trailers:only,unfold,key_value_separator=%x01,separator=%x02)'],
          {
            input: `${repo.shas.join('\n')}\n`,
          },
        );
        const expected = told.split('\0').slice(0, messages.length);
        for (const [at, one] of messages.entries()) {
          const read = parseTrailers(one).map(({ key, value }) => `${key}\u0001${value}`);
          assert.deepEqual(read, (expected[at] ?? '').split('\u0002').filter(Boolean), JSON.stringify(one));
        }
      }),
      { numRuns: 8 },
    );
  });
});

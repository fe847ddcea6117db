import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginning, shortened } from '../../../src/learn/data/shorten.ts';

const ISSUE = 'It crashes\n\n<!-- say how -->\n### Steps\n\n1. Open it\n2. Close   it\n';

test('the title, and so many words of what follows as it stands there', () => {
  assert.equal(beginning(ISSUE, 0), 'It crashes');
  assert.equal(beginning(ISSUE, 4), 'It crashes\n\n### Steps\n\n1. Open');
  assert.equal(beginning(ISSUE, 99), 'It crashes\n\n### Steps\n\n1. Open it\n2. Close   it');
  assert.equal(beginning('It crashes', 5), 'It crashes');
  assert.equal(beginning('', 5), '');
});

test('every fourth is cut to the same length', () => {
  const long = `title\n${'word '.repeat(100)}`;
  const words = [0, 1, 2, 3, 4].map((n) => shortened(long, n).split(/\s+/).length);
  assert.deepEqual(words, [1, 13, 31, 61, 1]);
});

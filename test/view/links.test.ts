import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { codeParts } from '../../src/view/ui/code.ts';
import { pieces, webUrl } from '../../src/view/ui/links.ts';

test('only the web is linked to', () => {
  assert.equal(webUrl('https://example.com/a b'), 'https://example.com/a%20b');
  for (const url of [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'vscode://x',
    '//example.com',
    'x',
    '',
    undefined,
    'https://',
    'http://[',
  ]) {
    assert.equal(webUrl(url), undefined, String(url));
  }
});

test('an address ends before the punctuation of its sentence', () => {
  const found = pieces('See https://example.com/a?b=1, (http://example.com/c) and 参见 https://example.com/d。');
  assert.deepEqual(
    found.flatMap((piece) => ('href' in piece ? [piece.href] : [])),
    ['https://example.com/a?b=1', 'http://example.com/c', 'https://example.com/d'],
  );
});

test('pieces joined are the text, whatever the text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('https://', 'http://', 'example.com', '/', '"', '<', '.', ' ', '\n', '\u202e', '）'))
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (input) => {
      const found = pieces(input);
      assert.equal(found.map((piece) => piece.text).join(''), input);
      for (const piece of found) if ('href' in piece) assert.match(piece.href, /^https?:\/\//);
    }),
  );
});

test('inline code is what stands between two back-ticks, and nothing is lost', () => {
  assert.deepEqual(codeParts('use `a b` and `c`'), ['use ', 'a b', ' and ', 'c', '']);
  assert.deepEqual(codeParts('a `b\nc` d'), ['a `b\nc` d']);
  const text = fc.array(fc.constantFrom('`', '\n', 'a', ' ', '<b>')).map((parts) => parts.join(''));
  fc.assert(fc.property(text, (input) => assert.equal(codeParts(input).join('`'), input)));
});

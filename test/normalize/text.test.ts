import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { prefixOf } from '../../src/normalize/stated.ts';
import { plainText } from '../../src/normalize/text.ts';
import { processorMs } from '../support/processor.ts';

const subjectOf = (subject: string): string => plainText({ subject, body: '' }).subject;

test('subjects keep their words and lose prefixes, wrappers and numbers', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['fix(parser): recover from errors (#123)', 'recover from errors'],
    ['feat: x (fix #12, closes #13) (#14)', 'x'],
    ['Revert "feat(a): the thing (#1)" (#2)', 'the thing'],
    ['revert: fix(logger): truncate logs (#16581) (#17729)', 'truncate logs'],
    ['docs: revert "docs: remove link" (#21604)', 'remove link'],
    ['修复：标题', '修复：标题'],
    ['feat（解析器）：支持注释（#12）', '支持注释'],
    ['handle issue numbers like #12 in text', 'handle issue numbers like #12 in text'],
    ['resolve symlinks, fixes #3', 'resolve symlinks'],
    ['#12', '#12'],
    ['ABC-12: fix: recover 🎉', 'recover'],
    ['🎉 [ABC-12] the thing ✨🚀 (#12)', 'the thing'],
    ['the 🎉 in titles', 'the 🎉 in titles'],
    ['diff: fix --exit-code', 'diff: fix --exit-code'],
  ];
  for (const [subject, expected] of cases) assert.equal(subjectOf(subject), expected, subject);
});

test('a body keeps what a person wrote about the change', () => {
  const golden = new URL('../golden/normalize/', import.meta.url);
  const { subject, body } = plainText(JSON.parse(readFileSync(new URL('body.json', golden), 'utf8')));
  assert.equal(`${subject}\n\n${body}\n`, readFileSync(new URL('body.txt', golden), 'utf8'));
});

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  fc.constantFrom(
    'fix: ',
    'feat(x)!: ',
    'Revert "',
    '"',
    '(#12)',
    ' (fix #3)',
    '\n',
    '\n\n',
    '- ',
    '* ',
    '1. ',
    '[fix] ',
    '✨ ',
    'ABC-12: ',
    '[ABC-1] ',
    'fixup! ',
    '<!--',
    '-->',
    ' ',
    '---',
  ),
  fc.constantFrom(
    'Co-authored-by: A <a@example.com>',
    'closes #1',
    'feat/fix: ',
    'docs：',
    '【feat】',
    'A'.repeat(70),
    ' #5',
    ':bug: ',
    'abc1234',
    '：',
    '(',
  ),
);
const text = fc.array(piece, { maxLength: 12 }).map((p) => p.join(''));

test('any text: never throws, is idempotent, and no line begins with a label', () => {
  fc.assert(
    fc.property(fc.record({ subject: text, body: text }), (message) => {
      const once = plainText(message);
      assert.deepEqual(plainText(once), once);
      for (const words of [once.subject, ...once.body.split('\n').map((line) => line.replace(/^(?:(?:[-*+•]|\d{1,2}[.)])\s+)+/, ''))]) {
        const { rest, type } = prefixOf(words);
        assert.equal(type, undefined, JSON.stringify(words));
        assert.equal(rest, words);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('hostile text takes no time', () => {
  const started = processorMs();
  for (const unit of ['(#1) ', 'fix: ', '((((', ' ', '<!--', 'a.a/', '#1,', '- ', 'Revert "', '✨', '\n', 'A']) {
    plainText({ subject: unit.repeat(50_000), body: unit.repeat(50_000) });
  }
  assert.ok(processorMs() - started < 2_000, `${processorMs() - started} ms`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prefixOf, statedOf } from '../../src/normalize/stated.ts';

const stated = (subject: string, body = ''): string => {
  const s = statedOf(subject, body);
  return s ? `${s.type}${s.scope === undefined ? '' : `(${s.scope})`}${s.breaking ? '!' : ''}` : '-';
};

test('a prefix states the type, however it is spelled', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['fix: crash', 'fix'],
    ['fix(parser): crash', 'fix(parser)'],
    ['feat(api)!: drop v1', 'feat(api)!'],
    ['Feat : spaced', 'feat'],
    ['feature: words', 'feat'],
    ['bugfix(ui): jump', 'fix(ui)'],
    ['doc: typo', 'docs'],
    ['tests: more', 'test'],
    ['deps: bump a to 2', 'build'],
    ['修复：标题', '-'],
    ['fix：修复解析错误', 'fix'],
    ['feat（解析器）：支持注释', 'feat(解析器)'],
    ['[fix] crash', 'fix'],
    ['[Docs] typo', 'docs'],
    ['【fix】崩溃', 'fix'],
    ['✨ feat: shiny', 'feat'],
    ['✨ shiny', 'feat'],
    [':bug: crash', 'fix'],
    ['🐛🚑 crash', 'fix'],
    ['ABC-12: fix: crash', 'fix'],
    ['[ABC-12] feat(api): shiny', 'feat(api)'],
    ['(#12) docs: typo', 'docs'],
    ['ABC-12 - ✨ shiny', 'feat'],
    ['revert: feat(x): y', 'revert'],
    ['Revert "feat: y"', 'revert'],
  ];
  for (const [subject, expected] of cases) assert.equal(stated(subject), expected, subject);
});

test('what only looks like a prefix states nothing', () => {
  for (const subject of [
    'fix crash in parser',
    'parser: fix crash',
    'fixture: add one',
    'test::run is slow',
    'styles: align',
    'feat/fix: both',
    'fixup! feat: x',
    'squash! fix: x',
    'wip: things',
    'Reapply "feat: y"',
    'Revert the barrier workaround',
    '[skip ci] merge',
    '🎨 tidy',
    'ci://x',
    '',
    ':',
    '[',
  ]) {
    assert.equal(stated(subject), '-', subject);
  }
});

test('a footer breaks only what is stated; git’s sentence makes a plain subject a revert', () => {
  assert.equal(stated('feat: x', 'words\n\nBREAKING CHANGE: y is gone'), 'feat!');
  assert.equal(stated('feat: x', 'no BREAKING CHANGE: here'), 'feat');
  assert.equal(stated('drop x', 'BREAKING CHANGE: y'), '-');
  assert.equal(stated('Revert the workaround', 'This reverts commit 1234567.'), 'revert');
});

test('the rest of a subject is free of every prefix', () => {
  assert.equal(prefixOf('fixup! squash! fix(a): ✨ feat: words').rest, 'words');
  assert.equal(prefixOf('feat/fix: both').rest, 'both');
  assert.equal(prefixOf('plain words: here').rest, 'plain words: here');
  const tickets = [
    'ABC-12: ',
    '[ABC-12] ',
    '[ABC-12]: ',
    'ABC-12 - ',
    'ABC-123 ',
    'X1-2. ',
    '#123 - ',
    '#1: ',
    '(#123) ',
    '【ABC-12】',
    'AB-1: DE-2: ',
  ];
  for (const ticket of tickets) assert.equal(prefixOf(`${ticket}words`).rest, 'words', ticket);
  const names = [
    'ABC-12',
    'UTF-8: names',
    '[CVE-2024-1] words',
    'BASE-64: words',
    'WINDOWS-1252 words',
    'LGPL-3: words',
    'COVID-19: words',
    'AMD-64: words',
    'GPT-4 words',
    'SHA-256 words',
    '#123 broke words',
    '[ABC-1](x) words',
    'ABC-12:words',
  ];
  for (const words of [...names, 'ABC-12 words', 'a-1: words', '#12', '#1 reason']) assert.equal(prefixOf(words).rest, words);
});

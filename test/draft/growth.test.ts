import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measure } from '../../src/domain/measure.ts';
import { growth } from '../../src/draft/growth.ts';
import type { Tagged } from '../../src/domain/tags.ts';
import { work } from '../support/work.ts';
import { tell } from './support.ts';

const together = (items: readonly Tagged[], locale: 'en' | 'zh-cn'): string | undefined =>
  growth({ kind: 'growth', signal: 'co-authored', names: [], items }, tell({ name: 'Ada Example', work: items }, locale))?.text;
const shared = (...coAuthors: readonly string[]): Tagged => work({ subject: 'feat: add a flag', at: '2026-03-05', coAuthors });
const again = (item: Tagged): Tagged => ({
  ...item,
  credit: [...item.credit, { identity: 'Ada Example <ada@work.example.com>', role: 'co-author', share: 0 }],
});

test('nobody works with themselves: another address of the same name is no co-author', () => {
  const alone = again(shared());
  assert.equal(measure({ of: 'co-authored' }, [alone], 'UTC').value, 0);
  assert.equal(together([alone], 'en'), undefined);
  const both = again(shared('Ben Example'));
  assert.equal(together([both], 'en'), 'Worked with Ben Example on 1 co-authored change.');
});

test('where more people took part than are named, that is said', () => {
  const many = [shared(...['Ben', 'Cleo', 'Dora', 'Ed', 'Fay', 'Gus'].map((name) => `${name} Example`))];
  assert.equal(
    together(many, 'en'),
    'Worked with Ben Example, Cleo Example, Dora Example, Ed Example, Fay Example and others on 1 co-authored change.',
  );
  assert.match(together(many, 'zh-cn') ?? '', /Fay Example 等人完成了 1 项合作改动。$/);
});

test('kinds of work that were new are told in the plural as in the singular', () => {
  const items = [shared(), shared()];
  const kinds = (names: readonly string[], locale: 'en' | 'zh-cn'): string | undefined =>
    growth({ kind: 'growth', signal: 'kinds', names, items }, tell({ name: 'Ada Example', work: items }, locale))?.text;
  assert.equal(kinds(['refactor', 'perf'], 'en'), 'Took on refactoring and performance work for the first time.');
  assert.equal(kinds(['test'], 'en'), 'Took on tests for the first time.');
  assert.equal(kinds(['refactor', 'perf'], 'zh-cn'), '首次承担重构、性能改进方面的工作。');
});

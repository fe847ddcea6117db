import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measure } from '../../src/domain/measure.ts';
import type { Fact } from '../../src/domain/evidence.ts';
import { growth } from '../../src/draft/growth.ts';
import { template } from '../../src/draft/narrate.ts';
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

test('parts of a period whose names are lists stand apart from each other', async () => {
  const items = ['feat: add a flag', 'docs: add a page'].map((subject) => work({ subject, at: '2026-03-05' }));
  const parts = ['CI: action, lint', 'Docs'].map((name, i) => ({ name, items: items.slice(i, i + 1) }));
  const point = { kind: 'themes', parts, items, most: true, besideReleases: false } as const;
  const told = async (locale: 'en' | 'zh-cn'): Promise<string | undefined> =>
    (await template.tell({ point, id: 'c', first: false }, tell({ name: 'Ada Example', work: items }, locale)))?.text;
  assert.equal(await told('en'), 'Most of it went into CI: action, lint (1 change); and Docs (1 change).');
});

test('a plan that goes on with its figure makes one sentence of both', async () => {
  const items = [work({ subject: 'feat: add a flag', at: '2026-03-05' })];
  const fact = (text: string): Fact => ({ text, value: 1, unit: 'count', metric: { of: 'count' } });
  const told = async (id: string, text: string, locale: 'en' | 'zh-cn'): Promise<string | undefined> => {
    const source = { title: '', url: '' };
    const shared = { title: '', observation: '', evidence: [], reason: '', source, nextStep: '', check: '', strength: 1 };
    const point = { kind: 'improve', suggestion: { ...shared, id, facts: [fact(text)] }, items } as const;
    return (await template.tell({ point, id: 'c', first: false }, tell({ name: 'Ada Example', work: items }, locale)))?.text;
  };
  assert.match(
    (await told('one-area', '15 changes to `a`', 'en')) ?? '',
    /^15 changes to `a` are nearly all that anybody made there\. I want/,
  );
  assert.match((await told('one-area', '对 `a` 的 15 项改动', 'zh-cn')) ?? '', /^对 `a` 的 15 项改动几乎就是那里的全部改动。/);
  assert.match((await told('large-changes', '3 changes are large', 'en')) ?? '', /^3 changes are large\. I want/);
});

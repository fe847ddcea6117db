import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headlines } from '../../src/pipeline/headlines.ts';
import { OTHER } from '../../src/themes/themes.ts';
import { work } from '../support/work.ts';

const items = Array.from({ length: 6 }, (_, i) => work({ subject: `feat: step ${i}`, at: `2026-01-0${i + 1}`, files: ['src/a.ts'] }));
const theme = (id: string, from: number, to: number) => ({
  id,
  name: id,
  terms: [],
  contributions: items.slice(from, to).map((item) => item.id),
  representative: items[from]?.id ?? '',
});
const largest = (...themes: readonly ReturnType<typeof theme>[]) =>
  headlines({ work: items, before: [], hasBefore: false, themes, zone: 'UTC', locale: 'en', urlOf: () => undefined }).find(
    ({ id }) => id === 'longest-theme',
  );

test('the largest theme is one that was found, never what is left over', () => {
  assert.equal(largest(theme(OTHER, 2, 6), theme('parser', 0, 2))?.basis, 'contributions to the largest theme, parser');
  assert.equal(largest(theme(OTHER, 0, 6), theme('none', 0, 0)), undefined);
  assert.equal(largest(theme('all', 0, 6)), undefined, 'one theme of everything says nothing');
  const reviewed = { ...theme('reviewed', 0, 1), contributions: ['review:1', 'review:2', 'review:3', items[0]?.id ?? ''] };
  assert.deepEqual(
    [largest(reviewed, theme('parser', 1, 3))?.basis, largest(reviewed, theme('parser', 1, 3))?.value],
    ['contributions to the largest theme, parser', 2],
    'changes are counted, and not what was said of them',
  );
});

test('releases are no theme to open with', () => {
  const releases = Array.from({ length: 6 }, (_, i) =>
    work({ subject: `release: v1.0.${i}`, at: `2026-01-0${i + 1}`, files: ['package.json'] }),
  );
  const told = headlines({
    work: [...items, ...releases],
    before: [],
    hasBefore: false,
    themes: [theme('parser', 0, 2), { ...theme('releases', 0, 0), contributions: releases.map(({ id }) => id) }],
    zone: 'UTC',
    locale: 'en',
    urlOf: () => undefined,
  });
  assert.equal(told.find(({ id }) => id === 'longest-theme')?.basis, 'contributions to the largest theme, parser');
});

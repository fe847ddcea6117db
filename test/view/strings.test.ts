import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { en } from '../../src/view/strings/en.ts';
import { TABLES, makeText } from '../../src/view/strings/text.ts';

const view = path.resolve(import.meta.dirname, '../../src/view');
const placeholders = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

test('every language has the same keys, in words of its own, with the same placeholders', () => {
  for (const [locale, table] of Object.entries(TABLES)) {
    assert.deepEqual(Object.keys(table).sort(), Object.keys(en).sort(), locale);
    for (const [key, english] of Object.entries(en)) {
      const text = table[key as keyof typeof en];
      assert.ok(text.trim().length > 0, `${locale} ${key} is empty`);
      for (const form of text.split(' | ')) {
        assert.deepEqual(placeholders(form), placeholders(english.split(' | ')[0] ?? ''), `${locale} ${key}: ${form}`);
      }
    }
  }
});

test('every text is used somewhere, itself or by a computed key', () => {
  const sources = readdirSync(view, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('strings'))
    .map((file) => readFileSync(path.join(view, file), 'utf8'))
    .join('\n');
  const computed = [
    'tab.',
    'headline.',
    'timeline.',
    'trend.',
    'unit.',
    'sort.',
    'metric.',
    'suggestions.',
    'reason.',
    'type.',
    'claim.',
    'shows.',
    'host.',
    'log.',
    'reconciled.',
  ];
  const unused = Object.keys(en).filter((key) => !sources.includes(`'${key}'`) && !computed.some((prefix) => key.startsWith(prefix)));
  assert.deepEqual(unused, []);
});

test('numbers, plurals, percentages and dates follow the language', () => {
  const english = makeText('en', 'Europe/Berlin');
  const chinese = makeText('zh-cn', 'Europe/Berlin');
  assert.equal(english.t('rows.count', { n: 1 }), '1 contribution');
  assert.equal(english.t('rows.count', { n: 12_345 }), '12,345 contributions');
  assert.equal(chinese.t('rows.count', { n: 12_345 }), '12,345 项贡献');
  assert.deepEqual(
    [0.04, 2.73, 45, 0].map((value) => english.num(value, 1)),
    ['0.04', '2.7', '45', '0'],
    'little is not nothing',
  );
  assert.equal(english.percent(0.426), '43%');
  assert.equal(english.date(Date.UTC(2026, 5, 30, 23)), 'Jul 1, 2026', 'the zone of the period decides the day');
  assert.equal(chinese.day('2026-07-01'), '2026年7月1日');
});

test('dates and zones that do not exist are no reason to fail', () => {
  const text = makeText('en', 'Nowhere/Atlantis');
  assert.equal(text.date(Date.UTC(2026, 0, 1)), 'Jan 1, 2026');
  assert.equal(text.date(8.64e18), '–');
  assert.equal(text.date(Number.NaN), '–');
  assert.equal(text.day('not a day'), 'not a day');
});

test('a placeholder is filled once: what is filled in is not filled again', () => {
  assert.equal(makeText('en', 'UTC').t('app.compared', { period: '{n} | {period}' }), 'compared with {n} | {period}');
});

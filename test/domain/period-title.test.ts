import assert from 'node:assert/strict';
import { test } from 'node:test';
import { periodTitle } from '../../src/domain/period-title.ts';

test('a period is named in the language of its reader', () => {
  const names = [
    '2026-H2',
    '2026-Q3',
    '2026-07',
    '2026',
    'last 12 months',
    'last quarter',
    'all',
    '2026-01-01..2026-06-30',
    '2026-01-01..',
    '12 months to 2020-07-08',
  ];
  assert.deepEqual(
    names.map((name) => periodTitle(name, 'en')),
    [
      '2026-H2',
      '2026-Q3',
      '2026-07',
      '2026',
      'last 12 months',
      'last quarter',
      'everything',
      '2026-01-01 to 2026-06-30',
      'since 2026-01-01',
      '12 months to 2020-07-08',
    ],
  );
  assert.deepEqual(
    names.map((name) => periodTitle(name, 'zh-cn')),
    [
      '2026 年下半年',
      '2026 年第 3 季度',
      '2026 年 7 月',
      '2026 年',
      '最近 12 个月',
      '上季度',
      '全部时间',
      '2026-01-01 至 2026-06-30',
      '2026-01-01 以来',
      '截至 2020-07-08 的 12 个月',
    ],
  );
  assert.equal(periodTitle('something else', 'zh-cn'), 'something else');
});

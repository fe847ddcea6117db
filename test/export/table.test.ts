import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { contributionsCsv } from '../../src/export/csv.ts';
import { contributionLine, contributionLines } from '../../src/export/jsonl.ts';
import { day, work } from '../support/work.ts';

/** RFC 4180. */
function parse(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.filter((row) => row.length > 1);
}

const one = (subject: string) => work({ subject, at: day(1), files: ['src/a.ts +3 -1'], type: 'fix' });

test('csv: a header, a row each, any subject in its cell', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 5 }), (subjects) => {
      const text = contributionsCsv(subjects.map(one), () => undefined);
      assert.ok(text.startsWith('\uFEFFid,'));
      const rows = parse(text.slice(1));
      assert.equal(rows.length, subjects.length + 1);
      const column = rows[0]?.indexOf('subject') ?? -1;
      for (const [i, subject] of subjects.entries()) {
        const cell = rows[i + 1]?.[column] ?? '';
        assert.ok(cell === subject || cell === `'${subject}`, JSON.stringify([cell, subject]));
      }
    }),
  );
});

test('csv: nothing a spreadsheet would run', () => {
  for (const subject of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '＝1', '"=1"']) {
    const [, row] = parse(contributionsCsv([one(subject)], () => undefined).slice(1));
    for (const cell of row ?? []) assert.doesNotMatch(cell, /^\s*[=+@＝＋＠]|^\s*[-－](?!\d)|^[\t\r\n]/u, JSON.stringify(subject));
  }
});

test('jsonl: the line that mine prints and tag takes', () => {
  const item = work({
    subject: 'feat(x): a',
    body: 'why',
    at: '2026-01-05T10:00Z',
    offset: 330,
    files: ['src/a.ts +3 -1'],
    coAuthors: ['Ben Example'],
  });
  const line = contributionLine(
    { ...item, files: [...item.files, { path: 'logo.png', status: 'M', added: null, deleted: null }] },
    'https://example.com/1',
  );
  assert.deepEqual(
    {
      id: line.id,
      kind: line.kind,
      repo: line.repo,
      sha: line.sha,
      author: line.author,
      date: line.date,
      subject: line.subject,
      body: line.body,
      files: line.files,
    },
    {
      id: item.id,
      kind: 'commit',
      repo: 'github.com/example/app',
      sha: item.key,
      author: 'Ada Example <ada@example.com>',
      date: '2026-01-05T15:30:00+05:30',
      subject: 'feat(x): a',
      body: 'why',
      files: [
        ['src/a.ts', 3, 1],
        ['logo.png', null, null],
      ],
    },
  );
  assert.deepEqual(line.tags?.type.label, 'feat');
  assert.equal(contributionLine(item, undefined, { unpushed: true }).unpushed, true);
  assert.ok(!('unpushed' in line));
  const corrected = contributionLine({ ...item, correction: { contribution: item.id, family: 'type', label: 'fix', at: 0 } });
  assert.deepEqual([corrected.tags?.type.label, corrected.tags?.type.corrected], ['fix', true]);
});

test('jsonl: one line each whatever the text, and nothing lost', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 5 }), (subjects) => {
      const lines = contributionLines({ work: subjects.map(one), urlOf: () => undefined })
        .split('\n')
        .slice(0, -1);
      assert.deepEqual(
        lines.map((line): unknown => (JSON.parse(line) as { subject: unknown }).subject),
        subjects,
      );
    }),
  );
});

test('jsonl: dates beyond any calendar are left out', () => {
  assert.equal(contributionLine({ ...one('x'), at: 9e15 }).date, undefined);
  assert.match(contributionLine({ ...one('x'), at: -1e12, offset: -90 }).date ?? '', /^1938-.*-01:30$/);
});

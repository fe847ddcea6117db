import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RawEntry } from '../../../src/domain/log.ts';
import { readCsv } from '../../../src/mine/log/csv.ts';
import { readDays, readHours } from '../../../src/mine/log/days.ts';
import { MOST_ENTRIES, MOST_PROBLEMS, type ReadLog } from '../../../src/mine/log/entry.ts';
import { readJson } from '../../../src/mine/log/json.ts';
import { readMarkdown } from '../../../src/mine/log/markdown.ts';
import { decode, formatOf } from '../../../src/mine/log/read.ts';
import { asCsv, asMarkdown, asObjects } from './print.ts';

const TODAY = '2026-11-26';
const summary = ({ entries }: ReadLog): readonly string[] =>
  entries.map(
    ({ line, from, to, title, kinds, hours }) =>
      `${line} ${from === to ? from : `${from}..${to}`} [${kinds.join(',')}] ${hours ?? '-'} ${title}`,
  );
const faults = ({ problems }: ReadLog): readonly string[] => problems.map(({ line, reason, text }) => `${line} ${reason} ${text}`.trim());

test('Markdown: items and tables under headings that date them, with kinds, hours, links and notes', () => {
  const log = readMarkdown(
    [
      '# Work log',
      'Person: Ada <ada@example.com>',
      '',
      '## 2026-03-04 (Wed)',
      '- 3h On-call: paged at 02:00, database failover #sev2',
      '  restored in 20 minutes',
      '  - wrote it down',
      '* [x] **Mentoring:** read [flame graphs](https://example.com/a) with Bob (#12)',
      '- 2026-03-05 90 min nothing before the date (https://example.com/b).',
      '```',
      '- no entry',
      '```',
      '<!-- - neither',
      '- nor this -->',
      'Some prose.',
      '| Title | Type | Hours |',
      '| --- | :-: | --: |',
      String.raw`| a \| b | design, docs | 1.5 |`,
      '# Self-evaluation 2026-H1',
      '### 指导',
      '1. 带新人熟悉代码',
      '## 2026年3月9日 值班',
      '- 处理告警',
    ].join('\n'),
    TODAY,
  );
  assert.deepEqual(faults(log), []);
  assert.deepEqual(summary(log), [
    '5 2026-03-04 [On-call,sev2] 3 paged at 02:00, database failover',
    '8 2026-03-04 [Mentoring] - read flame graphs with Bob (#12)',
    '9 2026-03-05 [] 1.5 nothing before the date',
    '18 2026-03-04 [design,docs] 1.5 a | b',
    '21 2026-01-01..2026-06-30 [指导] - 带新人熟悉代码',
    '23 2026-03-09 [值班] - 处理告警',
  ]);
  assert.equal(log.entries[0]?.note, 'restored in 20 minutes\n- wrote it down');
  assert.equal(log.entries[1]?.link, 'https://example.com/a');
  assert.equal(log.entries[2]?.link, 'https://example.com/b');
  assert.equal(log.entries[1]?.person, 'Ada <ada@example.com>');
  assert.equal(log.prose, 1);
});

test('Markdown: everything that is wrong is said with its line', () => {
  const log = readMarkdown(
    [
      '- before any date',
      '## 2026-02-30',
      '- under no date of a calendar',
      '## 2026-03-01',
      '- 3h #design',
      '- fine',
      '## 2027-01-01',
      '- later',
      '~~~',
      'open',
    ].join('\n'),
    TODAY,
  );
  assert.deepEqual(faults(log), ['1 no-date', '2 bad-date 2026-02-30', '5 no-title', '8 future 2027-01-01', '9 open-fence']);
  assert.deepEqual(summary(log), ['6 2026-03-01 [] - fine']);
});

test('CSV: separators, quotes, cells of several lines, and columns in either language', () => {
  const log = readCsv(
    '标题;日期;类型;用时;心情\n"第一行\n第二行";2026/3/4;值班;1,5;好\n\nbad "quote" inside;2026-03-05;feat;;\n;2026-13-01;;x;\n',
    TODAY,
  );
  assert.deepEqual(summary(log), ['2 2026-03-04 [值班] 1.5 第一行 第二行', '5 2026-03-05 [feat] - bad "quote" inside']);
  assert.deepEqual(faults(log), ['6 bad-date 2026-13-01', '6 no-title', '6 bad-hours x']);
  assert.deepEqual(log.unread, ['心情']);
});

test('CSV: as Excel marks its separator, and with a column of times or weekdays beside the date', () => {
  assert.deepEqual(summary(readCsv('sep=;\ndate;title\n2026-03-04;one, two\n', TODAY)), ['3 2026-03-04 [] - one, two']);
  assert.deepEqual(summary(readCsv('sep=,\ndate,title\n2026-03-04,a;b;c\n', TODAY)), ['3 2026-03-04 [] - a;b;c']);
  const log = readCsv('时间,日期,内容\n09:00,2026-03-04,开会\n2小时,2026-03-05,值班\n早上,昨天,评审\n', TODAY);
  assert.deepEqual(summary(log), ['2 2026-03-04 [] - 开会', '3 2026-03-05 [] - 值班']);
  assert.equal(faults(log).length, 1);
  assert.match(faults(log)[0] ?? '', /^4 bad-date/);
});

test('CSV: a file that is none says what it lacks', () => {
  assert.deepEqual(faults(readCsv('', TODAY)), ['1 no-header']);
  assert.deepEqual(faults(readCsv('a,b\n1,2\n', TODAY)), ['1 no-columns a, b']);
  assert.deepEqual(
    faults(readCsv('date,title\n2026-03-04,"never ends\n', TODAY)).map((fault) => fault.split(' ').slice(0, 2).join(' ')),
    ['2 bad-csv'],
  );
});

test('JSON: a list, an object with entries, and lines; each fault has the line its entry begins at', () => {
  const list = readJson(
    '[\n  {"date": "2026-03-04", "title": "one", "tags": ["design"], "mood": 3},\n  {\n    "date": 5,\n    "hours": true\n  },\n  7\n]',
    TODAY,
  );
  assert.deepEqual(summary(list), ['2 2026-03-04 [design] - one']);
  assert.deepEqual(faults(list), [
    '3 bad-field date must be text',
    '3 bad-field title is missing',
    '3 bad-field hours must be a number of hours',
    '7 bad-field entry must be an object',
  ]);
  assert.deepEqual(list.unread, ['mood']);
  const object = readJson('{"person": "Ada",\n"entries": [\n{"date": "2026-03-04", "title": "two", "hours": 1.5}]}', TODAY);
  assert.deepEqual(summary(object), ['3 2026-03-04 [] 1.5 two']);
  assert.equal(object.entries[0]?.person, 'Ada');
  const quiet = readJson(
    '[{"date": "2026-03-04", "title": "a quiet shift", "hours": 0}, {"date": "2026-03-04", "title": "x", "hours": -1}]',
    TODAY,
  );
  assert.deepEqual([summary(quiet), faults(quiet)], [['1 2026-03-04 [] 0 a quiet shift'], ['1 bad-hours -1']]);
  const lines = readJson('{"date": "2026-03-04", "title": "three"}\n\n{oops\n', TODAY);
  assert.deepEqual(summary(lines), ['1 2026-03-04 [] - three']);
  assert.deepEqual(faults(lines), ['3 bad-json {oops']);
  assert.deepEqual(faults(readJson('[\n{"date": }\n]', TODAY)), ['2 bad-json ValueExpected']);
  assert.deepEqual(
    faults(readJson('{"a": 1}', TODAY)).map((fault) => fault.slice(0, 11)),
    ['1 bad-field', '1 bad-field'],
  );
  assert.deepEqual(faults(readJson('5', TODAY)), ['1 no-entries']);
});

test('hostile words stay words: control characters, marks of direction, markup, formulas, addresses that are none', () => {
  const log = readJson(
    JSON.stringify([
      {
        date: '2026-03-04',
        title: '=HYPERLINK("x")\u202E\u0000 <img src=x onerror=alert(1)>\ud800',
        note: 'a\u0007b\r\nc',
        link: 'https://example.com/ok',
      },
      { date: '2026-03-04', title: 'x', link: 'javascript:alert(1)' },
      { date: '2026-03-04', title: 'x', link: 'https://user:secret@example.com/' },
      { date: '2026-03-04', title: '\u200B\u202E' },
    ]),
    TODAY,
  );
  assert.deepEqual(
    log.entries.map(({ title, note }) => [title, note]),
    [['=HYPERLINK("x") <img src=x onerror=alert(1)>\uFFFD', 'ab\nc']],
  );
  assert.deepEqual(
    log.problems.map(({ reason }) => reason),
    ['bad-link', 'bad-link', 'no-title'],
  );
});

test('a file without end is read to a bound, and what is left out is said', () => {
  const many = readMarkdown(`## 2026-03-04\n${'- an entry\n'.repeat(MOST_ENTRIES + 50)}`, TODAY);
  assert.equal(many.entries.length, MOST_ENTRIES);
  assert.deepEqual(faults(many), [`${MOST_ENTRIES + 2} too-many ${MOST_ENTRIES}`]);
  const rows = readCsv(`date,title\n${'x\n'.repeat(MOST_ENTRIES * 2)}`, TODAY);
  assert.ok(rows.problemCount < MOST_ENTRIES * 3);
  const wrong = readCsv(`date,title\n${'x,y\n'.repeat(5000)}`, TODAY);
  assert.equal(wrong.problems.length, MOST_PROBLEMS);
  assert.equal(wrong.problemCount, 5000);
  assert.ok(wrong.problems.every(({ text }) => text.length < 200));
  const long = readMarkdown(`## 2026-03-04\n- ${'word '.repeat(100_000)}`, TODAY).entries[0];
  assert.ok(long && long.title.length <= 300 && long.note.length <= 8000);
});

test('text is decoded by its mark or its zeros; what is no text is refused with its line', () => {
  const text = 'date;title\n2026-03-04;Größe 值班\n';
  const utf16 = (from: string): Buffer => Buffer.from(from, 'utf16le');
  for (const bytes of [
    Buffer.from(text),
    Buffer.from(`\uFEFF${text}`),
    utf16(`\uFEFF${text}`),
    utf16(text),
    utf16(`\uFEFF${text}`).swap16(),
  ])
    assert.equal(decode(bytes, 'log.csv', 'en'), text);
  assert.equal(decode(Buffer.from('a\r\nb\rc'), 'log.md', 'en'), 'a\nb\nc');
  assert.throws(() => decode(Buffer.concat([Buffer.from('a\nb\n'), Buffer.from([0xd6, 0xb5, 0xb0, 0xe0])]), 'log.md', 'en'), {
    reason: 'log-encoding',
    message: /line 3/,
  });
  assert.throws(() => decode(Buffer.from(`${'a'.repeat(100)}\n\0`), 'log.md', 'en'), { reason: 'log-encoding', message: /line 2/ });
});

test('the format follows the ending, and the text where there is none', () => {
  assert.equal(formatOf('a.MD', '{}'), 'markdown');
  assert.equal(formatOf('a.tsv', ''), 'csv');
  assert.equal(formatOf('a.jsonl', ''), 'json');
  assert.equal(formatOf('a', ' [{"date": 1}]'), 'json');
  assert.equal(formatOf('a.txt', 'date,title\n2026-03-04,x\n'), 'csv');
  assert.equal(formatOf('a.txt', '## 2026-03-04\n- a, b\n'), 'markdown');
});

test('dates and hours as people write them', () => {
  const spelled = (text: string): string | undefined => {
    const days = readDays(text);
    return days && `${days.from}..${days.to}`;
  };
  assert.equal(spelled('2026-W01'), '2025-12-29..2026-01-04');
  assert.equal(spelled('2026-W53'), '2026-12-28..2027-01-03');
  assert.equal(spelled('2025-W53'), undefined);
  assert.equal(spelled('2024-02'), '2024-02-01..2024-02-29');
  assert.equal(spelled('2026-q4'), '2026-10-01..2026-12-31');
  assert.equal(spelled('2026年下半年'), '2026-07-01..2026-12-31');
  assert.equal(spelled('2026-03-02 – 2026-03-06'), '2026-03-02..2026-03-06');
  assert.equal(spelled('2026-03-06..2026-03-02'), undefined);
  // Who writes a month or longer does not say that it was every day of it.
  assert.deepEqual(
    ['2026-03-02..2026-03-06', '2026-W10', '2026-03', '2026-Q1', '2026年上半年', '2026'].map((text) => readDays(text)?.period),
    [undefined, undefined, true, true, true, true],
  );
  assert.equal(spelled('2026-03-04T23:30:00+08:00'), '2026-03-04..2026-03-04');
  for (const text of ['03/04/2026', '2026-00', '2026-02-29', '1969-12-31', '2026-H3', 'today', ''])
    assert.equal(spelled(text), undefined, text);
  assert.deepEqual(
    ['3h', '1,5 hours', '1h30m', '45 min', '2小时', '0h', '-1h', '3', 'h', '99999h'].map((text) => readHours(text)),
    [3, 1.5, 1.5, 0.75, 2, 0, undefined, undefined, undefined, undefined],
  );
});

const day = fc
  .date({ min: new Date('1970-01-02'), max: new Date('2026-11-20'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const word = fc.stringMatching(/^[a-z\u4e00-\u4eff]{2,8}$/u);
const title = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
const entry = (note: fc.Arbitrary<string>): fc.Arbitrary<RawEntry> =>
  fc
    .record({
      first: day,
      more: fc.nat(5),
      title,
      note,
      kinds: fc.uniqueArray(word, { maxLength: 3, selector: (kind) => kind.toLowerCase() }),
      hours: fc.option(fc.integer({ min: 0, max: 400 }).map((n) => n / 4)),
    })
    .map(({ first, more, hours, ...rest }) => {
      const to = new Date(Date.parse(first) + more * 86_400_000).toISOString().slice(0, 10);
      return { line: 0, from: first, to, ...rest, ...(hours === null ? {} : { hours }) };
    });
const withoutLine = (one: RawEntry): unknown => ({ ...one, line: 0 });
const withoutLines = ({ entries, problems }: ReadLog): unknown => [entries.map(withoutLine), problems];
const expected = (entries: readonly RawEntry[]): unknown => [entries.map(withoutLine), []];

test('what is printed in any format is read again as it was', () => {
  const lines = fc.array(title, { maxLength: 3 }).map((all) => all.join('\n'));
  const cells = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) =>
    text
      .replaceAll(/[^\P{C}\n]/gu, '')
      .replaceAll(/[\u2028\u2029]/g, '')
      .trim(),
  );
  fc.assert(
    fc.property(fc.array(entry(lines), { maxLength: 8 }), (entries) =>
      assert.deepEqual(withoutLines(readMarkdown(asMarkdown(entries), TODAY)), expected(entries)),
    ),
  );
  fc.assert(
    fc.property(fc.array(entry(cells), { maxLength: 8 }), fc.constantFrom(',', ';', '\t'), fc.boolean(), (entries, delimiter, marked) => {
      const bytes = Buffer.from(asCsv(entries, delimiter, marked ? '\uFEFF' : ''), marked ? 'utf16le' : 'utf8');
      assert.deepEqual(withoutLines(readCsv(decode(bytes, 'log.csv', 'en'), TODAY)), expected(entries));
    }),
  );
  fc.assert(
    fc.property(fc.array(entry(cells), { minLength: 1, maxLength: 8 }), fc.boolean(), (entries, asLines) => {
      const objects = asObjects(entries);
      const text = asLines ? objects.map((one) => JSON.stringify(one)).join('\n') : JSON.stringify(objects, null, 2);
      assert.deepEqual(withoutLines(readJson(text, TODAY)), expected(entries));
    }),
  );
});

test('no text makes a reader fail, and lines are lines of the file', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.constantFrom('# 2026-03-04', '- a', '| a | b |', '"', '{"date":', ',', ';', '```', '<!--', '\n'), { maxLength: 40 })
      .map((all) => all.join('\n')),
  );
  fc.assert(
    fc.property(text, (source) => {
      const plain = source.replaceAll(/\r\n?/g, '\n');
      const count = plain.split('\n').length;
      for (const read of [readMarkdown, readCsv, readJson]) {
        const { entries, problems } = read(plain, TODAY);
        for (const { line } of [...entries, ...problems]) assert.ok(line >= 1 && line <= count, `${read.name} ${line} of ${count}`);
      }
    }),
  );
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LOG_CATEGORIES } from '../../../src/domain/log.ts';
import { readCsv } from '../../../src/mine/log/csv.ts';
import { readJson } from '../../../src/mine/log/json.ts';
import { readMarkdown } from '../../../src/mine/log/markdown.ts';

const TODAY = '2026-11-26';
const docs = readFileSync(new URL('../../../docs/work-log.md', import.meta.url), 'utf8');
const schema = JSON.parse(readFileSync(new URL('../../../docs/work-log.schema.json', import.meta.url), 'utf8')) as {
  $defs: { entry: { required: string[]; properties: Record<string, unknown> } };
};

test('what docs/work-log.md shows is read as it says', () => {
  const example = (language: string): string => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(docs)?.[1] ?? '';
  const counts = (
    [
      ['markdown', readMarkdown],
      ['csv', readCsv],
      ['json', readJson],
    ] as const
  ).map(([language, read]) => {
    const { entries, problems, unread } = read(example(language), TODAY);
    assert.deepEqual([problems, unread], [[], []], language);
    return entries.length;
  });
  assert.deepEqual(counts, [5, 1, 1]);
  for (const category of LOG_CATEGORIES) assert.ok(docs.includes(category), category);
});

test('docs/work-log.schema.json names the fields that are read, and those that must be there', () => {
  const { required, properties } = schema.$defs.entry;
  const filled = {
    date: '2026-03-04',
    title: 'a talk',
    kind: 'talk',
    tags: ['a'],
    hours: 1,
    link: 'https://example.com/',
    note: 'n',
    person: 'Ada',
  };
  assert.deepEqual(Object.keys(properties).toSorted(), Object.keys(filled).toSorted());
  const read = readJson(JSON.stringify([{ ...filled, mood: 1 }]), TODAY);
  assert.deepEqual([read.entries.length, read.unread, read.problems], [1, ['mood'], []]);
  for (const field of Object.keys(filled)) {
    const { entries } = readJson(JSON.stringify([{ ...filled, [field]: undefined }]), TODAY);
    assert.equal(entries.length, required.includes(field) ? 0 : 1, field);
  }
});

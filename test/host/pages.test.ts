import './support/editor.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { cell } = await import('../../src/host/pages.ts');
const { accessPage, storedPage } = await import('../../src/host/stored.ts');

test('text of others is no markup in a table', () => {
  assert.equal(cell('a | b'), 'a \\| b');
  assert.equal(cell('<img src=x> [x](command:y)'), '\\<img src=x\\> \\[x\\]\\(command:y\\)');
  assert.equal(cell('two\nlines'), 'two lines');
});

test('the log of who looked at whose work, in the words of its reader', () => {
  const at = Date.parse('2026-11-26T10:00:00Z');
  const [title, page] = accessPage([
    { at, act: 'draft for a teammate', subject: 'Bob Example <bob@example.com>', detail: 'last 12 months' },
    { at, act: 'export', subject: 'Ada Example <ada@example.com>', detail: 'chat, all' },
    { at, act: 'mine', subject: 'everyone', detail: 'example|app' },
    { at, act: 'something new', subject: 'a person', detail: '' },
  ]);
  assert.ok(page.startsWith(`# ${title}\n`));
  const rows = page.split('\n').filter((line) => line.startsWith('| ') && line.includes('2026'));
  assert.match(rows[0] ?? '', /\| drafted a review \| Bob Example \\<bob@example\.com\\> \| last 12 months \|$/);
  assert.match(rows[1] ?? '', /\| exported \| Ada Example \\<ada@example\.com\\> \| update for a chat, everything \|$/);
  assert.match(rows[2] ?? '', /\| read in full \| everyone \| example\\\|app \|$/);
  assert.match(rows[3] ?? '', /\| something new \| a person \|  \|$/);
  assert.match(accessPage([])[1], /Nothing is logged yet/);
});

test('what is stored: where, how much, and how to be rid of it', () => {
  const [, page] = storedPage({ path: '/home/ada/store', bytes: 4097, items: [{ name: 'Tags', count: 1234, note: 'made again' }] });
  assert.match(page, /In `\/home\/ada\/store`, encrypted, 5 KB/);
  assert.match(page, /\| Tags \| 1,234 \| made again \|/);
  assert.match(page, /Erase My Data/);
});

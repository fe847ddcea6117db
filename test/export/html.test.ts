import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { type ReportAssets, readReportAssets, renderReport } from '../../src/export/html.ts';
import { hostile, makeSnapshot, typical } from '../support/snapshot.ts';

const assets: ReportAssets = { view: 'start()', charts: 'var trackRecordCharts={}', css: ['body{color:red}'] };
const blocks = (html: string, name: string): unknown[] =>
  [...html.matchAll(new RegExp(`<script type="application/json" id="${name}-\\d+">(.*?)</script>`, 'gs'))].map(
    (m) => JSON.parse(m[1] ?? '') as unknown,
  );

test('the page holds the snapshot: its head first, rows in blocks of a thousand', () => {
  const snapshot = makeSnapshot({ rows: 2500 });
  const html = renderReport({ assets, snapshot });
  const rows = blocks(html, 'rows') as unknown[][];
  assert.deepEqual(
    rows.map((block) => block.length),
    [1000, 1000, 500],
  );
  assert.deepEqual(rows.flat(), snapshot.rows);
  assert.deepEqual((blocks(html, 'noise') as unknown[][]).flat(), snapshot.noise);
  const [head] = blocks(html, 'snapshot') as [Record<string, unknown>];
  assert.equal(head['rows'], undefined);
  assert.deepEqual(head['blocks'], { rows: 3, noise: 1 });
  assert.deepEqual(
    Object.values(head['noiseCounts'] as object).reduce((a: number, b: number) => a + b, 0),
    snapshot.noise.length,
  );
  assert.ok(
    html.indexOf('snapshot-0') < html.indexOf('start()') && html.indexOf('start()') < html.indexOf('rows-0'),
    'what is needed first comes first',
  );
});

test('the policy allows exactly the scripts and styles the page carries', () => {
  const html = renderReport({ assets, snapshot: typical() });
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  assert.match(policy, /^default-src 'none'; base-uri 'none'; form-action 'none'; /);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map((m) => hash(m[1] ?? ''));
  const directive = /script-src ([^;]*)/.exec(policy)?.[1]?.trim().split(' ');
  assert.deepEqual(directive, scripts);
  for (const [, style] of html.matchAll(/<style>(.*?)<\/style>/gs)) assert.ok(policy.includes(hash(style ?? '')));
});

test('no text of the history becomes markup, and all of it comes back', () => {
  const snapshot = hostile();
  const html = renderReport({ assets, snapshot });
  const expected = JSON.parse(JSON.stringify(snapshot.rows)) as unknown;
  assert.deepEqual((blocks(html, 'rows') as unknown[][]).flat(), expected);
  const tags = [...html.matchAll(/<\/?([a-z!][\w-]*)/gi)].map((m) => (m[1] ?? '').toLowerCase());
  assert.deepEqual([...new Set(tags)].sort(), ['!doctype', 'body', 'div', 'head', 'html', 'meta', 'script', 'style', 'title']);
});

test('any text survives the page', () => {
  const base = makeSnapshot({ rows: 1 });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('</script>', '<!--', '<script', ']]>', '\u2028', ''), (text, bad) => {
      const subject = text + bad + text;
      const snapshot = { ...base, person: { id: subject, name: subject }, rows: base.rows.map((row) => ({ ...row, subject })) };
      const html = renderReport({ assets, snapshot });
      const [rows] = blocks(html, 'rows') as [{ subject: string }[]];
      assert.equal(rows[0]?.subject, subject);
      assert.equal(html.match(/<\/script>/g)?.length, 4);
    }),
    { numRuns: 100 },
  );
});

test('a view that cannot be inlined, or is not built, says so', async () => {
  assert.throws(() => renderReport({ assets: { ...assets, view: 'x="<script>"' }, snapshot: typical() }), { reason: 'view-unsafe' });
  const folder = mkdtempSync(path.join(tmpdir(), 'track-record-html-'));
  try {
    await assert.rejects(readReportAssets(folder), { reason: 'view-missing' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

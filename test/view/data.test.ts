import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isChange, ownKey } from '../../src/domain/tags.ts';
import type { ContributionRow } from '../../src/protocol/snapshot.ts';
import type { Charts } from '../../src/view/charts/charts.ts';
import { fitting, ORDERS, matcher } from '../../src/view/data/filter.ts';
import { memorySource, narrows } from '../../src/view/data/memory.ts';
import { Channel } from '../../src/view/data/channel.ts';
import { ALL_ROWS, type DataSource, type RowQuery, SORTS } from '../../src/view/data/source.ts';
import { storeSource } from '../../src/view/data/store.ts';
import { makeSnapshot } from '../support/snapshot.ts';

const snapshot = makeSnapshot({ rows: 400 });
const { rows: changes, noise, themes, ...rest } = snapshot;
const RISK = 'own/risk = danger';
/** Every twentieth is a review: those have no type. Some are in a dimension of the user's own, some of them surely. */
const all = changes.map((row, i): ContributionRow => {
  const label = i % 3 === 1 ? 'high' : 'a = b';
  if (i % 20 > 0) return i % 3 === 0 ? row : { ...row, own: [{ family: RISK, label, p: 0.5, unsure: i % 5 === 0 }] };
  const { type: _type, tag: _tag, ...said } = row;
  return { ...said, kind: 'review', corrected: false };
});
const head = { ...rest, themes: themes.map(({ contributions, ...theme }) => ({ ...theme, count: contributions.length })), noiseCounts: {} };
const noCharts = (): Promise<Charts> => Promise.reject(new Error('no charts here'));
const go = new AbortController().signal;

const source = (rows: readonly ContributionRow[] = all): ReturnType<typeof memorySource> =>
  memorySource(head, { rows: () => [rows.slice(0, 150), rows.slice(150)], noise: () => [noise] }, noCharts, Promise.resolve());

const queries = fc.record({
  text: fc.constantFrom('', 'lexer', 'fix', 'LEXER tests', 'src/tree', 'zzz', 'e', 'ex', 'example assistant'),
  type: fc.constantFrom('', 'fix', 'feat', 'unsure', 'nothing'),
  repo: fc.constantFrom('', ...snapshot.repos.map((repo) => repo.id)),
  theme: fc.constantFrom('', ...themes.map((theme) => theme.id)),
  own: fc.constantFrom('', ...['high', 'a = b', 'unsure'].map((label) => ownKey(RISK, label)), ownKey('own/other', 'high')),
  sort: fc.constantFrom(...SORTS),
});

/** What the filters mean, said once more without any cleverness. */
function naive(query: RowQuery): readonly string[] {
  const found = all.filter((row) => {
    const haystack = [row.subject, row.key, row.body, ...row.files.map(([path]) => path), ...row.assistants].map((text) =>
      text.toLowerCase(),
    );
    const words = query.text
      .toLowerCase()
      .split(' ')
      .filter((word) => word !== '');
    if (!words.every((word) => haystack.some((text) => text.includes(word)))) return false;
    const label = row.own?.find(({ family, unsure }) => !unsure && query.own.startsWith(family))?.label ?? (isChange(row) ? 'unsure' : '');
    if (query.own !== '' && query.own.split('\n')[1] !== label) return false;
    if (query.type === 'unsure' ? row.type !== undefined || !isChange(row) : query.type !== '' && row.type !== query.type) return false;
    return (query.repo === '' || row.repo === query.repo) && (query.theme === '' || row.theme === query.theme);
  });
  return found.sort(ORDERS[query.sort]).map((row) => row.id);
}

test('queries one after another, whatever their order, answer what the rows say', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(queries, { minLength: 1, maxLength: 5 }), async (list) => {
      const data = source();
      for (const query of list) {
        const set = await data.query(query, go);
        const page = await set.page(0, set.total);
        assert.deepEqual(
          page.map((row) => row.id),
          naive(query),
        );
      }
    }),
    { numRuns: 60 },
  );
});

test('what narrows really narrows: every answer to the longer query answers the shorter', () => {
  fc.assert(
    fc.property(queries, queries, (a, b) => {
      if (!narrows(a, b)) return;
      const test = matcher(b);
      for (const row of all) if (matcher(a)(row)) assert.ok(test(row));
    }),
  );
});

test('a page is a slice, and a position is where the page has it', async () => {
  const set = await source().query(ALL_ROWS, go);
  assert.equal(set.total, 400);
  const [row] = await set.page(250, 1);
  assert.ok(row);
  assert.equal(await set.indexOf(row.id), 250);
  assert.equal(await set.indexOf('nowhere'), -1);
  assert.deepEqual(await set.page(399, 10), all.slice(399));
});

test('an aborted query rejects and leaves the next one right', async () => {
  const many = Array.from({ length: 20 }, () => all).flat();
  const data = source(many);
  const stop = new AbortController();
  const old = data.query({ ...ALL_ROWS, text: 'lexer' }, stop.signal);
  stop.abort();
  await assert.rejects(Promise.resolve(old), { name: 'AbortError' });
  const set = await data.query({ ...ALL_ROWS, text: 'tree' }, go);
  assert.equal(set.total, 20 * naive({ ...ALL_ROWS, text: 'tree' }).length);
});

test('rows and ledger are parsed when they are asked for, once', async () => {
  const parsed: string[] = [];
  const data = memorySource(
    head,
    {
      rows: () => (parsed.push('rows'), [all]),
      noise: () => (parsed.push('noise'), [noise]),
    },
    noCharts,
    Promise.resolve(),
  );
  assert.deepEqual(parsed, []);
  await data.find('x');
  await data.query(ALL_ROWS, go);
  assert.deepEqual(parsed, ['rows']);
  const merges = await data.noise('merge', 0, 1000);
  assert.deepEqual(
    merges.map((line) => line.at),
    noise
      .filter((line) => line.reason === 'merge')
      .map((line) => line.at)
      .sort((a, b) => b - a),
  );
  assert.deepEqual(parsed, ['rows', 'noise']);
});

test('a first page that came with the head is the answer to its query, once', async () => {
  const asked: unknown[] = [];
  const channel = new Channel(
    (frame) => {
      const { id, params } = JSON.parse((frame as { readonly text: string }).text) as { readonly id: number; readonly params: unknown };
      asked.push(params);
      const answer = { id, value: { revision: head.revision, total: 1, rows: all.slice(9, 10) } };
      queueMicrotask(() => channel.receive({ id: 0, index: 0, of: 1, text: JSON.stringify(answer) }));
    },
    () => {},
  );
  const first = { revision: head.revision, total: 100, rows: all.slice(0, 100) };
  const rowsOf = async (source: DataSource, query: RowQuery) => (await source.query(query, go)).page(0, 20);
  const store = storeSource({ ...head, first }, channel, noCharts, ALL_ROWS);
  assert.equal('first' in store.head, false);
  assert.deepEqual(await rowsOf(store, { ...ALL_ROWS }), all.slice(0, 20), 'the same query, whoever made it');
  assert.deepEqual(asked, []);
  assert.deepEqual(await rowsOf(store, ALL_ROWS), all.slice(9, 10), 'later the store may say otherwise');
  const other = storeSource({ ...head, first }, channel, noCharts, ALL_ROWS);
  assert.deepEqual(await rowsOf(other, { ...ALL_ROWS, type: 'fix' }), all.slice(9, 10));
  assert.deepEqual(await rowsOf(storeSource(head, channel, noCharts), ALL_ROWS), all.slice(9, 10), 'none came');
  assert.equal(asked.length, 3);
});

test('a page that could not be read is asked for again when it is looked at again', async () => {
  let isDown = true;
  const answers: Record<string, unknown>[] = [];
  const channel = new Channel(
    (frame) => {
      const { id, params } = JSON.parse((frame as { readonly text: string }).text) as { id: number; params: { readonly offset: number } };
      const rows = all.slice(params.offset, params.offset + 100);
      answers.push(
        isDown && params.offset > 0
          ? { id, error: { reason: 'engine-crashed', message: 'It stopped.' } }
          : { id, value: { revision: 1, total: all.length, rows } },
      );
      queueMicrotask(() => channel.receive({ id, index: 0, of: 1, text: JSON.stringify(answers.pop()) }));
    },
    () => {},
  );
  const set = await storeSource(head, channel, noCharts).query(ALL_ROWS, go);
  await assert.rejects(async () => set.page(100, 10), /It stopped\./);
  isDown = false;
  assert.deepEqual(
    (await set.page(100, 10)).map(({ id }) => id),
    all.slice(100, 110).map(({ id }) => id),
  );
});

test('filters that another story does not have are no filters', () => {
  const [repo, theme] = [head.repos[0]?.id ?? '', head.themes[0]?.id ?? ''];
  const dimensions = [{ family: RISK, name: 'risk', labels: ['high'] }] as const;
  const query = { ...ALL_ROWS, text: 'lexer', type: 'fix', repo, theme, own: ownKey(RISK, 'high') };
  assert.equal(fitting(query, { ...head, dimensions }), query);
  assert.deepEqual(fitting(query, { repos: [], themes: [] }), { ...ALL_ROWS, text: 'lexer', type: 'fix' });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { NOISE_REASONS } from '../../src/domain/contribution.ts';
import type { Reconciliation } from '../../src/domain/reconciliation.ts';
import type { Tagged } from '../../src/domain/tags.ts';
import { openedPage } from '../../src/mine/host/github/search.ts';
import { reconcile } from '../../src/normalize/reconcile.ts';
import { work } from '../support/work.ts';

const DAY = 86_400_000;
const FROM = Date.UTC(2026, 0, 1);
const period = { name: '2026-H1', from: FROM, to: FROM + 181 * DAY, zone: 'UTC' };
interface Given {
  readonly opened?: number;
  readonly done?: number;
  readonly noise?: Tagged['noise'][number]['reason'];
  readonly own?: boolean;
}
const FACTS = { kind: 'pull_request', state: 'merged', draft: false, base: 'main', head: 'x', labels: [] } as const;
const HOST = { ...FACTS, additions: 1, deletions: 0, changedFiles: 1, reviews: 0, comments: 0, commits: [] } as const;
const pull = ({ opened = 10, done = opened + 1, noise, own = true }: Given, i = 0): Tagged => ({
  ...work({ subject: `pull ${i}`, at: FROM + done * DAY, type: 'feat', author: own ? 'Ada Example' : 'Bob Example' }),
  id: `pull_request:x#${i}`,
  kind: 'pull_request',
  noise: noise ? [{ contribution: `pull_request:x#${i}`, reason: noise, detail: '' }] : [],
  host: { ...HOST, createdAt: FROM + opened * DAY },
});
const told = (everywhere: number, ...here: readonly number[]) => ({
  host: 'github.com',
  login: 'ada',
  everywhere,
  here: new Map(here.map((n, i) => [`example/p${i}`, n])),
});
const run = (given: readonly Given[], counted: ReturnType<typeof told>): Reconciliation =>
  reconcile(counted, {
    pulls: given.map(pull),
    period,
    isOwn: ({ author }) => author.startsWith('Ada'),
    pageOf: (narrowed) => openedPage('github.com', { login: 'ada', period, places: [...counted.here.keys()], ...narrowed }),
  });
const groups = (one: Reconciliation): Readonly<Record<string, number>> => Object.fromEntries(one.groups.map(({ why, n }) => [why, n]));

test('every pull request that the host finds is counted, or in a group that says why not, with the host’s search for it', () => {
  const found = run(
    [
      {},
      {},
      { noise: 'bot' },
      { noise: 'unmerged' },
      { noise: 'unmerged' },
      { opened: 170, done: 200 },
      { opened: -20, done: 5 },
      { own: false },
    ],
    told(12, 5, 2),
  );
  assert.deepEqual([found.found, found.counted, found.beside], [12, 2, 2]);
  assert.deepEqual(groups(found), { bot: 1, unmerged: 2, 'other-period': 1, 'not-selected': 5, unexplained: 1 });
  const search = (why?: string): string | null =>
    new URL((why === undefined ? found.url : found.groups.find((one) => one.why === why)?.url) ?? '').searchParams.get('q');
  const all = 'is:pr author:ada created:2026-01-01T00:00:00Z..2026-06-30T23:59:59Z';
  assert.equal(search(), all);
  assert.equal(search('not-selected'), `${all} -repo:example/p0 -repo:example/p1`);
  assert.equal(search('unmerged'), `${all} repo:example/p0 repo:example/p1 is:closed is:unmerged`);
  assert.match(found.url, /^https:\/\/github\.com\/search\?q=is%3Apr\+author%3Aada/);
});

test('more known here than the host finds is told as well; a whole match has no groups', () => {
  assert.deepEqual(groups(run([{}, {}, {}], told(2, 2))), { unexplained: -1 });
  assert.deepEqual(run([{}, {}], told(2, 2)).groups, []);
});

test('the groups add up exactly, whatever is known: property', () => {
  const given = fc.record({
    opened: fc.integer({ min: -60, max: 240 }),
    done: fc.integer({ min: -60, max: 300 }),
    own: fc.boolean(),
    noise: fc.option(fc.constantFrom(...NOISE_REASONS), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(given, { maxLength: 30 }), fc.nat(40), fc.array(fc.nat(20), { maxLength: 3 }), (some, more, here) => {
      const made = some.map(({ noise, ...rest }) => ({ ...rest, ...(noise ? { noise } : {}) }));
      const one = run(made, told(more, ...here));
      assert.equal(one.counted + one.groups.reduce((sum, { n }) => sum + n, 0), one.found);
      assert.equal(
        one.counted + one.beside,
        made.filter(({ done, noise }) => noise === undefined && done >= 0 && done < 181).length,
        'what counts here is counted or beside',
      );
    }),
  );
});

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { TrackRecordError } from '../../../src/domain/result.ts';
import { GitHub } from '../../../src/mine/host/github/github.ts';
import { isLogin } from '../../../src/mine/host/github/search.ts';
import type { IssuePage, IssuesRequest } from '../../../src/mine/host/host.ts';
import { bot, DAY, FakeGitHub, type IssueSpec, START, user } from '../../support/github.ts';

const BOB = user('bob', 'Bob Example');
const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

async function serve(t: TestContext, issues: readonly IssueSpec[]) {
  const server = await new FakeGitHub().start(t);
  server.issues = issues;
  const access = { host: 'github.example.com', api: server.api, token: 'planted' };
  const host = new GitHub({ access, now: () => START, sleep: async () => {} });
  return { server, host };
}

const read = async (host: GitHub, request: Partial<IssuesRequest> = {}): Promise<IssuePage[]> =>
  Array.fromAsync(host.issues({ place: { owner: 'example', name: 'project' }, by: 'ada', since: '', ...request }));
const numbers = (pages: readonly IssuePage[]): number[] => pages.flatMap(({ issues }) => issues.map(({ number }) => number));
const many = (n: number, step = 60_000): IssueSpec[] =>
  Array.from({ length: n }, (_, i) => ({ number: i + 1, createdAt: START + i * step }));

test('an issue is told with what was said in it, who closed it, and which pull request did', async (t) => {
  const { host, server } = await serve(t, [
    {
      number: 8,
      title: 'Fields are cut',
      body: 'At line breaks.',
      labels: ['bug'],
      closedBefore: user('carol'),
      closed: { by: BOB, at: START + 2 * DAY, pull: 12 },
      comments: [
        { id: 3_000_000_001, author: BOB, body: 'Seen.', at: START + DAY },
        { id: 2, author: null },
      ],
    },
    {
      number: 9,
      author: BOB,
      closed: { by: null, at: START, reason: 'NOT_PLANNED' },
      comments: [{ id: 3, author: bot('stale'), body: 'cc @ada' }],
    },
    { number: 10, author: BOB },
  ]);
  const [page] = await read(host);
  assert.deepEqual(page?.issues[0], {
    number: 8,
    title: 'Fields are cut',
    body: 'At line breaks.',
    state: 'closed',
    closedAs: 'completed',
    author: { login: 'ada', kind: 'user', name: 'Ada Example', number: 3097 },
    labels: ['bug'],
    createdAt: START,
    updatedAt: iso(START + 2 * DAY),
    closedAt: START + 2 * DAY,
    closedBy: { login: 'bob', kind: 'user', name: 'Bob Example', number: 3098 },
    closer: 12,
    comments: [
      { key: '3000000001', author: { login: 'bob', kind: 'user', name: 'Bob Example', number: 3098 }, at: START + DAY, body: 'Seen.' },
      { key: '2', at: START + DAY, body: 'I see it too.' },
    ],
  });
  assert.deepEqual(
    page.issues.map(({ number, closedAs, closedBy, closer }) => [number, closedAs, closedBy?.login, closer]),
    [
      [8, 'completed', 'bob', 12],
      [9, 'not-planned', undefined, undefined],
    ],
    'what the account has nothing to do with is not asked for',
  );
  assert.equal(server.asked[0]?.variables['terms0'], 'repo:example/project is:issue involves:ada sort:updated-desc');
  assert.deepEqual(numbers(await read(host, { by: undefined })), [8, 9, 10], 'everyone’s');
});

test('230 issues take five requests, and long discussions are read to their end, apart', async (t) => {
  const comments = Array.from({ length: 160 }, (_, i) => ({ id: i + 1, author: BOB }));
  const { host, server } = await serve(t, many(230));
  assert.deepEqual(
    numbers(await read(host)),
    Array.from({ length: 230 }, (_, i) => 230 - i),
  );
  assert.equal(server.asked.length, 5);
  assert.deepEqual(numbers(await read(host, { since: iso(START + 227 * 60_000), few: true })), [230, 229, 228]);
  assert.deepEqual([server.asked.length, server.asked[5]?.variables['first']], [6, 10]);
  server.issues = [{ number: 1, comments }];
  assert.equal((await read(host))[0]?.issues[0]?.comments.length, 160);
  assert.deepEqual([host.spent.requests, host.spent.overflow], [9, 2]);
});

test('first pages of several accounts are one request, in halves where that is too much, and each alone where one cannot be told', async (t) => {
  const { host, server } = await serve(t, [
    { number: 1 },
    { number: 2, author: BOB, updatedAt: START + 1 },
    { number: 3, author: BOB, updatedAt: START + 2, comments: [{ id: 1, author: user('ada') }] },
  ]);
  const place = { owner: 'example', name: 'project' };
  const opened = { from: START, to: START + DAY };
  const requests = ['ada', 'not a login', 'bob'].map((by) => ({ place, by, since: '', opened }));
  const first = async () => {
    const asked = server.asked.length;
    const pages = await host.firstIssues(requests);
    return [pages.map((page) => page && [numbers([page]), page.opened?.here]), server.asked.length - asked];
  };
  server.pulls = [{ number: 7, createdAt: START }];
  const expected = [[[3, 1], 1], undefined, [[3, 2], 0]];
  assert.deepEqual(await first(), [expected, 1]);
  server.faults.push({ status: 502 }, { status: 502 });
  assert.deepEqual(await first(), [expected, 3]);
  assert.deepEqual(
    server.asked.slice(-3).map(({ variables }) => variables['first']),
    [50, 25, 12],
  );

  // Never both at once.
  server.rule = ({ query }) => (query.includes('s1:') ? { status: 502 } : undefined);
  assert.deepEqual(await first(), [expected, 8 + 2]);
  // One of them is kept back.
  server.rule = ({ query }) => {
    const found = { issueCount: 0, pageInfo: { hasNextPage: false }, nodes: [] };
    return query.includes('s1:')
      ? { status: 200, body: { data: { s0: found, s1: null }, errors: [{ type: 'FORBIDDEN', message: 'x' }] } }
      : undefined;
  };
  assert.deepEqual(await first(), [[[[], undefined], undefined, [[3, 2], 0]], 2]);
});

test('what a search does not hand out is found by another; reading goes on at any page', async (t) => {
  const { host, server } = await serve(t, many(2300));
  const pages = await read(host);
  assert.deepEqual(
    [...new Set(numbers(pages))],
    Array.from({ length: 2300 }, (_, i) => 2300 - i),
  );
  assert.equal(server.asked.length, 47, 'fifty a request, and one for each search that begins again');
  const [, second] = pages;
  assert.deepEqual(numbers(await read(host, { after: second?.next })).slice(0, 2), [2200, 2199]);
  const behind = pages[21];
  assert.match(behind?.next ?? '', /^2026-.*Z \S+$/, 'in the second search');
  assert.equal(numbers(await read(host, { after: behind?.next }))[0], (behind?.issues.at(-1)?.number ?? 0) - 1);

  // More of one second than are handed out: some can never be told, and that is counted.
  server.issues = many(1100, 0);
  const same = await read(host);
  assert.deepEqual([new Set(numbers(same)).size, same.reduce((sum, { odd }) => sum + odd, 0)], [1000, 100]);
});

test('a page that is too much is asked for in halves, and an issue that cannot be told is passed over', async (t) => {
  const { host, server } = await serve(t, many(6));
  const place = (after: unknown) => (typeof after === 'string' ? Number(Buffer.from(after, 'base64').toString()) + 1 : 0);
  server.rule = ({ query, variables: { after0: after, first } }) =>
    query.includes('...issue') && place(after) <= 2 && place(after) + Number(first) > 2 ? { status: 502 } : undefined;
  const pages = await read(host);
  assert.deepEqual(numbers(pages), [6, 5, 3, 2, 1]);
  assert.equal(
    pages.reduce((sum, { odd }) => sum + odd, 0),
    1,
  );
  assert.deepEqual(
    pages.flatMap(({ missed }) => missed),
    [4],
  );
  server.rule = () => undefined;
  const where = { owner: 'example', name: 'project' };
  assert.equal((await host.issue(where, 4))?.title, 'Issue 4');
  assert.equal(await host.issue(where, 400), null);
});

test('faults: parts that are closed to the token are left out, other shapes counted, and what does not pass says what to do', async (t) => {
  const { host, server } = await serve(t, many(2));
  const answer = (nodes: readonly unknown[], errors: readonly object[] = []) => ({
    status: 200,
    body: { data: { s0: { issueCount: nodes.length, pageInfo: { hasNextPage: false, endCursor: null }, nodes } }, errors },
  });
  server.faults.push(answer([null, { updatedAt: iso(START) }], [{ type: 'FORBIDDEN', message: 'Resource not accessible' }]));
  assert.deepEqual(await read(host), [{ issues: [], odd: 2, missed: [], total: 2 }]);
  for (const [fault, reason, said] of [
    [{ status: 401 }, 'host-token-refused', /Make a new one/],
    [{ status: 403 }, 'host-forbidden', /may not read example\/project .* and issues/],
    [{ status: 200, body: { data: { s0: { nodes: 7 } } } }, 'host-strange', /not understood/],
    ['cut', 'host-unreachable', /Check the network/],
  ] as const) {
    server.rule = () => fault;
    await assert.rejects(read(host), (error: unknown) => {
      assert.ok(error instanceof TrackRecordError);
      assert.deepEqual([error.reason, said.test(error.message)], [reason, true], error.message);
      return true;
    });
  }
});

test('nothing but a name can stand in a search', async (t) => {
  const { host, server } = await serve(t, many(2));
  for (const by of ['ada repo:other/place', 'ada"', '', '@me', 'a:b']) {
    assert.equal(isLogin(by), false);
    assert.deepEqual(await read(host, { by }), []);
  }
  assert.deepEqual(await read(host, { place: { owner: 'example', name: 'project is:pr' } }), []);
  assert.equal(server.asked.length, 0);
});

test('how many pull requests an account opened comes with the first page, and costs no request', async (t) => {
  const { host, server } = await serve(t, many(60));
  server.pulls = [{ number: 1 }, { number: 2, createdAt: START + DAY }, { number: 3, author: BOB }, { number: 4, createdAt: START - DAY }];
  server.elsewhere = [{ number: 9, createdAt: START + DAY }];
  const pages = await read(host, { opened: { from: START, to: START + 2 * DAY } });
  assert.deepEqual(
    pages.map(({ opened }) => opened),
    [{ here: 2, everywhere: 3 }, undefined],
  );
  assert.equal(server.asked.length, 2);
  assert.deepEqual(
    server.asked[0]?.variables['here0'],
    'repo:example/project is:pr author:ada created:2026-01-05T09:00:00Z..2026-01-07T08:59:59Z',
  );
  const [always] = await read(host, { opened: { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY } });
  assert.deepEqual([always?.opened, server.asked.at(-2)?.variables['everywhere0']], [{ here: 3, everywhere: 4 }, 'is:pr author:ada']);
  assert.equal(
    (await read(host, { by: undefined, opened: { from: START, to: START + DAY } }))[0]?.opened,
    undefined,
    'everyone’s are not counted',
  );
});

// What GitHub answers beside what its schema says: limits in both spellings, organisations with rules of their own, servers that are old, names that
// have changed, accounts that are gone.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { HostError } from '../../../src/mine/host/errors.ts';
import { COMMITTED, throughQuery } from '../../../src/mine/host/github/committed.ts';
import { GitHub } from '../../../src/mine/host/github/github.ts';
import { ALL_QUERY, workQuery } from '../../../src/mine/host/github/owned.ts';
import {
  accountQuery,
  issuesQuery,
  LISTS,
  type ListName,
  numberedQuery,
  ONE_ISSUE_QUERY,
  ONE_QUERY,
  pageQuery,
  restQuery,
  SIZES,
} from '../../../src/mine/host/github/query.ts';
import type { IssuePage, PullPage } from '../../../src/mine/host/host.ts';
import { DAY, FakeGitHub, type PullSpec, START, user } from '../../support/github.ts';
import { costOf } from '../../support/github-cost.ts';
import { Limits } from '../../support/github-limits.ts';

const TOKEN = 'ghp_planted_in_a_test';
const BOB = user('bob', 'Bob Example');
const place = { owner: 'example', name: 'project' };

async function serve(t: TestContext, pulls: readonly PullSpec[] = many(3), base = '') {
  const server = await new FakeGitHub().start(t);
  server.pulls = pulls;
  const waits: number[] = [];
  const access = { host: 'github.example.com', api: `${server.api}${base}`, token: TOKEN };
  const host = new GitHub({ access, now: () => START, sleep: async (ms) => void waits.push(ms) });
  return { server, host, waits };
}
const many = (n: number): PullSpec[] => Array.from({ length: n }, (_, i) => ({ number: i + 1, createdAt: START + i * 60_000 }));
const read = (host: GitHub): Promise<PullPage[]> => Array.fromAsync(host.pulls({ place, until: '' }));
const issues = (host: GitHub): Promise<IssuePage[]> => Array.fromAsync(host.issues({ place, by: 'ada', since: '' }));
const numbers = (pages: readonly PullPage[]): number[] => pages.flatMap(({ pulls }) => pulls.map(({ number }) => number));
const reasons = (host: GitHub): string[] => host.closed.map(({ reason }) => reason);
const refused = (reason: string, said: RegExp) => (error: unknown) => {
  assert.ok(error instanceof HostError, String(error));
  assert.equal(error.reason, reason, error.message);
  assert.match(error.message, said);
  assert.ok(!`${error.message}${error.in('zh-cn')}`.includes(TOKEN));
  return true;
};

interface Body {
  data: { repository: { pullRequests: { nodes: ({ closingIssuesReferences: unknown; statusCheckRollup: unknown } | null)[] } } };
}
/** What the server would answer to the first page. */
const answered = async (server: FakeGitHub): Promise<Body> => {
  const body = JSON.stringify({ query: pageQuery([]), variables: { ...place, first: 50 } });
  return (await (await fetch(`${server.api}/graphql`, { method: 'POST', body })).json()) as Body;
};
const SAML = {
  type: 'FORBIDDEN',
  extensions: { saml_failure: true },
  message: 'Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.',
};

test('a limit is a limit in all the words it is told in, and one without a time is waited for longer each time', async (t) => {
  const { server, host, waits } = await serve(t);
  const reset = { 'x-ratelimit-remaining': '4990', 'x-ratelimit-reset': String((START + 90_000) / 1000) };
  const usedUp = { type: 'RATE_LIMIT', code: 'graphql_rate_limit', message: 'API rate limit already exceeded for user ID 7.' };
  const secondary = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
  server.faults.push({ status: 200, headers: reset, body: { errors: [usedUp] } });
  assert.deepEqual(numbers(await read(host)), [3, 2, 1]);
  assert.deepEqual(waits.splice(0), [91_000], 'until it ends, though some are said to be left');

  server.faults.push({ status: 200, body: { errors: [{ message: secondary }] } }, { status: 403, body: { message: secondary } });
  assert.deepEqual(numbers(await read(host)), [3, 2, 1]);
  assert.deepEqual(waits.splice(0), [60_000, 120_000]);

  server.rule = () => ({ status: 200, body: { errors: [{ message: secondary }] } });
  await assert.rejects(read(host), refused('host-rate-limited', /until 2026-01-05 09:04 UTC/));
  assert.equal(server.asked.length, 2 + 3 + 3);
});

test('a host that counts what is asked of it gives all in the end, and is asked for nothing that it would refuse again', async (t) => {
  const server = await new FakeGitHub().start(t);
  server.pulls = many(230);
  let now = START;
  const limits = new Limits({ points: 40, window: 4 * 60_000, requestsAMinute: 1, now: () => now });
  server.limits = limits;
  const waits: number[] = [];
  const sleep = async (ms: number): Promise<void> => {
    waits.push(ms);
    now += ms;
  };
  const told: number[] = [];
  const access = { host: 'github.example.com', api: server.api, token: TOKEN };
  const host = new GitHub({ access, now: () => now, sleep, waits: (ms) => void told.push(ms) });
  assert.equal(numbers(await read(host)).length, 230);
  // Two pages of 15 points a window, one a minute.
  assert.deepEqual(limits.met, { primary: 2, secondary: 4 });
  const { requests, repeated, points, waited } = host.spent;
  assert.deepEqual([requests, repeated, points, server.asked.length], [5 + 6, 6, 5 * 15, 5 + 6], 'each refusal is met once');
  assert.deepEqual([waited, told], [now - START, waits]);
});

test('a token is not taken along to where an answer points', async (t) => {
  const { server, host } = await serve(t);
  const elsewhere = await new FakeGitHub().start(t);
  server.rule = () => ({ status: 307, headers: { location: `${elsewhere.api}/graphql` } });
  await assert.rejects(read(host), refused('host-unreachable', /redirect/));
  await assert.rejects(host.addresses(), refused('host-unreachable', /redirect/));
  assert.deepEqual([elsewhere.asked.length, elsewhere.own.length], [0, 0]);
});

test('no more queries are asked than are taken in a minute', async (t) => {
  const { server, host } = await serve(t);
  const begun = performance.now();
  for (let i = 0; i < 6; i++) await host.account('ada');
  assert.equal(server.asked.length, 6);
  // 2,000 a minute: five pauses of 30 ms, of which timers may cut a little.
  assert.ok(performance.now() - begun >= 5 * 28, `${performance.now() - begun} ms`);
});

test('what the rules of an organisation keep back says which rule that is', async (t) => {
  const { server, host } = await serve(t);
  const correct = 'Although you appear to have the correct authorization credentials, the `example` organization has';
  for (const [message, reason, said] of [
    [`${correct} enabled OAuth App access restrictions, meaning that data access to third-parties is limited.`, 'host-app', /approved/],
    [`${correct} an IP allow list enabled, and your IP address is not permitted to access this resource.`, 'host-network', /its network/],
    [`Resource not accessible by personal access token ${TOKEN}`, 'host-forbidden', /\(Resource not accessible by .* …\)/],
    [SAML.message, 'host-sso', /Configure SSO/],
  ] as const) {
    server.rule = () => ({ status: 200, body: { data: { repository: null }, errors: [{ type: 'FORBIDDEN', message }] } });
    await assert.rejects(read(host), refused(reason, said));
    server.rule = () => ({
      status: 403,
      headers: reason === 'host-sso' ? { 'x-github-sso': 'required; url=https://x' } : {},
      body: { message },
    });
    await assert.rejects(read(host), refused(reason, said));
  }
});

test('where single sign-on keeps a part back the rest is read, and that is told; where it keeps all back nothing was read', async (t) => {
  const { server, host } = await serve(t);
  const page = await answered(server);
  const [first] = page.data.repository.pullRequests.nodes;
  assert.ok(first);
  first.closingIssuesReferences = { nodes: [null] };
  server.faults.push({ status: 200, body: { ...page, errors: [SAML] } });
  assert.deepEqual(numbers(await read(host)), [3, 2, 1]);
  assert.deepEqual(reasons(host), ['host-sso-part']);

  page.data.repository.pullRequests.nodes = [null, null, null];
  server.faults.push({ status: 200, body: { ...page, errors: [SAML, SAML, SAML] } });
  await assert.rejects(read(host), refused('host-sso', /Configure SSO/));
  server.faults.push({ status: 200, body: { data: { repository: { pullRequest: null } }, errors: [SAML] } });
  await assert.rejects(host.pull(place, 1), refused('host-sso', /Configure SSO/));
});

test('a search that went round organisations with single sign-on is told of, once', async (t) => {
  const { server, host } = await serve(t);
  server.issues = [{ number: 9 }];
  const body = { data: { s0: { issueCount: 0, pageInfo: { hasNextPage: false }, nodes: [] } } };
  const sso = { status: 200, headers: { 'x-github-sso': 'partial-results; organizations=21955855,20582480' }, body };
  server.faults.push(sso, sso);
  await issues(host);
  await issues(host);
  assert.deepEqual(reasons(host), ['host-sso-part']);
  assert.match(host.closed[0]?.message ?? '', /left out what belongs to organisations/);
});

test('a token that may not see checks sees the rest, and is told what it may not', async (t) => {
  const { server, host } = await serve(t, many(50));
  const page = await answered(server);
  for (const node of page.data.repository.pullRequests.nodes) if (node) node.statusCheckRollup = null;
  const errors = page.data.repository.pullRequests.nodes.map((_, i) => ({
    type: 'FORBIDDEN',
    path: ['repository', 'pullRequests', 'nodes', i, 'statusCheckRollup'],
    message: `Resource not accessible by personal access token ${TOKEN}`,
  }));
  server.faults.push({ status: 200, body: { ...page, errors } });
  assert.equal(numbers(await read(host)).length, 50);
  assert.deepEqual(
    host.closed.map(({ message }) => message),
    [
      'github.example.com did not tell all of example/project (Resource not accessible by personal access token …). What it told is kept; the token may need read access to more.',
    ],
  );
});

test('a query that takes too many resources is asked for in halves', async (t) => {
  const { server, host } = await serve(t, many(60));
  const tooMuch = { type: 'RESOURCE_LIMITS_EXCEEDED', message: 'Resource limits for this query exceeded.' };
  server.faults.push({ status: 200, body: { data: { repository: null }, errors: [tooMuch] } });
  assert.equal(numbers(await read(host)).length, 60);
  assert.deepEqual(
    server.asked.map(({ variables }) => variables['first']),
    [50, 25, 50],
  );
});

test('a server that is too old for some fields is asked without them, and found out once', async (t) => {
  const spec: PullSpec = {
    number: 1,
    checks: 'SUCCESS',
    reviews: [{ id: 12, author: BOB, comments: [{ id: 34, author: BOB }] }],
    comments: [{ id: 56, author: BOB }],
    events: [{ type: 'ReviewRequestedEvent', at: START, login: 'bob' }],
  };
  const { server, host } = await serve(t, [...many(60), { ...spec, number: 61, createdAt: START + DAY }], '/api/v3');
  server.lacks = ['fullDatabaseId', 'statusCheckRollup', 'stateReason'];
  server.issues = [{ number: 9, closed: { by: BOB, at: START + DAY } }];
  const [pull] = (await read(host)).flatMap(({ pulls }) => pulls);
  assert.deepEqual(
    [pull?.number, pull?.checks, pull?.events[0]?.login, pull?.comments.map(({ key }) => key)],
    [61, undefined, 'bob', ['56']],
  );
  assert.deepEqual(
    pull?.reviews.map(({ key, comments }) => [key, comments.map((one) => one.key)]),
    [['12', ['34']]],
  );
  const [page] = await issues(host);
  assert.deepEqual(
    page?.issues.map(({ number, state, closedAs }) => [number, state, closedAs]),
    [[9, 'closed', undefined]],
  );
  assert.deepEqual([server.asked.length, host.spent.repeated], [2 + 1 + 1 + 1, 2]);
  assert.deepEqual([...new Set(server.asked.map((one) => one.path))], ['/api/graphql']);
});

test('a repository that was renamed is read, and searched for by the name of now', async (t) => {
  const { server, host } = await serve(t, [{ number: 2, closes: [9] }]);
  server.before = 'old/name';
  server.issues = [{ number: 9, closed: { by: BOB, at: START + DAY, pull: 2 } }];
  const old = { owner: 'old', name: 'name' };
  const pages = await Array.fromAsync(host.pulls({ place: old, until: '' }));
  assert.deepEqual(pages[0]?.pulls[0]?.closes, [9], 'links within it are its own');
  const found = await Array.fromAsync(host.issues({ place: old, by: 'ada', since: '', opened: { from: START, to: START + DAY } }));
  assert.deepEqual(
    found.map(({ issues: [issue], opened }) => [issue?.number, issue?.closer, opened?.here]),
    [[9, 2, 1]],
  );
  assert.deepEqual(host.renamed({ owner: 'Old', name: 'Name' }), place);
  await read(host);
  assert.equal(host.renamed(place), undefined);
});

test('accounts that are gone leave what they said', async (t) => {
  const { server, host } = await serve(t, [
    {
      number: 1,
      author: null,
      reviews: [{ id: 1, author: null, comments: [{ id: 2, author: null }] }],
      comments: [{ id: 3, author: null }],
      commits: [{ sha: 'a'.repeat(40) }],
      events: [{ type: 'ReviewRequestedEvent', at: START }],
    },
  ]);
  server.issues = [
    {
      number: 9,
      author: null,
      closed: { by: null, at: START },
      comments: [
        { id: 4, author: null },
        { id: 5, author: user('ada') },
      ],
    },
  ];
  const [pull] = (await read(host)).flatMap(({ pulls }) => pulls);
  assert.deepEqual(
    [pull?.author, pull?.reviews[0]?.author, pull?.reviews[0]?.comments[0]?.author, pull?.comments[0]?.author, pull?.events[0]?.login],
    [undefined, undefined, undefined, undefined, undefined],
  );
  const [issue] = (await issues(host)).flatMap((page) => page.issues);
  assert.deepEqual([issue?.author, issue?.closedBy, issue?.comments.length], [undefined, undefined, 2]);
});

test('no query is near what GitHub lets through, and a page costs what the decision says', () => {
  const shas = Array.from({ length: 30 }, (_, i) => i.toString(16).padStart(40, '0'));
  const page = costOf(pageQuery(shas), { first: SIZES.pulls });
  assert.deepEqual([page.points, costOf(pageQuery([]), { first: SIZES.few }).points], [15, 3]);
  assert.equal(costOf(issuesQuery(1, true), { first: SIZES.pulls }).points, 2);
  const all = [
    page,
    costOf(numberedQuery(Array.from({ length: SIZES.pulls }, (_, i) => i)), {}),
    costOf(issuesQuery(1, true), { first: SIZES.pulls }),
    costOf(ONE_QUERY, {}),
    costOf(ONE_ISSUE_QUERY, {}),
    ...(Object.keys(LISTS) as ListName[]).map((list) => costOf(restQuery(list), {})),
    costOf(workQuery(true), {}),
    costOf(throughQuery(), {}),
    costOf(ALL_QUERY, {}),
  ];
  for (const { nodes, points } of all) assert.ok(nodes > 0 && nodes < 100_000 && points <= 15, `${nodes} nodes, ${points} points`);
  assert.equal(Math.round(Math.max(...all.map(({ nodes }) => nodes)) / 1000), 32, 'thousands, as the decision says');
  assert.deepEqual(
    [workQuery(true), throughQuery(), ALL_QUERY].map((query) => costOf(query, {}).points),
    [1, 3, 2],
  );
  // What it lists is no list as GitHub counts them.
  for (const query of [COMMITTED, accountQuery(true)]) assert.deepEqual(costOf(query, {}), { points: 1, nodes: 0 });
  // Lists of lists are counted as often as they may come.
  assert.deepEqual(costOf('{ a(first: 10) { b(first: 20) { nodes { id } } c { totalCount } } }', {}), { points: 1, nodes: 10 + 200 });
});

test('every request says what asks, and nothing of whom', async (t) => {
  const { server, host } = await serve(t);
  await read(host);
  assert.match(server.asked[0]?.agent ?? '', /^track-record /);
});

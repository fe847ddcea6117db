import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { TrackRecordError } from '../../../src/domain/result.ts';
import { ONE_QUERY, pageQuery } from '../../../src/mine/host/github/query.ts';
import { GitHub } from '../../../src/mine/host/github/github.ts';
import type { HostOptions, PullPage, PullsRequest } from '../../../src/mine/host/host.ts';
import { bot, DAY, FakeGitHub, type PullSpec, START, user } from '../../support/github.ts';

const TOKEN = 'ghp_planted_in_a_test';
const BOB = user('bob', 'Bob Example');

async function serve(t: TestContext, pulls: readonly PullSpec[], options: Partial<HostOptions> = {}) {
  const server = await new FakeGitHub().start(t);
  server.pulls = pulls;
  const waits: number[] = [];
  const access = { host: 'github.example.com', api: server.api, token: TOKEN };
  const host = new GitHub({ access, now: () => START, sleep: async (ms) => void waits.push(ms), ...options });
  return { server, host, waits };
}

const read = async (host: GitHub, request: Partial<PullsRequest> = {}): Promise<PullPage[]> =>
  Array.fromAsync(host.pulls({ place: { owner: 'example', name: 'project' }, until: '', ...request }));
const numbers = (pages: readonly PullPage[]): number[] => pages.flatMap(({ pulls }) => pulls.map(({ number }) => number));
const many = (n: number): PullSpec[] => Array.from({ length: n }, (_, i) => ({ number: i + 1, createdAt: START + i * 60_000 }));
const reason = (expected: string, said: RegExp) => (error: unknown) => {
  assert.ok(error instanceof TrackRecordError, String(error));
  assert.equal(error.reason, expected);
  assert.match(error.message, said);
  assert.ok(
    !JSON.stringify([error.message, error.stack, String(error.cause), Object.entries(error)]).includes(TOKEN),
    'an error holds no token',
  );
  return true;
};

test('a pull request is told with all that was said of it', async (t) => {
  const { host, server } = await serve(t, [
    {
      number: 12,
      title: 'feat(parser): read quoted fields',
      body: 'Because spreadsheets need it.',
      labels: ['enhancement'],
      checks: 'SUCCESS',
      closes: [8, 'example/other#9'],
      mergedAt: START + 3 * DAY,
      merge: { sha: 'c'.repeat(40), subject: 'feat(parser): read quoted fields (#12)', at: START + 3 * DAY, parents: 1 },
      files: [['src/parser.ts', 10, 2, 'ADDED']],
      commits: [
        { sha: 'a'.repeat(40), message: 'Read quotes\n\nAll of them.', at: START, zone: '+02:00', user: user('ada', 'Ada Example', 7) },
      ],
      events: [
        { type: 'ReviewRequestedEvent', at: START + DAY, login: 'bob' },
        { type: 'ReadyForReviewEvent', at: START + 1000 },
        { type: 'ConvertToDraftEvent', at: START + 2000 },
        { type: 'ClosedEvent', at: START + 3000 },
        { type: 'ReopenedEvent', at: START + 4000 },
        { type: 'MergedEvent', at: START + 3 * DAY },
        // Of a kind that is not asked for.
        { type: 'LabeledEvent', at: START + 5000 },
      ],
      reviews: [
        {
          id: 1,
          author: BOB,
          state: 'CHANGES_REQUESTED',
          body: 'Nearly.',
          comments: [
            {
              id: 3_000_000_001,
              author: BOB,
              path: 'src/parser.ts',
              body: 'And tabs?',
              outdated: true,
              resolved: true,
              hunk: '@@ -1 +1 @@\n+x',
            },
            { id: 3_000_000_002, author: BOB, at: START + 2 * DAY, reply: true },
          ],
        },
        { id: 2, author: bot('dependabot'), state: 'APPROVED' },
        { id: 3, author: null, state: 'PENDING' },
      ],
      comments: [{ id: 9, author: BOB, body: 'Which spreadsheets?', at: START + 2 * DAY }],
    },
  ]);
  const [page] = await read(host);
  const pull = page?.pulls[0];
  assert.ok(pull);
  assert.deepEqual(
    [pull.number, pull.state, pull.base, pull.head, pull.labels, pull.additions, pull.deletions, pull.changedFiles],
    [12, 'merged', 'main', 'topic-12', ['enhancement'], 10, 2, 1],
  );
  assert.deepEqual(
    [pull.title, pull.body, pull.draft, pull.createdAt, pull.mergedAt, pull.closedAt, pull.updatedAt],
    [
      'feat(parser): read quoted fields',
      'Because spreadsheets need it.',
      false,
      START,
      START + 3 * DAY,
      START + 3 * DAY,
      new Date(START + 3 * DAY).toISOString().replace('.000', ''),
    ],
  );
  assert.deepEqual(pull.mergeCommit, {
    sha: 'c'.repeat(40),
    subject: 'feat(parser): read quoted fields (#12)',
    at: START + 3 * DAY,
    parents: 1,
  });
  assert.deepEqual(pull.files, [{ path: 'src/parser.ts', status: 'A', added: 10, deleted: 2 }]);
  assert.deepEqual(pull.commits[0], {
    sha: 'a'.repeat(40),
    message: 'Read quotes\n\nAll of them.',
    name: 'Ada Example',
    email: 'ada@example.com',
    at: START,
    offset: 120,
    account: { login: 'ada', kind: 'user', name: 'Ada Example', number: 7 },
  });
  assert.deepEqual(
    pull.events.map(({ kind, at, login }) => [kind, at - START, login]),
    [
      ['ready', 1000, undefined],
      ['draft', 2000, undefined],
      ['closed', 3000, undefined],
      ['reopened', 4000, undefined],
      ['review-requested', DAY, 'bob'],
      ['merged', 3 * DAY, undefined],
    ],
  );
  assert.deepEqual(
    pull.reviews.map(({ key, state, author, body, at }) => [key, state, author?.kind, body, at]),
    [
      ['1', 'changes-requested', 'user', 'Nearly.', START + DAY],
      ['2', 'approved', 'bot', '', START + DAY],
    ],
    'a review that was begun and not sent is not told',
  );
  assert.deepEqual(
    pull.reviews[0]?.comments.map(({ author, ...comment }) => [author?.login, comment]),
    [
      [
        'bob',
        {
          key: '3000000001',
          thread: '3000000001',
          at: START + DAY,
          path: 'src/parser.ts',
          line: 3,
          body: 'And tabs?',
          hunk: '@@ -1 +1 @@\n+x',
          outdated: true,
          resolved: true,
          reply: false,
        },
      ],
      [
        'bob',
        {
          key: '3000000002',
          thread: '3000000001',
          at: START + 2 * DAY,
          path: 'src/a.ts',
          line: 3,
          body: 'Why not?',
          hunk: '@@ -1,2 +1,3 @@\n one\n+two',
          outdated: false,
          resolved: true,
          reply: true,
        },
      ],
    ],
  );
  assert.deepEqual(
    pull.comments.map(({ key, at, body, author }) => [key, at, body, author?.login]),
    [['9', START + 2 * DAY, 'Which spreadsheets?', 'bob']],
    'what was said in the conversation',
  );
  assert.deepEqual([pull.checks, pull.closes], ['passed', [8]]);
  assert.deepEqual(
    server.asked.map(({ authorization, path }) => [authorization, path]),
    [[`token ${TOKEN}`, '/graphql']],
  );
});

test('what became of a pull request, and its checks, is told as it is', async (t) => {
  const { host } = await serve(t, [
    { number: 1, draft: true, checks: 'PENDING' },
    { number: 2, state: 'CLOSED', checks: 'FAILURE' },
    { number: 3, mergedAt: START + DAY, checks: 'ERROR' },
    { number: 4, reviews: [{ id: 1, author: BOB, state: 'DISMISSED' }], checks: 'EXPECTED' },
  ]);
  const pulls = (await read(host)).flatMap((page) => page.pulls).toSorted((a, b) => a.number - b.number);
  assert.deepEqual(
    pulls.map(({ state, draft, mergedAt, closedAt, mergeCommit, checks }) => [state, draft, mergedAt, closedAt, mergeCommit, checks]),
    [
      ['open', true, undefined, undefined, undefined, 'pending'],
      ['closed', false, undefined, START, undefined, 'failed'],
      ['merged', false, START + DAY, START + DAY, undefined, 'failed'],
      ['open', false, undefined, undefined, undefined, 'pending'],
    ],
  );
  assert.equal(pulls[3]?.reviews[0]?.state, 'dismissed');
});

test('230 pull requests take five requests, and a refresh with nothing new one', async (t) => {
  const { host, server } = await serve(t, many(230));
  assert.deepEqual(
    numbers(await read(host)),
    Array.from({ length: 230 }, (_, i) => 230 - i),
  );
  assert.equal(server.asked.length, 5);
  assert.deepEqual(host.spent, { requests: 5, overflow: 0, repeated: 0, points: 75, waited: 0 });

  const newest = new Date(START + 229 * 60_000).toISOString().replace('.000Z', 'Z');
  assert.deepEqual(numbers(await read(host, { until: newest, few: true })), [230], 'the newest again: another may be of the same second');
  assert.equal(server.asked.length, 6);
});

test('reading ends at what was read before, and goes on behind a cursor', async (t) => {
  const { host, server } = await serve(t, many(120));
  const until = new Date(START + 40 * 60_000).toISOString().replace('.000Z', 'Z');
  assert.deepEqual(numbers(await read(host, { until })).slice(-2), [42, 41]);
  assert.equal(server.asked.length, 2);

  const first = (await Array.fromAsync(host.pulls({ place: server.place, until: '' })))[0];
  assert.equal(numbers(await read(host, { after: first?.next }))[0], 70);
});

test('long lists are read to their end, and counted apart', async (t) => {
  const comments = Array.from({ length: 130 }, (_, i) => ({ id: i + 1, author: BOB, body: `comment ${i}` }));
  const files = Array.from({ length: 260 }, (_, i) => [`src/f${i}.ts`, 1, 0] as const);
  const commits = Array.from({ length: 60 }, (_, i) => ({ sha: String(i).padStart(40, '0') }));
  const reviews = Array.from({ length: 21 }, (_, i) => ({ id: i, author: BOB, comments: i === 0 ? comments : [] }));
  const { host } = await serve(t, [
    { number: 1, files, commits, reviews, comments: comments.slice(0, 125) },
    { number: 2, files },
  ]);
  const [page] = await read(host, { whole: ({ number }) => number === 1 });
  const [one, two] = [1, 2].map((number) => page?.pulls.find((pull) => pull.number === number));
  assert.deepEqual([one?.files.length, one?.commits.length, one?.reviews.length, one?.comments.length, one?.cut], [260, 60, 21, 125, []]);
  assert.deepEqual(
    one?.reviews[0]?.comments.map(({ key }) => Number(key)),
    Array.from({ length: 130 }, (_, i) => i + 1),
  );
  assert.deepEqual([two?.files.length, two?.cut], [50, ['files']], 'nobody asked for the rest of it');
  // Files 3, commits 1, reviews 1, comments 2, those of the conversation 2.
  assert.deepEqual([host.spent.requests, host.spent.overflow], [10, 9]);
});

test('a page that is too much is asked for in halves, and pages grow again', async (t) => {
  const { host, server } = await serve(t, many(60));
  const sizes: unknown[] = [];
  let crowded = true;
  server.rule = ({ variables }) => {
    sizes.push(variables['first']);
    if (crowded && Number(variables['first']) > 12) return { status: 502 };
    crowded = false;
    return undefined;
  };
  assert.equal(numbers(await read(host)).length, 60);
  assert.deepEqual(sizes, [50, 25, 12, 24, 48]);
  assert.equal(host.spent.repeated, 2);
});

test("a cut connection and GitHub's own timeout are asked again for less", async (t) => {
  const { host, server } = await serve(t, many(60));
  const timeout = {
    data: null,
    errors: [{ message: 'Something went wrong while executing your query. This may be the result of a timeout.' }],
  };
  server.faults.push('cut', { status: 200, body: timeout });
  assert.equal(new Set(numbers(await read(host))).size, 60);
  assert.deepEqual(server.asked.map(({ variables }) => variables['first']).slice(0, 3), [50, 25, 12]);
});

test('limits are waited for as the host asks, and not for longer than anybody waits', async (t) => {
  const { host, server, waits } = await serve(t, many(1));
  const reset = String((START + 90_000) / 1000);
  server.faults.push(
    { status: 403, headers: { 'retry-after': '7' }, body: { message: 'You have exceeded a secondary rate limit.' } },
    {
      status: 200,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
      body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
    },
  );
  assert.equal(numbers(await read(host)).length, 1);
  assert.deepEqual(waits, [7000, 91_000]);
  assert.equal(host.spent.waited, 98_000);

  const hour = String((START + 3_600_000) / 1000);
  server.faults.push({
    status: 403,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': hour },
    body: { message: 'API rate limit exceeded' },
  });
  await assert.rejects(read(host), reason('host-rate-limited', /until 2026-01-05 10:00 UTC/));
});

test('what does not pass by itself says what to do', async (t) => {
  const { host, server } = await serve(t, many(1));
  const cases: readonly (readonly [fault: (typeof server.faults)[number], expected: string, said: RegExp])[] = [
    [{ status: 401, body: { message: 'Bad credentials' } }, 'host-token-refused', /Make a new one/],
    [
      { status: 403, body: { message: 'Resource not accessible by personal access token' } },
      'host-forbidden',
      /read access to pull requests/,
    ],
    [{ status: 403, headers: { 'x-github-sso': 'required; url=https://github.example.com/sso' } }, 'host-sso', /Configure SSO/],
    [{ status: 404, body: { message: 'Not Found' } }, 'host-not-found', /Check the remote/],
    [
      { status: 200, body: { data: { repository: null }, errors: [{ type: 'NOT_FOUND', message: 'Could not resolve' }] } },
      'host-not-found',
      /may not see it/,
    ],
    [
      {
        status: 200,
        body: { data: null, errors: [{ type: 'FORBIDDEN', message: 'Resource protected by organization SAML enforcement.' }] },
      },
      'host-sso',
      /SSO/,
    ],
    [{ status: 200, body: { data: { repository: { pullRequests: 7 } } } }, 'host-strange', /not understood/],
    [
      { status: 200, body: { errors: [{ message: "Field 'fullDatabaseId' doesn't exist on type 'PullRequestReview'" }] } },
      'host-strange',
      /or the server/,
    ],
    [
      { status: 200, body: { errors: [{ type: 'INVALID_CURSOR_ARGUMENTS', message: '`x` does not appear to be a valid cursor.' }] } },
      'host-cursor',
      /begins anew/,
    ],
    [{ status: 200, body: '<html>' }, 'host-unreachable', /cut off/],
    [{ status: 302, headers: { location: 'https://elsewhere.example.com/' } }, 'host-unreachable', /could not be reached/],
  ];
  for (const [fault, expected, said] of cases) {
    const before = server.asked.length;
    server.rule = () => fault;
    await assert.rejects(read(host), reason(expected, said));
    assert.ok(server.asked.length - before <= 9, `${expected}: ${server.asked.length - before} requests`);
  }
});

test('a server that stumbles is asked again, and one odd pull request is left out and counted', async (t) => {
  const { host, server, waits } = await serve(t, many(3));
  server.faults.push({ status: 503 }, { status: 429 });
  assert.equal(numbers(await read(host)).length, 3);
  assert.deepEqual(waits, [2000, 60_000]);
  server.faults.push({ status: 500 }, { status: 500 }, { status: 500 });
  await assert.rejects(read(host), reason('host-failing', /answered with 500/));

  const page = (await (
    await fetch(`${server.api}/graphql`, {
      method: 'POST',
      body: JSON.stringify({ query: server.asked[0]?.query, variables: server.asked[0]?.variables }),
    })
  ).json()) as {
    data: { repository: { pullRequests: { nodes: { additions: unknown }[] } } };
  };
  const [first] = page.data.repository.pullRequests.nodes;
  assert.ok(first);
  first.additions = 'many';
  server.faults.push({ status: 200, body: page });
  const [left] = await read(host);
  assert.deepEqual([left?.pulls.map(({ number }) => number), left?.odd], [[2, 1], 1]);
});

test('one pull request that cannot be told is passed over, and counted', async (t) => {
  const { host, server } = await serve(t, many(6));
  const timeout = { status: 200, body: { data: null, errors: [{ message: 'Something went wrong while executing your query.' }] } };
  // The third of the list is too much for the server, alone or with others.
  const place = (after: unknown) => (typeof after === 'string' ? 7 - Number(Buffer.from(after, 'base64').toString().split(':')[1]) : 0);
  server.rule = ({ query, variables: { after, first } }) =>
    query.includes('...pull') && place(after) <= 2 && place(after) + Number(first) > 2 ? timeout : undefined;
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
  assert.equal((await host.pull(server.place, 4))?.title, 'Change 4', 'it may be told later');
  assert.equal(await host.pull(server.place, 99), null, 'there is none');
  server.rule = () => timeout;
  assert.equal(await host.pull(server.place, 4), undefined);
});

test('what is closed to the token in a page is counted, and the rest of it stays', async (t) => {
  const { host, server } = await serve(t, many(3));
  const query = pageQuery([]);
  const asked = { ...server.place, first: 50 };
  const page = (await (
    await fetch(`${server.api}/graphql`, { method: 'POST', body: JSON.stringify({ query, variables: asked }) })
  ).json()) as { data: { repository: { pullRequests: { nodes: unknown[] } } } };
  page.data.repository.pullRequests.nodes[1] = null;
  server.faults.push({ status: 200, body: { ...page, errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible' }] } });
  const [left] = await read(host);
  assert.deepEqual([left?.pulls.map(({ number }) => number), left?.odd], [[3, 1], 1]);
});

test('what is closed to the token of one that is asked for alone keeps nobody from the rest', async (t) => {
  const { host, server } = await serve(t, many(3));
  const closed = (repository: object) => ({
    status: 200,
    body: { data: { repository }, errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible' }] },
  });
  const asked = { query: ONE_QUERY, variables: { ...server.place, number: 2 } };
  const whole = (await (await fetch(`${server.api}/graphql`, { method: 'POST', body: JSON.stringify(asked) })).json()) as {
    data: { repository: { pullRequest: object } };
  };
  server.faults.push(closed({ pullRequest: { ...whole.data.repository.pullRequest, statusCheckRollup: null } }));
  assert.equal((await host.pull(server.place, 2))?.title, 'Change 2');
  server.faults.push(closed({ pullRequest: null }), closed({ issue: null }));
  assert.equal(await host.pull(server.place, 2), null);
  assert.equal(await host.issue(server.place, 2), null);
});

test('no network is an error after a few tries, and the pages before it stay', async (t) => {
  const { host, server } = await serve(t, many(120));
  server.rule = ({ variables }) => (variables['after'] ? 'cut' : undefined);
  const got: number[] = [];
  await assert.rejects(
    async () => {
      for await (const { pulls } of host.pulls({ place: server.place, until: '' })) got.push(...pulls.map(({ number }) => number));
    },
    reason('host-unreachable', /Check the network/),
  );
  assert.equal(got.length, 50);

  const nobody = new GitHub({ access: { host: 'github.example.com', api: 'http://127.0.0.1:9', token: TOKEN }, now: () => START });
  await assert.rejects(read(nobody), reason('host-unreachable', /Check the network/));
});

test('cancelling ends a wait and a request at once', async (t) => {
  const stop = new AbortController();
  const server = await new FakeGitHub().start(t);
  server.faults.push({ status: 429, headers: { 'retry-after': '60' } });
  const access = { host: 'github.example.com', api: server.api, token: TOKEN };
  const host = new GitHub({ access, now: () => START, signal: stop.signal, waits: () => setImmediate(() => stop.abort()) });
  await assert.rejects(read(host), { name: 'AbortError' });
});

test('hostile texts are data', async (t) => {
  const evil = '"}]}\u2028</script>\0\uD800 $(touch x) `x` {{x}} \u202E';
  const { host } = await serve(t, [
    { number: 1, title: evil, body: evil.repeat(10_000), labels: [evil], files: [[evil, 1, 1]], author: user(evil) },
  ]);
  const pull = (await read(host))[0]?.pulls[0];
  assert.equal(pull?.title, evil.replace('\0', '\uFFFD').replace('\uD800', '\uFFFD'));
  assert.equal(pull?.body.length, 65_536);
});

test('commits are asked the accounts of with the first page', async (t) => {
  const { host, server } = await serve(t, many(60));
  const sha = 'd'.repeat(40);
  server.commits = [{ sha, user: user('ada') }];
  const pages = await read(host, { shas: [sha, 'e'.repeat(40), 'no sha") { evil }'] });
  assert.deepEqual(
    [...(pages[0]?.accounts ?? [])].map(([of, { login }]) => [of, login]),
    [[sha, 'ada']],
  );
  assert.equal(server.asked.length, 2);
});

test('more of them than one page has room for come with the next, and what is left over is counted', async (t) => {
  const { host, server } = await serve(t, many(60));
  const shas = Array.from({ length: 70 }, (_, i) => (i + 16).toString(16).padStart(40, 'a'));
  server.commits = shas.map((sha, i) => ({ sha, user: user(`dev${i}`) }));
  // What was asked with a page that did not come is asked with the next.
  server.faults.push('cut');
  const pages = await read(host, { shas });
  assert.deepEqual(
    pages.map(({ accounts, unasked }) => [accounts.size, unasked]),
    [
      [30, 40],
      [30, 10],
    ],
  );
  assert.equal((await read(host, { shas, until: '2026-01-05T09:59:00Z' })).at(-1)?.unasked, 40);
});

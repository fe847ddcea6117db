import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { GitHub } from '../../../src/mine/host/github/github.ts';
import type { OwnedRepositories } from '../../../src/mine/host/host.ts';
import { type Asked, FakeGitHub, type Fault, user } from '../../support/github.ts';
import { ACME, ada, at, bob } from '../../support/github-history.ts';

async function serve(t: TestContext) {
  const server = await new FakeGitHub().start(t);
  server.more = ACME;
  server.users = [ada];
  return { server, ...connect(server) };
}
/** As a run does. */
function connect({ api }: FakeGitHub) {
  const [waits, stop] = [[] as number[], new AbortController()];
  const access = { host: 'github.example.com', api, token: 'planted' };
  const host = new GitHub({ access, now: () => at(60), sleep: async (ms) => void waits.push(ms), signal: stop.signal });
  return { host, waits, stop };
}
const names = (found: OwnedRepositories | undefined) => found?.repositories.map(({ place: { owner, name } }) => `${owner}/${name}`);

test('where somebody worked in an organisation takes two requests', async (t) => {
  const { server, host } = await serve(t);
  const found = await host.repositories({ owner: 'acme', by: ['ada'], since: '' });
  assert.deepEqual([found?.total, names(found)], [4, ['acme/core', 'acme/fork', 'acme/old']]);
  assert.deepEqual(
    found?.repositories.map(({ archived, fork }) => [archived, fork]),
    [
      [false, false],
      [false, true],
      [true, false],
    ],
  );
  assert.deepEqual(host.spent, { requests: 2, overflow: 0, repeated: 0, points: 2, waited: 0 });
  assert.deepEqual(names(await host.repositories({ owner: 'acme', by: ['nobody'], since: '' })), []);
  assert.deepEqual(names(await host.repositories({ owner: 'acme', by: ['ada'], since: '2026-02-01T00:00:00Z' })), []);
  assert.deepEqual(names(await host.repositories({ owner: 'acme', by: ['ada', 'nobody', 'bob'], since: '' })), Object.keys(ACME));
  assert.equal(server.asked.length, 2 + 2 + 2 + 3 + 1, 'each account is one more, and its commits where they were not asked for yet');
});

test('everybody’s are all that hold anything', async (t) => {
  const { server, host } = await serve(t);
  const empty = Array.from({ length: 120 }, (_, i) => [`acme/empty${i}`, {}] as const);
  server.more = { ...Object.fromEntries(empty), ...ACME };
  const found = await host.repositories({ owner: 'acme', since: '' });
  assert.deepEqual([found?.total, names(found)], [124, Object.keys(ACME)]);
  assert.equal(server.asked.length, 2);
});

test('long searches are read to their end, also behind what one hands out, and a page that fails is asked for again', async (t) => {
  const { server, host } = await serve(t);
  // Ada’s newest are all in one repository; the oldest is in another.
  const pulls = Array.from({ length: 1120 }, (_, i) => ({ number: i + 1, author: ada, createdAt: at(30) + i * 1000 }));
  server.more = { 'acme/busy': { pulls }, ...ACME };
  server.faults.push({ status: 502 });
  assert.deepEqual(names(await host.repositories({ owner: 'acme', by: ['ada'], since: '' })), [
    'acme/busy',
    'acme/core',
    'acme/fork',
    'acme/old',
  ]);
  assert.ok(host.spent.requests <= 15, String(host.spent.requests));
});

test('people own repositories too; who does not exist owns none; odd names are not asked about', async (t) => {
  const { server, host } = await serve(t);
  server.users = [bob];
  server.more = { 'bob/tool': { pulls: [{ number: 1, author: ada }] } };
  const found = await host.repositories({ owner: 'bob', by: ['ada'], since: '' });
  assert.deepEqual([found?.total, names(found)], [1, ['bob/tool']]);
  assert.equal(await host.repositories({ owner: 'nobody', by: ['ada'], since: '' }), undefined);
  assert.equal(await host.repositories({ owner: 'nobody', since: '' }), undefined);
  const asked = server.asked.length;
  assert.equal(await host.repositories({ owner: 'a" org:b', by: ['ada'], since: '' }), undefined);
  assert.deepEqual(names(await host.repositories({ owner: 'acme', by: ['x repo:y/z'], since: '' })), []);
  assert.equal(server.asked.length, asked);
});

test('an account is found by its login, or is the token’s own', async (t) => {
  const { server, host } = await serve(t);
  server.viewer = user('me', 'Me Example', 3);
  server.users = [bob];
  assert.deepEqual(await host.account(), { login: 'me', kind: 'user', name: 'Me Example', number: 3 });
  assert.equal((await host.account('BOB'))?.login, 'bob');
  assert.equal(await host.account('nobody'), undefined);
  const asked = server.asked.length;
  assert.equal(await host.account('no body'), undefined);
  assert.equal(server.asked.length, asked);
  server.faults.push({ status: 401 });
  await assert.rejects(host.account('bob'), { reason: 'host-token-refused' });
});

test('everywhere is everybody’s, with the pull requests that were found, and those are read by their numbers', async (t) => {
  const { server, host } = await serve(t);
  const many = Array.from({ length: 60 }, (_, i) => ({ number: i + 1, author: i % 2 === 0 ? ada : bob, createdAt: at(12) + i * 1000 }));
  server.more = { ...ACME, 'busy/one': { pulls: many } };
  const found = await host.repositories({ by: ['ada'], since: '2026-01-06T00:00:00Z' });
  assert.deepEqual(names(found), ['acme/core', 'acme/fork', 'acme/old', 'busy/one']);
  assert.equal(found?.total, undefined);
  assert.deepEqual(
    found?.repositories.map(({ pulls }) => pulls.size),
    [1, 1, 0, 30],
  );
  assert.equal(host.spent.requests, 2);
  assert.equal(await host.repositories({ since: '' }), undefined, 'not of everybody');

  const place = { owner: 'busy', name: 'one' };
  // 70 is gone; with more than eight at once the server is at its end, and with the third it always is.
  server.rule = ({ query }) =>
    (query.match(/pullRequest\(/g) ?? []).length > 8 || query.includes('(number: 3)') ? { status: 502 } : undefined;
  const pages = await Array.fromAsync(host.numbered(place, [1, 70, 3, ...Array.from({ length: 12 }, (_, i) => i + 10)]));
  assert.deepEqual(
    pages.flatMap(({ pulls }) => pulls.map(({ number }) => number)),
    [1, ...Array.from({ length: 12 }, (_, i) => i + 10)],
  );
  assert.deepEqual(
    [pages.flatMap(({ asked }) => asked).length, pages.reduce((sum, { odd }) => sum + odd, 0)],
    [14, 1],
    'what is gone was asked for, what could not be told was not',
  );
});

/** In all of these Ada has commits, and of nothing else there is anything of hers. */
const LANDED = {
  'acme/lib': {
    pulls: [{ number: 7, author: bob, createdAt: at(20), mergedAt: at(21), commits: [{ sha: 'b1'.repeat(20), user: ada, at: at(20) }] }],
  },
  'big/one': {
    pulls: [
      { number: 40, author: bob, createdAt: at(20), mergedAt: at(22), commits: [{ sha: 'b2'.repeat(20), user: ada, at: at(21) }] },
      { number: 41, author: bob, createdAt: at(20), mergedAt: at(22), commits: [{ sha: 'b3'.repeat(20), user: bob, at: at(21) }] },
      { number: 42, author: bob, createdAt: at(-500), mergedAt: at(-499), commits: [{ sha: 'b4'.repeat(20), user: ada, at: at(-500) }] },
    ],
  },
} as const;
const found = (all: OwnedRepositories | undefined) =>
  all?.repositories.map(({ place: { owner, name }, pulls }) => [`${owner}/${name}`, [...pulls.keys()]]);

test('pull requests of others that hold commits of theirs are found by those', async (t) => {
  const { server, host } = await serve(t);
  server.users = [ada, bob];
  server.more = LANDED;
  const since = '2026-01-01T00:00:00Z';
  assert.deepEqual(found(await host.repositories({ owner: 'acme', by: ['ada'], since })), [['acme/lib', []]], 'whose list is read whole');
  assert.deepEqual(found(await host.repositories({ by: ['ada'], since })), [
    ['acme/lib', [7]],
    ['big/one', [40]],
  ]);
  assert.equal(server.asked.length, 2 + 2, 'a search each, where there are commits, and what those came with');
  const known = ({ owner }: { owner: string }): boolean => owner === 'acme';
  assert.deepEqual(found(await host.repositories({ by: ['ada'], since, known })), [['big/one', [40]]]);
  assert.deepEqual(
    found(await host.repositories({ by: ['ada'], since: '' }))?.at(-1),
    ['big/one', [40, 42]],
    'as far back as there is anything',
  );
  assert.ok(host.closed.length === 0);
});

test('what GitHub cannot tell of commits is asked for in less, then counted; what the searches found stays', async (t) => {
  const { server, host } = await serve(t);
  server.more = { ...LANDED, ...ACME };
  const tooMuch = {
    status: 200,
    body: { data: { user: null }, errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED', message: 'Resource limits exceeded.' }] },
  };
  const days = ({ from, to }: Readonly<Record<string, unknown>>): number =>
    (Date.parse(String(to)) - Date.parse(String(from))) / 86_400_000;
  server.rule = ({ query, variables }) =>
    (query.includes('contributionsCollection') && days(variables) > 60) || (query.includes('history(') && 'o1' in variables)
      ? tooMuch
      : undefined;
  const all = await host.repositories({ by: ['ada'], since: '2025-12-01T00:00:00Z' });
  assert.deepEqual(
    [found(all)?.map(([name]) => name), all?.untold],
    [['acme/core', 'acme/fork', 'acme/lib', 'acme/old', 'big/one'], undefined],
  );
  server.rule = ({ query }) => (query.includes('contributionsCollection') ? tooMuch : undefined);
  const searched = await host.repositories({ by: ['ada'], since: '2025-11-01T00:00:00Z' });
  assert.deepEqual([names(searched), searched?.untold], [SEARCHED, 2], 'each half');
  server.rule = ({ query }) => (query.includes('history(') ? tooMuch : undefined);
  const without = await host.repositories({ by: ['ada'], since: '2025-12-02T00:00:00Z' });
  assert.deepEqual([names(without), without?.untold], [SEARCHED, 2], 'each repository');
  assert.deepEqual(host.closed, [], 'it was reached');
});

/** Where searches alone lead. */
const SEARCHED = ['acme/core', 'acme/fork', 'acme/old'];
const isAbout = (what: string) => (asked: Asked) => asked.query.includes(what);
const refusal = (data: unknown, message = 'Resource not accessible by personal access token'): Fault => ({
  status: 200,
  body: { data, errors: [{ type: 'FORBIDDEN', message }] },
});

test('what is refused of commits costs neither the rest of them nor what the searches found, and is told', async (t) => {
  const { server, host } = await serve(t);
  server.more = { ...LANDED, ...ACME };
  const [since, sso] = ['2026-01-01T00:00:00Z', 'Resource protected by organization SAML enforcement.'];
  const entry = { repository: { nameWithOwner: 'acme/lib', isArchived: false, isFork: false } };
  const told = (entries: unknown) => ({
    user: { id: 'U_ada', contributionsCollection: { contributionYears: [2026], commitContributionsByRepository: entries } },
  });
  for (const [fault, reason, names, untold] of [
    [refusal({ user: null }), 'host-forbidden', SEARCHED, 1],
    [refusal({ user: { id: 'U_ada', contributionsCollection: null } }), 'host-forbidden', SEARCHED, 1],
    [refusal({ user: null }, sso), 'host-sso', SEARCHED, 1],
    [refusal(told([entry, null]), sso), 'host-sso-part', [...SEARCHED, 'acme/lib'], undefined],
    [refusal(told([{ repository: null }, entry])), 'host-part', [...SEARCHED, 'acme/lib'], undefined],
    [{ status: 401 }, 'host-token-refused', SEARCHED, 1],
  ] as const) {
    for (const owner of ['acme', undefined]) {
      const { host: fresh } = connect(server);
      server.rule = (asked) => (isAbout('contributionsCollection')(asked) ? fault : undefined);
      const all = await fresh.repositories({ ...(owner === undefined ? {} : { owner }), by: ['ada'], since });
      assert.deepEqual(
        [found(all)?.map(([name]) => name), all?.untold, fresh.closed.map((one) => one.reason)],
        [names.toSorted(), untold, [reason]],
      );
    }
  }

  server.rule = (asked) => (isAbout('contributionsCollection')(asked) ? refusal({ user: null }) : undefined);
  await host.repositories({ owner: 'acme', by: ['ada'], since });
  server.rule = () => undefined;
  const later = await host.repositories({ by: ['ada'], since });
  assert.deepEqual([found(later)?.length, later?.untold], [5, undefined], 'a refusal is not remembered');

  // Six repositories are two requests: of the first nothing may be read.
  server.more = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [`big/${name}`, LANDED['big/one']]));
  const closed = { r0: null, r1: null, r2: null, r3: null, r4: null };
  const { host: third } = connect(server);
  server.rule = (asked) => (isAbout('r4: repository')(asked) ? refusal(closed, sso) : undefined);
  const rest = await third.repositories({ by: ['ada'], since });
  assert.deepEqual([found(rest), rest?.untold, third.closed.map((one) => one.reason)], [[['big/f', [40]]], 5, ['host-sso']]);
});

test('a host that is not reached is told so, and not asked about one repository after the other', async (t) => {
  const { server, host } = await serve(t);
  server.more = { ...ACME, ...Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`big/r${i}`, LANDED['acme/lib']])) };
  const since = '2026-01-01T00:00:00Z';
  server.rule = (asked) => (isAbout('history(')(asked) ? 'cut' : undefined);
  const cut = await host.repositories({ by: ['ada'], since });
  assert.deepEqual([names(cut), cut?.untold, server.asked.length], [SEARCHED, 30, 1 + 1 + 1 + 3]);
  assert.deepEqual(
    host.closed.map(({ reason }) => reason),
    ['host-unreachable'],
  );

  const { host: second } = connect(server);
  server.rule = (asked) => (isAbout('contributionsCollection')(asked) ? 'cut' : undefined);
  const none = await second.repositories({ by: ['ada'], since: '2025-04-01T00:00:00Z' });
  assert.deepEqual(
    [names(none), none?.untold, second.spent.requests, second.closed.map(({ reason }) => reason)],
    [SEARCHED, 3, 1 + 2 + 3, ['host-unreachable']],
    'a year, half of it, a quarter; the other three were not asked for',
  );

  const { host: third } = connect(server);
  server.more = LANDED;
  let times = 0;
  server.rule = (asked) => (isAbout('history(')(asked) && ++times <= 2 ? 'cut' : undefined);
  const all = await third.repositories({ by: ['ada'], since });
  assert.deepEqual([found(all)?.length, all?.untold, third.closed], [2, undefined, []], 'once is nothing');
});

test('more repositories of a time than it names are asked for in halves', async (t) => {
  const { server, host } = await serve(t);
  const many = (day: (i: number) => number) =>
    Object.fromEntries(
      Array.from({ length: 130 }, (_, i) => {
        const when = at(day(i));
        const commits = [{ sha: String(i).padStart(40, '0'), user: ada, at: when }];
        return [`acme/r${i}`, { pulls: [{ number: 1, author: bob, createdAt: when, mergedAt: when, commits }] }];
      }),
    );
  server.more = many((i) => 59 - 2 * i);
  const whole = await host.repositories({ owner: 'acme', by: ['ada'], since: '2025-04-01T00:00:00Z' });
  assert.deepEqual([whole?.repositories.length, whole?.untold], [130, undefined]);
  server.more = many(() => 50);
  const { host: second } = connect(server);
  const part = await second.repositories({ owner: 'acme', by: ['ada'], since: '2026-01-01T00:00:00Z' });
  assert.deepEqual([part?.repositories.length, part?.untold], [100, 1], 'of less than a quarter it tells no more');
});

test('while commits are looked for a limit is waited for, and a cancel ends it', async (t) => {
  const { server, host, waits, stop } = await serve(t);
  server.more = LANDED;
  let limits = 0;
  server.rule = (asked) =>
    isAbout('contributionsCollection')(asked) && ++limits === 1 ? { status: 429, headers: { 'retry-after': '7' } } : undefined;
  const request = { by: ['ada'], since: '2026-01-01T00:00:00Z' };
  const all = await host.repositories(request);
  assert.deepEqual([found(all)?.length, all?.untold, waits], [2, undefined, [7000]]);
  server.rule = (asked) => {
    if (!isAbout('history(')(asked)) return undefined;
    stop.abort(new Error('stopped'));
    return 'silence';
  };
  await assert.rejects(host.repositories(request), /stopped/);
});

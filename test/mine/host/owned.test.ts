import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { GitHub } from '../../../src/mine/host/github/github.ts';
import type { OwnedRepositories } from '../../../src/mine/host/host.ts';
import { FakeGitHub, user } from '../../support/github.ts';
import { ACME, ada, at, bob } from '../../support/github-history.ts';

async function serve(t: TestContext) {
  const server = await new FakeGitHub().start(t);
  server.more = ACME;
  const access = { host: 'github.example.com', api: server.api, token: 'planted' };
  return { server, host: new GitHub({ access, now: () => at(60), sleep: async () => {} }) };
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
  assert.deepEqual(host.spent, { requests: 2, overflow: 0, repeated: 0, points: 1, waited: 0 });
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
  server.users = [ada];
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
  server.rule = ({ query }) => (query.includes('contributionsCollection') || query.includes('history(') ? tooMuch : undefined);
  const searched = await host.repositories({ by: ['ada'], since: '2025-11-01T00:00:00Z' });
  assert.deepEqual([names(searched), (searched?.untold ?? 0) > 0], [['acme/core', 'acme/fork', 'acme/old'], true]);
});

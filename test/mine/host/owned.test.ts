import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { GitHub } from '../../../src/mine/host/github/github.ts';
import type { OwnedRepositories } from '../../../src/mine/host/host.ts';
import { FakeGitHub, START, user } from '../../support/github.ts';
import { ACME, ada, at, bob } from '../../support/github-history.ts';

async function serve(t: TestContext) {
  const server = await new FakeGitHub().start(t);
  server.more = ACME;
  const access = { host: 'github.example.com', api: server.api, token: 'planted' };
  return { server, host: new GitHub({ access, now: () => START, sleep: async () => {} }) };
}
const names = (found: OwnedRepositories | undefined) => found?.repositories.map(({ place: { owner, name } }) => `${owner}/${name}`);

test('where somebody worked in an organisation takes one request', async (t) => {
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
  assert.deepEqual(host.spent, { requests: 1, overflow: 0, repeated: 0, points: 1, waited: 0 });
  assert.deepEqual(names(await host.repositories({ owner: 'acme', by: ['nobody'], since: '' })), []);
  assert.deepEqual(names(await host.repositories({ owner: 'acme', by: ['ada'], since: '2026-02-01T00:00:00Z' })), []);
  assert.deepEqual(names(await host.repositories({ owner: 'acme', by: ['ada', 'nobody', 'bob'], since: '' })), Object.keys(ACME));
  assert.equal(server.asked.length, 1 + 1 + 1 + 3, 'each account is one more');
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
  assert.equal(host.spent.requests, 1);
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

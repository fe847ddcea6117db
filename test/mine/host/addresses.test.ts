import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { GitHub } from '../../../src/mine/host/github/github.ts';
import type { HostOptions } from '../../../src/mine/host/host.ts';
import { FakeGitHub, START } from '../../support/github.ts';
import { assertDescribed, examplesOf } from '../../support/github-described.ts';

const TOKEN = 'ghp_planted_in_a_test';

async function serve(t: TestContext, options: Partial<HostOptions> = {}) {
  const server = await new FakeGitHub().start(t);
  const waits: number[] = [];
  const access = { host: 'github.example.com', api: `${server.api}/api/v3`, token: TOKEN };
  const open = (more: Partial<HostOptions> = {}) =>
    new GitHub({ access, now: () => START, sleep: async (ms) => void waits.push(ms), ...options, ...more });
  return { server, open, host: open(), waits, access };
}

test('what the server of the tests tells over REST is what GitHub describes: fields too many and too few are refused', () => {
  const address = { email: 'ada@example.com', primary: true, verified: true, visibility: null };
  const user = examplesOf('/user', 200);
  assert.equal(user.length, 2);
  for (const path of ['/user', '/user/emails']) for (const example of examplesOf(path, 200)) assertDescribed(path, 200, example);
  assertDescribed('/user/emails', 200, [address]);
  const refused = (path: string, status: number, body: unknown, why: RegExp) =>
    assert.throws(() => assertDescribed(path, status, body), why);
  refused('/user/emails', 200, [{ ...address, since: 2020 }], /"additionalProperty":"since"/);
  const { visibility: _, ...rest } = address;
  refused('/user/emails', 200, [rest], /required property 'visibility'/);
  refused('/user/emails', 200, [{ ...address, verified: 'yes' }], /must be boolean/);
  refused('/user', 200, { login: 'ada', id: 7 }, /required property 'avatar_url'/);
  refused('/user', 200, { ...(user[0] as object), emails: [] }, /additional properties/);
  refused('/user/emails', 404, { error: 'Not Found' }, /additional properties/);
  assert.throws(() => assertDescribed('/user/addresses', 200, []), /GitHub has no GET \/user\/addresses/);
});

test('verified addresses are told with whose they are, and again only where they changed', async (t) => {
  const { server, host, open, access } = await serve(t);
  server.addresses = [{ email: 'Ada@Example.com' }, { email: 'ada@old.example.com', verified: false }, { email: 'ada@work.example.com' }];
  const told = await host.addresses();
  assert.ok(typeof told === 'object' && told.etag !== undefined);
  assert.deepEqual(
    [told.account, told.emails],
    [{ login: 'ada', kind: 'user', number: 3097, name: 'Ada Example' }, ['ada@example.com', 'ada@work.example.com']],
  );
  assert.deepEqual(
    server.own.map(({ authorization, path }) => [authorization, path?.split('?')[0]]),
    [
      [`token ${TOKEN}`, '/api/v3/user/emails'],
      [`token ${TOKEN}`, '/api/v3/user'],
    ],
  );
  assert.equal(await host.addresses(told.etag), 'unchanged');
  assert.deepEqual([host.spent.requests, host.spent.points, server.asked.length], [3, 0, 0], 'whose they are is not asked again');
  server.addresses = server.addresses.slice(0, 1);
  const fewer = await host.addresses(told.etag);
  assert.deepEqual(typeof fewer === 'object' && fewer.emails, ['ada@example.com']);
  const another = open({ access: { ...access, token: 'another' } });
  assert.equal(typeof (await another.addresses(typeof fewer === 'object' ? fewer.etag : '')), 'object', 'another token is told anew');
  assert.notEqual(another.tokenMark, host.tokenMark);
  assert.equal(open().tokenMark, host.tokenMark);
  assert.match(host.tokenMark, /^[0-9a-f]{8}$/);
});

test('a list of several pages is read to its end', async (t) => {
  const { server, host } = await serve(t);
  server.addresses = Array.from({ length: 230 }, (_, i) => ({ email: `ada${i}@example.com` }));
  const told = await host.addresses();
  assert.ok(typeof told === 'object');
  assert.deepEqual([told.emails.length, new Set(told.emails).size, told.etag], [230, 230, undefined]);
  assert.deepEqual(
    server.own.map(({ query, variables }) => [query, variables['page']]),
    [...['1', '2', '3'].map((page) => ['GET /user/emails', page]), ['GET /user', null]],
  );
});

test('a token that may not ask is no failure, whichever way it is told', async (t) => {
  const { server, host } = await serve(t);
  server.addresses = undefined;
  assert.equal(await host.addresses(), 'closed');
  server.addresses = [];
  for (const message of ['Resource not accessible by personal access token', 'Resource not accessible by integration']) {
    server.faults.push({ status: 403, body: { message, documentation_url: 'https://docs.github.com/rest', status: '403' } });
    assert.equal(await host.addresses(), 'closed');
  }
  assert.deepEqual([server.own.length, host.spent.repeated], [3, 0]);
});

test('limits are waited for, a server that stumbles or cuts its answer is asked again, and a token that is refused is said so', async (t) => {
  const { server, host, waits } = await serve(t);
  const refuse = (status: number, message: string, headers = {}) => server.faults.push({ status, headers, body: { message } });
  refuse(403, 'You have exceeded a secondary rate limit.', { 'retry-after': '7' });
  refuse(503, 'Unavailable');
  assert.equal(typeof (await host.addresses()), 'object');
  assert.deepEqual([waits, host.spent.repeated], [[7000, 2000], 2]);
  server.faults.push('cut', { status: 502 });
  assert.equal(typeof (await host.addresses()), 'object');
  const rejects = (reason: string) =>
    assert.rejects(host.addresses(), (error: Error & { readonly reason?: string }) => {
      assert.equal(error.reason, reason);
      assert.ok(!JSON.stringify([error.message, error.stack, String(error.cause)]).includes(TOKEN));
      return true;
    });
  refuse(401, `Bad credentials: ${TOKEN}`);
  await rejects('host-token-refused');
  refuse(403, 'API rate limit exceeded', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(START / 1000 + 3000) });
  await rejects('host-rate-limited');
  server.faults.push('cut', 'cut', 'cut');
  await rejects('host-unreachable');
  server.rule = ({ query }) => (query === 'GET /user' ? 'silence' : undefined);
  const stop = new AbortController();
  const asking = new GitHub({
    access: { host: 'github.example.com', api: server.api, token: TOKEN },
    now: () => START,
    signal: stop.signal,
  }).addresses();
  for (const before = server.own.length; server.own.length < before + 2;) await new Promise(setImmediate);
  stop.abort();
  await assert.rejects(asking, { name: 'AbortError' });
});

test('an answer of another shape is said to be strange, and one odd address costs only itself', async (t) => {
  const { server, host } = await serve(t);
  // What does not fit GitHub's description comes from something else that answers under the address.
  server.faults.push({ status: 203, body: { emails: [] } });
  await assert.rejects(host.addresses(), { reason: 'host-strange' });
  const odd = [{ email: 'nobody', verified: true }, { email: 7, verified: true }, null, { email: 'a@example.com' }];
  server.faults.push({ status: 203, body: [...odd, { email: 'ada@example.com', verified: true }] });
  const told = await host.addresses();
  assert.deepEqual(typeof told === 'object' && told.emails, ['ada@example.com']);
  server.faults.push({ status: 203, body: [] }, { status: 203, body: { name: 'Ada' } });
  await assert.rejects(host.addresses(), { reason: 'host-strange' });
});

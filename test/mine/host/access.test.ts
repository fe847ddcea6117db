import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessBy, githubAccess, isGitHub } from '../../../src/mine/host/github/access.ts';

/** A gh that holds a token for one host. */
const gh = (known: string) => {
  const asked: string[] = [];
  return { asked, ask: async (host: string) => (asked.push(host), host === known ? 'of-gh' : undefined) };
};
const found = async (host: string, env: Record<string, string>, ask = gh('').ask) => {
  const access = await githubAccess(host, env, ask);
  return access.ok ? [access.value.api, access.value.token] : access.error.reason;
};

test('the token of the environment goes to the server it is for, and to no other', async () => {
  const env = { GITHUB_TOKEN: 'of-env' };
  assert.deepEqual(await found('github.com', env), ['https://api.github.com', 'of-env']);
  assert.equal(await found('github.evil.example.com', env), 'host-no-token');
  assert.equal(await found('git.example.com', { ...env, GH_HOST: 'git.example.com' }), 'host-no-token');
  const own = { ...env, GITHUB_SERVER_URL: 'https://git.example.com', GITHUB_API_URL: 'https://git.example.com/api/v3/' };
  assert.deepEqual(await found('git.example.com', own), ['https://git.example.com/api/v3', 'of-env']);
  assert.equal(await found('github.com', own), 'host-no-token');
});

test('else gh is asked, by the name of the host', async () => {
  const { asked, ask } = gh('git.example.com');
  assert.deepEqual(await found('git.example.com', { GITHUB_TOKEN: 'of-env' }, ask), ['https://git.example.com/api/v3', 'of-gh']);
  assert.deepEqual(await found('octo.ghe.com', {}, gh('octo.ghe.com').ask), ['https://api.octo.ghe.com', 'of-gh']);
  assert.deepEqual(asked, ['git.example.com']);
  assert.equal(await found('--hostname', {}, ask), 'host-name');
  assert.deepEqual(asked.length, 1, 'what is no name is not asked for');
});

test('a token travels encrypted or not at all, and is one', async () => {
  const at = (api: string) => found('github.com', { GITHUB_TOKEN: 'x', GITHUB_API_URL: api });
  assert.equal(await at('http://api.example.com'), 'host-address');
  assert.equal(await at('https://user:pass@api.example.com'), 'host-address');
  assert.equal(await at('file:///etc/passwd'), 'host-address');
  assert.deepEqual(await at('http://127.0.0.1:8080'), ['http://127.0.0.1:8080', 'x']);
  assert.equal(await found('github.com', { GITHUB_TOKEN: 'two\r\nlines' }), 'host-odd-token');
});

test('a token made for a host goes to that host, whatever the environment says', () => {
  const at = (host: string, env: Record<string, string> = {}, token = 'x') => {
    const access = accessBy(host, token, env);
    return access.ok ? access.value.api : access.error.reason;
  };
  assert.equal(at('github.com'), 'https://api.github.com');
  assert.equal(at('git.example.com'), 'https://git.example.com/api/v3');
  assert.equal(at('octo.ghe.com'), 'https://api.octo.ghe.com');
  assert.equal(at('github.com', { GITHUB_API_URL: 'https://api.evil.example.com' }), 'https://api.github.com');
  assert.equal(at('github.com', { GITHUB_API_URL: 'https://api.github.com.example.com' }), 'https://api.github.com');
  assert.equal(at('github.com', { GITHUB_API_URL: 'http://api.github.com' }), 'https://api.github.com');
  const own = { GITHUB_SERVER_URL: 'https://git.example.com', GITHUB_API_URL: 'https://api.git.example.com/' };
  assert.deepEqual([at('git.example.com', own), at('github.com', own)], ['https://api.git.example.com', 'https://api.github.com']);
  assert.equal(at('git.example.com', { ...own, GITHUB_API_URL: 'http://127.0.0.1:80/api' }), 'http://127.0.0.1:80/api');
  assert.deepEqual([at('--x'), at('github.com', {}, 'a b'), at('github.com', {}, '')], ['host-name', 'host-odd-token', 'host-odd-token']);
});

test('which hosts are a GitHub', () => {
  const env = { GITHUB_SERVER_URL: 'https://code.example.com', GH_HOST: 'git.example.org' };
  for (const host of ['github.com', 'github.example.com', 'ghe.example.com', 'octo.ghe.com', 'code.example.com', 'git.example.org'])
    assert.ok(isGitHub(host, env), host);
  for (const host of ['gitlab.com', 'notgithub.com', 'git.example.net', 'codeberg.org']) assert.ok(!isGitHub(host, env), host);
});

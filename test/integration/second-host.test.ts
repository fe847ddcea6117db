// A second kind of code host, of which nothing outside of src/mine knows: the command line has options for it, the pipeline reads it, the editor
// signs in to it, and no token goes to the other.
import '../support/second-host/register.ts';
import '../host/support/editor.ts';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { before, beforeEach, describe, test, type TestContext } from 'node:test';
import type { Memento } from 'vscode';
import type { RawPull } from '../../src/domain/pull.ts';
import { silent } from '../../src/util/context.ts';
import { authentication, ran, user, written } from '../host/support/vscode.ts';
import { buildBundles, trackrecord } from '../support/cli.ts';
import { ADA, build, git, scratch } from '../support/repos.ts';
import type { Told } from '../support/second-host/gitlab/gitlab.ts';

const { CodeHosts } = await import('../../src/host/code-hosts.ts');
const { connectHost } = await import('../../src/host/connect.ts');
const { loadRequest } = await import('../../src/engine/story.ts');

const ROOT = path.join(import.meta.dirname, '../..');
const ENTRY = ['--import', path.join(ROOT, 'test/support/second-host/register.ts'), path.join(ROOT, 'src/cli.ts')];
const TOKENS = {
  GITHUB_TOKEN: 'for-github',
  GITLAB_TOKEN: 'for-gitlab',
  GH_TOKEN: '',
  GH_HOST: '',
  GITHUB_API_URL: '',
  GITHUB_SERVER_URL: '',
};
const AT = Date.UTC(2026, 2, 3);
const account = { login: 'ada.l', kind: 'user', name: 'Ada Example' } as const;

const pull = (number: number, title: string): RawPull => ({
  number,
  title,
  body: '',
  state: 'merged',
  draft: false,
  author: account,
  base: 'main',
  head: 'topic',
  labels: [],
  createdAt: AT,
  updatedAt: '2026-03-04T00:00:00Z',
  mergedAt: AT + 3_600_000,
  closedAt: AT + 3_600_000,
  additions: 3,
  deletions: 1,
  changedFiles: 1,
  files: [{ path: 'reader.ts', status: 'modified', added: 3, deleted: 1 }] as unknown as RawPull['files'],
  commits: [],
  events: [],
  reviews: [],
  comments: [],
  closes: [],
  cut: [],
});

const TOLD: Told = {
  account,
  others: [{ login: 'bob.b', kind: 'user', name: 'Bob Example' }],
  emails: ['ada@example.com'],
  repositories: {
    'example/team/app': { pulls: [pull(7, 'feat: read faster')], issues: [] },
    'tools/lint': { pulls: [pull(8, 'fix: a rule')], issues: [] },
    'acme/web/shop': { pulls: [pull(9, 'feat: pay later')], issues: [] },
    'up/stream/app': { pulls: [pull(11, 'feat: for all')], issues: [] },
    'else/where': { pulls: [pull(10, 'docs: a hint')], issues: [] },
  },
};

/** A clone of a repository at the second host, and that host. */
async function setUp(t: TestContext) {
  const home = scratch(t);
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.authorization);
    response.end(JSON.stringify(TOLD));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const repo = path.join(home, 'repo');
  build(repo, [{ message: 'feat: begin', author: { ...ADA, at: AT / 1000 }, files: { 'a.ts': 'a\n' } }]);
  git(repo, ['remote', 'add', 'origin', 'git@gitlab.example.com:example/team/app.git']);
  git(repo, ['remote', 'add', 'upstream', 'https://gitlab.example.com/up/stream/app.git']);
  const env = {
    ...TOKENS,
    GITLAB_SERVER: 'gitlab.example.com',
    GITLAB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  const run = async (command: string, ...args: readonly string[]) => {
    const ran = await trackrecord([command, '--author', 'ada@example.com', ...args], { home, env, entry: ENTRY });
    assert.equal(ran.code, 0, ran.stderr);
    return ran;
  };
  const mine = async (...args: readonly string[]) => {
    const { stdout, stderr } = await run('mine', repo, '--period', '2026', '--jsonl', ...args);
    const ids = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);
    return {
      stderr,
      pulls: ids
        .filter((id) => id.startsWith('pull_request:'))
        .map((id) => id.replace('pull_request:gitlab.example.com/', ''))
        .toSorted(),
    };
  };
  return { home, repo, run, mine, asked };
}

describe('the command line', () => {
  before(buildBundles);

  test('has the same options for each kind, and each asks its own alone', { timeout: 180_000 }, async (t) => {
    const { home, repo, run, mine, asked } = await setUp(t);
    const { stdout: help } = await trackrecord(['mine', '--help'], { home, entry: ENTRY });
    for (const kind of ['github', 'gitlab'])
      for (const option of [`--${kind} `, `--${kind}-repo <owner/name>`, `--${kind}-org <name>`, `--${kind}-everywhere `])
        assert.ok(help.includes(option), option);
    assert.match(
      help.replaceAll(/\s+/g, ' '),
      /also ask GitLab for pull requests, reviews and issues, with GITLAB_TOKEN or the token of glab/,
    );

    await mine();
    const other = await mine('--github');
    assert.match(other.stderr, /example\/team\/app is not on a GitHub that is known/);
    assert.deepEqual(asked, [], 'neither without being told to, nor where the other is meant');

    const { stderr, pulls } = await mine('--gitlab');
    assert.match(stderr, /gitlab\.example\.com\/example\/team\/app: 1 pull request and 0 issues read from gitlab\.example\.com/);
    assert.deepEqual(pulls, ['example/team/app#7', 'up/stream/app#11'], 'and what it is a fork of');
    const shown = await run('show', '#7', repo, '--json');
    assert.match(shown.stdout, /"url":"https:\/\/gitlab\.example\.com\/example\/team\/app\/-\/merge_requests\/7"/);
    assert.deepEqual([...new Set(asked)], ['token for-gitlab']);
  });

  test('reads repositories, organisations and all there is without a clone', { timeout: 180_000 }, async (t) => {
    const { home, repo, run, mine, asked } = await setUp(t);
    const { stderr: told } = await run('mine', repo, '--author', 'bob.b', '--period', '2026', '--gitlab');
    assert.match(told, /bob\.b.*gitlab\.example\.com.*Bob Example/, 'somebody without a commit, by their login');
    const known = ['example/team/app#7', 'up/stream/app#11'];
    const named = await mine('--gitlab-repo', 'tools/lint', '--gitlab-org', 'gitlab.example.com/acme/web');
    assert.deepEqual(named.pulls, ['acme/web/shop#9', ...known.slice(0, 1), 'tools/lint#8', ...known.slice(1)]);
    const both = await mine('--gitlab-everywhere', '--github-repo', 'git.example.org/a/b');
    assert.deepEqual(both.pulls, ['acme/web/shop#9', 'else/where#10', ...known.slice(0, 1), 'tools/lint#8', ...known.slice(1)]);
    assert.match(both.stderr, /a\/b is not on a GitHub or GitLab that is known/);
    await run('analyze', repo, '--period', '2026', '--gitlab', '--out', path.join(home, 'out'));
    const { reconciled } = JSON.parse(readFileSync(path.join(home, 'out/run.json'), 'utf8')) as {
      readonly reconciled: readonly { readonly url: string }[];
    };
    assert.deepEqual(
      reconciled.map(({ url }) => url),
      ['https://gitlab.example.com/dashboard/merge_requests?author_username=ada.l'],
      'a page of its own',
    );
    assert.deepEqual([...new Set(asked)], ['token for-gitlab']);
  });
});

describe('the editor', () => {
  const SERVER = 'gitlab.sign-in.server';
  const TOKEN = 'planted';
  const never = new AbortController().signal;
  beforeEach(() => {
    authentication.sessions.clear();
    ran.length = 0;
    delete written[SERVER];
  });
  const open = (t: TestContext) => {
    const kept = new Map<string, unknown>();
    const memento = { get: (key: string) => kept.get(key), update: async (key: string, value: unknown) => void kept.set(key, value) };
    const hosts = new CodeHosts({ memento: memento as unknown as Memento, log: silent, failed: (error) => assert.fail(String(error)) });
    t.after(() => hosts.dispose());
    return hosts;
  };
  const take = (label: RegExp): readonly string[] => {
    const seen: string[] = [];
    user.picks = (items) => {
      const lines = items as readonly { readonly label: string; readonly description?: string; readonly detail?: string }[];
      seen.push(...lines.flatMap((line) => (line.label ? [[line.label, line.description, line.detail].filter(Boolean).join(' | ')] : [])));
      return lines.find((line) => label.test(`${line.label} ${line.description}`));
    };
    return seen;
  };

  test('signs in to either, and tells the engine which it was', async (t) => {
    const hosts = open(t);
    const seen = take(/^gitlab\.com private/);
    assert.equal(await connectHost(hosts), true);
    assert.deepEqual(seen.slice(-3), [
      'gitlab.com | private and public repositories | Scopes read_api: for private repositories GitLab has none smaller.',
      'gitlab.com | public repositories only | Scopes read_user: your account, and which e-mail addresses are yours.',
      `A GitLab server of your own … | Name it in the editor’s setting "${SERVER}", then run this command again.`,
    ]);
    assert.deepEqual(
      seen.slice(0, 3).map((line) => line.split(' ')[0]),
      ['github.com', 'github.com', 'A'],
    );
    take(/^github\.com public/);
    await connectHost(hosts);
    assert.deepEqual(
      (await hosts.accounts(never)).map(({ kind, host }) => [kind, host]),
      [
        ['gitlab', 'gitlab.com'],
        ['github', 'github.com'],
      ],
    );
    take(/^A GitLab server/);
    assert.equal(await connectHost(hosts), false);
    assert.deepEqual(ran.at(-1), ['workbench.action.openSettings', SERVER]);
  });

  test('a server is asked as what its account is for, whatever it is called, and not with another’s token', async (t) => {
    const hosts = open(t);
    written[SERVER] = { globalValue: 'https://git.example.com' };
    take(/^git\.example\.com public|^ada/);
    authentication.sessions.set('gitlab-server', { scopes: ['read_user'], accessToken: TOKEN });
    await connectHost(hosts);
    const accounts = await hosts.accounts(never);
    assert.deepEqual(accounts, [{ kind: 'gitlab', host: 'git.example.com', token: TOKEN }]);
    const at = (id: string) => ({ id, remote: `https://${id}` });
    const { hosts: asked } = loadRequest({ options: { locale: 'en' } } as Parameters<typeof loadRequest>[0], { folders: [], accounts });
    assert.deepEqual(asked?.place(at('git.example.com/a/b')), { host: 'git.example.com', place: { owner: 'a', name: 'b' } });
    assert.deepEqual(await asked?.access('git.example.com'), {
      ok: true,
      value: { host: 'git.example.com', token: TOKEN, api: 'https://git.example.com/api/v1' },
    });
    assert.equal(asked?.place(at('gitlab.example.com/a/b')), undefined, 'nobody has connected that');
    assert.equal(asked?.place(at('github.com/a/b')), undefined);
    for (const other of [
      { globalValue: 'https://github.com' },
      { globalValue: 'https://gitlab.com' },
      { workspaceValue: 'https://git.example.com' },
    ]) {
      written[SERVER] = other;
      assert.deepEqual(await hosts.accounts(never), [], JSON.stringify(other));
    }
  });

  test('misses what lies on either', (t) => {
    const named = ['github.example.com', 'gitlab.example.com', 'git.example.com'].map((host) => ({ id: `${host}/a/b` }));
    assert.deepEqual(
      open(t)
        .missing(named, ['gitlab.com/a/b', 'a/b'])
        .map(({ host }) => host),
      ['github.example.com', 'gitlab.example.com', 'gitlab.com', 'github.com'],
    );
  });
});

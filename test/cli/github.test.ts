// The command line against a GitHub of the test's own: nothing is asked before the user says so, and the token is nowhere but in the requests.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { before, test, type TestContext } from 'node:test';
import type { RunReport } from '../../src/domain/report.ts';
import { buildBundles, cliArguments, trackrecord } from '../support/cli.ts';
import { ACME, ada, at, bob, onGitHub } from '../support/github-history.ts';
import { cleanEnvironment, git, scratch } from '../support/repos.ts';
import { storedIn } from '../support/stored.ts';

before(buildBundles);

const TOKEN = 'ghp_planted0in0a0test';
const KEY = 'a key for tests, 32 characters..';
/** Whatever token the machine of the test has stays out of it. */
const NO_TOKENS = { GITHUB_TOKEN: '', GH_TOKEN: '', GITHUB_API_URL: '', GITHUB_SERVER_URL: '', GH_HOST: '' };

async function setUp(t: TestContext) {
  const home = scratch(t);
  const { repo, server, env: where } = await onGitHub(t, path.join(home, 'repo'), 'git@github.example.com:example/project.git');
  const env = { ...NO_TOKENS, ...where, GITHUB_TOKEN: TOKEN, TRACKRECORD_KEY: KEY };
  const out = path.join(home, 'out');
  const run = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    trackrecord([...args, '--author', 'ada@example.com', '--period', '2026'], { home, env: { ...env, ...more } });
  return { home, repo, server, out, run, env };
}

/** No file below it does, the clone's own but for, and neither does the store, decrypted. */
function holdNoToken(home: string): void {
  const files = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(path.join(home, 'repo')))
    .map((entry) => path.join(entry.parentPath, entry.name));
  assert.ok(files.some((file) => file.endsWith('store.db')));
  for (const file of files) assert.ok(!readFileSync(file).includes(TOKEN), file);
  const stored = storedIn(path.join(home, 'store.db'), KEY);
  assert.ok(stored.includes('feat: two'), 'it is read');
  assert.ok(!stored.includes(TOKEN));
}

test(
  'nothing is asked unless the user says --github; then pull requests and reviews are in everything that is written',
  { timeout: 180_000 },
  async (t) => {
    const { home, repo, server, out, run } = await setUp(t);
    const plain = await run(['analyze', repo, '--out', out]);
    assert.equal(plain.code, 0, plain.stderr);
    assert.equal(server.asked.length, 0, 'a token and an address in the environment are no request');

    const asked = await run(['analyze', repo, '--out', out, '--github', '--verbose']);
    assert.equal(asked.code, 0, asked.stderr);
    assert.match(
      asked.stderr,
      /github\.example\.com\/example\/project: 7 pull requests and 3 issues read from github\.example\.com in 2 requests \(17 points\)/,
    );
    assert.match(asked.stderr, /6 contributions \(.*\) and 1 review and 2 issues\./);
    assert.equal(server.asked.length, 2);
    assert.equal(server.asked[0]?.authorization, `token ${TOKEN}`);

    const text = (name: string): string => readFileSync(path.join(out, name), 'utf8');
    const kinds = text('contributions.jsonl')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { kind: string; noise?: unknown }).kind);
    assert.deepEqual([...new Set(kinds)].toSorted(), [
      'commit',
      'issue',
      'issue_comment',
      'pull_comment',
      'pull_request',
      'review',
      'review_comment',
    ]);
    const comment = text('contributions.jsonl')
      .split('\n')
      .find((line) => line.includes('"kind":"review_comment"'));
    const { category } = JSON.parse(comment ?? '{}') as { category?: { label: string; scores: object } };
    assert.deepEqual(Object.keys(category?.scores ?? {}), ['functional', 'refactoring', 'documentation', 'discussion', 'false-positive']);
    const draft = text('self-assessment.md');
    assert.match(draft, /Reviewed 1 pull request of 1 person\. Changed lines or a resolved thread followed 1 of 1 review comment\./);
    assert.match(draft, /Merged pull requests closed 1 issue\./);
    assert.match(draft, /Opened 2 issues\. Closed as done: 1 of 2 issues\. Took part in 1 issue of others\./);
    for (const link of [
      'pull/1',
      'pull/6#pullrequestreview-61',
      'pull/6#discussion_r611',
      'pull/6#issuecomment-621',
      'issues/8',
      'issues/9#issuecomment-901',
    ])
      assert.ok(draft.includes(`https://github.example.com/example/project/${link}\n`), link);
    const report = JSON.parse(text('run.json')) as RunReport;
    assert.deepEqual(
      report.hosts?.map(({ requests, points, pulls }) => [requests, points, pulls]),
      [[2, 17, 7]],
    );
    assert.equal(
      report.stages.find(({ stage }) => stage === 'classify')?.out,
      8,
      'five pull requests, two issues and a comment on code are tagged',
    );

    assert.match(
      asked.stderr,
      /4 of 7 pull requests that github\.example\.com finds by ada count here; the others: 1 closed without being merged, 2 in repositories that are not part of this\./,
    );
    assert.deepEqual(
      report.reconciled?.map(({ found, counted, groups }) => [found, counted, groups.map(({ why, n }) => [why, n])]),
      [
        [
          7,
          4,
          [
            ['unmerged', 1],
            ['not-selected', 2],
          ],
        ],
      ],
    );

    const again = await run(['draft', repo, '--github', '--lang', 'zh']);
    assert.match(again.stdout, /评审了 1 位同事的 1 个拉取请求。/);
    assert.match(again.stdout, /提出了 2 个议题。已作为完成而关闭：2 个议题中的 1 个。参与讨论了他人的 1 个议题。/);
    assert.equal(server.asked.length, 4);

    assert.ok(!`${asked.stdout}${asked.stderr}${again.stdout}${again.stderr}`.includes(TOKEN));
    holdNoToken(home);
  },
);

test('a repository without a clone is read from its host, once it is named', { timeout: 180_000 }, async (t) => {
  const { repo, server, out, run } = await setUp(t);
  const elsewhere = ['--github-repo', 'github.example.com/example/elsewhere', '--github-repo', 'Example/Project'];
  const { code, stderr } = await run(['analyze', repo, '--out', out, ...elsewhere]);
  assert.equal(code, 0, stderr);
  assert.equal(server.asked.length, 4, 'the clone is not read twice');
  assert.match(
    stderr,
    /6 of 7 pull requests that github\.example\.com finds by ada count here; the others: 1 closed without being merged\./,
  );
  const told = readFileSync(path.join(out, 'contributions.jsonl'), 'utf8');
  assert.match(
    told,
    /"id":"pull_request:github\.example\.com\/example\/elsewhere#2".*"url":"https:\/\/github\.example\.com\/example\/elsewhere\/pull\/2"/,
  );
  assert.doesNotMatch(told, /elsewhere#3/, 'it is somebody else’s');

  server.more = ACME;
  server.users = [ada];
  const before = server.asked.length;
  const acme = await run(['analyze', repo, '--out', out, '--github-org', 'acme']);
  assert.equal(acme.code, 0, acme.stderr);
  // Where an account has commits is told by the year, up to today.
  const years = server.asked.slice(before).filter(({ query }) => query.includes('contributionsCollection')).length;
  assert.ok(years > 0);
  const requests = 1 + years;
  assert.ok(
    acme.stderr.includes(`acme at github.example.com: work in 3 of 4 repositories (1 archived, 1 fork), found in ${requests} requests.`),
  );
  assert.equal(server.asked.length - before, requests + 2 + 3 * 2, 'nothing is asked of the fourth');
  const report = JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8')) as RunReport;
  assert.deepEqual(report.owners, [
    {
      host: 'github.example.com',
      owner: 'acme',
      repositories: 4,
      worked: ['acme/core', 'acme/fork', 'acme/old'],
      archived: ['acme/old'],
      forks: ['acme/fork'],
      requests,
      points: requests,
    },
  ]);
  const all = readFileSync(path.join(out, 'contributions.jsonl'), 'utf8');
  for (const id of ['pull_request:github.example.com/acme/core#1', 'review:github.example.com/acme/fork#2/r21'])
    assert.ok(all.includes(`"id":"${id}"`), id);
  assert.doesNotMatch(all, /acme\/theirs/);
  const none = await run(['mine', repo, '--github-org', 'nobody', '--github-everywhere', '--verbose']);
  assert.match(none.stderr, /There is no nobody at github\.example\.com, or the token may not see it/);

  assert.match(none.stderr, /everywhere at github\.example\.com: work in 5 repositories \(1 archived, 1 fork\), found in \d+ requests\./);

  for (const place of ['elsewhere', 'a/b/c/d', 'a/b c', '../x']) {
    const refused = await run(['mine', repo, '--github-repo', place]);
    assert.deepEqual(
      [refused.code, /is no repository of a code host\. Write it as OWNER\/NAME/.test(refused.stderr)],
      [2, true],
      refused.stderr,
    );
  }
  const gone = await run(['mine', repo, '--github-repo', 'example/gone', '--verbose']);
  assert.equal(gone.code, 0, gone.stderr);
  assert.match(gone.stderr, /There is no example\/gone at github\.example\.com, or the token may not see it/);
});

test(
  'without a token, or where the host refuses it, the story from git is told and what is missing is said',
  { timeout: 180_000 },
  async (t) => {
    const { home, repo, server, out, run } = await setUp(t);
    const bare = await run(['analyze', repo, '--out', out, '--github'], { GITHUB_TOKEN: '' });
    assert.equal(bare.code, 0, bare.stderr);
    assert.match(bare.stderr, /There is no token for github\.example\.com.*Set GITHUB_TOKEN/);
    assert.equal(server.asked.length, 0);

    server.rule = () => ({ status: 401, body: { message: 'Bad credentials' } });
    const refused = await run(['mine', repo, '--github', '--verbose']);
    assert.equal(refused.code, 0, refused.stderr);
    assert.match(refused.stderr, /warning: github\.example\.com does not accept the token/);

    // A token in the remote, and a host that repeats the one it was sent.
    git(repo, ['remote', 'set-url', 'origin', `https://ada:${TOKEN}@github.example.com/example/project.git`]);
    server.rule = () => ({ status: 403, body: { message: `Resource not accessible by ${TOKEN}` } });
    const echoed = await run(['analyze', repo, '--out', out, '--github', '--verbose']);
    assert.match(echoed.stderr, /The token may not read example\/project at github\.example\.com \(Resource not accessible by …\)/);
    for (const { stdout, stderr } of [bare, refused, echoed]) assert.ok(!`${stdout}${stderr}`.includes(TOKEN));
    holdNoToken(home);
  },
);

test('a run that is killed goes on behind its last page', { timeout: 180_000 }, async (t) => {
  const { home, repo, server, run, env } = await setUp(t);
  server.pulls = [
    ...server.pulls,
    ...Array.from({ length: 110 }, (_, i) => ({ number: 100 + i, author: ada, createdAt: at(20) + i * 60_000 })),
  ];
  const mine = ['mine', repo, '--github'];
  const waiting = Promise.withResolvers<void>();
  server.rule = ({ variables }) => {
    if (!variables['after']) return undefined;
    waiting.resolve();
    return 'silence';
  };
  const child = spawn(process.execPath, [...cliArguments(), ...mine, '--author', 'ada@example.com', '--period', '2026'], {
    env: { ...cleanEnvironment(), ...env, TRACKRECORD_HOME: home },
    stdio: 'ignore',
  });
  const closed = once(child, 'close');
  await Promise.race([waiting.promise, closed]);
  child.kill('SIGKILL');
  await closed;
  assert.deepEqual(
    server.asked.map(({ variables }) => [variables['first'], Boolean(variables['after'])]),
    [
      [50, false],
      [50, true],
    ],
  );

  server.rule = () => undefined;
  const rest = await run([...mine, '--jsonl']);
  assert.equal(rest.code, 0, rest.stderr);
  // The second page and the third, then what may have come since, and issues.
  assert.deepEqual(
    server.asked.slice(2).map(({ variables }) => [variables['first'], Boolean(variables['after'])]),
    [
      [50, true],
      [50, true],
      [10, false],
      [50, false],
    ],
  );
  assert.equal(rest.stdout.split('\n').filter((line) => line.includes('"kind":"pull_request"')).length, 115);
});

test(
  'show prints a pull request with the reviews it was given, and what others wrote does not steer the terminal',
  { timeout: 120_000 },
  async (t) => {
    const { home, repo, server, run, env } = await setUp(t);
    server.pulls = server.pulls.map((pull) =>
      pull.number === 2
        ? {
            ...pull,
            reviews: [
              {
                id: 21,
                author: bob,
                state: 'CHANGES_REQUESTED',
                at: at(4) + 60_000,
                body: 'Red \u001B[31mtext\u202E.\n\u001B]0;x\u0007Second line.',
              },
            ],
          }
        : pull,
    );
    const mined = await run(['mine', repo, '--github']);
    assert.equal(mined.code, 0, mined.stderr);
    const show = (...args: readonly string[]) => trackrecord(['show', ...args], { home, env });
    const [one, two, json, none] = await Promise.all([
      show('#1', repo, '--author', 'ada@example.com'),
      show('2', repo, '--author', 'ada@example.com'),
      show('#1', repo, '--author', 'ada@example.com', '--json'),
      show('#99', repo, '--author', 'ada@example.com'),
    ]);
    const page = 'https://github.example.com/example/project/pull';
    assert.equal(
      one.stdout,
      [
        '#1 2026-01-07 feat: one',
        `  ${page}/1`,
        '  merged, merge',
        '',
        'Reviews it was given',
        '',
        '  bob, 2026-01-07: approved',
        '    Good.',
        `    ${page}/1#pullrequestreview-1`,
        '    src/a.ts:3',
        '      bob, 2026-01-07: lines changed later, resolved, answered',
        '        What of an empty file?',
        '        It has no first line.',
        `        ${page}/1#discussion_r11`,
        '',
      ].join('\n'),
      one.stderr,
    );
    assert.match(two.stdout, /bob, 2026-01-09: changes requested\n {4}Red \[31mtext\.\n {4}\]0;xSecond line\.\n/);
    for (const steering of ['\u001B', '\u0007', '\u202E']) assert.ok(!two.stdout.includes(steering));
    const told = JSON.parse(json.stdout) as { readonly label: string; readonly received: readonly { readonly by: string }[] };
    assert.deepEqual(
      told.received.map(({ by }) => by),
      ['bob'],
    );
    assert.equal(none.code, 1);
    assert.match(none.stderr, /Nothing of Ada Example called "#99" is stored/);
  },
);

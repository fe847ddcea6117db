// The bundled engine with accounts of the editor's, on a clone whose GitHub is the test's own.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { before, test, type TestContext } from 'node:test';
import type { Progress } from '../../src/domain/report.ts';
import type { Accounts } from '../../src/protocol/rpc.ts';
import type { Logger } from '../../src/util/context.ts';
import { buildBundles } from '../support/cli.ts';
import { ACME, ada, at, onGitHub } from '../support/github-history.ts';
import { user } from '../support/github.ts';
import { git, scratch } from '../support/repos.ts';
import { storedIn } from '../support/stored.ts';
import { ANY, engineOn, KEY } from './support.ts';

before(() => buildBundles());

const TOKEN = 'gho_planted0in0a0test';
const HOST = 'github.example.com';
const ACCOUNTS: Accounts = [{ kind: 'github', host: HOST, token: TOKEN }];

async function setUp(t: TestContext) {
  const dir = scratch(t);
  const { repo, server, env } = await onGitHub(t, path.join(dir, 'repo'), `git@${HOST}:example/project.git`);
  // A token of the environment must stay where it is: the editor's user has said nothing of it.
  for (const [name, value] of Object.entries({ ...env, GITHUB_TOKEN: 'of-the-environment', GH_TOKEN: '' })) {
    const was = process.env[name];
    process.env[name] = value;
    t.after(() => (was === undefined ? delete process.env[name] : (process.env[name] = was)));
  }
  const lines: string[] = [];
  const line = (message: string, data?: unknown): void => void lines.push(`${message} ${JSON.stringify(data)}`);
  const log: Logger = { debug: line, info: line, warn: line, error: line };
  const engine = engineOn(t, path.join(dir, 'store'), { log });
  return { dir, repo, server, engine, lines, story: { folders: [repo], author: 'ada@example.com', period: '2026' } };
}

test('without an account nothing is asked; with one, pull requests and reviews are in every page', { timeout: 180_000 }, async (t) => {
  const { dir, server, engine, lines, story } = await setUp(t);
  const plain = await engine.request('analyze', story);
  assert.equal(server.asked.length, 0);
  assert.deepEqual(plain.warnings, []);

  const told: Progress[] = [];
  const analyzed = await engine.request('analyze', { ...story, accounts: ACCOUNTS }, { onProgress: (progress) => told.push(progress) });
  assert.deepEqual(analyzed.warnings, []);
  assert.ok(analyzed.revision > plain.revision);
  assert.deepEqual(
    server.asked.map(({ authorization }) => authorization),
    [`token ${TOKEN}`, `token ${TOKEN}`],
  );
  assert.deepEqual(
    told.filter(({ stage }) => stage === 'pulls').map(({ done, note }) => [done, note]),
    [[7, 'example/project']],
  );

  const { rows } = await engine.request('rows', { ...story, query: ANY, offset: 0, limit: 50 });
  const keys = (kind: string): readonly string[] => rows.flatMap((row) => (row.kind === kind ? [row.key] : [])).toSorted();
  assert.deepEqual(keys('pull_request'), ['#1', '#2', '#3', '#7']);
  assert.deepEqual(keys('review'), ['#6/r61']);
  assert.deepEqual(keys('review_comment'), ['#6/c611']);
  assert.deepEqual(keys('issue'), ['#20', '#8']);
  assert.deepEqual(keys('issue_comment'), ['#9/i901']);
  const head = await engine.request('head', story);
  assert.ok(head.draft.sections.some(({ claims }) => claims.some(({ text }) => text.includes('Reviewed 1 pull request'))));

  const review = rows.find(({ kind }) => kind === 'review');
  assert.deepEqual(await engine.request('changes', { id: review?.id ?? '' }), {
    key: '#6/r61',
    subject: review?.subject,
    files: [],
    page: `https://${HOST}/example/project/pull/6#pullrequestreview-61`,
  });
  const pull = rows.find(({ key }) => key === '#1')?.id ?? '';
  await assert.rejects(engine.request('file', { id: pull, path: 'src/a.ts', side: 'after' }), { reason: 'not-a-commit' });
  const { items } = await engine.request('stored', {});
  // The one that was not merged is kept too, and counts for nothing.
  assert.equal(items.find(({ name }) => name.startsWith('Pull requests'))?.count, 11);

  const { text } = await engine.request('document', { ...story, accounts: ACCOUNTS, as: 'md' });
  assert.match(text, /pull\/6#pullrequestreview-61/);
  assert.equal(server.asked.length, 4, 'a refresh is two requests');
  const without = await engine.request('document', { ...story, as: 'json' });
  assert.match(without.text, /pullrequestreview-61/, 'what was read stays');
  assert.equal(server.asked.length, 4);

  const replies = JSON.stringify([plain, analyzed, told, rows, head, items, text, without, await engine.request('accessLog', {})]);
  const files = readdirSync(path.join(dir, 'store'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.ok(files.length > 0);
  const stored = files.map((file) => readFileSync(path.join(file.parentPath, file.name)));
  for (const place of [replies, lines.join('\n'), ...stored]) assert.ok(!place.includes(TOKEN) && !place.includes('of-the-environment'));
});

test('what the host does not answer is told, the token never is, and the story from git stays', { timeout: 180_000 }, async (t) => {
  const { dir, server, engine, lines, story, repo } = await setUp(t);
  const errors: string[] = [];
  const analyze = (accounts: Accounts, signal?: AbortSignal) =>
    engine.request('analyze', { ...story, accounts }, signal ? { signal } : {}).catch((error: Error) => {
      errors.push(`${error.stack}`);
      throw error;
    });
  server.rule = () => ({ status: 401, body: { message: `Bad credentials: ${TOKEN}` } });
  const refused = await analyze(ACCOUNTS);
  assert.equal(refused.contributions, 10, 'all commits of git');
  assert.match(refused.warnings.join(), /github\.example\.com does not accept the token/);
  server.rule = () => ({ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(4_000_000_000) } });
  assert.match((await analyze(ACCOUNTS)).warnings.join(), /no more requests from this account until .* UTC/);
  server.rule = () => 'cut';
  assert.match((await analyze(ACCOUNTS)).warnings.join(), /could not be reached/);

  await assert.rejects(analyze([{ kind: 'github', host: HOST, token: TOKEN.repeat(100) }]), { reason: 'bad-message' });
  assert.match((await analyze([{ kind: 'github', host: HOST, token: `${TOKEN}\r\nx` }])).warnings.join(), /is none/);
  const asked = server.asked.length;
  // Of another host than the repository's: it is not used.
  assert.deepEqual((await analyze([{ kind: 'github', host: 'github.com', token: TOKEN }])).warnings, []);
  // Nowhere at all.
  git(repo, ['remote', 'set-url', 'origin', 'https://gitlab.example.com/example/project.git']);
  assert.deepEqual((await analyze(ACCOUNTS)).warnings, []);
  assert.equal(server.asked.length, asked);
  const told = JSON.stringify([refused.warnings, lines, errors, storedIn(path.join(dir, 'store/store.db'), KEY)]);
  assert.ok(told.includes('feat: two'), 'the store is read');
  assert.ok(!told.includes('planted'), 'no part of the token');
});

test(
  'repositories without a clone and organisations are part of the story once they are named, and people without a commit can be chosen',
  { timeout: 180_000 },
  async (t) => {
    const { server, engine, story } = await setUp(t);
    server.more = ACME;
    const named = { ...story, places: ['example/elsewhere', 'acme/*'] };
    const analyzed = await engine.request('analyze', { ...named, accounts: ACCOUNTS });
    assert.deepEqual(analyzed.warnings, []);
    // Of each repository pull requests and issues, one search, and where there are commits.
    assert.equal(server.asked.length, 2 * 5 + 2);
    const pageOf = (asked: typeof named | typeof story) => engine.request('rows', { ...asked, query: ANY, offset: 0, limit: 100 });
    const { rows, total } = await pageOf(named);
    assert.ok(total <= analyzed.contributions, 'what is in the page is counted');
    const keys = rows
      .filter(({ repo }) => !repo.endsWith('/project'))
      .map(({ repo, key }) => `${repo.split('/').slice(1).join('/')}${key}`);
    assert.deepEqual(keys.toSorted(), ['acme/core#1', 'acme/fork#2/r21', 'acme/old#3/i31', 'example/elsewhere#1', 'example/elsewhere#2']);
    const { repos, reconciled } = await engine.request('head', named);
    assert.deepEqual(
      repos.map(({ id }) => id.split('/').slice(1).join('/')),
      ['example/project', 'example/elsewhere', 'acme/core', 'acme/fork', 'acme/old'],
    );
    assert.deepEqual(
      reconciled?.map(({ found, counted }) => [found, counted]),
      [[8, 7]],
    );
    const asked = server.asked.length;
    assert.equal((await pageOf(story)).rows.length, rows.length - keys.length, 'another story is without them');
    assert.equal(server.asked.length, asked);
    await assert.rejects(engine.request('head', { ...story, places: ['acme'] }), { reason: 'bad-place' });

    // Whose the token is can be chosen without a commit.
    const cyd = user('cyd', 'Cyd Example', 9);
    Object.assign(server, { viewer: cyd, users: [cyd] });
    server.pulls = server.pulls.map((pull) =>
      pull.number === 1 ? { ...pull, reviews: [{ id: 11, author: cyd, state: 'APPROVED', at: at(3) }] } : pull,
    );
    const { folders } = story;
    const plain = await engine.request('authors', { folders, limit: 10 });
    assert.equal(server.asked.length, asked);
    server.rule = () => 'silence';
    assert.deepEqual(await engine.request('authors', { folders, limit: 10, accounts: ACCOUNTS }), plain, 'nobody waits for long');
    server.rule = () => undefined;
    const [first, ...others] = await engine.request('authors', { folders, limit: 10, accounts: ACCOUNTS });
    assert.deepEqual([first?.id, first?.name, first?.signedIn, first?.commits], [`${HOST}/cyd`, 'Cyd Example', HOST, 0]);
    assert.deepEqual(others, plain);
    const theirs = { ...story, author: first?.id ?? '' };
    const read = await engine.request('analyze', { ...theirs, accounts: ACCOUNTS });
    assert.deepEqual([read.contributions, read.warnings], [1, []]);
    assert.deepEqual(
      (await pageOf(theirs)).rows.map(({ key }) => key),
      ['#1/r11'],
    );
    assert.equal((await engine.request('head', theirs)).person.name, 'Cyd Example');
    const again = await engine.request('authors', { folders, limit: 10, accounts: ACCOUNTS });
    assert.deepEqual(
      again.filter(({ name }) => name === 'Cyd Example').map(({ commits }) => commits),
      [1],
      'once',
    );
  },
);

test('while the host asks to wait, that is told, and cancelling ends it at once', { timeout: 120_000 }, async (t) => {
  const { server, engine, story } = await setUp(t);
  server.pulls = [...server.pulls, ...Array.from({ length: 60 }, (_, i) => ({ number: 100 + i, author: ada, createdAt: at(20) + i }))];
  server.rule = ({ variables }) => (variables['after'] ? { status: 429, headers: { 'retry-after': '120' } } : undefined);
  const abort = new AbortController();
  const waits = Promise.withResolvers<string>();
  const onProgress = ({ note }: Progress): void => {
    if (note?.includes('wait')) waits.resolve(note);
  };
  const analyzing = engine.request('analyze', { ...story, accounts: ACCOUNTS }, { signal: abort.signal, onProgress });
  analyzing.catch((error: unknown) => waits.reject(error));
  assert.equal(await waits.promise, 'github.example.com asks to wait 120 s');
  abort.abort();
  await assert.rejects(analyzing, { reason: 'cancelled' });
  // The page before it is kept.
  const { rows } = await engine.request('rows', { ...story, query: ANY, offset: 0, limit: 200 });
  assert.equal(rows.filter(({ kind }) => kind === 'pull_request').length, 50);
});

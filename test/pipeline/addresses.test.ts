// The user's own verified addresses: work under any of them is theirs, they are asked for rarely, and a token that may not ask costs nothing.
import assert from 'node:assert/strict';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { environmentHosts } from '../../src/mine/host/hosts.ts';
import { MESSAGES } from '../../src/pipeline/addresses.ts';
import { erasable, erase } from '../../src/pipeline/erase.ts';
import { identitiesOf, identityReport, separate } from '../../src/pipeline/identities.ts';
import { locate } from '../../src/pipeline/load.ts';
import type { Pipeline } from '../../src/pipeline/open.ts';
import { refresh } from '../../src/pipeline/refresh.ts';
import { Run } from '../../src/pipeline/run.ts';
import { holesOf } from '../../src/util/messages.ts';
import { FakeGitHub, START, user } from '../support/github.ts';
import { openFor } from '../support/pipeline.ts';
import { ADA, BOB, build, git, scratch, type Who } from '../support/repos.ts';

const TOKEN = 'ghp_planted0in0a0test';
const AT_WORK: Who = { name: 'A. Example', email: 'Ada@Work.example.com' };
const OLD: Who = { name: 'ada', email: 'ada@old.example.com' };
const at = (who: Who, day: number): Who => ({ ...who, at: START / 1000 + day * 86_400 });

async function setUp(t: TestContext) {
  const folder = scratch(t);
  const repo = path.join(folder, 'repo');
  build(
    repo,
    [ADA, AT_WORK, AT_WORK, OLD, BOB, BOB, BOB, BOB].map((who, i) => ({
      message: `feat: part ${i}`,
      author: at(who, i),
      files: { [`f${i}.ts`]: `${i}\n` },
    })),
  );
  git(repo, ['remote', 'add', 'origin', 'https://github.example.com/example/project.git']);
  const { pipeline } = await openFor(t, folder, repo);
  const server = await new FakeGitHub().start(t);
  server.addresses = [{ email: 'ada@example.com' }, { email: 'ada@work.example.com' }, { email: 'ada@old.example.com', verified: false }];
  let ahead = 0;
  const read = async (who: string | undefined, token: string | undefined = TOKEN) => {
    const run = new Run(Date.now);
    const env = { GITHUB_SERVER_URL: 'https://github.example.com', GITHUB_API_URL: server.api, GITHUB_TOKEN: token };
    const hosts = token === '' ? undefined : environmentHosts(env);
    const clocked: Pipeline = { ...pipeline, ctx: { ...pipeline.ctx, now: () => Date.now() + ahead } };
    const { repositories, chosen, asked } = await locate(clocked, { folders: [repo], who, period: { name: '2026' }, hosts }, run);
    const person = await refresh(clocked, { repositories, whose: chosen.person, periods: [asked], untagged: true, run, hosts });
    const work = pipeline.store.query({ identities: person.identities.map(({ id }) => id) });
    const subjects = work
      .flatMap(({ kind, subject }) => (kind === 'commit' ? [Number(subject.split(' ').at(-1))] : []))
      .toSorted((a, b) => a - b);
    return { person, work, subjects, run, told: run.addresses.map((one) => one.told) };
  };
  const later = (ms: number): void => void (ahead += ms);
  return { server, pipeline, read, repo, later };
}

test('both languages say the same', () => {
  assert.deepEqual(holesOf(MESSAGES['zh-cn'].closed), holesOf(MESSAGES.en.closed));
});

test('commits under any verified address are theirs at once, and others’ are not', async (t) => {
  const { server, pipeline, read, repo } = await setUp(t);
  assert.deepEqual((await read('ada@example.com', '')).subjects, [0], 'git alone cannot know');
  assert.equal(server.own.length, 0, 'nobody asked for it');
  const { subjects, run, person, work } = await read('ada@example.com');
  assert.deepEqual(subjects, [0, 1, 2]);
  assert.deepEqual(run.warnings, []);
  assert.deepEqual(run.report('0').addresses, [
    { host: 'github.example.com', told: 'read', addresses: 2, requests: 2, repeated: 0, waited: 0 },
  ]);
  assert.deepEqual([...new Set(server.own.map(({ authorization }) => authorization))], [`token ${TOKEN}`]);
  assert.ok(person.identities.some(({ id }) => id === 'A. Example <ada@work.example.com>'));
  const shown = identitiesOf(pipeline.store, person, [...new Set(work.map((item) => item.repo))]).person.identities;
  assert.deepEqual(
    shown.map(({ email, commits }) => [email, commits]),
    [
      ['ada@work.example.com', 2],
      ['ada@example.com', 1],
    ],
    'each address once',
  );
  assert.deepEqual((await read('ada@example.com', '')).subjects, [0, 1, 2], 'what was read stays');
  assert.deepEqual((await read('bob@example.com')).subjects, [4, 5, 6, 7]);
  assert.equal(server.own.length, 2);
  git(repo, ['config', 'user.name', 'Ada']);
  git(repo, ['config', 'user.email', 'ada@work.example.com']);
  const unnamed = await read(undefined);
  assert.deepEqual([unnamed.subjects, unnamed.person.id], [[0, 1, 2], person.id]);
  assert.deepEqual(
    identityReport(pipeline.store)
      .people.map(({ name }) => name)
      .toSorted(),
    ['A. Example', 'Ada Example', 'Bob Example', 'ada'].filter((name) => name !== 'A. Example'),
    'an address without work is nobody',
  );
});

test('a pull request of the account is found at once by it: nothing need be read twice', async (t) => {
  const { server, read } = await setUp(t);
  server.pulls = Array.from({ length: 60 }, (_, i) => ({
    number: i + 1,
    author: user(i === 59 ? 'bob' : 'ada'),
    createdAt: START + i * 60_000,
    reviews: i === 59 ? [{ id: 9, author: user('ada'), state: 'APPROVED' }] : [],
  }));
  const { work } = await read('ada@work.example.com');
  assert.equal(work.filter(({ kind }) => kind === 'review').length, 1);
  assert.equal(server.asked.filter(({ query }) => query.includes('pullRequests')).length, 2);
});

test('the same token asks once a day whether anything is new; another one, and one with more scopes, at once', async (t) => {
  const { server, pipeline, read, later } = await setUp(t);
  const own = async (...from: Parameters<typeof read>) => {
    const before = server.own.length;
    const { told, subjects } = await read(...from);
    return [told, server.own.length - before, subjects.length];
  };
  assert.deepEqual(await own('ada@example.com'), [['read'], 2, 3]);
  const revision = pipeline.store.revision();
  assert.deepEqual(await own('ada@example.com'), [[], 0, 3]);
  later(86_400_000);
  assert.deepEqual(await own('ada@example.com'), [['unchanged'], 1, 3]);
  assert.equal(server.own.at(-1)?.variables['etag'], pipeline.store.mailboxes()[0]?.etag);
  assert.equal(pipeline.store.revision(), revision, 'nothing is new');
  server.addresses = [...(server.addresses ?? []).slice(0, 2), { email: 'ada@old.example.com' }];
  assert.deepEqual(await own('ada@example.com', 'another'), [['read'], 2, 4]);
  server.addresses = [];
  later(86_400_000);
  assert.deepEqual(
    await own('ada@example.com', 'another'),
    [['read'], 2, 1],
    'an address that is no longer verified ties nothing together',
  );
});

test('a token that may not ask loses nothing and is told of once; with the scope the addresses are there', async (t) => {
  const { server, read } = await setUp(t);
  const { addresses } = server;
  server.addresses = undefined;
  const closed = await read('ada@example.com');
  assert.deepEqual([closed.told, closed.subjects], [['closed'], [0]]);
  assert.match(closed.run.warnings.join(), /does not tell this token which e-mail addresses are yours.*scopes user:email/);
  const again = await read('ada@example.com');
  assert.deepEqual([again.told, again.run.warnings], [[], []]);
  server.addresses = addresses;
  assert.deepEqual((await read('ada@example.com', 'with the scope'.replaceAll(' ', '-'))).subjects, [0, 1, 2]);
  server.addresses = undefined;
  const without = await read('ada@example.com');
  assert.deepEqual([without.told, without.subjects, without.run.warnings], [['closed'], [0, 1, 2], []], 'they stay known');
  server.addresses = addresses;
  server.rule = ({ query }) => (query.startsWith('GET') ? { status: 502 } : undefined);
  const failed = await read('ada@example.com', 'third');
  assert.deepEqual([failed.told, failed.subjects], [['failed'], [0, 1, 2]]);
  assert.match(failed.run.warnings.join(), /could not be reached/);
  server.rule = () => undefined;
  assert.deepEqual((await read('ada@example.com', 'third')).told, ['read'], 'the next run asks again');
});

test('what the user sets apart stays apart, and who is erased leaves no address', async (t) => {
  const { server, pipeline, read } = await setUp(t);
  const { person } = await read('ada@example.com');
  const { store } = pipeline;
  assert.equal(store.summary().addresses, 2);
  const [work] = store.identities().filter(({ email }) => email === 'ada@work.example.com');
  assert.ok(work);
  separate(
    store,
    work.id,
    person.identities.map(({ id }) => id),
  );
  assert.deepEqual((await read('ada@example.com')).subjects, [0]);
  assert.deepEqual((await read('ada@work.example.com')).subjects, [1, 2]);
  erase(pipeline, erasable(pipeline, 'bob@example.com'));
  assert.equal(store.mailboxes().length, 1, 'of others nothing goes');
  erase(pipeline, erasable(pipeline, 'ada@example.com'));
  assert.deepEqual([store.mailboxes(), store.summary().addresses], [[], 0]);
  assert.equal(server.own.length, 2);
  await read('ada@work.example.com');
  assert.equal(store.mailboxes().length, 1);
  erase(pipeline, 'everything');
  assert.deepEqual(store.mailboxes(), []);
});

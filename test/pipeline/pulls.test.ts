import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Person } from '../../src/domain/contribution.ts';
import { parsePlace } from '../../src/domain/place.ts';
import { counts } from '../../src/domain/tags.ts';
import { openRepository } from '../../src/mine/git/repository.ts';
import { HostError, MESSAGES as HOST_MESSAGES } from '../../src/mine/host/errors.ts';
import { environmentHosts } from '../../src/mine/host/hosts.ts';
import { MESSAGES as WAITS } from '../../src/pipeline/connections.ts';
import { MESSAGES as CHOSEN } from '../../src/pipeline/accounts-chosen.ts';
import { MESSAGES as OWNED } from '../../src/pipeline/owned.ts';
import { erasable, erase } from '../../src/pipeline/erase.ts';
import { MESSAGES } from '../../src/pipeline/pulls.ts';
import { peopleOf } from '../../src/pipeline/repositories.ts';
import { mineFolders } from '../../src/pipeline/everyone.ts';
import { loadStory, refreshLocated, reposOf } from '../../src/pipeline/load.ts';
import { placeAt } from '../../src/pipeline/places.ts';
import { resolvePeriod } from '../../src/pipeline/period.ts';
import { MESSAGES as RENAMED } from '../../src/pipeline/renamed.ts';
import { countMark, countsOf, reconciled } from '../../src/pipeline/reconcile.ts';
import { refresh, type RefreshRequest } from '../../src/pipeline/refresh.ts';
import { Run } from '../../src/pipeline/run.ts';
import { urlsOf } from '../../src/pipeline/story.ts';
import { silent } from '../../src/util/context.ts';
import { holesOf } from '../../src/util/messages.ts';
import { ACME, ada, at, bob, onGitHub } from '../support/github-history.ts';
import { FakeGitHub, user } from '../support/github.ts';
import { openFor } from '../support/pipeline.ts';
import { git, scratch } from '../support/repos.ts';
import { personNamed } from '../support/work.ts';

async function openedAt(folder: string) {
  const opened = await openRepository(folder, { now: Date.now, log: silent });
  assert.ok(opened.ok);
  return opened.value;
}

async function setUp(t: TestContext, remote = 'https://github.example.com/example/project.git') {
  const folder = scratch(t);
  const { repo, shas, server, env } = await onGitHub(t, path.join(folder, 'repo'), remote);
  const { pipeline, repository } = await openFor(t, folder, repo);
  const known = environmentHosts({ ...env, GITHUB_TOKEN: 'planted' });
  const periods = [resolvePeriod({ name: '2026' }, Date.now(), 'UTC')];
  const read = async (
    whose: Person = personNamed('Ada Example'),
    more: Partial<Pick<RefreshRequest, 'repositories' | 'places' | 'hosts' | 'owners'>> = {},
  ) => {
    const run = new Run(Date.now);
    const person = await refresh(pipeline, { repositories: [repository], whose, periods, untagged: true, run, hosts: known, ...more });
    return { person, run };
  };
  const listed = (person: Person): readonly string[] =>
    pipeline.store
      .query({ identities: person.identities.map(({ id }) => id), order: 'oldest' })
      .map(
        (item) =>
          `${item.kind} ${item.kind === 'commit' ? shas.indexOf(item.key) : item.key}: ${counts(item) ? item.share : item.noise[0]?.reason}`,
      )
      .toSorted();
  return { pipeline, repository, server, read, listed, shas, repo, known };
}

test('both languages say the same', () => {
  for (const { en, 'zh-cn': zh } of [MESSAGES, HOST_MESSAGES, OWNED, RENAMED, WAITS, CHOSEN] as readonly {
    en: Record<string, string>;
    'zh-cn': Record<string, string>;
  }[]) {
    assert.deepEqual(Object.keys(zh), Object.keys(en));
    for (const [key, message] of Object.entries(en)) assert.deepEqual(holesOf(zh[key] ?? ''), holesOf(message), key);
  }
  assert.match(new HostError('host-not-found', { host: 'h', place: 'a/b' }).in('zh-cn'), /h 上没有 a\/b/);
});

test('a pull request and its commits are one, whatever the method; reviews given are found by the account of the address', async (t) => {
  const { pipeline, server, read, listed } = await setUp(t);
  const { person, run } = await read();
  assert.deepEqual(
    person.identities.map(({ id, login }) => [id, login]),
    [
      ['Ada Example <ada@example.com>', 'ada'],
      ['github.example.com/ada', 'ada'],
      ['ada <ada@laptop.example.com>', 'ada'],
    ],
  );
  assert.deepEqual(listed(person), [
    'commit 0: 1',
    'commit 10: part',
    'commit 11: 1',
    'commit 12: part',
    ...['1', '2', '4', '5', '6', '7', '8', '9'].map((n) => `commit ${n}: part`),
    'issue 20: 1',
    'issue 8: 1',
    'issue_comment 9/i901: 1',
    'pull_comment 6/i621: 1',
    'pull_request 1: 1',
    'pull_request 2: 1',
    'pull_request 3: 1',
    'pull_request 4: unmerged',
    'pull_request 7: 1',
    'review 6/r61: 1',
    'review_comment 6/c611: 1',
  ]);
  assert.deepEqual(
    pipeline.store
      .query({ kinds: ['pull_request'], order: 'oldest' })
      .map(({ host }) => (host?.kind === 'pull_request' ? host.method : '')),
    ['merge', 'squash', 'rebase', undefined, undefined],
  );
  const [review] = pipeline.store.query({ kinds: ['review'] });
  assert.deepEqual(review?.host, {
    kind: 'review',
    pull: 6,
    of: 'github.example.com/bob',
    state: 'changes-requested',
    comments: 2,
    waited: 3_600_000,
    lines: 4,
    outcome: { changed: true, approved: false, pull: 'open' },
  });
  const [comment] = pipeline.store.query({ kinds: ['review_comment'] });
  assert.deepEqual([comment?.subject, comment?.body], ['This loses the last field.', 'See RFC 4180.']);
  assert.deepEqual(comment?.host?.kind === 'review_comment' && [comment.host.outdated, comment.host.line, comment.host.review], [
    true,
    3,
    review?.id,
  ]);
  const [beside] = pipeline.store.query({ kinds: ['pull_comment'] });
  assert.deepEqual(
    [beside?.subject, beside?.body, beside?.host],
    ['I shall look again tomorrow.', 'What of tabs?', { kind: 'pull_comment', pull: 6, of: 'github.example.com/bob' }],
  );
  const [comment9] = pipeline.store.query({ kinds: ['issue_comment'] });
  assert.deepEqual(
    [comment9?.subject, comment9?.body, comment9?.host],
    ['By the first line.', 'See the reader.', { kind: 'issue_comment', issue: 9, of: 'github.example.com/bob', closed: true }],
  );
  const [issue8] = pipeline.store.query({ kinds: ['issue'], order: 'oldest' });
  assert.deepEqual(issue8?.host, {
    kind: 'issue',
    state: 'closed',
    closedAs: 'completed',
    closedAt: at(7),
    closedBy: 'opener',
    closer: 3,
    labels: ['bug'],
    comments: { others: 1, own: 1 },
  });
  const third = pipeline.store.query({ kinds: ['pull_request'] }).find(({ key }) => key === '3');
  assert.deepEqual(third?.host?.kind === 'pull_request' && third.host.closes, [8], 'and none of another repository');
  const others = ['Done.', 'They are fields', '98%', 'True.', 'Seen.', 'Thanks.', 'separator', 'stale', 'dashboard'];
  const texts = pipeline.store.query({}).map(({ subject, body }) => `${subject} ${body}`);
  assert.deepEqual(
    texts.filter((text) => others.some((word) => text.includes(word))),
    [],
    'no text of others',
  );
  assert.deepEqual(run.warnings, []);
  assert.deepEqual(
    [server.asked.length, ...(run.report('0').hosts ?? []).flatMap(({ requests, pulls, issues }) => [requests, pulls, issues])],
    [2, 2, 7, 3],
  );
});

test('reviews one was given are kept with who gave them and what came of them; neither work of theirs nor a person to choose', async (t) => {
  const { pipeline, repository, server, read, listed } = await setUp(t);
  const { person } = await read();
  assert.equal(server.asked.length, 2, 'with the pages, and no request more');
  const { store } = pipeline;
  const own = person.identities.map(({ id }) => id);
  const received = () =>
    store.received(
      store.query({ identities: own, kinds: ['pull_request'] }).map(({ id }) => id),
      own,
    );
  assert.deepEqual(
    received().map(({ key, at: time, by, subject, body, host }) => [key, time, by.login, subject, body, host]),
    [
      [
        '1/r1',
        at(2) + 1000,
        'bob',
        'feat: one',
        'Good.',
        {
          kind: 'review',
          pull: 1,
          of: 'github.example.com/ada',
          state: 'approved',
          comments: 2,
          waited: 1000,
          lines: 2,
          outcome: { changed: true, approved: false, pull: 'merged' },
        },
      ],
      [
        '1/c11',
        at(2) + 1000,
        'bob',
        'What of an empty file?',
        'It has no first line.',
        {
          kind: 'review_comment',
          pull: 1,
          of: 'github.example.com/ada',
          review: `review:${repository.id}#1/r1`,
          path: 'src/a.ts',
          line: 3,
          outdated: true,
          reply: false,
          answered: true,
          resolved: true,
          hunk: '@@ -0,0 +1,2 @@\n+1\n+2',
        },
      ],
    ],
    'a program’s is not among them',
  );
  assert.deepEqual(
    store.query({}).filter(({ author }) => author === 'github.example.com/bob'),
    [],
  );
  assert.deepEqual(
    (await peopleOf(pipeline, [repository])).map((one) => one.person.name),
    ['Ada Example'],
  );

  // His own work is read later, and hers again: each keeps what is theirs.
  const given = received();
  const account = { id: 'github.example.com/bob', name: 'Bob Example', email: '', login: 'bob', host: 'github.example.com' };
  const his = await read({ ...personNamed('Bob Example'), identities: [...personNamed('Bob Example').identities, account] });
  assert.ok(listed(his.person).includes('review 1/r1: 1') && listed(his.person).includes('review_comment 1/c11: 1'));
  server.pulls = server.pulls.map((pull) => (pull.number === 1 ? { ...pull, updatedAt: at(30) } : pull));
  await read(person);
  assert.ok(listed(his.person).includes('review 1/r1: 1'));
  assert.deepEqual(received(), given);
  erase(pipeline, erasable(pipeline, 'bob'));
  assert.deepEqual(received(), []);
  assert.ok(!store.identities().some(({ name, login }) => login === 'bob' || name === 'Bob Example'));
});

test('a refresh with nothing new is two requests and changes nothing; what is new is read and no more', async (t) => {
  const { pipeline, server, read, listed } = await setUp(t);
  const { person } = await read();
  await read(person);
  const [before, revision] = [listed(person), pipeline.store.revision()];
  const asked = server.asked.length;
  await read(person);
  assert.equal(server.asked.length - asked, 2);
  assert.deepEqual([listed(person), pipeline.store.revision()], [before, revision]);

  server.pulls = server.pulls.map((pull) => (pull.number === 4 ? { ...pull, state: 'OPEN', updatedAt: at(20) } : pull));
  await read(person);
  assert.equal(server.asked.length - asked, 4);
  assert.ok(listed(person).includes('pull_request 4: 1') && listed(person).includes('commit 11: part'), 'it was opened again');
});

test('however many accounts a person has, and however long the newest lists are, a refresh with nothing new is two requests', async (t) => {
  const { pipeline, server, read, listed } = await setUp(t);
  const work = user('ada-work');
  const other = user('ada-old');
  const whose: Person = {
    ...personNamed('Ada Example'),
    identities: [
      ...personNamed('Ada Example').identities,
      ...['ada-work', 'ada-old'].map((login) => ({
        id: `github.example.com/${login}`,
        name: login,
        email: '',
        login,
        host: 'github.example.com',
      })),
    ],
  };
  const said = (n: number, from: number) =>
    Array.from({ length: n }, (_, i) => ({ id: from + i, author: i % 2 === 0 ? bob : work, at: at(20) }));
  server.pulls = [
    ...server.pulls,
    {
      number: 90,
      author: ada,
      createdAt: at(20),
      comments: said(60, 20_000),
      reviews: said(30, 21_000),
      commits: [{ sha: '9'.repeat(40), user: ada }],
    },
  ];
  server.issues = [
    ...server.issues,
    ...Array.from({ length: 70 }, (_, i) => ({ number: 200 + i, author: work, createdAt: at(21) + i * 60_000 })),
    { number: 300, author: bob, createdAt: at(22), comments: [...said(120, 22_000), { id: 23_000, author: other }] },
  ];
  const { person, run } = await read(whose);
  assert.deepEqual(run.warnings, []);
  const requests = (): number => server.asked.length;
  // The rest of two lists of the newest pull request; all accounts at once, a second page of one of them, the rest of a discussion of two.
  assert.equal(requests(), 1 + 2 + 1 + 1 + 2);
  await read(person);
  const [before, revision, asked] = [listed(person), pipeline.store.revision(), requests()];
  await read(person);
  assert.equal(requests() - asked, 2);
  assert.deepEqual([listed(person), pipeline.store.revision()], [before, revision]);

  // Only the account that has something new goes on.
  server.issues = [...server.issues, ...Array.from({ length: 20 }, (_, i) => ({ number: 400 + i, author: other, createdAt: at(23) + i }))];
  await read(person);
  assert.equal(requests() - asked, 2 + 3);
  assert.equal(listed(person).filter((line) => /^issue 4\d\d:/.test(line)).length, 20);
});

test('where the default period holds nothing, a refresh with nothing new is two requests all the same', async (t) => {
  const { pipeline, server, repo, known } = await setUp(t);
  const later = { ...pipeline, ctx: { ...pipeline.ctx, now: () => at(1200) } };
  const load = async () => {
    const before = server.asked.length;
    const run = new Run(later.ctx.now);
    const { period } = await refreshLocated(later, { folders: [repo], who: 'ada@example.com', period: {}, hosts: known }, run);
    return [server.asked.length - before, period.name, run.warnings.length];
  };
  await load();
  const [, period] = await load();
  assert.match(String(period), /^12 months to /);
  assert.deepEqual(await load(), [2, period, 1]);
});

test('what a host does not answer is a warning: the story from git stays, and so does what was read before', async (t) => {
  const { server, read, listed } = await setUp(t);
  server.faults.push({ status: 401 });
  const { run, person } = await read();
  assert.match(run.warnings.join(), /does not accept the token/);
  assert.ok(!run.warnings.join().includes('planted'));
  assert.equal(listed(person).filter((line) => /^commit .*: 1$/.test(line)).length > 5, true);
  const second = await read(person);
  server.rule = () => 'cut';
  const third = await read(second.person);
  assert.match(third.run.warnings.join(), /could not be reached/);
  assert.deepEqual(listed(third.person), listed(second.person));
});

test('what the host counts is kept with its period, and a refresh with the same counts changes nothing', async (t) => {
  const { pipeline, server, read } = await setUp(t);
  const { person } = await read();
  const period = resolvePeriod({ name: '2026' }, Date.now(), 'UTC');
  const repos = [{ id: 'github.example.com/example/project', name: 'example/project', path: '' }];
  const told = () => reconciled(pipeline.store, { repos, person, period });
  assert.deepEqual(
    told().map(({ host, login, found, counted, groups, beside }) => [
      host,
      login,
      found,
      counted,
      groups.map(({ why, n }) => [why, n]),
      beside,
    ]),
    [
      [
        'github.example.com',
        'ada',
        7,
        4,
        [
          ['unmerged', 1],
          ['not-selected', 2],
        ],
        0,
      ],
    ],
  );
  assert.deepEqual(
    reconciled(pipeline.store, { repos, person, period: { ...period, from: period.from - 1 } }),
    [],
    'nobody asked for that one',
  );
  await read(person);
  const revision = pipeline.store.revision();
  await read(person);
  assert.equal(pipeline.store.revision(), revision);
  server.elsewhere = [...server.elsewhere, { number: 9, author: ada, createdAt: at(12) }];
  await read(person);
  assert.equal(told()[0]?.found, 8);
  // Read long ago, when there were fewer everywhere.
  const old = { id: 'github.example.com/example/old', name: 'example/old', path: '' };
  const mark = countMark({ kind: 'github', from: period.from, to: period.to, here: 1, everywhere: 2 });
  pipeline.store.writeBatch({
    repo: old,
    watermark: { location: countsOf('github.example.com', 'ada'), person: person.id, mark },
  });
  const [both] = reconciled(pipeline.store, { repos: [...repos, old], person, period });
  assert.deepEqual([both?.found, both?.groups.every(({ n }) => n > 0)], [8, true]);
});

test('issues are read on where a run was cut short, and what a search finds late is not lost', async (t) => {
  const { pipeline, server, read } = await setUp(t);
  const { person } = await read();
  const issues = Array.from({ length: 120 }, (_, i) => ({ number: 100 + i, author: ada, createdAt: at(20) + i * 1000 }));
  const stored = (): number => pipeline.store.query({ kinds: ['issue'] }).filter(({ key }) => Number(key) >= 100).length;
  server.issues = [...server.issues, ...issues];
  const isIssues = (query: string): boolean => query.includes('search(');
  let answers = 2;
  server.rule = ({ query }) => (isIssues(query) && answers-- <= 0 ? { status: 401 } : undefined);
  assert.match((await read(person)).run.warnings.join(), /does not accept the token/);
  assert.equal(stored(), 60, 'the first page is a small one');

  server.rule = () => undefined;
  const asked = server.asked.length;
  await read(person);
  assert.equal(stored(), 120);
  const firsts = server.asked.slice(asked).filter(({ query }) => isIssues(query));
  assert.deepEqual(
    firsts.map(({ variables }) => [variables['first'], Boolean(variables['after0'])]),
    [
      [50, true],
      [50, true],
      [10, false],
    ],
    'then what came since: as many as are known, so there is nothing behind',
  );

  // One that was updated before the newest that is known, and was found after it.
  server.issues = [...server.issues, { number: 300, author: ada, createdAt: at(20) + 60_500 }];
  await read(person);
  assert.equal(stored(), 121);
  const revision = pipeline.store.revision();
  await read(person);
  assert.equal(pipeline.store.revision(), revision);
});

test('a teammate takes a merge back, and its pull request counts no more', async (t) => {
  const { read, listed, shas, repo } = await setUp(t);
  const { person } = await read();
  assert.ok(listed(person).includes('pull_request 1: 1'));
  const message = `Revert "Merge pull request #1 from ada/one"\n\nThis reverts commit ${shas[3]}, reversing\nchanges made to ${shas[0]}.`;
  const bob = { GIT_AUTHOR_NAME: 'Bob Example', GIT_AUTHOR_EMAIL: 'bob@example.com', GIT_AUTHOR_DATE: new Date(at(12)).toISOString() };
  const undoing = git(repo, ['commit-tree', `${shas[0]}^{tree}`, '-p', 'refs/heads/main', '-m', message], { env: bob });
  git(repo, ['update-ref', 'refs/heads/main', undoing]);
  await read(person);
  assert.ok(listed(person).includes('pull_request 1: reverted'), listed(person).join());
});

const ADA_ID = 'Ada Example <ada@example.com>';

test('the same login on another host is somebody else', async (t) => {
  const { server, read, listed, known } = await setUp(t);
  const other = await new FakeGitHub().start(t);
  // Whoever is ada there has never committed under an address of hers.
  const pulls = server.pulls.filter(({ number }) => number === 6).map((pull) => ({ ...pull, number: 60 }));
  Object.assign(other, { pulls, issues: server.issues });
  const id = 'ghe.example.org/example/project';
  const hosts: typeof known = {
    ...known,
    place: (repository) => (repository.id === id ? { host: 'ghe.example.org', place: other.place } : known.place(repository)),
    access: async (host) =>
      host === 'ghe.example.org' ? { ok: true, value: { host, api: other.api, token: 'another' } } : known.access(host),
  };
  const { person } = await read();
  const before = listed(person);
  const place = { id, name: 'example/project', path: '', remote: `https://${id}` };
  const second = await read(person, { hosts, places: [place] });
  assert.deepEqual(
    second.person.identities.filter(({ host }) => host === 'ghe.example.org'),
    [],
  );
  assert.deepEqual(listed(second.person), before);
  assert.deepEqual([...new Set(other.asked.map(({ authorization }) => authorization))], ['token another']);
  assert.ok(server.asked.every(({ authorization }) => authorization === 'token planted'));

  // Until a commit of hers is told to be that account's.
  other.pulls = [...pulls, { number: 61, author: ada, commits: [{ sha: 'e'.repeat(40), user: ada }], createdAt: at(30) }];
  let third = await read(second.person, { hosts, places: [place] });
  third = await read(third.person, { hosts, places: [place] });
  assert.deepEqual(
    third.person.identities.filter(({ host }) => host === 'ghe.example.org').map((one) => one.id),
    ['ghe.example.org/ada <ada@example.com>', 'ghe.example.org/ada'],
  );
  assert.ok(listed(third.person).includes('review 60/r61: 1'));
  assert.ok(
    third.person.identities.some(({ id, host }) => id === ADA_ID && host === 'github.example.com'),
    'and stays who she is here',
  );
});

test('addresses that the pages have no room for are counted, and asked about first with the next run', async (t) => {
  const { pipeline, server, read, repo } = await setUp(t);
  const addresses = Array.from({ length: 40 }, (_, i) => `ada${i}@example.com`);
  const tree = git(repo, ['rev-parse', 'HEAD^{tree}']);
  let tip = 'HEAD';
  const own = addresses.map((email, i) => {
    const when = new Date(at(30) + i * 1000).toISOString();
    const env = { GIT_AUTHOR_NAME: 'Ada Example', GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: when };
    return (tip = git(repo, ['commit-tree', tree, '-p', tip, '-m', `chore: number ${i}`], { env }));
  });
  git(repo, ['update-ref', 'refs/heads/many', tip]);
  const ids = addresses.map((email) => ({ id: `Ada Example <${email}>`, name: 'Ada Example', email }));
  const askedOf = (): number => new Set(server.asked.flatMap(({ query }) => query.match(/oid: "[0-9a-f]{40}"/g) ?? [])).size;
  const first = await read({ ...personNamed('Ada Example'), identities: ids });
  const skipped = (run: Run): number | undefined =>
    run.report('0').stages.find(({ stage }) => stage === 'pulls')?.skipped['address-not-asked'];
  assert.deepEqual([askedOf(), skipped(first.run)], [30, 10]);
  const second = await read({ ...personNamed('Ada Example'), identities: ids });
  assert.deepEqual([askedOf(), skipped(second.run)], [40, 10], 'all have had their turn');
  // One account in the end: no address is left, and a refresh changes nothing.
  server.commits = own.map((sha) => ({ sha, user: ada }));
  let { person } = await read({ ...personNamed('Ada Example'), identities: ids });
  ({ person } = await read(person));
  assert.equal(person.identities.filter(({ login }) => login === 'ada').length >= 40, true);
  ({ person } = await read(person));
  const revision = pipeline.store.revision();
  assert.equal(skipped((await read(person)).run), undefined);
  assert.equal(pipeline.store.revision(), revision);
});

test('who has only reviewed is found by their account, later without asking; whose account is not known is told so', async (t) => {
  const { pipeline, server, known, repo, read } = await setUp(t);
  const cyd = user('cyd', 'Cyd Example', 9);
  server.users = [cyd];
  server.pulls = server.pulls.map((pull) =>
    pull.number === 1 ? { ...pull, reviews: [{ id: 11, author: cyd, state: 'APPROVED', at: at(2) + 5000 }] } : pull,
  );
  const load = async (who: string, hosts?: typeof known) => {
    const run = new Run(Date.now);
    const { located } = await refreshLocated(pipeline, { folders: [repo], who, period: { name: '2026' }, hosts }, run);
    const { person } = located.chosen;
    const identities = person.identities.map(({ id }) => id);
    said = run.warnings.join();
    return [person.name, pipeline.store.query({ identities }).map(({ id }) => id.split(':')[0])];
  };
  let said = '';
  await assert.rejects(load('cyd'), { reason: 'author-unknown' }, 'nobody is asked');
  assert.equal(server.asked.length, 0);
  await assert.rejects(load('dan', known), { reason: 'author-unknown' });
  await assert.rejects(load('elsewhere.example.com/cyd', known), { reason: 'author-unknown' });
  assert.deepEqual(await load('cyd', known), ['Cyd Example', ['review']]);
  assert.equal(said, 'Nobody called "cyd" has commits here: this is about the account cyd at github.example.com (Cyd Example).');
  const asked = server.asked.length;
  for (const who of ['cyd', '@cyd', 'github.example.com/cyd']) assert.deepEqual(await load(who), ['Cyd Example', ['review']]);
  assert.equal(server.asked.length, asked);
  // Somebody who did nothing at all here.
  server.users = [cyd, user('eve', 'Eve Example', 10)];
  assert.deepEqual(await load('github.example.com/eve', known), ['Eve Example', []]);
  assert.equal(said, '', 'that could be meant in no other way');
  assert.deepEqual(await load('eve'), ['Eve Example', []]);

  // Of whom no account is known, nothing is found without a clone.
  const bea = personNamed('Bea Example');
  server.more = ACME;
  const place = { id: 'github.example.com/acme/core', name: 'acme/core', path: '', remote: 'https://github.example.com/acme/core' };
  const { run } = await read(bea, { places: [place], owners: [{ host: 'github.example.com', owner: 'acme' }] });
  assert.deepEqual(
    run.warnings.map((warning) => warning.replace(/Name it.*/, '')),
    ['acme/core', 'acme'].map((what) => `Which account at github.example.com is meant is not known, so nothing was found in ${what}. `),
  );
});

test('what was done anywhere is read as far as it was found, and again as far as it has changed', async (t) => {
  const { server, read, listed } = await setUp(t);
  const pulls = Array.from({ length: 120 }, (_, i) => ({ number: i + 1, author: i % 2 === 0 ? ada : bob, createdAt: at(20) + i * 1000 }));
  server.more = { ...ACME, 'busy/one': { pulls } };
  server.elsewhere = [];
  const owners = [
    { host: 'github.example.com', owner: '*' },
    { host: 'github.example.com', owner: 'acme' },
  ];
  const batches = (since: number): number[] =>
    server.asked.slice(since).flatMap(({ query }) => (query.includes('p0:') ? [(query.match(/pullRequest\(/g) ?? []).length] : []));
  const stored = (person: Person): number => listed(person).filter((line) => /^pull_request .*: 1$/.test(line)).length;
  // The second page of them does not come.
  server.rule = ({ query }) => (query.includes('(number: 19)') ? { status: 401 } : undefined);
  const first = await read(personNamed('Ada Example'), { owners });
  assert.match(first.run.warnings.join(), /does not accept the token/);
  const before = stored(first.person);
  server.rule = () => undefined;
  let asked = server.asked.length;
  let { person, run } = await read(first.person, { owners });
  assert.deepEqual([batches(asked), stored(person) - before], [[10], 10], 'the rest of them alone');
  assert.deepEqual(
    run.owners.map(({ owner, repositories, worked }) => [owner, repositories, worked.length]),
    [
      ['acme', 4, 3],
      ['*', undefined, 5],
    ],
  );
  asked = server.asked.length;
  ({ person } = await read(person, { owners }));
  // Of four repositories pull requests and issues, two searches, where there are commits, and issues of the busy one.
  assert.deepEqual([batches(asked), server.asked.length - asked], [[], 2 * 4 + 2 + 1 + 1]);
  server.more = { ...server.more, 'busy/one': { pulls: pulls.map((one) => (one.number === 5 ? { ...one, updatedAt: at(40) } : one)) } };
  asked = server.asked.length;
  await read(person, { owners });
  assert.deepEqual(batches(asked), [1]);
});

test('a repository that was renamed is read once, by whichever name, and that its clone has the old one is told', async (t) => {
  const [now, before] = [await setUp(t), await setUp(t, 'https://github.example.com/old/name.git')];
  before.server.before = 'old/name';
  before.server.elsewhere = [];
  const { person, run } = await before.read(personNamed('Ada Example'), { owners: [{ host: 'github.example.com', owner: 'example' }] });
  const told = 'old/name is called example/project at github.example.com now, and was read there.';
  const withRemote = (name: string) =>
    `${told} The remote ${name} still has the old name: git remote set-url ${name} brings that up to date.`;
  assert.deepEqual(run.warnings, [withRemote('origin')]);
  assert.equal(before.server.asked.length, 4, 'pull requests, issues, the organisation, and where there are commits');
  const expected = now.listed((await now.read()).person);
  assert.deepEqual(before.listed(person), expected);

  // The name of now comes first, or the clone's.
  const [old, current] = ['old/name', 'example/project'].map((name) => placeAt('github.example.com', parsePlace(name) ?? assert.fail()));
  assert.ok(old && current);
  const later = await setUp(t);
  later.server.before = 'old/name';
  const beside = await later.read(personNamed('Ada Example'), { places: [old] });
  assert.deepEqual([later.listed(beside.person), later.server.asked.length], [expected, 2 + 1], 'a page says that it was read');
  assert.deepEqual(beside.run.warnings, [told], 'of that there is no clone');
  git(later.repo, ['remote', 'add', 'upstream', 'https://github.example.com/old/name.git']);
  const repositories = [await openedAt(later.repo)];
  const forked = await later.read(beside.person, { places: [old], repositories });
  assert.deepEqual(forked.run.warnings, [withRemote('upstream')]);
  const earlier = await setUp(t, 'https://github.example.com/old/name.git');
  earlier.server.before = 'old/name';
  const first = await earlier.read(personNamed('Ada Example'), { places: [current] });
  assert.deepEqual([earlier.listed(first.person), earlier.server.asked.length], [expected, 2]);

  // Two clones: what they hold is there twice, what was said is not.
  const other = path.join(scratch(t), 'other');
  cpSync(earlier.repo, other, { recursive: true });
  git(other, ['remote', 'set-url', 'origin', 'https://github.example.com/example/project.git']);
  const said = (lines: readonly string[]): readonly string[] => lines.filter((line) => !line.startsWith('commit'));
  for (const order of [1, -1]) {
    const clones = await setUp(t);
    clones.server.pulls = earlier.server.pulls;
    clones.server.before = 'old/name';
    const both = [await openedAt(earlier.repo), await openedAt(other)];
    const of = await clones.read(personNamed('Ada Example'), { repositories: order === 1 ? both : both.toReversed() });
    assert.deepEqual(said(clones.listed(of.person)), said(expected));
  }
});

test('a repository that was renamed between two runs is one: what was read of it, and what the user did, goes by its name of now', async (t) => {
  const expected = await (async () => {
    const { read, listed } = await setUp(t);
    return listed((await read()).person);
  })();
  const HOST = 'github.example.com';
  const [old, current] = ['old/name', 'example/project'].map((name) => placeAt(HOST, parsePlace(name) ?? assert.fail()));
  assert.ok(old && current);
  const begin = async () => {
    const one = await setUp(t, `https://${HOST}/old/name.git`);
    one.server.place = { owner: 'old', name: 'name' };
    const { person } = await one.read();
    const [pull] = one.pipeline.store.query({ kinds: ['pull_request'], repos: [old.id] });
    assert.ok(pull);
    one.pipeline.store.correct({ contribution: pull.id, family: 'type', label: 'perf' });
    one.server.place = { owner: 'example', name: 'project' };
    one.server.before = 'old/name';
    return { ...one, person, number: Number(pull.key) };
  };
  type Begun = Awaited<ReturnType<typeof begin>>;
  const check = ({ pipeline: { store }, listed, person, number }: Begun, what: string): void => {
    assert.deepEqual(listed(person), expected, what);
    const { identities } = person;
    const items = store.query({ identities: identities.map(({ id }) => id) });
    assert.deepEqual([...new Set(items.map(({ repo }) => repo))], [current.id], what);
    const urlOf = urlsOf(store.repos(), () => false);
    assert.ok(
      items.every((item) => urlOf(item)?.startsWith(`https://${HOST}/example/project/`)),
      what,
    );
    const comment = items.find(({ kind }) => kind === 'review_comment');
    assert.ok(
      comment?.host?.kind === 'review_comment' &&
        items.some(({ id }) => comment.host?.kind === 'review_comment' && id === comment.host.review),
    );
    assert.deepEqual(
      items.flatMap(({ kind, key, correction }) => (correction ? [`${kind} ${key}: ${correction.label}`] : [])),
      [`pull_request ${number}: perf`],
      what,
    );
  };

  // The clone still has the old name; then it has the new one.
  const clone = await begin();
  const renamed = 'old/name is called example/project at github.example.com now, and was read there.';
  const first = await clone.read(clone.person);
  assert.deepEqual(first.run.warnings, [
    `${renamed} The remote origin still has the old name: git remote set-url origin brings that up to date.`,
  ]);
  check(clone, 'at once');
  const asked = clone.server.asked.length;
  await clone.read(clone.person);
  assert.equal(clone.server.asked.length - asked, 2);
  git(clone.repo, ['remote', 'set-url', 'origin', `https://${HOST}/example/project.git`]);
  const { run } = await clone.read(clone.person, { repositories: [await openedAt(clone.repo)] });
  assert.deepEqual([run.warnings, clone.server.asked.length - asked], [[], 4]);
  check(clone, 'by its new name');

  // In the very run that learns it, whoever reads on reads by the new name.
  const request = ({ repo, known }: Begun) => ({ folders: [repo], who: 'ada@example.com', period: { name: '2026' }, hosts: known });
  const mined = await begin();
  const items = await mineFolders(mined.pipeline, request(mined), new Run(Date.now));
  assert.deepEqual(
    [...items()].map(({ repo }) => repo),
    expected.map(() => current.id),
  );
  const located = await begin();
  const { located: found } = await refreshLocated(located.pipeline, request(located), new Run(Date.now));
  assert.deepEqual(
    reposOf(located.pipeline, found).map(({ id }) => id),
    [current.id],
  );

  // Only the new name is asked by, and the number says which it was.
  const place = await begin();
  const told = await place.read(place.person, { repositories: [], places: [current] });
  assert.deepEqual(told.run.warnings, [renamed]);
  check(place, 'by its number');
  await place.read(place.person);
  check(place, 'by the clone of before');

  // A store in which it lies by both names, as nothing was known of numbers.
  const both = await begin();
  both.server.number++;
  await both.read(both.person, { repositories: [], places: [current] });
  assert.notDeepEqual(both.listed(both.person), expected);
  await both.read(both.person);
  check(both, 'healed');
  const before = both.server.asked.length;
  await both.read(both.person);
  assert.equal(both.server.asked.length - before, 2);
  // Called as before again.
  both.server.place = { owner: 'old', name: 'name' };
  both.server.before = 'example/project';
  await both.read(both.person, { repositories: [], places: [current] });
  assert.deepEqual(
    both.pipeline.store.repos().map(({ id }) => id),
    [old.id],
  );
  both.server.place = { owner: 'example', name: 'project' };
  both.server.before = 'old/name';
  await both.read(both.person);
  check(both, 'and as now');
  assert.deepEqual(
    both.pipeline.store.repos().map(({ id }) => id),
    [current.id],
  );
});

test('what is known of an organisation’s repositories from before numbers were kept is asked for its name once', async (t) => {
  const { pipeline, server, read, listed } = await setUp(t);
  const { store } = pipeline;
  server.users = [ada];
  server.more = ACME;
  const owners = [{ host: 'github.example.com', owner: 'acme' }];
  const { person } = await read(undefined, { owners });
  const before = listed(person);
  // As a store of an earlier version has them: read as acme/kernel and as acme/core; another one is gone.
  const twin = placeAt('github.example.com', { owner: 'acme', name: 'kernel' });
  const gone = placeAt('github.example.com', { owner: 'acme', name: 'gone' });
  const [pull] = store.query({ kinds: ['pull_request'], repos: ['github.example.com/acme/core'] });
  assert.ok(pull);
  const { tag: _tag, correction: _correction, noise: _noise, share: _share, ...contribution } = pull;
  store.writeBatch({ repo: twin, contributions: [{ ...contribution, repo: twin.id, id: `pull_request:${twin.id}#${pull.key}` }] });
  store.writeBatch({ repo: gone, watermark: { location: 'pull requests at github.example.com', mark: {} } });
  assert.notDeepEqual(listed(person), before);
  server.former = { 'acme/kernel': 'acme/core' };
  const asked = server.asked.length;
  await read(person, { owners });
  assert.deepEqual(listed(person), before);
  const again = server.asked.length;
  const { run } = await read(person, { owners });
  assert.deepEqual(
    run.report('0').spent?.map(({ host, requests }) => [host, requests]),
    [['github.example.com', server.asked.length - again]],
  );
  assert.equal(
    server.asked.filter(({ query }, i) => i >= asked && query.includes('r0: repository(owner: $o0, name: $n0) { nameWithOwner')).length,
    1,
  );
});

test('a pull request of somebody else that holds their commits is theirs as far as those go, wherever it is', async (t) => {
  const { server, read, listed } = await setUp(t);
  server.users = [ada];
  const commits = [
    { sha: 'c1'.repeat(20), user: ada, at: at(20) },
    { sha: 'c2'.repeat(20), user: bob, name: 'Bob Example', email: 'bob@example.com', at: at(20) },
  ];
  const merge = { sha: 'c3'.repeat(20), subject: 'Merge pull request #40', at: at(21), parents: 2 };
  server.more = {
    'big/one': {
      pulls: [
        { number: 40, author: bob, createdAt: at(20), mergedAt: at(21), merge, commits },
        { number: 41, author: bob },
      ],
    },
  };
  server.elsewhere = [];
  const { person, run } = await read(personNamed('Ada Example'), { owners: [{ host: 'github.example.com', owner: '*' }] });
  assert.deepEqual(run.warnings, []);
  assert.ok(listed(person).includes('pull_request 40: 0.5'), listed(person).join());
  assert.ok(!listed(person).some((line) => line.startsWith('pull_request 41')));
});

test('a clone of a fork meets the pull requests of what it is a fork of, and its commits are their parts', async (t) => {
  const fork = await setUp(t, 'https://github.example.com/ada/project.git');
  const plain = await setUp(t);
  const expected = plain.listed((await plain.read()).person);
  fork.server.more = { 'ada/project': {} };
  fork.server.elsewhere = [];
  git(fork.repo, ['remote', 'add', 'upstream', 'git@github.example.com:example/project.git']);
  const request = { folders: [fork.repo], who: 'ada@example.com', period: { name: '2026' } };
  const before = await loadStory(fork.pipeline, request, new Run(Date.now));
  assert.deepEqual([before.repos.length, fork.server.asked.length], [1, 0], 'nobody asked for it');
  const run = new Run(Date.now);
  const { person, repos, work } = await loadStory(fork.pipeline, { ...request, hosts: fork.known }, run);
  assert.deepEqual(run.warnings, []);
  assert.deepEqual(
    repos.map(({ id }) => id),
    ['github.example.com/ada/project', 'github.example.com/example/project'],
  );
  assert.equal(fork.server.asked.length, 4, 'two for each');
  assert.deepEqual(fork.listed(person), expected);
  const later = await loadStory(fork.pipeline, request, new Run(Date.now));
  assert.deepEqual([later.repos.length, fork.server.asked.length], [2, 4], 'what was read stays');
  assert.deepEqual(
    later.work.map(({ id }) => id),
    work.map(({ id }) => id),
  );
});

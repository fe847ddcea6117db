import assert from 'node:assert/strict';
import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Person } from '../../src/domain/contribution.ts';
import { readRefs } from '../../src/mine/git/refs.ts';
import { openRepository, type Repository } from '../../src/mine/git/repository.ts';
import { countPendingLines } from '../../src/pipeline/lines.ts';
import { mineRepository, type Mined } from '../../src/pipeline/mine.ts';
import { Run } from '../../src/pipeline/run.ts';
import { urlsOf } from '../../src/pipeline/story.ts';
import { markUnpushed, unpushedIn } from '../../src/pipeline/unpushed.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { silent } from '../../src/util/context.ts';
import { ADA, BOB, build, type CommitSpec, git, importCommits, scratch } from '../support/repos.ts';

const ctx = { now: Date.now, log: silent };
const person = (name: string, email: string): Person => ({
  id: `${name} <${email}>`,
  name,
  identities: [{ id: `${name} <${email}>`, name, email }],
});
const ada = person('Ada Example', 'ada@example.com');
const bob = person('Bob Example', 'bob@example.com');

const commits: readonly CommitSpec[] = [
  { message: 'feat: begin', author: ADA, files: { 'src/a.ts': 'one\ntwo\n' } },
  { message: 'fix: second line', author: BOB, files: { 'src/a.ts': 'one\n2\n' } },
  { message: 'docs: say how\n\nCo-authored-by: Ada Example <ada@example.com>', author: BOB, files: { 'README.md': 'how\n' } },
  { message: 'test: cover a', author: ADA, files: { 'test/a.test.ts': 'x\n', 'logo.png': Buffer.from([0, 1, 2, 0]) } },
];

function storeAt(t: TestContext, folder: string): Store {
  const { store } = openStore({ path: path.join(folder, 'store.db'), key: '0'.repeat(64) });
  t.after(() => store.close());
  return store;
}

async function opened(folder: string): Promise<Repository> {
  const result = await openRepository(folder, ctx);
  assert.ok(result.ok);
  return result.value;
}

async function mine(store: Store, repository: Repository, whose: Person | 'everyone'): Promise<Mined> {
  const run = new Run(Date.now);
  const mined = await mineRepository({ store, repository, whose, run, ctx });
  await countPendingLines({ store, repository, whose, run, ctx });
  return mined;
}

const subjects = (store: Store, who?: Person): readonly string[] =>
  store.query({ ...(who ? { identities: who.identities.map(({ id }) => id) } : {}), order: 'oldest' }).map(({ subject }) => subject);

test('a person’s commits are kept in full, co-authored ones too; of others who and which files, no text', async (t) => {
  const folder = scratch(t);
  const repository = await opened(build(path.join(folder, 'repo'), commits).path);
  const store = storeAt(t, folder);
  await mine(store, repository, ada);
  assert.deepEqual(subjects(store), ['feat: begin', 'docs: say how', 'test: cover a']);
  const slim = [...store.slim(repository.id)];
  assert.equal(slim.length, 4);
  assert.deepEqual(
    slim.map(({ paths }) => paths),
    [['src/a.ts'], ['src/a.ts'], ['README.md'], ['logo.png', 'test/a.test.ts']],
  );
  const [shared] = store.query({ identities: [ada.id], text: 'how' });
  assert.equal(shared?.share, 0.5);
  assert.equal(shared?.lines, 'counted', 'also where somebody else is the author');
  const cover = store.query({ identities: [ada.id], text: 'cover' })[0];
  assert.deepEqual(
    cover?.files.map(({ path: file, added, deleted }) => [file, added, deleted]),
    [
      ['logo.png', null, null],
      ['test/a.test.ts', 1, 0],
    ],
  );
});

test('a second run reads only what is new, and nothing where nothing is', async (t) => {
  const folder = scratch(t);
  const { path: repo } = build(path.join(folder, 'repo'), commits);
  const repository = await opened(repo);
  const store = storeAt(t, folder);
  await mine(store, repository, ada);
  const revision = store.revision();
  assert.deepEqual(await mine(store, repository, ada), { changed: false });
  assert.equal(store.revision(), revision);
  git(repo, ['commit', '-q', '--allow-empty', '-m', 'chore: nothing']);
  git(repo, ['commit', '-q', '--allow-empty', '-m', 'perf: quick']);
  const run = new Run(Date.now, () => {}, true);
  await mineRepository({ store, repository, whose: ada, run, ctx });
  assert.deepEqual(
    run.repos.map(({ commits: read, added }) => [read, added]),
    [[2, 2]],
  );
  assert.ok(subjects(store).includes('perf: quick'));
});

test('another person chosen later gets their commits in full, and identities merged later theirs', async (t) => {
  const folder = scratch(t);
  const repository = await opened(build(path.join(folder, 'repo'), commits).path);
  const store = storeAt(t, folder);
  await mine(store, repository, ada);
  await mine(store, repository, bob);
  assert.deepEqual(subjects(store, bob), ['fix: second line', 'docs: say how']);
  const both: Person = { ...ada, identities: [...ada.identities, ...bob.identities] };
  await mine(store, repository, both);
  assert.equal(subjects(store, both).length, 4);
});

test('what is read again for another person is told, beside what is new', async (t) => {
  const folder = scratch(t);
  const built = build(path.join(folder, 'repo'), commits);
  const store = storeAt(t, folder);
  await mine(store, await opened(built.path), ada);
  git(built.path, ['commit', '-q', '--allow-empty', '-m', 'chore: one more']);
  const run = new Run(Date.now);
  await mineRepository({ store, repository: await opened(built.path), whose: bob, run, ctx });
  const [repo] = run.repos;
  const stage = run.report('0').stages.find((one) => one.stage === 'mine');
  assert.equal(repo?.commits, 3, 'two of theirs, and the new one');
  assert.equal(stage?.out, repo?.commits, 'as many as were read');
});

test('a repository is stored with its page on the web where its host is known', async (t) => {
  const folder = scratch(t);
  const { path: repo } = build(path.join(folder, 'repo'), commits);
  git(repo, ['remote', 'add', 'origin', 'git@ssh.dev.azure.com:v3/org/project/name']);
  const store = storeAt(t, folder);
  await mine(store, await opened(repo), ada);
  assert.deepEqual(
    store.repos().map(({ name, web }) => [name, web]),
    [['org/project/_git/name', 'https://dev.azure.com/org/project/_git/name']],
  );
});

test('everyone, asked for, is read in full', async (t) => {
  const folder = scratch(t);
  const repository = await opened(build(path.join(folder, 'repo'), commits).path);
  const store = storeAt(t, folder);
  await mine(store, repository, 'everyone');
  assert.equal(subjects(store).length, 4);
  assert.ok(store.query({}).every(({ lines }) => lines === 'counted'));
});

test('rewritten history: what no branch reaches any more is marked and kept, and counts again when it comes back', async (t) => {
  const folder = scratch(t);
  const { path: repo, shas } = build(path.join(folder, 'repo'), commits);
  const repository = await opened(repo);
  const store = storeAt(t, folder);
  await mine(store, repository, ada);
  git(repo, ['commit', '-q', '--amend', '-m', 'test: cover a better']);
  await mine(store, repository, ada);
  const orphan = store.query({ identities: [ada.id] }).filter((item) => item.orphan);
  assert.deepEqual(
    orphan.map(({ key }) => key),
    [shas[3]],
  );
  assert.deepEqual(
    store.query({ identities: [ada.id], noise: 'counted', order: 'oldest' }).map(({ subject }) => subject),
    ['feat: begin', 'docs: say how', 'test: cover a better'],
  );
  git(repo, ['branch', 'back', shas[3] ?? '']);
  await mine(store, repository, ada);
  assert.equal(store.query({ identities: [ada.id] }).filter((item) => item.orphan).length, 0);
  git(repo, ['branch', '-D', 'back']);
  await mine(store, repository, ada);
  assert.deepEqual(
    store
      .query({ identities: [ada.id] })
      .filter((item) => item.orphan)
      .map(({ key }) => key),
    [shas[3]],
  );
});

test('a branch that is read by itself leaves the rest unread, and the rest follows when asked for', async (t) => {
  const folder = scratch(t);
  const { path: repo } = build(path.join(folder, 'repo'), commits);
  importCommits(repo, [{ message: 'feat: aside', author: ADA, files: { 'b.ts': 'b\n' }, ref: 'refs/heads/side', parents: [] }]);
  const repository = await opened(repo);
  const store = storeAt(t, folder);
  const run = new Run(Date.now);
  await mineRepository({ store, repository, whose: ada, branch: 'side', run, ctx });
  assert.deepEqual(subjects(store), ['feat: aside']);
  await mine(store, repository, ada);
  assert.equal(subjects(store, ada).length, 4);
});

test('what a repository says of its files later holds for what was read before', async (t) => {
  const folder = scratch(t);
  const { path: repo } = build(path.join(folder, 'repo'), commits);
  const repository = await opened(repo);
  const store = storeAt(t, folder);
  await mine(store, repository, ada);
  const reasons = (): readonly string[] => store.ledger({}).map(({ subject, reason }) => `${subject}: ${reason}`);
  assert.deepEqual(reasons(), []);
  writeFileSync(path.join(repo, '.gitattributes'), 'src/** linguist-generated\n');
  git(repo, ['add', '.']);
  git(repo, ['commit', '-q', '-m', 'chore: say what is made']);
  await mine(store, repository, ada);
  assert.deepEqual(reasons(), ['feat: begin: generated']);
  const run = new Run(Date.now);
  await mineRepository({ store, repository, whose: ada, run, ctx });
  assert.equal(run.repos[0]?.commits, 0, 'and is judged once');
  const begun = (): readonly string[] | undefined => [...store.slim(repository.id)][0]?.noise;
  assert.deepEqual(begun(), ['generated']);
  git(repo, ['rm', '-q', '.gitattributes']);
  git(repo, ['commit', '-q', '-m', 'chore: nothing is made any more']);
  await mine(store, repository, ada);
  assert.deepEqual([reasons(), begun()], [[], undefined]);
});

test('a shallow clone that is deepened is read to its new end', async (t) => {
  const folder = scratch(t);
  const origin = build(path.join(folder, 'origin'), commits).path;
  git(folder, ['clone', '-q', '--depth=1', `file://${origin}`, 'clone']);
  const clone = path.join(folder, 'clone');
  const store = storeAt(t, folder);
  await mine(store, await opened(clone), ada);
  assert.deepEqual(
    store.query({}).map(({ subject, files, lines }) => [subject, files.length, lines]),
    [['test: cover a', 0, 'missing']],
  );
  git(clone, ['fetch', '-q', '--unshallow']);
  await mine(store, await opened(clone), ada);
  assert.deepEqual(
    store.query({ order: 'oldest' }).map(({ subject, files, lines }) => [subject, files.length, lines]),
    [
      ['feat: begin', 1, 'counted'],
      ['docs: say how', 1, 'counted'],
      ['test: cover a', 2, 'counted'],
    ],
  );
});

test('what a partial clone fetches later is counted then', async (t) => {
  const folder = scratch(t);
  const origin = build(path.join(folder, 'origin'), commits).path;
  git(origin, ['config', 'uploadpack.allowFilter', 'true']);
  git(folder, ['clone', '-q', '--no-checkout', '--filter=blob:none', `file://${origin}`, 'clone']);
  const repository = await opened(path.join(folder, 'clone'));
  const store = storeAt(t, folder);
  const lines = (): readonly string[] => store.query({}).map((item) => item.lines);
  await mine(store, repository, ada);
  await mine(store, repository, ada);
  assert.deepEqual(lines(), ['missing', 'missing', 'missing']);
  git(repository.path, ['fetch', '-q', '--refetch', '--no-filter']);
  await mine(store, repository, ada);
  assert.deepEqual(lines(), ['counted', 'counted', 'counted']);
});

test('commits that no branch of the remote has are told apart, and have no page there, until they are pushed', async (t) => {
  const folder = scratch(t);
  const { path: repo, shas } = build(path.join(folder, 'repo'), commits);
  const store = storeAt(t, folder);
  const local = async (): Promise<readonly number[]> => {
    await mine(store, await opened(repo), 'everyone');
    const isUnpushed = unpushedIn(store, store.repos());
    const urlOf = urlsOf(store.repos(), isUnpushed);
    const found = store.query({}).filter((item) => isUnpushed(item));
    assert.deepEqual(
      store.query({}).filter((item) => urlOf(item) === undefined),
      found,
    );
    return found.map(({ key }) => shas.indexOf(key)).toSorted((a, b) => a - b);
  };
  git(repo, ['remote', 'add', 'origin', 'https://github.com/example/project.git']);
  assert.deepEqual(await local(), [], 'nobody knows what it has');
  git(repo, ['update-ref', 'refs/remotes/origin/main', shas[1] ?? '']);
  assert.deepEqual(await local(), [2, 3]);
  const { revision } = store;
  const before = revision();
  assert.deepEqual([await local(), revision()], [[2, 3], before], 'nothing has moved');
  git(repo, ['tag', 'v1', shas[2] ?? '']);
  git(repo, ['branch', 'more', shas[2] ?? '']);
  assert.deepEqual(await local(), [3], 'a tag was most likely pushed');
  const [item] = store.query({ kinds: ['commit'], order: 'newest', limit: 1 });
  assert.ok(item);
  const part = { contribution: item.id, reason: 'part' as const, detail: '' };
  assert.equal(unpushedIn(store, store.repos())({ ...item, noise: [part] }), false, 'it came with a pull request');
  git(repo, ['update-ref', 'refs/remotes/origin/main', shas[3] ?? '']);
  assert.deepEqual(await local(), []);
});

test('what a clone alone has goes with the clone, is pushed where any clone has seen it there, and only its remote counts', async (t) => {
  const folder = scratch(t);
  const [a, b] = [path.join(folder, 'a'), path.join(folder, 'b')];
  const { shas } = build(a, commits);
  const store = storeAt(t, folder);
  const unpushed = (): readonly number[] =>
    store
      .query({})
      .filter(unpushedIn(store, store.repos()))
      .map(({ key }) => shas.indexOf(key))
      .toSorted((one, other) => one - other);
  const look = async (repo: string, branch?: string): Promise<readonly number[]> => {
    const run = new Run(Date.now);
    await mineRepository({ store, repository: await opened(repo), whose: 'everyone', branch, run, ctx });
    return unpushed();
  };
  const point = (repo: string, ref: string, at: number): void => void git(repo, ['update-ref', ref, shas[at] ?? '']);
  git(a, ['remote', 'add', 'origin', 'https://github.com/example/project.git']);
  git(a, ['remote', 'add', 'backup', 'https://git.example.com/ada/backup.git']);
  git(a, ['remote', 'add', 'disk', path.join(folder, 'disk')]);
  git(a, ['remote', 'add', 'ada', 'git@github.com:ada/project.git']);
  point(a, 'refs/remotes/backup/main', 3);
  point(a, 'refs/remotes/disk/main', 3);
  assert.deepEqual(await look(a), [], 'nobody knows what it has');
  point(a, 'refs/remotes/origin/main', 1);
  assert.deepEqual(await look(a, 'main'), [2, 3], 'links do not lead to a copy; and whatever branch is read');
  point(a, 'refs/remotes/ada/main', 2);
  assert.deepEqual(await look(a), [3], 'a fork on the same host shows what it has');

  // Another clone has fetched it; the first does not know.
  cpSync(a, b, { recursive: true });
  point(b, 'refs/remotes/origin/main', 3);
  assert.deepEqual(await look(b), []);
  const { revision } = store;
  const before = revision();
  assert.deepEqual([await look(a), await look(b), revision()], [[], [], before], 'whichever is read last');
  point(b, 'refs/remotes/origin/main', 1);
  assert.deepEqual([await look(a), await look(b)], [[], [3]], 'it was taken back there');
  rmSync(b, { recursive: true });
  point(a, 'refs/remotes/origin/main', 3);
  assert.deepEqual(await look(a), [], 'the clone that said so is gone');

  point(a, 'refs/remotes/origin/main', 1);
  assert.deepEqual(await look(a), [3]);
  renameSync(a, b);
  point(b, 'refs/remotes/origin/main', 3);
  assert.deepEqual(await look(b), [], 'called otherwise, and pushed');
});

test('a folder that holds another project’s clone by now says nothing of the one before', async (t) => {
  const folder = scratch(t);
  const [here, there] = [path.join(folder, 'here'), path.join(folder, 'there')];
  const store = storeAt(t, folder);
  const cloneAt = (repo: string, project: string): string => {
    const { shas } = build(repo, commits);
    git(repo, ['remote', 'add', 'origin', `https://github.com/example/${project}.git`]);
    git(repo, ['update-ref', 'refs/remotes/origin/main', shas[1] ?? '']);
    return repo;
  };
  const unpushed = (): readonly string[] =>
    store
      .query({})
      .filter(unpushedIn(store, store.repos()))
      .map(({ repo }) => repo)
      .toSorted();
  const [one, other] = ['github.com/example/one', 'github.com/example/other'];
  for (const isRead of [true, false]) {
    await mine(store, await opened(cloneAt(here, 'one')), 'everyone');
    cpSync(here, there, { recursive: true });
    await mine(store, await opened(there), 'everyone');
    git(there, ['update-ref', 'refs/remotes/origin/main', 'refs/heads/main~1']);
    await mine(store, await opened(there), 'everyone');
    rmSync(here, { recursive: true });
    await mine(store, await opened(there), 'everyone');
    assert.deepEqual(unpushed(), [one], 'as the clone that is left has it');
    rmSync(there, { recursive: true });
    cloneAt(there, 'other');
    if (isRead) {
      await mine(store, await opened(there), 'everyone');
      assert.deepEqual(unpushed(), [other, other], 'read as what it is');
    } else {
      // One that has nothing to push, and never saw what the other had.
      git(cloneAt(here, 'one'), ['update-ref', 'refs/heads/main', 'refs/remotes/origin/main']);
      await mine(store, await opened(here), 'everyone');
      assert.deepEqual(unpushed(), [], 'it is looked at whose clone it is');
    }
    for (const each of [here, there]) rmSync(each, { recursive: true, force: true });
  }
});

test('where git cannot tell what was pushed, what it told before stays', async (t) => {
  const folder = scratch(t);
  const { path: repo, shas } = build(path.join(folder, 'repo'), commits);
  const store = storeAt(t, folder);
  git(repo, ['remote', 'add', 'origin', 'https://github.com/example/project.git']);
  git(repo, ['update-ref', 'refs/remotes/origin/main', shas[1] ?? '']);
  const repository = await opened(repo);
  const refs = await readRefs(repository, ctx);
  assert.equal(await markUnpushed(store, repository, refs, ctx), 2);
  const broken = { ...refs, 'refs/heads/main': '0'.repeat(40) };
  assert.equal(await markUnpushed(store, repository, broken, ctx), 2);
});

import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import path from 'node:path';
import { describe, it } from 'node:test';
import { authorFilter, topAuthors } from '../../../src/mine/git/authors.ts';
import { findOrphans } from '../../../src/mine/git/orphans.ts';
import { chooseTips, countCommits, readRefs } from '../../../src/mine/git/refs.ts';
import { ADA, BOB, build, git, scratch } from '../../support/repos.ts';
import { context, open, readLines, readLog } from './support.ts';

const DAY = 86_400;
const at = (day: number): number => Date.UTC(2024, 0, 1) / 1000 + day * DAY;

describe('what is read', () => {
  it('reads a commit as git tells it', async (t) => {
    const message = 'feat(x): second\n\nWhy it was done.\n\nCo-authored-by: Bob Example <bob@example.com>\nFixes: #12\n';
    const repo = build(path.join(scratch(t), 'repo'), [
      { message: 'first\n', files: { 'a.txt': 'one\ntwo\n' }, author: { ...ADA, at: at(0), zone: '-0330' } },
      {
        message,
        files: { 'b.txt': 'b\n' },
        renames: [['a.txt', 'c.txt']],
        author: { ...ADA, at: at(1), zone: '+0200' },
        committer: { ...BOB, at: at(2) },
      },
    ]);
    git(repo.path, ['tag', 'v1', repo.shas[1] ?? '']);
    const [second, first] = await readLog(await open(t, repo.path));
    assert.deepEqual(second, {
      sha: repo.shas[1],
      parents: [repo.shas[0]],
      author: {
        name: 'Ada Example',
        email: 'ada@example.com',
        rawName: 'Ada Example',
        rawEmail: 'ada@example.com',
        at: at(1) * 1000,
        offset: 120,
      },
      committer: {
        name: 'Bob Example',
        email: 'bob@example.com',
        rawName: 'Bob Example',
        rawEmail: 'bob@example.com',
        at: at(2) * 1000,
        offset: 0,
      },
      message: message.trimEnd(),
      messageBytes: message.length,
      messageHash: hash('sha256', message),
      trailers: [
        { key: 'Co-authored-by', value: 'Bob Example <bob@example.com>' },
        { key: 'Fixes', value: '#12' },
      ],
      refs: ['main', 'v1'],
      files: [
        { path: 'b.txt', status: 'A', added: null, deleted: null },
        { path: 'c.txt', from: 'a.txt', status: 'R', added: null, deleted: null },
      ],
      lines: 'pending',
    });
    assert.equal(first?.author.offset, -210);
    assert.deepEqual(first?.parents, []);
  });

  it('counts lines, follows similar renames, and knows no lines of binary files', async (t) => {
    const long = Array.from({ length: 50 }, (_, line) => `line ${line}\n`).join('');
    const repo = build(path.join(scratch(t), 'repo'), [
      { files: { long, picture: Buffer.from([0, 1, 2, 0]) } },
      { files: { moved: `${long}more\n`, long: null, picture: Buffer.from([0, 3]) } },
    ]);
    const repository = await open(t, repo.path);
    const counts = await readLines(repository, repo.shas);
    assert.deepEqual(counts.get(repo.shas[1] ?? ''), {
      sha: repo.shas[1],
      lines: 'counted',
      files: [
        { path: 'moved', from: 'long', status: 'R', added: 1, deleted: 0 },
        { path: 'picture', status: 'M', added: null, deleted: null },
      ],
    });
    assert.deepEqual(counts.get(repo.shas[0] ?? '')?.files, [
      { path: 'long', status: 'A', added: 50, deleted: 0 },
      { path: 'picture', status: 'A', added: null, deleted: null },
    ]);
  });

  it('applies .mailmap and keeps what was written', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), [
      { files: { '.mailmap': 'Ada Example <ada@example.com> <ada@old.example.com>\n' } },
      { author: { name: 'ada', email: 'ada@old.example.com' }, files: { a: 'a' } },
    ]);
    const repository = await open(t, repo.path);
    const [newest] = await readLog(repository);
    assert.deepEqual(
      [newest?.author.name, newest?.author.email, newest?.author.rawName, newest?.author.rawEmail],
      ['Ada Example', 'ada@example.com', 'ada', 'ada@old.example.com'],
    );
    assert.deepEqual(await topAuthors(repository, context()), [{ name: 'Ada Example', email: 'ada@example.com', commits: 2 }]);
  });

  it('lists merges without files', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), [
      { files: { a: 'a' } },
      { files: { b: 'b' }, ref: 'refs/heads/side', parents: [0] },
      { files: { c: 'c' }, parents: [0] },
      { message: 'merge\n', parents: [2, 1], files: { b: 'b' } },
    ]);
    const repository = await open(t, repo.path);
    const merge = (await readLog(repository)).find(({ parents }) => parents.length === 2);
    assert.deepEqual([merge?.files, merge?.lines], [[], 'pending']);
    assert.deepEqual((await readLines(repository, [repo.shas[3] ?? ''])).get(repo.shas[3] ?? '')?.files, []);
  });
});

describe('selection', () => {
  const commits = [
    { message: 'one\n', files: { 'src/a': '1' }, author: { ...ADA, at: at(0) } },
    { message: 'two\n', files: { 'src/b': '1', 'docs/b': '1' }, author: { ...BOB, at: at(100) } },
    { message: 'three\n\nCo-authored-by: Bob Example <bob@example.com>\n', files: { 'docs/a': '1' }, author: { ...ADA, at: at(200) } },
    { message: 'four\n', files: { side: '1' }, author: { ...ADA, at: at(300) }, ref: 'refs/heads/side/branch', parents: [1] },
  ];
  const subjects = async (...args: Parameters<typeof readLog>): Promise<string[]> =>
    (await readLog(...args)).map(({ message }) => message.split('\n')[0] ?? '').sort();

  it('takes all branches, one branch, an author or co-author, a period, a path', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), commits);
    const repository = await open(t, repo.path);
    assert.deepEqual(await subjects(repository), ['four', 'one', 'three', 'two']);
    assert.deepEqual(await subjects(repository, { branch: 'main' }), ['one', 'three', 'two']);
    assert.deepEqual(await subjects(repository, { branch: 'side/branch' }), ['four', 'one', 'two']);
    assert.deepEqual(await subjects(repository, { author: authorFilter('BOB@example.com') }), ['three', 'two']);
    assert.deepEqual(await subjects(repository, { author: authorFilter('ada example') }), ['four', 'one', 'three']);
    assert.deepEqual(await subjects(repository, { period: { from: at(100) * 1000, to: at(300) * 1000 } }), ['three', 'two']);
    const underDocs = await readLog(repository, { paths: ['docs'] });
    assert.deepEqual(
      underDocs.map(({ files }) => files.map((file) => file.path)),
      [['docs/a'], ['docs/b']],
    );
    await assert.rejects(readLog(repository, { branch: 'nowhere' }), /no branch nowhere.*There are: main, side\/branch/);
  });

  it('takes remote-tracking branches, for work merged upstream only', async (t) => {
    const folder = scratch(t);
    const repo = build(path.join(folder, 'origin'), commits.slice(0, 3));
    git(folder, ['clone', '-q', '--no-local', repo.path, 'clone']);
    git(path.join(folder, 'clone'), ['reset', '-q', '--hard', 'HEAD~2']);
    const repository = await open(t, path.join(folder, 'clone'));
    assert.deepEqual(await subjects(repository), ['one', 'three', 'two']);
    assert.deepEqual(await subjects(repository, { branch: 'main' }), ['one']);
    assert.deepEqual(await subjects(repository, { branch: 'origin/main' }), ['one', 'three', 'two']);
  });

  it('takes names that look like options, patterns or revisions as names', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), [
      { message: 'dash\n', files: { '--output=x': '1' } },
      { message: 'star\n', files: { '*': '1' } },
      { message: 'other\n', files: { other: '1' } },
    ]);
    const repository = await open(t, repo.path);
    assert.deepEqual(await subjects(repository, { paths: ['--output=x'] }), ['dash']);
    assert.deepEqual(await subjects(repository, { paths: ['*'] }), ['star']);
    assert.deepEqual(await subjects(repository, { paths: [':(exclude)other'] }), []);
    assert.deepEqual(await subjects(repository, { tips: ['--all', '--output=x', repo.shas[0] ?? ''] }), ['dash']);
    await assert.rejects(readLog(repository, { branch: '--all' }), /no branch --all/);
  });
});

describe('a second run', () => {
  it('reads only what is new', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), [{ files: { a: '1' } }, { files: { a: '2' } }]);
    const repository = await open(t, repo.path);
    const known = chooseTips(await readRefs(repository, context()));
    assert.deepEqual(await readLog(repository, { known }), []);
    git(repo.path, ['commit', '-q', '--allow-empty', '-m', 'new']);
    assert.deepEqual(
      (await readLog(repository, { known })).map(({ message }) => message),
      ['new'],
    );
  });

  it('says beforehand how much is new', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), [{}, {}, { ref: 'refs/heads/side', parents: [0] }, {}]);
    const repository = await open(t, repo.path);
    const tips = chooseTips(await readRefs(repository, context()));
    const [, second = ''] = repo.shas;
    assert.equal(await countCommits(repository, { tips, known: [] }, context()), 4);
    assert.equal(await countCommits(repository, { tips, known: [second, '1'.repeat(40)] }, context()), 2);
    assert.equal(await countCommits(repository, { tips: ['1'.repeat(40)], known: [] }, context()), undefined);
  });

  it('notices amended, rebased and deleted work, also when git has pruned it', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), [
      { files: { a: '1' } },
      { message: 'rewritten\n', files: { a: '2' } },
      { message: 'on a branch\n', files: { b: '1' }, ref: 'refs/heads/gone', parents: [0] },
    ]);
    const repository = await open(t, repo.path);
    const before = await readRefs(repository, context());
    git(repo.path, ['commit', '-q', '--amend', '-m', 'better']);
    git(repo.path, ['branch', '-q', '-D', 'gone']);
    const after = await readRefs(repository, context());
    const question = { oldTips: chooseTips(before), newTips: chooseTips(after) };
    assert.deepEqual([...(await findOrphans(repository, question, context()))].sort(), repo.shas.slice(1).sort());

    git(repo.path, ['reflog', 'expire', '--expire=now', '--all']);
    git(repo.path, ['gc', '-q', '--prune=now']);
    const known = (): readonly string[] => repo.shas;
    assert.deepEqual([...(await findOrphans(repository, { ...question, known }, context()))].sort(), repo.shas.slice(1).sort());
    const fresh = await readLog(repository, { known: question.oldTips });
    assert.deepEqual(
      fresh.map(({ message }) => message),
      ['better', 'commit 0'],
      'with every known tip pruned, what is left is read again',
    );
    assert.deepEqual(await findOrphans(repository, { oldTips: question.newTips, newTips: question.newTips }, context()), []);
  });

  it('reads a branch that came back', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), [{ files: { a: '1' } }, { files: { a: '2' } }]);
    const repository = await open(t, repo.path);
    git(repo.path, ['reset', '-q', '--hard', 'HEAD~1']);
    const known = chooseTips(await readRefs(repository, context()));
    git(repo.path, ['reset', '-q', '--hard', repo.shas[1] ?? '']);
    assert.deepEqual(
      (await readLog(repository, { known })).map(({ sha }) => sha),
      [repo.shas[1]],
    );
  });
});

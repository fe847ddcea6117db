// Repositories that are not as one expects: each must be read as far as it goes.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chownSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { authorFilter } from '../../../src/mine/git/authors.ts';
import { readHead } from '../../../src/mine/git/head.ts';
import { patchIds } from '../../../src/mine/git/patches.ts';
import { chooseTips, readRefs } from '../../../src/mine/git/refs.ts';
import { openRepository } from '../../../src/mine/git/repository.ts';
import { build, cleanEnvironment, git, init, scratch, writeCommit, type CommitSpec } from '../../support/repos.ts';
import { context, open, readLines, readLog } from './support.ts';

const THREE: readonly CommitSpec[] = [{ files: { a: '1\n', b: 'b\n' } }, { files: { a: '1\n2\n' } }, { files: { a: '1\n2\n3\n' } }];

const messages = async (...args: Parameters<typeof readLog>): Promise<string[]> => (await readLog(...args)).map(({ message }) => message);

/** A clone of a repository with THREE commits. */
function clone(t: TestContext, ...args: readonly string[]): { path: string; shas: readonly string[] } {
  const folder = scratch(t);
  const origin = build(path.join(folder, 'origin'), THREE);
  git(origin.path, ['config', 'uploadpack.allowFilter', 'true']);
  git(folder, ['clone', '-q', ...args, `file://${origin.path}`, 'clone']);
  return { path: path.join(folder, 'clone'), shas: origin.shas };
}

describe('places a repository can be in', () => {
  it('no commits', async (t) => {
    const repository = await open(t, init(path.join(scratch(t), 'empty')));
    assert.deepEqual(await readLog(repository), []);
    assert.deepEqual(await readRefs(repository, context()), {});
  });

  it('a detached HEAD off all branches', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), THREE);
    git(repo.path, ['checkout', '-q', '--detach']);
    git(repo.path, ['commit', '-q', '--allow-empty', '-m', 'detached']);
    assert.deepEqual((await messages(await open(t, repo.path))).sort(), ['commit 0', 'commit 1', 'commit 2', 'detached']);
  });

  it('bare, with .mailmap and .gitattributes in HEAD', async (t) => {
    const files = {
      '.mailmap': 'Ada Lovely <ada@example.com>\n',
      '.gitattributes': '*.gen linguist-generated\n',
      'sub/.gitattributes': 'x.gen -linguist-generated\n',
    };
    const repo = build(path.join(scratch(t), 'repo.git'), [{ files }], { bare: true });
    const repository = await open(t, repo.path);
    assert.equal(repository.bare, true);
    assert.equal((await readLog(repository))[0]?.author.name, 'Ada Lovely');
    assert.deepEqual([...(await readHead(repository, (file) => !file.startsWith('.mail'), context()))], Object.entries(files).slice(1));
  });

  it('a folder named after what it is: what it was cloned from gives the name', async (t) => {
    const folder = scratch(t);
    const origin = build(path.join(folder, 'shop.git'), THREE, { bare: true });
    for (const [name, said] of [
      ['repo', 'shop'],
      ['my-shop', 'my-shop'],
    ] as const) {
      git(folder, ['clone', '-q', origin.path, name]);
      const repository = await open(t, path.join(folder, name));
      assert.deepEqual([repository.name, repository.id.split('-').slice(0, -1).join('-')], [said, `local/${name}`]);
    }
    assert.equal((await open(t, init(path.join(folder, 'src')))).name, 'src');
  });

  it('a folder inside the work tree', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), [{ files: { 'deep/down/a': '1', top: '1' } }]);
    const repository = await open(t, path.join(repo.path, 'deep/down'));
    assert.equal(repository.path, repo.path);
    assert.deepEqual(
      (await readLog(repository))[0]?.files.map((file) => file.path),
      ['deep/down/a', 'top'],
    );
  });

  it('a worktree, which is the same repository as its clone', async (t) => {
    const folder = scratch(t);
    const repo = build(path.join(folder, 'repo'), THREE);
    git(repo.path, ['worktree', 'add', '-q', '-b', 'other', path.join(folder, 'tree'), 'HEAD~1']);
    const [main, tree] = [await open(t, repo.path), await open(t, path.join(folder, 'tree'))];
    assert.equal(tree.id, main.id);
    assert.equal(tree.path, path.join(folder, 'tree'));
    assert.equal((await readRefs(tree, context()))['HEAD'], repo.shas[1]);
    assert.deepEqual(await messages(tree, { branch: 'HEAD' }), ['commit 1', 'commit 0']);
  });

  it('a submodule, and a repository with one', async (t) => {
    const folder = scratch(t);
    const inner = build(path.join(folder, 'inner'), THREE);
    const outer = build(path.join(folder, 'outer'), [{ files: { a: '1' } }]);
    git(outer.path, ['-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner.path, 'sub']);
    git(outer.path, ['commit', '-q', '-m', 'add submodule']);
    const repository = await open(t, outer.path);
    const [sha] = (await readLog(repository)).map((commit) => commit.sha);
    assert.deepEqual((await readLines(repository, [sha ?? ''])).get(sha ?? '')?.files, [
      { path: '.gitmodules', status: 'A', added: 3, deleted: 0 },
      { path: 'sub', status: 'A', added: 1, deleted: 0 },
    ]);
    const sub = await open(t, path.join(outer.path, 'sub'));
    assert.equal(sub.gitDir, path.join(outer.path, '.git/modules/sub'));
    assert.deepEqual(await messages(sub), ['commit 2', 'commit 1', 'commit 0']);
  });

  it('SHA-256', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), THREE, { sha256: true });
    const repository = await open(t, repo.path);
    assert.equal(repository.objectFormat, 'sha256');
    const log = await readLog(repository);
    assert.deepEqual(
      log.map(({ sha }) => sha),
      repo.shas.toReversed(),
    );
    assert.ok(log.every(({ sha }) => sha.length === 64));
    assert.deepEqual(
      [...(await readLines(repository, repo.shas)).values()].map(({ files }) => files[0]?.added),
      [1, 1, 1],
    );
    assert.equal((await patchIds(repository, repo.shas, context())).size, 3);
  });

  it('tags of blobs and trees, branches whose objects are gone, symbolic refs', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), THREE);
    git(repo.path, ['tag', '-a', '-m', 'x', 'annotated', repo.shas[0] ?? '']);
    git(repo.path, ['tag', 'of-a-tree', 'HEAD^{tree}']);
    git(repo.path, ['symbolic-ref', 'refs/heads/alias', 'refs/heads/main']);
    const refs = await readRefs(await open(t, repo.path), context());
    assert.deepEqual(refs, { HEAD: repo.shas[2], 'refs/heads/main': repo.shas[2], 'refs/tags/annotated': repo.shas[0] });
    writeFileSync(path.join(repo.path, '.git/refs/heads/broken'), `${'1'.repeat(40)}\n`);
    const repository = await open(t, repo.path);
    assert.deepEqual(chooseTips(await readRefs(repository, context())), [repo.shas[2]]);
    assert.equal((await readLog(repository)).length, 3);
  });
});

describe('clones without everything', () => {
  it('shallow: the boundary is nobody’s import of the whole tree', async (t) => {
    const repo = clone(t, '--depth=2');
    const repository = await open(t, repo.path);
    assert.deepEqual([...repository.shallow], [repo.shas[1]]);
    const log = await readLog(repository);
    assert.deepEqual(
      log.map(({ sha, files, lines }) => [sha, files.length, lines]),
      [
        [repo.shas[2], 1, 'pending'],
        [repo.shas[1], 0, 'missing'],
      ],
    );
    const lines = await readLines(
      repository,
      log.map(({ sha }) => sha),
    );
    assert.deepEqual(lines.get(repo.shas[1] ?? ''), { sha: repo.shas[1], files: [], lines: 'missing', reason: 'shallow-boundary' });
    assert.equal(lines.get(repo.shas[2] ?? '')?.files[0]?.added, 1);
  });

  it('partial, without blobs: names are told, lines are missing, nothing is fetched', async (t) => {
    const repo = clone(t, '--filter=blob:none', '--no-checkout');
    const repository = await open(t, repo.path);
    assert.equal(repository.partial, true);
    const log = await readLog(repository, { known: ['1'.repeat(40)] });
    assert.deepEqual(
      log.map(({ files, lines }) => [files[0]?.path, lines]),
      [
        ['a', 'pending'],
        ['a', 'pending'],
        ['a', 'pending'],
      ],
    );
    const lines = await readLines(repository, repo.shas);
    assert.deepEqual(lines.get(repo.shas[2] ?? ''), {
      sha: repo.shas[2],
      files: [{ path: 'a', status: 'M', added: null, deleted: null }],
      lines: 'missing',
      reason: 'object-missing',
    });
    assert.equal((await patchIds(repository, repo.shas, context())).size, 0);
    assert.equal((await readHead(repository, () => true, context())).size, 0);
    assert.equal(
      git(repo.path, ['rev-list', '--objects', '--missing=print', 'HEAD']).match(/^\?/gm)?.length,
      4,
      'all four blobs are still missing',
    );
  });

  it('partial, with the blobs of its checkout: what is there is counted', async (t) => {
    const repo = clone(t, '--filter=blob:none');
    const repository = await open(t, repo.path);
    writeFileSync(path.join(repo.path, 'a'), '4\n');
    git(repo.path, ['commit', '-q', '-a', '-m', 'counted']);
    const newest = git(repo.path, ['rev-parse', 'HEAD']);
    const lines = await readLines(repository, [newest, ...repo.shas]);
    assert.deepEqual(lines.get(newest)?.files, [{ path: 'a', status: 'M', added: 1, deleted: 3 }]);
    assert.equal(lines.get(repo.shas[1] ?? '')?.lines, 'missing');
  });

  it('partial and bare, with a .mailmap that is missing, and one that is there', async (t) => {
    const folder = scratch(t);
    const origin = build(path.join(folder, 'origin'), [{ files: { '.mailmap': 'Ada Lovely <ada@example.com>\n' } }]);
    git(origin.path, ['config', 'uploadpack.allowFilter', 'true']);
    git(folder, ['clone', '-q', '--bare', '--filter=blob:none', `file://${origin.path}`, 'clone.git']);
    const clone = path.join(folder, 'clone.git');
    assert.equal((await readLog(await open(t, clone)))[0]?.author.name, 'Ada Example');
    git(clone, ['cat-file', 'blob', 'HEAD:.mailmap']);
    assert.equal((await readLog(await open(t, clone)))[0]?.author.name, 'Ada Lovely');
  });

  it('partial, without trees', async (t) => {
    const repo = clone(t, '--filter=tree:0', '--no-checkout');
    const repository = await open(t, repo.path);
    const log = await readLog(repository);
    assert.deepEqual(
      log.map(({ files, lines }) => [files, lines]),
      [
        [[], 'missing'],
        [[], 'missing'],
        [[], 'missing'],
      ],
    );
    const lines = [...(await readLines(repository, repo.shas)).values()];
    assert.deepEqual(
      lines.map(({ reason }) => reason),
      ['object-missing', 'object-missing', 'object-missing'],
    );
  });

  it('damaged: one blob gone costs its commits their lines, not the others theirs', async (t) => {
    const many = Array.from({ length: 200 }, (_, at) => ({ files: { a: `${at}\n` } }));
    const repo = build(path.join(scratch(t), 'repo'), many);
    git(repo.path, ['unpack-objects', '-q'], { input: packOf(repo.path) });
    const blob = git(repo.path, ['rev-parse', 'HEAD~50:a']);
    rmSync(path.join(repo.path, '.git/objects', blob.slice(0, 2), blob.slice(2)));
    const repository = await open(t, repo.path);
    const log = await readLog(repository);
    assert.ok(log.every(({ files, lines }) => files.length === 1 && lines === 'pending'));
    const lines = [
      ...(
        await readLines(
          repository,
          log.map(({ sha }) => sha),
        )
      ).values(),
    ];
    const missing = lines.filter((count) => count.lines === 'missing');
    assert.equal(lines.length, 200);
    assert.deepEqual(new Set(missing.map(({ sha }) => sha)), new Set([log[50]?.sha, log[49]?.sha]));
    assert.deepEqual(new Set(missing.map(({ reason }) => reason)), new Set(['object-missing']));
    assert.equal(
      (
        await patchIds(
          repository,
          log.map(({ sha }) => sha),
          context(),
        )
      ).size,
      198,
    );
  });
});

/** Takes the pack out of a repository, so that it can be unpacked to loose objects. */
function packOf(repo: string): Buffer {
  const folder = path.join(repo, '.git/objects/pack');
  const files = readdirSync(folder);
  const pack = readFileSync(path.join(folder, files.find((file) => file.endsWith('.pack')) ?? ''));
  for (const file of files) rmSync(path.join(folder, file), { force: true });
  return pack;
}

describe('commits that are not as they should be', () => {
  it('bytes that are no UTF-8, in names, messages and paths', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), [
      {
        message: Buffer.from('gr\xfc\xdfe\n', 'latin1'),
        encoding: 'ISO-8859-1',
        author: { name: Buffer.from('J\xfcrgen', 'latin1'), email: 'j@example.com' },
        files: [[Buffer.from('caf\xe9.txt', 'latin1'), 'x\n']],
      },
      { message: Buffer.from('raw \xff\xfe bytes\n', 'latin1'), files: { a: '1' } },
      { message: Buffer.from([0x73, 0xed, 0xa0, 0x80, 0x65, 0x0a]), files: { b: '1' } },
      { message: '\ud83d\ude00 fine\n', files: { 'naïve.txt': '1' } },
    ]);
    const repository = await open(t, repo.path);
    const [emoji, surrogate, raw, latin] = await readLog(repository);
    assert.deepEqual([latin?.message, latin?.author.name, latin?.files[0]?.path], ['grüße', 'Jürgen', 'caf\ufffd.txt']);
    assert.equal(raw?.message, 'raw \ufffd\ufffd bytes');
    assert.equal(surrogate?.message, 's\ufffd\ufffd\ufffde');
    assert.ok(surrogate?.message.isWellFormed());
    assert.deepEqual([emoji?.message, emoji?.files[0]?.path], ['😀 fine', 'naïve.txt']);
    assert.equal((await readLines(repository, repo.shas)).get(repo.shas[0] ?? '')?.files[0]?.added, 1);
  });

  it('NUL in a message: read as far as git reads it', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), [{ files: { a: '1' } }]);
    const tree = git(repo.path, ['rev-parse', 'HEAD^{tree}']);
    writeCommit(
      repo.path,
      `tree ${tree}\nparent ${repo.shas[0]}\nauthor A <a@example.com> 1 +0000\ncommitter A <a@example.com> 1 +0000\n\nbefore\0after\n`,
    );
    const repository = await open(t, repo.path);
    assert.deepEqual(await messages(repository), ['before', 'commit 0']);
  });

  it('paths with newlines, tabs, quotes, leading dashes, pathspec magic, and of great length', async (t) => {
    const names = [
      'new\nline',
      'tab\there',
      '"quoted"',
      '-dash',
      '--output=x',
      ':(top)x',
      ':100644 100644',
      '1\t2\tx',
      '\\back',
      ' space ',
      `${'d'.repeat(200)}/`.repeat(15) + 'f',
      '.\n',
      'é',
      '\u202egnp',
    ];
    const old = names.map((name) => `old/${name}`);
    const files = (content: string, list: readonly string[]): Record<string, string> =>
      Object.fromEntries(list.map((name) => [name, content + name.replace(/^old\//, '')]));
    const repo = build(
      path.join(scratch(t), 'repo.git'),
      [{ files: files('x\n', old) }, { renames: old.map((name) => [name, name.slice(4)] as const) }, { files: files('x\ny\n', names) }],
      {
        bare: true,
      },
    );
    const repository = await open(t, repo.path);
    const sorted = names.toSorted();
    const [changed, renamed, added] = await readLog(repository);
    assert.deepEqual(changed?.files.map((file) => file.path).sort(), sorted);
    assert.deepEqual(
      renamed?.files.map((file) => [file.path, file.from]).sort(),
      sorted.map((name) => [name, `old/${name}`]),
    );
    assert.deepEqual(added?.files.map((file) => file.path).sort(), old.toSorted());
    const counts = await readLines(repository, repo.shas);
    assert.deepEqual(
      counts
        .get(repo.shas[2] ?? '')
        ?.files.map((file) => [file.path, file.added])
        .sort(),
      sorted.map((name) => [name, 1]),
    );
    assert.deepEqual(
      counts
        .get(repo.shas[1] ?? '')
        ?.files.map((file) => [file.path, file.from, file.added])
        .sort(),
      sorted.map((name) => [name, `old/${name}`, 0]),
    );
  });

  it('dates before 1970, in the far future, past all numbers, and none at all', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), [{ files: { a: '1' } }]);
    const tree = git(repo.path, ['rev-parse', 'HEAD^{tree}']);
    const dated = (author: string, committer: string): string =>
      writeCommit(
        repo.path,
        `tree ${tree}\nparent ${git(repo.path, ['rev-parse', 'HEAD'])}\nauthor ${author}\ncommitter ${committer}\n\nx\n`,
      );
    const who = 'A <a@example.com>';
    const shas = [
      dated(`${who} -86400 -0230`, `${who} 86400 +0000`),
      dated(`${who} 253402300800 +1400`, `${who} 0 +0000`),
      dated(`${who} 99999999999999999999999 +0100`, `${who} 5 +9999`),
      dated(who, `${who} 7 +0000`),
      dated('', ''),
      dated(`${who} -99999999999999999999999 +0000`, `${who} 1 +0000`),
      dated('A\r <a\r@example.com> -1 +0000', `${who} 1 +0000`),
    ];
    const bySha = new Map((await readLog(await open(t, repo.path))).map((commit) => [commit.sha, commit]));
    const times = shas
      .map((sha) => bySha.get(sha))
      .map((commit) => [commit?.author.at, commit?.author.offset, commit?.committer.at, commit?.committer.offset]);
    assert.deepEqual(times, [
      [-86_400_000, -150, 86_400_000, 0],
      [253_402_300_800_000, 840, 0, 0],
      [Number.MAX_SAFE_INTEGER - 1, 0, 5000, 0],
      [7000, 0, 7000, 0],
      [0, 0, 0, 0],
      [1 - Number.MAX_SAFE_INTEGER, 0, 1000, 0],
      [-1000, 0, 1000, 0],
    ]);
  });

  it('names and e-mails that are empty, long, or full of markup', async (t) => {
    const long = 'n'.repeat(100_000);
    const repo = build(path.join(scratch(t), 'repo'), [
      { author: { name: '', email: '' }, files: { a: '1' } },
      { author: { name: long, email: 'long@example.com' }, files: { a: '2' } },
      { author: { name: '<script>'.replaceAll(/[<>]/g, '\u2039'), email: 'x y@example.com' }, files: { a: '3' } },
    ]);
    const log = await readLog(await open(t, repo.path));
    assert.deepEqual(
      log.map(({ author }) => [author.name.length, author.email]),
      [
        [8, 'x y@example.com'],
        [65_536, 'long@example.com'],
        [0, ''],
      ],
    );
  });

  it('a message of 100 MB is hashed as it passes and kept up to 64 KiB, its trailers read', async (t) => {
    const size = 100_000_000;
    const end = '\n\nCo-authored-by: Bob Example <bob@example.com>\n';
    const body = Buffer.alloc(size, 'lorem ipsum é\n');
    const message = Buffer.concat([Buffer.from('huge\n\n'), body, Buffer.from(end)]);
    const repo = build(path.join(scratch(t), 'repo.git'), [{ message, files: { a: '1' } }, { message: 'after\n' }], { bare: true });
    const repository = await open(t, repo.path);
    const before = process.memoryUsage().rss;
    const [, commit] = await readLog(repository, { author: authorFilter('bob@example.com') }).then((found) => [undefined, ...found]);
    const grown = process.memoryUsage().rss - before;
    assert.ok(commit);
    assert.equal(commit.messageBytes, message.length);
    assert.equal(commit.messageHash, createHash('sha256').update(message).digest('hex'));
    assert.ok(Buffer.byteLength(commit.message) <= 65_536 && Buffer.byteLength(commit.message) > 65_530);
    assert.ok(!commit.message.includes('\ufffd'), 'no character was cut');
    assert.deepEqual(commit.trailers, [{ key: 'Co-authored-by', value: 'Bob Example <bob@example.com>' }]);
    assert.ok(grown < 60_000_000, `memory grew by ${grown} bytes`);
  });

  it('merges of many parents', async (t) => {
    const roots = Array.from({ length: 40 }, (_, at) => ({ files: { [`f${at}`]: '1' }, ref: `refs/heads/b${at}`, parents: [] }));
    const repo = build(path.join(scratch(t), 'repo.git'), [...roots, { message: 'octopus\n', parents: roots.map((_, at) => at) }], {
      bare: true,
    });
    const [merge] = await readLog(await open(t, repo.path));
    assert.deepEqual(merge?.parents, repo.shas.slice(0, 40));
  });
});

describe('what cannot be read says so', () => {
  const reason = async (t: TestContext, folder: string): Promise<string> => {
    const opened = await openRepository(folder, context(), { env: cleanEnvironment(scratch(t)) });
    return opened.ok ? 'ok' : `${opened.error.reason}: ${opened.error.message}`;
  };

  it('nothing there, a file, no repository', async (t) => {
    const folder = scratch(t);
    writeFileSync(path.join(folder, 'file'), '');
    assert.match(await reason(t, path.join(folder, 'nowhere')), /^path-missing: .*nowhere/);
    assert.match(await reason(t, path.join(folder, 'file')), /^not-a-folder/);
    assert.match(await reason(t, folder), /^not-a-repository: .*git init/);
  });

  it('a repository of another user', { skip: process.getuid?.() !== 0 && 'needs to give a folder away' }, async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), THREE);
    const give = (file: string): void => {
      chownSync(file, 12_345, 12_345);
      if (statSync(file).isDirectory()) for (const name of readdirSync(file)) give(path.join(file, name));
    };
    give(repo.path);
    assert.match(await reason(t, repo.path), /^dubious-ownership: .*git config --global --add safe\.directory/);
    const home = scratch(t);
    writeFileSync(path.join(home, '.gitconfig'), `[safe]\n\tdirectory = ${repo.path}\n`);
    assert.ok((await openRepository(repo.path, context(), { env: cleanEnvironment(home) })).ok, 'the user may trust it');
  });

  it('a config git cannot read, and one it is too old for', async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), THREE);
    const config = path.join(repo.path, '.git/config');
    writeFileSync(config, '[core\nbroken');
    assert.match(await reason(t, repo.path), /^bad-config/);
    writeFileSync(config, '[core]\n\trepositoryformatversion = 1\n[extensions]\n\tteleport = true\n');
    assert.match(await reason(t, repo.path), /^git-too-old-for-repository/);
  });
});

// The git we start: found, checked, ended.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it, type TestContext } from 'node:test';
import { GitError } from '../../../src/mine/git/errors.ts';
import { locateGit } from '../../../src/mine/git/locate.ts';
import { mineLog } from '../../../src/mine/git/log.ts';
import { openRepository } from '../../../src/mine/git/repository.ts';
import { runGit, startGit } from '../../../src/mine/git/spawn.ts';
import { build, cleanEnvironment, git, init, scratch } from '../../support/repos.ts';
import { context, open } from './support.ts';

const posix = { skip: process.platform === 'win32' && 'the stand-ins are shell scripts' };

/** A folder with a `git` that is this script. */
function standIn(t: TestContext, script: string): string {
  const folder = scratch(t);
  writeFileSync(path.join(folder, 'git'), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(folder, 'git'), 0o755);
  return folder;
}

const reasonOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof GitError ? `${error.reason}: ${error.message}` : String(error)),
  );

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '');
  } catch {
    return false;
  }
};

async function eventually(check: () => boolean): Promise<void> {
  for (let at = 0; at < 100 && !check(); at += 1) await sleep(50);
  assert.ok(check());
}

describe('finding git', posix, () => {
  it('says what to do when it is missing, too old, or something else', async (t) => {
    assert.match(await reasonOf(locateGit({ env: { PATH: scratch(t) } })), /^git-missing: .*Install it/);
    assert.match(await reasonOf(locateGit({ env: {} })), /^git-missing/);
    assert.match(
      await reasonOf(locateGit({ env: { PATH: standIn(t, 'echo git version 2.17.1') } })),
      /^git-too-old: .*2\.17.*2\.30.*Update/,
    );
    assert.match(await reasonOf(locateGit({ env: { PATH: standIn(t, 'echo hello') } })), /^git-missing: .*does not answer like git/);
    assert.match(await reasonOf(locateGit({ env: { PATH: standIn(t, 'exit 3') } })), /^git-failed: .*exit code 3/);
    const version = (text: string) => locateGit({ env: { PATH: standIn(t, `echo '${text}'`) } }).then((found) => found.version);
    assert.equal(await version('git version 2.30.0'), '2.30.0');
    assert.equal(await version('git version 2.50.1 (Apple Git-155)'), '2.50.1');
    assert.equal(await version('git version 3.0.0.windows.1'), '3.0.0.windows.1');
  });

  it('never takes one from inside the repository, nor from a relative folder', async (t) => {
    const folder = scratch(t);
    const repo = init(path.join(folder, 'repo'));
    const bin = path.join(repo, 'bin');
    mkdirSync(bin);
    for (const place of [bin, repo]) {
      writeFileSync(path.join(place, 'git'), `#!/bin/sh\ntouch '${folder}/ran'\n`);
      chmodSync(path.join(place, 'git'), 0o755);
    }
    symlinkSync(bin, path.join(folder, 'link'));
    const real = cleanEnvironment()['PATH'] ?? '';
    const env = { ...cleanEnvironment(), PATH: [bin, path.join(folder, 'link'), '.', '', repo, real].join(path.delimiter) };
    const before = process.cwd();
    process.chdir(repo);
    t.after(() => process.chdir(before));
    const opened = await openRepository(path.join(repo, 'bin'), context(), { env });
    assert.ok(opened.ok);
    assert.equal(existsSync(path.join(folder, 'ran')), false);
    const left = opened.value.git.env['PATH']?.split(path.delimiter) ?? [];
    assert.ok(left.every((entry) => path.isAbsolute(entry) && !entry.startsWith(folder)));
  });

  it('passes nothing of the environment on but what git needs', async () => {
    const { env } = await locateGit({
      env: {
        ...cleanEnvironment('/home/x'),
        GIT_DIR: '/x',
        GIT_TRACE: '/x',
        GIT_SSH_COMMAND: 'x',
        PAGER: 'x',
        EDITOR: 'x',
        LD_PRELOAD: 'x',
        SECRET_TOKEN: 'x',
      },
    });
    for (const name of ['GIT_DIR', 'GIT_TRACE', 'GIT_SSH_COMMAND', 'PAGER', 'EDITOR', 'LD_PRELOAD', 'SECRET_TOKEN'])
      assert.equal(env[name], undefined);
    assert.equal(env['HOME'], '/home/x');
    assert.equal(env['GIT_NO_LAZY_FETCH'], '1');
    assert.equal(env['GIT_ALLOW_PROTOCOL'], 'none');
  });
});

describe('ending git', posix, () => {
  // The number appears under its name whole or not at all: a file that exists but is still empty would be read as process 0.
  const hanging = `case "$*" in
*version*) echo git version 2.45.0;;
*) sleep 60 & echo $! > "$HOME/pid"; mv "$HOME/pid" "$HOME/grandchild"; wait;;
esac`;

  it('ends a git that hangs, with what it started', async (t) => {
    const home = scratch(t);
    const repo = init(path.join(scratch(t), 'repo'));
    const found = await locateGit({
      env: { ...cleanEnvironment(home), PATH: `${standIn(t, hanging)}:${process.env['PATH']}` },
      idleMs: 2000,
    });
    assert.match(await reasonOf(runGit({ git: found, cwd: repo, args: ['log'] })), /^git-timeout: git log gave no answer for 2 s/);
    const grandchild = Number(readFileSync(path.join(home, 'grandchild'), 'utf8'));
    await eventually(() => !alive(grandchild));
  });

  it('gives up on a repository whose config can never be read', async (t) => {
    const repo = init(path.join(scratch(t), 'repo'));
    const pipe = path.join(repo, 'pipe');
    const { spawnSync } = await import('node:child_process');
    if (spawnSync('mkfifo', [pipe]).status !== 0) return t.skip('no mkfifo');
    git(repo, ['config', 'include.path', pipe]);
    const opened = await openRepository(repo, context(), { env: cleanEnvironment(scratch(t)), idleMs: 500 });
    assert.deepEqual(opened.ok ? 'ok' : opened.error.reason, 'git-timeout');
  });

  it('stops at once when it is aborted, with the reason given', async (t) => {
    const home = scratch(t);
    const repo = init(path.join(scratch(t), 'repo'));
    const found = await locateGit({ env: { ...cleanEnvironment(home), PATH: `${standIn(t, hanging)}:${process.env['PATH']}` } });
    const controller = new AbortController();
    const work = runGit({ git: found, cwd: repo, args: ['log'], signal: controller.signal });
    await eventually(() => existsSync(path.join(home, 'grandchild')));
    controller.abort(new Error('enough'));
    await assert.rejects(work, /enough/);
    await eventually(() => !alive(Number(readFileSync(path.join(home, 'grandchild'), 'utf8'))));
    assert.throws(() => startGit({ git: found, cwd: repo, args: ['log'], signal: controller.signal }), /enough/);
  });

  it('stops reading a long history in the middle, and leaves no git behind', async (t) => {
    const repo = build(
      path.join(scratch(t), 'repo.git'),
      Array.from({ length: 3000 }, (_, at) => ({ message: `${'x'.repeat(500)}\n`, files: { a: `${at}` } })),
      {
        bare: true,
      },
    );
    const repository = await open(t, repo.path);
    const controller = new AbortController();
    let read = 0;
    await assert.rejects(async () => {
      for await (const batch of mineLog(repository, { batch: 10 }, context(controller.signal))) {
        read += batch.length;
        controller.abort();
      }
    }, /abort/i);
    assert.ok(read < 3000);
    for await (const batch of mineLog(repository, { batch: 10 }, context())) {
      assert.ok(batch.length > 0);
      break;
    }
    const none = mineLog(repository, { author: () => false }, context());
    void none.next();
    await sleep(20);
    await none.return();
    await eventually(() => !childrenOf(process.pid).some((name) => name === 'git'));
  });

  it('tells the last words of a git that died', async (t) => {
    const found = await locateGit({
      env: {
        ...cleanEnvironment(),
        PATH: `${standIn(t, 'case "$*" in *version*) echo git version 2.45.0;; *) echo "fatal: the moon is full" >&2; exit 128;; esac')}:${process.env['PATH']}`,
      },
    });
    assert.match(
      await reasonOf(runGit({ git: found, cwd: '/', args: ['log'] })),
      /^git-failed: git log ended with exit code 128 in \/: fatal: the moon is full$/,
    );
    const signalled = await locateGit({
      env: {
        ...cleanEnvironment(),
        PATH: `${standIn(t, 'case "$*" in *version*) echo git version 2.45.0;; *) kill -SEGV $$;; esac')}:${process.env['PATH']}`,
      },
    });
    assert.match(await reasonOf(runGit({ git: signalled, cwd: '/', args: ['log'] })), /^git-failed: git log was stopped by a signal/);
    assert.match(await reasonOf(runGit({ git: found, cwd: path.join(scratch(t), 'gone'), args: ['log'] })), /^git-missing: .*gone/);
  });
});

function childrenOf(pid: number): string[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map((child) => (existsSync(`/proc/${child}/comm`) ? readFileSync(`/proc/${child}/comm`, 'utf8').trim() : ''));
}

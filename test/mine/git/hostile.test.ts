// Nothing of a repository is ever run, whatever it says in its config, its attributes, its hooks and its folders.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { topAuthors } from '../../../src/mine/git/authors.ts';
import { readHead } from '../../../src/mine/git/head.ts';
import { findOrphans } from '../../../src/mine/git/orphans.ts';
import { patchIds, whitespaceOnly } from '../../../src/mine/git/patches.ts';
import { readRefs } from '../../../src/mine/git/refs.ts';
import { hostileRepository } from '../../support/hostile.ts';
import { cleanEnvironment, scratch } from '../../support/repos.ts';
import { context, open, readLines, readLog } from './support.ts';

describe('a hostile repository', { skip: process.platform === 'win32' && 'its traps are shell scripts' }, () => {
  for (const place of ['path', 'bare'] as const) {
    it(`runs nothing, and is read all the same (${place === 'bare' ? 'bare' : 'with a work tree'})`, async (t) => {
      const hostile = hostileRepository(scratch(t));
      const env = cleanEnvironment(scratch(t));
      // Folders elsewhere on PATH are the user's own choice.
      const planted = hostile.searchPath.filter((folder) => place === 'path' || !path.isAbsolute(folder));
      const searched = [...planted, env['PATH']].join(path.delimiter);
      const before = process.cwd();
      process.chdir(hostile.path);
      t.after(() => process.chdir(before));

      const repository = await open(t, hostile[place], {
        env: {
          ...env,
          PATH: searched,
          GIT_DIR: '/nonexistent',
          GIT_EXTERNAL_DIFF: 'touch /nonexistent',
          GIT_CONFIG_COUNT: '1',
          GIT_CONFIG_KEY_0: 'core.pager',
          GIT_CONFIG_VALUE_0: 'x',
        },
      });
      const log = await readLog(repository, { paths: [] });
      assert.deepEqual(log.map(({ sha }) => sha).sort(), hostile.shas.toSorted());
      const lines = await readLines(repository, hostile.shas);
      assert.deepEqual(
        hostile.shas.map((sha) => lines.get(sha)?.lines),
        ['counted', 'missing', 'missing', 'counted'],
      );
      await readRefs(repository, context());
      await topAuthors(repository, context());
      await findOrphans(repository, { oldTips: hostile.shas, newTips: ['1'.repeat(40)] }, context()).catch(() => {});
      await findOrphans(repository, { oldTips: hostile.shas, newTips: hostile.shas.slice(0, 1) }, context());
      assert.equal((await patchIds(repository, hostile.shas, context())).size, 1);
      await whitespaceOnly(repository, hostile.shas, context());
      await readHead(repository, () => true, context());
      assert.deepEqual(hostile.sprung(), []);
    });
  }

  it('does spring on a git that is not guarded', (t) => {
    const hostile = hostileRepository(scratch(t));
    const env = { ...cleanEnvironment(scratch(t)), GIT_ALLOW_PROTOCOL: 'file:ext' };
    const run = (...args: string[]): unknown => spawnSync('git', [...enabling, ...args], { cwd: hostile.path, env });
    // Some traps stop git before it comes to others.
    const enabling = ['diff.orderFile=/dev/null', 'filter.trap.process=', 'filter.trap.required=false'].flatMap((setting) => [
      '-c',
      setting,
    ]);
    run('status');
    run('log', '-p', '--show-signature', hostile.shas[0] ?? '');
    run('log', '-p', '--ext-diff', hostile.shas[0] ?? '');
    run('log', '--show-signature');
    run('log', '--numstat', '--format=%H');
    run('add', '.');
    run('rev-parse', '--all');
    const sprung = hostile.sprung();
    for (const name of ['fsmonitor', 'textconv', 'diff-command', 'hook-post-index-change', 'gpg', 'uploadpack', 'ext-url']) {
      assert.ok(
        sprung.some((one) => one.endsWith(name)),
        `${name} would have been run; ran: ${sprung.join(' ')}`,
      );
    }
  });

  it('follows a .git file to its repository and guards that', async (t) => {
    const folder = scratch(t);
    const hostile = hostileRepository(folder);
    const elsewhere = path.join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(path.join(elsewhere, '.git'), `gitdir: ${path.join(hostile.path, '.git')}\n`);
    const repository = await open(t, elsewhere);
    assert.equal((await readLog(repository)).length, hostile.shas.length);
    assert.deepEqual(hostile.sprung(), []);
  });
});

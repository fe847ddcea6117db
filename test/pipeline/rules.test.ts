import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { openRepository } from '../../src/mine/git/repository.ts';
import { repoRules } from '../../src/pipeline/rules.ts';
import type { Rules } from '../../src/normalize/rules.ts';
import { silent } from '../../src/util/context.ts';
import { build, type CommitSpec, git, scratch } from '../support/repos.ts';

const ctx = { now: Date.now, log: silent };

async function rulesOf(folder: string): Promise<Rules> {
  const opened = await openRepository(folder, ctx);
  assert.ok(opened.ok);
  return repoRules(opened.value, ctx);
}

const ATTRIBUTES: CommitSpec['files'] = {
  '.gitattributes': '*.gen linguist-generated\n/top/*.x linguist-vendored\ndist/** -linguist-generated\r\n',
  'sub/.gitattributes': 'x.gen -linguist-generated\n/only.c linguist-generated=true\n**/deep/*.d linguist-generated\n',
  'sub/a/.gitattributes': 'x.gen linguist-generated\n"two words.c" linguist-vendored\nu.gen !linguist-generated\n',
  'packages/ui/.gitattributes': '* linguist-vendored\nsrc/* -linguist-vendored\n',
  'not.gitattributes': '* linguist-generated\n',
};

const PATHS = [
  'a.gen',
  'top/y.x',
  'other/top/y.x',
  'dist/a.js',
  'sub/x.gen',
  'sub/y.gen',
  'sub/only.c',
  'sub/a/only.c',
  'sub/a/x.gen',
  'sub/a/b/x.gen',
  'sub/a/u.gen',
  'sub/a/two words.c',
  'sub/deep/z.d',
  'sub/q/deep/z.d',
  'deep/z.d',
  'packages/ui/index.c',
  'packages/ui/src/a.c',
  'packages/ui/src/b/a.c',
  'packages/uix/a.c',
  'plain.c',
];

/** What git itself says of each path: set, unset or nothing. */
function byGit(repo: string): readonly string[] {
  const asked = ['check-attr', '--cached', '--stdin', '-z', 'linguist-generated', 'linguist-vendored'];
  const fields = git(repo, asked, { input: PATHS.map((one) => `${one}\0`).join('') }).split('\0');
  const left: string[] = [];
  for (let at = 0; at + 5 < fields.length; at += 6) {
    const is = (value: string | undefined): boolean => value === 'set' || value === 'true';
    left.push(`${fields[at]} ${is(fields[at + 2]) ? 'generated' : is(fields[at + 5]) ? 'vendored' : ''}`);
  }
  return left;
}

/** What the rules say by attributes alone: `dist/` is named by linguist too. */
const byRules = (rules: Rules): readonly string[] => PATHS.map((one) => `${one} ${rules.file(one)?.reason ?? ''}`);

test('.gitattributes count in every folder, as git reads them, and info/attributes before all', async (t) => {
  const repo = build(path.join(scratch(t), 'repo'), [{ files: ATTRIBUTES }]);
  const expected = byGit(repo.path);
  assert.ok(
    expected.includes('sub/x.gen ') && expected.includes('sub/a/x.gen generated') && expected.includes('packages/ui/index.c vendored'),
  );
  assert.deepEqual(byRules(await rulesOf(repo.path)), expected);
  assert.deepEqual(byRules(await rulesOf(path.join(repo.path, 'sub'))), expected);

  mkdirSync(path.join(repo.path, '.git/info'), { recursive: true });
  writeFileSync(path.join(repo.path, '.git/info/attributes'), 'sub/**/x.gen -linguist-generated\nplain.c linguist-vendored\n');
  const own = byGit(repo.path);
  assert.ok(own.includes('sub/a/x.gen ') && own.includes('plain.c vendored'));
  assert.deepEqual(byRules(await rulesOf(repo.path)), own);
});

test('they count in bare and treeless clones as far as they are there', async (t) => {
  const folder = scratch(t);
  const origin = build(path.join(folder, 'origin'), [{ files: ATTRIBUTES }]);
  git(origin.path, ['config', 'uploadpack.allowFilter', 'true']);
  git(folder, ['clone', '-q', '--bare', `file://${origin.path}`, 'bare.git']);
  assert.deepEqual(byRules(await rulesOf(path.join(folder, 'bare.git'))), byGit(origin.path));
  git(folder, ['clone', '-q', '--bare', '--filter=tree:0', `file://${origin.path}`, 'treeless.git']);
  assert.equal((await rulesOf(path.join(folder, 'treeless.git'))).file('a.gen'), undefined);
  git(folder, ['clone', '-q', '--bare', '--filter=blob:none', `file://${origin.path}`, 'blobless.git']);
  assert.equal((await rulesOf(path.join(folder, 'blobless.git'))).file('a.gen'), undefined);
});

test(
  'files that are no settings a person wrote are passed over',
  { skip: process.platform === 'win32' && 'no pipes in folders' },
  async (t) => {
    const huge = `${'# nothing\n'.repeat(120_000)}*.gen linguist-generated\n`;
    const repo = build(path.join(scratch(t), 'repo'), [
      { files: { '.gitattributes': huge, 'sub/.gitattributes': '*.gen linguist-generated\n' } },
    ]);
    const info = path.join(repo.path, '.git/info');
    rmSync(info, { recursive: true, force: true });
    mkdirSync(info);
    assert.equal(spawnSync('mkfifo', [path.join(info, 'attributes')]).status, 0);
    const rules = await rulesOf(repo.path);
    assert.equal(rules.file('a.gen'), undefined);
    assert.equal(rules.file('sub/a.gen')?.reason, 'generated');
  },
);

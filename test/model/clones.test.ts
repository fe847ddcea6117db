import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { mkdirSync } from 'node:fs';
import { build, git, scratch } from '../support/repos.ts';
import { commitsOfClone } from './clones.ts';

test('commits named by the manifest come from a clone with their message, files and line counts', async (t) => {
  const folder = scratch(t);
  mkdirSync(path.join(folder, 'owner'));
  const { shas } = build(
    path.join(folder, 'owner/name.git'),
    [
      { message: 'feat: one\n\nWhy it is.\nMore.\n', files: { 'src/a b.ts': 'x\ny\n', 'logo.bin': Buffer.from([0, 1, 2]) } },
      { message: 'not asked for', files: { 'other.txt': '1\n' } },
      { message: 'fix: two\tand a tab', files: { 'src/a b.ts': 'x\nz\n', 'müll.txt': 'm\n' } },
    ],
    { bare: true },
  );
  const entry = (sha: string, label: string) => ({ repository: 'owner/name', sha, label, split: 'fold0' });
  const gone = 'f'.repeat(40);
  const commits = await commitsOfClone(folder, 'owner/name', [
    entry(shas[0] ?? '', 'feat'),
    entry(gone, 'docs'),
    entry(shas[2] ?? '', 'fix'),
  ]);
  assert.deepEqual(
    commits.map(({ files, ...rest }) => ({ ...rest, files: files.toSorted(([a], [b]) => (a < b ? -1 : 1)) })),
    [
      {
        repo: 'owner/name',
        sha: shas[0],
        type: 'feat',
        subject: 'feat: one',
        body: 'Why it is.\nMore.',
        files: [
          ['logo.bin', null, null],
          ['src/a b.ts', 2, 0],
        ],
      },
      {
        repo: 'owner/name',
        sha: shas[2],
        type: 'fix',
        subject: 'fix: two\tand a tab',
        body: '',
        files: [
          ['müll.txt', 1, 0],
          ['src/a b.ts', 1, 1],
        ],
      },
    ],
  );
  assert.deepEqual(await commitsOfClone(folder, 'owner/other', [entry(gone, 'feat')]), []);
});

test('commits whose files a partial clone lacks are left out, and nothing is fetched for them', async (t) => {
  const folder = scratch(t);
  mkdirSync(path.join(folder, 'owner'));
  const origin = build(path.join(folder, 'origin.git'), [
    { message: 'feat: one', files: { 'one.ts': 'x\n' } },
    { message: 'fix: two', files: { 'two.ts': 'y\n' } },
  ]);
  git(origin.path, ['config', 'uploadpack.allowFilter', 'true']);
  git(folder, ['clone', '-q', '--bare', '--filter=blob:none', `file://${origin.path}`, 'owner/name.git']);
  const clone = path.join(folder, 'owner/name.git');
  git(clone, ['cat-file', '-p', `${origin.shas[0] ?? ''}:one.ts`]);
  const entries = origin.shas.map((sha) => ({ repository: 'owner/name', sha, label: 'feat', split: 'train' }));
  const commits = await commitsOfClone(folder, 'owner/name', entries);
  assert.deepEqual(
    commits.map(({ subject, files }) => [subject, files]),
    [['feat: one', [['one.ts', 1, 0]]]],
  );
});

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { RawCommit } from '../../../src/domain/commit.ts';
import { mineCounted } from '../../../src/mine/git/counted.ts';
import { DiffTree } from '../../../src/mine/git/difftree.ts';
import type { Repository } from '../../../src/mine/git/repository.ts';
import { build, git, scratch } from '../../support/repos.ts';
import { all, context, open, readLines, readLog } from './support.ts';

/** A history of small changes, renames and a merge every tenth commit. */
function history(folder: string, commits: number): ReturnType<typeof build> {
  const repo = build(
    folder,
    Array.from({ length: commits }, (_, n) => ({
      message: `step ${n}`,
      files: { [`file-${n % 7}`]: `${'line\n'.repeat(n % 13)}${n}\n` },
    })),
  );
  git(repo.path, ['checkout', '-q', '-b', 'side', repo.shas[2] ?? '']);
  git(repo.path, ['commit', '-q', '--allow-empty', '-m', 'side']);
  git(repo.path, ['checkout', '-q', 'main']);
  git(repo.path, ['merge', '-q', '--no-edit', 'side']);
  return repo;
}

/** What the cheap pass and the lines after it tell, put together. */
async function twoPasses(repository: Repository): Promise<Map<string, RawCommit>> {
  const commits = await readLog(repository);
  const counts = await readLines(
    repository,
    commits.map(({ sha }) => sha),
  );
  return new Map(
    commits.map((commit) => {
      const { files, lines } = counts.get(commit.sha) ?? commit;
      return [commit.sha, { ...commit, files, lines }];
    }),
  );
}

const bySha = (commits: readonly RawCommit[]): Map<string, RawCommit> => new Map(commits.map((commit) => [commit.sha, commit]));

describe('the thorough pass', () => {
  it('tells every commit once, as the two passes do', async (t) => {
    const repository = await open(t, history(path.join(scratch(t), 'repo'), 300).path);
    const commits = await all(mineCounted(repository, { batch: 50 }, context()));
    const expected = await twoPasses(repository);
    assert.equal(commits.length, expected.size);
    assert.deepEqual(bySha(commits), expected);
    assert.ok(commits.every(({ lines }) => lines === 'counted'));
  });

  it('keeps commits whose blobs are gone, without their lines', async (t) => {
    // Few enough objects to lie in files of their own. What stands in the work tree, git would read there.
    const repo = history(path.join(scratch(t), 'repo'), 25);
    const blob = git(repo.path, ['rev-parse', `${repo.shas[13]}:file-6`]).trim();
    rmSync(path.join(repo.path, '.git/objects', blob.slice(0, 2), blob.slice(2)), { force: true });
    assert.throws(() => git(repo.path, ['cat-file', '-e', blob]), 'it is gone');
    const repository = await open(t, repo.path);
    const commits = await all(mineCounted(repository, {}, context()));
    assert.deepEqual(bySha(commits), await twoPasses(repository));
    const missing = commits.filter(({ lines }) => lines === 'missing').map(({ message }) => message);
    assert.deepEqual(missing.sort(), ['step 13', 'step 20'], 'the one that made it and the one that replaced it');
  });

  it('ends with its consumer', async (t) => {
    const repository = await open(t, history(path.join(scratch(t), 'repo'), 300).path);
    for await (const batch of mineCounted(repository, { batch: 10 }, context())) {
      assert.ok(batch.length >= 10);
      break;
    }
  });
});

describe('a git that stays', () => {
  it('is replaced after so many commits, with requests under way, and nobody notices', async (t) => {
    const repo = history(path.join(scratch(t), 'repo'), 120);
    const repository = await open(t, repo.path);
    const [renewed, kept] = [20, 1000].map((renewAfter) => new DiffTree(repository, { of: 'lines', renewAfter }, context()));
    assert.ok(renewed && kept);
    const runs = Array.from({ length: 12 }, (_, n) => repo.shas.slice(n * 10, n * 10 + 10));
    const answers = await Promise.all(runs.map((run) => renewed.request(run)));
    assert.deepEqual(answers, await Promise.all(runs.map((run) => kept.request(run))));
    assert.deepEqual(
      answers.map(({ records }) => records.map(({ sha }) => sha)),
      runs,
    );
    renewed.close();
    kept.close();
    await assert.rejects(renewed.request(repo.shas));
  });
});

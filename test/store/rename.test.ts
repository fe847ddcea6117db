import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import type { Contribution, Repo } from '../../src/domain/contribution.ts';
import { commitId, pullId } from '../../src/domain/ids.ts';
import { ADA, BEN, commit, fresh, open, REPO, sha, slimCommit, tag } from './support.ts';

const NOW: Repo = { id: 'example.com/group/tool', name: 'group/tool', path: '', remote: 'https://example.com/group/tool' };
const pull = (repo: string, over: Partial<Contribution> = {}): Contribution =>
  commit(90, { repo, kind: 'pull_request', key: '7', id: pullId(repo, 7), ...over });

test('a repository that is called otherwise keeps all that is stored of it, and what the user did, by its new name', (t) => {
  const { store, path } = fresh(t);
  const edited = { person: ADA, repos: [REPO.id, 'example.com/other'], period: '2026', audience: 'self', locale: 'en' } as const;
  store.writeBatch({
    repo: REPO,
    contributions: [commit(1), commit(2), pull(REPO.id)],
    slim: [slimCommit(3), slimCommit(4)],
    noise: [{ contribution: commit(2).id, reason: 'part', detail: 'with #7', of: pullId(REPO.id, 7) }],
    watermark: { location: '/clone', mark: { main: sha(4) } },
  });
  store.writeBatch({ repo: REPO, watermark: { location: 'pull requests', person: ADA, mark: { until: 'late' } } });
  store.correct({ contribution: commit(1).id, family: 'type', label: 'perf' });
  store.correct({ contribution: pullId(REPO.id, 7), family: 'type', label: 'docs' });
  store.putBack({ contribution: commit(2).id, reason: 'part', of: pullId(REPO.id, 7) });
  store.mergeWork('work_log:work-log/x-1#1', pullId(REPO.id, 7));
  const cited = [pullId(REPO.id, 7), commit(1).id];
  store.saveEdit(edited, { claim: 'c', text: 'Did it.', base: 'It was done.', section: { id: 'summary', title: 'Summary' }, cited });
  store.saveTags([{ of: commit(2), tag: tag('feat') }]);

  // By the new name the third is known with its text, the second less well, the pull request again, and something more.
  store.writeBatch({
    repo: NOW,
    contributions: [commit(3, { repo: NOW.id, author: BEN }), pull(NOW.id), commit(5, { repo: NOW.id })],
    slim: [{ ...slimCommit(2), repo: NOW.id, id: commitId(NOW.id, sha(2)) }],
    watermark: { location: '/clone', mark: { main: sha(5) } },
  });
  store.renameRepo(REPO.id, NOW);

  assert.deepEqual(store.repos(), [{ ...NOW, path: REPO.path }]);
  const items = store.query({ order: 'oldest' });
  assert.deepEqual(
    items.map(({ id, repo }) => [id, repo]),
    [...[1, 2, 3, 5].map((n) => [commitId(NOW.id, sha(n)), NOW.id]), [pullId(NOW.id, 7), NOW.id]],
  );
  assert.deepEqual(
    items.map(({ correction }) => correction?.label),
    ['perf', undefined, undefined, undefined, 'docs'],
  );
  assert.equal(items[1]?.tag?.label, 'feat', 'the fuller of two stays');
  assert.deepEqual(
    store.ledger({}).map(({ of, reason }) => [of, reason]),
    [[pullId(NOW.id, 7), 'part']],
  );
  assert.equal(store.count({ noise: 'counted' }), 5, 'what was put back counts');
  assert.equal([...store.slim(NOW.id)].length, 5);
  assert.deepEqual(
    store.workDecisions().map(({ of }) => of),
    [pullId(NOW.id, 7)],
  );
  const at = { ...edited, persons: [ADA], repos: ['example.com/other', NOW.id] };
  assert.deepEqual(
    store.edits(at).map(({ claim, cited: of }) => [claim, of]),
    [['c', [pullId(NOW.id, 7), commitId(NOW.id, sha(1))]]],
  );
  assert.deepEqual(store.watermark(NOW.id, '/clone'), { main: sha(5) }, 'as it was read by the name of now');
  assert.deepEqual(store.watermark(NOW.id, 'pull requests', ADA), { until: 'late' });
  assert.deepEqual(store.formerNames(), [{ former: REPO.id, now: NOW.id }]);

  // Written again by another process that knew the former row; read again after the store was lost.
  const beside = open(t, path);
  beside.writeBatch({ repo: NOW, contributions: [commit(6, { repo: NOW.id })] });
  assert.equal(store.count({ repos: [NOW.id] }), 6);
  beside.close();
  store.close();
  for (const suffix of ['', '-wal', '-shm', '.seal']) rmSync(path + suffix, { force: true });
  const rebuilt = open(t, path);
  rebuilt.writeBatch({ repo: NOW, contributions: [commit(1, { repo: NOW.id }), pull(NOW.id)] });
  assert.deepEqual(
    rebuilt.query({ order: 'oldest' }).map(({ correction }) => correction?.label),
    ['perf', 'docs'],
  );
});

test('a repository that gets its former name back is led there, and one in three names is one', (t) => {
  const { store } = fresh(t);
  const third: Repo = { ...NOW, id: 'example.com/third/tool', name: 'third/tool' };
  store.writeBatch({ repo: REPO, contributions: [commit(1)] });
  store.renameRepo(REPO.id, NOW);
  store.renameRepo(NOW.id, third);
  assert.deepEqual(
    store.formerNames().map(({ former, now }) => [former, now]),
    [
      [REPO.id, third.id],
      [NOW.id, third.id],
    ],
  );
  store.renameRepo(third.id, REPO);
  assert.deepEqual(
    new Map(store.formerNames().map(({ former, now }) => [former, now])),
    new Map([
      [NOW.id, REPO.id],
      [third.id, REPO.id],
    ]),
  );
  assert.deepEqual(
    store.query({}).map(({ id }) => id),
    [commit(1).id],
  );
  const before = store.revision();
  store.renameRepo(REPO.id, REPO);
  assert.equal(store.revision(), before);
});

test('a number tells a repository whatever it is called, at its own host', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [commit(1)] });
  const at = { host: 'example.com', number: '7' };
  assert.deepEqual(store.numberRepo(REPO.id, at), []);
  const before = store.revision();
  assert.deepEqual(store.numberRepo(REPO.id, at), []);
  assert.equal(store.revision(), before, 'known already');
  assert.deepEqual(store.numberRepo(NOW.id, { ...at, host: 'other.example.com' }), []);
  assert.deepEqual(store.numberRepo(NOW.id, at), [REPO.id]);
  assert.deepEqual([...store.numberedRepos()].toSorted(), [NOW.id, REPO.id]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Contribution, Noise } from '../../src/domain/contribution.ts';
import { logId } from '../../src/domain/ids.ts';
import { ADA, BEN, commit, fresh, REPO, sha, slimCommit } from './support.ts';

const LOG = { id: 'work-log/a.md-00000001', name: 'a.md', path: '/home/ada/a.md' };

const entry = (n: number, over: Partial<Contribution> = {}): Contribution => ({
  ...commit(n),
  id: logId(LOG.id, String(n)),
  kind: 'work_log',
  repo: LOG.id,
  key: `a.md:${n}`,
  files: [],
  host: { kind: 'work_log', file: LOG.path, line: n, tags: [], category: 'on-call' },
  ...over,
});
const doubt = (n: number, of: string): Noise => ({ contribution: entry(n).id, reason: 'inconsistent', detail: '{}', of });

test('entries are stored, listed by log and person, and taken out whole', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [commit(1)] });
  store.writeBatch({
    repo: LOG,
    contributions: [entry(1), entry(2), entry(3, { author: BEN, credit: [{ identity: BEN, role: 'author', share: 1 }] })],
  });
  assert.deepEqual(store.logs(), [LOG]);
  assert.deepEqual(store.logs([BEN]), [LOG]);
  assert.deepEqual(store.logs(['nobody <n@example.com>']), []);
  assert.deepEqual(store.query({ repos: [LOG.id], identities: [ADA] })[1]?.host, entry(1).host);
  assert.equal(store.summary().logged, 3);
  assert.equal(store.count({ text: 'number 2' }), 1);
  assert.equal(store.remove([entry(2).id]), 1);
  assert.equal(store.count({ text: 'number 2' }), 0);
  assert.equal(store.remove([entry(2).id]), 0);
  assert.equal(store.summary().logged, 2);
  assert.equal(store.erase([ADA]).contributions, 2);
  assert.deepEqual(store.logs([ADA]), []);
  assert.equal(store.remove([entry(3).id]), 1);
  assert.deepEqual(
    store.repos().map(({ id }) => id),
    [REPO.id],
    'where the file lay is forgotten',
  );
  store.writeBatch({ repo: LOG, contributions: [entry(1)] });
  assert.deepEqual(store.logs(), [LOG]);
});

test('a doubtful entry counts once it is kept apart from what it is doubted for, and from that alone', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [commit(1), commit(2)] });
  store.writeBatch({ repo: LOG, contributions: [entry(1)], noise: [doubt(1, commit(1).id)] });
  const counted = (): number => store.count({ repos: [LOG.id], noise: 'counted' });
  const line = () => store.ledger({ reason: 'inconsistent' }).map(({ putBack, merged, of }) => ({ putBack, merged, of }));
  assert.equal(counted(), 0);
  const apart = store.putBack({ contribution: entry(1).id, reason: 'inconsistent', of: commit(1).id });
  assert.equal(counted(), 1);
  assert.deepEqual(line(), [{ putBack: true, merged: false, of: commit(1).id }]);
  // Another doubt of the same entry is another question.
  store.writeBatch({ repo: LOG, contributions: [entry(1)], noise: [doubt(1, commit(2).id)] });
  assert.equal(counted(), 0);
  store.writeBatch({ repo: LOG, contributions: [entry(1)], noise: [doubt(1, commit(1).id)] });
  assert.equal(counted(), 1, 'what was decided is remembered');
  store.undo(apart);
  const same = store.mergeWork(entry(1).id, commit(1).id);
  assert.equal(counted(), 0);
  assert.deepEqual(line(), [{ putBack: false, merged: true, of: commit(1).id }]);
  assert.deepEqual(store.workDecisions(), [{ entry: entry(1).id, of: commit(1).id, same: true }]);
  assert.equal(store.summary().sameWork, 1);
  assert.deepEqual(store.unmergeWork(entry(1).id, commit(1).id), [same]);
  assert.deepEqual(store.workDecisions(), []);
});

test('why an entry is doubtful goes with whoever is erased: it may name them', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [commit(1)], slim: [slimCommit(2)] });
  const detail = JSON.stringify({ label: '#2', clues: [{ clue: 'owner', owner: 'Ben Example' }] });
  store.writeBatch({ repo: LOG, contributions: [entry(1)], noise: [{ ...doubt(1, commit(2).id), detail }] });
  assert.equal(store.count({ repos: [LOG.id], noise: 'counted' }), 0);
  store.erase([BEN]);
  assert.deepEqual(store.ledger({ reason: 'inconsistent' }), []);
  assert.equal(store.count({ repos: [LOG.id], noise: 'counted' }), 1);
});

test('commits are found by the beginning of their sha, whoever made them', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [commit(1)], slim: [slimCommit(2)] });
  for (const length of [7, 8, 11, 40])
    assert.deepEqual(
      store.commitsNamed(sha(1).slice(0, length)).map(({ id, author, subject }) => [id, author, subject]),
      [[commit(1).id, ADA, commit(1).subject]],
      String(length),
    );
  assert.deepEqual(
    store.commitsNamed(sha(2).slice(0, 9)).map(({ author, subject }) => [author, subject]),
    [[BEN, null]],
  );
  assert.deepEqual(store.commitsNamed('0'.repeat(12)), []);
});

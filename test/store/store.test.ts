import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADA, BEN, commit, fresh, REPO, sha, slimCommit, tag } from './support.ts';

test('what is written is read back as it was', (t) => {
  const { store } = fresh(t);
  const plain = commit(1);
  const rich = commit(2, {
    subject: 'fix(größe)!: Umlaut, 中文, 😀, "quoted" and \0 NUL',
    body: 'Line\nsecond \u0000 line\n',
    credit: [
      { identity: ADA, role: 'author', share: 0.5 },
      { identity: BEN, role: 'co-author', share: 0.5 },
    ],
    trailers: [{ key: 'Co-authored-by', value: BEN }],
    refs: ['main', 'v1.0'],
    stated: { type: 'fix', scope: 'größe', breaking: true },
    assistants: ['Some Assistant'],
    reverts: sha(1),
    lines: 'missing',
    files: [
      { path: 'a\nb "c".ts', status: 'A', added: null, deleted: null },
      { path: 'new.ts', from: 'old.ts', status: 'R', added: 0, deleted: 0 },
      { path: 'm.ts', status: 'M', added: 3, deleted: 4 },
    ],
  });
  const review = commit(3, { id: 'review:example.com/team/app#12/34', kind: 'review', key: '34', files: [] });
  const written = store.writeBatch({ repo: REPO, contributions: [plain, rich, review] });
  assert.deepEqual(written, { added: 3, updated: 0, unchanged: 0 });
  const read = store.query({ order: 'oldest' });
  assert.deepEqual(
    read.map(({ noise: _n, share: _s, ...rest }) => rest),
    [plain, rich, review],
  );
  assert.deepEqual(
    store.query({ identities: [BEN] }).map(({ id, share }) => [id, share]),
    [[rich.id, 0.5]],
  );
  assert.deepEqual(store.writeBatch({ repo: REPO, contributions: [plain, rich, review] }), { added: 0, updated: 0, unchanged: 3 });
});

test('slim, tags, corrections, noise', (t) => {
  const { store } = fresh(t);
  store.writeBatch({
    repo: REPO,
    slim: [slimCommit(1), slimCommit(2, { noise: ['bot', 'merge'], created: ['src/file-2.ts'], reviewers: [ADA] })],
    contributions: [commit(3)],
    noise: [{ contribution: commit(3).id, reason: 'duplicate', detail: 'same patch as 1' }],
    watermark: { location: '/x', mark: { main: sha(3) } },
  });
  assert.equal(store.count({}), 1);
  assert.equal(store.count({ noise: 'counted' }), 0);
  const id = store.putBack({ contribution: commit(3).id, reason: 'duplicate' });
  assert.equal(store.count({ noise: 'counted' }), 1);
  assert.equal(store.query({})[0]?.noise.length, 0);
  store.undo(id);
  assert.equal(store.count({ noise: 'counted' }), 0);
  store.saveTags([{ contribution: commit(3).id, textHash: 'x', tag: tag('feat') }]);
  assert.equal(store.count({ types: ['feat'] }), 1);
  const c = store.correct({ contribution: commit(3).id, family: 'type', label: 'docs' });
  assert.equal(store.count({ types: ['feat'] }), 0);
  assert.equal(store.query({ types: ['docs'] })[0]?.correction?.label, 'docs');
  store.undo(c);
  assert.equal(store.count({ types: ['feat'] }), 1);
  assert.deepEqual(store.watermark(REPO.id, '/x'), { main: sha(3) });
  assert.equal(store.query({ text: 'numb' }).length, 1);
  assert.equal(store.untagged({ family: 'type', model: 'model-2' }).length, 1);
  store.saveEmbeddings('enc', [{ contribution: commit(3).id, textHash: 'h', vector: new Float32Array([1, 2, 3]) }]);
  assert.deepEqual(
    [...store.embeddings('enc')].map(({ vector }) => [...vector]),
    [[1, 2, 3]],
  );
  store.erase([ADA]);
  assert.equal(store.count({}), 0);
});

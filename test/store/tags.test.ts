import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Contribution } from '../../src/domain/contribution.ts';
import type { OwnFamily } from '../../src/domain/tags.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { ADA, BEN, commit, fresh, KEY, REPO, sha, slimCommit, tag } from './support.ts';

const saved = (n: number, ...rest: Parameters<typeof tag>) => ({ of: commit(n), tag: tag(...rest) });

test('a tag comes back whole', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [commit(1)] });
  const type = tag('fix', 0.123456789012345, { stated: 'chore', scores: { feat: 0.5, fix: 0.12346, docs: 0.37654 } });
  const useful = tag('useful', 0.75, { family: 'useful', unsure: true, scores: { useful: 0.75, 'not-useful': 0.25 }, model: 'model-2' });
  const all = [type, useful].map((one) => ({ of: commit(1), tag: one }));
  assert.equal(store.saveTags(all), 2);
  assert.deepEqual(store.query({})[0]?.tag, type);
  assert.deepEqual(store.query({ family: 'useful' })[0]?.tag, useful);
  assert.equal(store.query({ family: 'category' })[0]?.tag, undefined);
});

test('what has no tag by this model, newest first, whoever asks', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [commit(1), commit(2, { author: BEN }), commit(3)], slim: [slimCommit(4)] });
  const due = (model: string, more: object = {}): number[] =>
    store.untagged({ family: 'type', model, ...more }).map(({ subject }) => Number(subject.at(-1)));
  assert.deepEqual(due('model-1'), [3, 2, 1]);
  assert.deepEqual(due('model-1', { identities: [ADA] }), [3, 1]);
  assert.deepEqual(due('model-1', { limit: 1 }), [3]);
  store.saveTags([saved(1, 'fix'), saved(3, 'fix')]);
  assert.deepEqual(due('model-1'), [2]);
  assert.deepEqual(due('model-2'), [3, 2, 1]);
  store.saveTags([saved(1, 'docs', 0.9, { model: 'model-2' })]);
  assert.deepEqual(due('model-2'), [3, 2]);
  assert.deepEqual(store.query({ ids: [commit(1).id] })[0]?.tag?.label, 'docs');
  assert.deepEqual(due('model-1', { family: 'useful' }), [3, 2, 1]);
  assert.deepEqual(due('model-1', { kinds: ['review_comment'] }), []);
  assert.deepEqual(due('model-1', { kinds: ['commit'] }), [2, 1]);
  store.saveTags([saved(2, 'revert', 1, { model: 'rule', scores: { revert: 1 } })]);
  assert.deepEqual(due('model-1'), [1], 'what a rule decided no model has to look at');
  assert.deepEqual(due('model-3'), [3, 1]);
});

test('a tag holds for what was read, whatever another window has written since', (t) => {
  const { store, path } = fresh(t);
  const pull = (over: Partial<Contribution> = {}): Contribution =>
    commit(5, { id: `pull_request:${REPO.id}#5`, kind: 'pull_request', key: '5', stated: { type: 'fix', breaking: false }, ...over });
  store.writeBatch({ repo: REPO, contributions: [commit(1), commit(2), commit(3, { lines: 'pending' }), pull()] });
  const { store: other } = openStore({ path, key: KEY });
  t.after(() => other.close());
  const due = (of: Store): string[] => of.untagged({ family: 'type', model: 'model-1' }).map(({ key }) => key);
  const read = store.untagged({ family: 'type', model: 'model-1' });
  assert.equal(read.length, 4);
  const edited = commit(1, { body: 'Other words.', messageHash: 'other words' });
  other.writeBatch({ repo: REPO, contributions: [edited, pull({ stated: { type: 'feat', breaking: false } })] });
  const counted = [{ path: 'src/file-3.ts', status: 'M' as const, added: 30, deleted: 1 }];
  other.writeBatch({ repo: REPO, lines: [{ key: sha(3), files: counted, lines: 'counted' }] });
  assert.equal(store.saveTags(read.map((of) => ({ of, tag: tag('docs') }))), 4);
  assert.deepEqual(due(store), ['5', sha(3), sha(1)], 'message, lines and what is stated');
  assert.deepEqual(due(other), due(store));
  assert.equal(store.query({ ids: [commit(1).id] })[0]?.tag?.label, 'docs', 'shown until it is looked at again');
  // The other window was quicker, and has tagged what it wrote: that is not undone for good.
  other.saveTags([{ of: edited, tag: tag('feat') }]);
  assert.deepEqual(due(store), ['5', sha(3)]);
  store.saveTags([saved(1, 'docs')]);
  assert.deepEqual(due(store), ['5', sha(3), sha(1)]);
  store.saveTags(store.untagged({ family: 'type', model: 'model-1' }).map((of) => ({ of, tag: tag('feat') })));
  assert.deepEqual(due(other), [], 'what is read as it is stands');
});

test('a merge has nothing to tag; what counts for nothing but has changes does', (t) => {
  const { store } = fresh(t);
  const noise = (n: number, reason: 'merge' | 'empty' | 'bot', path?: string) => ({
    contribution: commit(n).id,
    reason,
    detail: 'so it is',
    ...(path === undefined ? {} : { path }),
  });
  const contributions = [commit(1), commit(2), commit(3), commit(4)];
  store.writeBatch({ repo: REPO, contributions, noise: [noise(1, 'merge'), noise(2, 'empty'), noise(3, 'bot'), noise(4, 'merge', 'a')] });
  assert.deepEqual(
    store.untagged({ family: 'type', model: 'model-1' }).map(({ id }) => id),
    [commit(4).id, commit(3).id],
  );
});

test('tags of what is not stored are not kept', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, slim: [slimCommit(1)] });
  assert.equal(store.saveTags([saved(1, 'fix'), saved(2, 'fix')]), 0);
  assert.equal(store.saveTags([]), 0);
  assert.equal(store.summary().tags, 0);
});

test('a tag in doubt counts as none, and a correction wins over any', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [commit(1)] });
  store.saveTags([saved(1, 'fix', 0.3, { unsure: true })]);
  assert.deepEqual(store.countByType({}), { unsure: 1 });
  store.correct({ contribution: commit(1).id, family: 'type', label: 'perf' });
  assert.deepEqual(store.countByType({}), { perf: 1 });
  store.saveTags([saved(1, 'docs', 0.99)]);
  assert.deepEqual(store.countByType({}), { perf: 1 });
});

test('vectors come back by encoder, of all or of some', (t) => {
  const { store } = fresh(t);
  const count = 2500;
  store.writeBatch({ repo: REPO, contributions: Array.from({ length: count }, (_, n) => commit(n)) });
  const small = (n: number) => ({
    contribution: commit(n).id,
    textHash: `t${n}`,
    vector: Int8Array.from({ length: 5 }, (_, i) => (n % 100) * (i % 2 ? 1 : -1)),
  });
  assert.equal(
    store.saveEmbeddings(
      'encoder-8',
      Array.from({ length: count }, (_, n) => small(n)),
    ),
    count,
  );
  const read = [...store.embeddings('encoder-8')];
  assert.equal(read.length, count);
  const byId = new Map(read.map((one) => [one.contribution, one]));
  for (const n of [0, 1, 1999, 2000, 2499]) assert.deepEqual(byId.get(commit(n).id), small(n));
  assert.deepEqual([...store.embeddings('encoder-8', [commit(7).id, commit(2400).id])], [small(7), small(2400)]);
  assert.deepEqual([...store.embeddings('encoder-8', [])], []);

  const vector = new Float32Array([0.1, -2, Number.MAX_VALUE]);
  store.saveEmbeddings('encoder-32', [{ contribution: commit(3).id, textHash: 'a', vector }]);
  store.saveEmbeddings('encoder-32', [{ contribution: commit(3).id, textHash: 'b', vector: vector.map((x) => -x) }]);
  assert.deepEqual([...store.embeddings('encoder-32')], [{ contribution: commit(3).id, textHash: 'b', vector: vector.map((x) => -x) }]);
  assert.deepEqual([...store.embeddings('unknown')], []);
  assert.equal(store.saveEmbeddings('encoder-8', [small(99_999)]), 0);
});

test('vectors of an encoder no longer in use can be dropped', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [commit(1)] });
  for (const encoder of ['old', 'new'])
    store.saveEmbeddings(encoder, [{ contribution: commit(1).id, textHash: 'h', vector: new Int8Array(3) }]);
  assert.equal(store.dropEmbeddings(['new']), 1);
  assert.equal([...store.embeddings('old')].length, 0);
  assert.equal([...store.embeddings('new')].length, 1);
});

test('tags in dimensions of the user’s own lie beside the others, and are found by', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [commit(1), commit(2), commit(3)] });
  const own = (n: number, label: string, unsure = false, family: OwnFamily = 'own/risk') => ({
    of: commit(n),
    tag: { family, label, p: 0.75, unsure, scores: { high: 0.25, low: 0.75 }, model: 'labels-1' },
  });
  store.saveTags([saved(1, 'fix'), own(1, 'low'), own(2, 'high', true), own(1, 'x', false, 'own/other')]);
  const ids = [1, 2, 3].map((n) => commit(n).id);
  const found = store.ownTags(ids, ['own/risk']);
  assert.deepEqual(found.get(ids[0] ?? ''), [own(1, 'low').tag]);
  assert.deepEqual([...found.keys()], ids.slice(0, 2));
  const subjects = (label: string): number[] =>
    store.query({ own: { family: 'own/risk', label } }).map(({ subject }) => Number(subject.at(-1)));
  assert.deepEqual(subjects('low'), [1]);
  assert.deepEqual(subjects('high'), [], 'what is unsure is no tag');
  assert.deepEqual(subjects('unsure'), [3, 2]);
  assert.equal(store.query({ ids: ids.slice(0, 1) })[0]?.tag?.label, 'fix', 'the type is another dimension');
  assert.equal(store.countByType({})['fix'], 1);
  assert.equal(store.untagged({ family: 'own/risk', model: 'labels-1' }).length, 1);
  assert.equal(store.untagged({ family: 'type', model: 'model-2', others: ['model-1'] }).length, 2);
});

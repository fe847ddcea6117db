import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tag } from '../../src/domain/tags.ts';
import type { Readable } from '../../src/store/retag.ts';
import type { Store } from '../../src/store/store.ts';
import { BEN, commit, fresh, REPO, sha, tag } from './support.ts';

const saved = (n: number, over: Partial<Tag> = {}) => ({ of: commit(n), tag: tag('feat', 0.9, over) });
const kept = (n: number, features = true) => ({
  contribution: commit(n).id,
  textHash: 'h',
  vector: Int8Array.from([n % 128, -1, 0]),
  ...(features ? { features: Uint8Array.from([1, n >> 8, n & 255, 0]) } : {}),
});
/** The number of the contribution, as its features say. */
const numberOf = ({ features }: Readable): number => ((features[1] ?? 0) << 8) | (features[2] ?? 0);

/** Tags everything that may be, page by page. @returns which numbers were read, in their order. */
function retagAll(store: Store, more: object = {}, tagOf = (n: number): Tag | undefined => later(n)): number[] {
  const read: number[] = [];
  let after: number | undefined;
  do {
    const page = store.retag({ family: 'type', encoder: 'e', model: 'new', ...more, ...(after === undefined ? {} : { after }) }, (one) => {
      const n = numberOf(one);
      assert.deepEqual(one.vector, kept(n).vector, 'its own vector');
      read.push(n);
      return tagOf(n);
    });
    after = page.next;
  } while (after !== undefined);
  return read;
}
const later = (n: number): Tag =>
  tag(n % 2 === 0 ? 'fix' : 'docs', 0.6123456789012345, { scores: { fix: 0.61235, docs: 0.38765 }, model: 'new', unsure: n % 5 === 0 });

test('another head tags all pages of what was kept, and lists follow', (t) => {
  const { store } = fresh(t);
  const many = Array.from({ length: 4500 }, (_, n) => n);
  store.writeBatch({ repo: REPO, contributions: many.map((n) => commit(n)) });
  store.saveEmbeddings(
    'e',
    many.map((n) => kept(n)),
  );
  store.saveTags(many.map((n) => saved(n)));
  const before = store.revision();
  assert.deepEqual(retagAll(store), many);
  assert.ok(store.revision() > before);
  for (const n of [0, 1, 5, 1999, 2000, 4499]) assert.deepEqual(store.query({ ids: [commit(n).id] })[0]?.tag, later(n));
  assert.deepEqual(store.countByType({}), { fix: 1800, docs: 1800, unsure: 900 });
  assert.deepEqual(store.untagged({ family: 'type', model: 'new' }), []);
  assert.deepEqual(retagAll(store), [], 'once');
});

test('only tags of other weights, of what has not changed and was kept whole, are replaced', (t) => {
  const { store } = fresh(t);
  const many = Array.from({ length: 10 }, (_, n) => commit(n, n === 8 ? { author: BEN } : {}));
  store.writeBatch({ repo: REPO, contributions: many.map((one, n) => (n === 3 ? { ...one, lines: 'pending' } : one)) });
  store.saveEmbeddings(
    'e',
    many.map((_, n) => kept(n, n !== 1)),
  );
  store.saveTags(many.map((_, n) => saved(n, n === 4 ? { model: 'rule' } : n === 5 ? { model: 'other' } : {})));
  store.saveTags([{ of: commit(9), tag: tag('x', 1, { family: 'useful' }) }]);
  store.writeBatch({
    repo: REPO,
    contributions: [commit(2, { subject: 'another' })],
    lines: [{ key: sha(3), files: [], lines: 'counted' }],
  });
  assert.deepEqual(
    retagAll(store, { others: ['other'], identities: [BEN] }, () => undefined),
    [8],
  );
  assert.equal(store.query({ ids: [commit(8).id] })[0]?.tag?.model, 'model-1', 'where there is nothing to say, it stays');
  assert.deepEqual(retagAll(store, { others: ['other'] }), [0, 6, 7, 8, 9]);
  assert.equal(store.query({ ids: [commit(9).id], family: 'useful' })[0]?.tag?.label, 'x');
  // Tagged since by something that keeps no features, as a model of the user's choice: what was kept is of another text.
  store.saveTags([saved(2), saved(3)]);
  assert.deepEqual(retagAll(store, { model: 'newer' }), [0, 5, 6, 7, 8, 9]);
});

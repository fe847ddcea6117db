import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Contribution } from '../../src/domain/contribution.ts';
import type { Tagged } from '../../src/domain/tags.ts';
import { ADA, BEN, commit, fresh, REPO, sha, slimCommit, tag } from './support.ts';

const plain = ({ noise: _n, share: _s, tag: _t, correction: _c, ...rest }: Tagged): Contribution => rest;
const pending = (n: number): Contribution =>
  commit(n, { lines: 'pending', files: [{ path: `src/file-${n}.ts`, status: 'M', added: null, deleted: null }] });

test('what is written is read back as it was, and writing it again changes nothing', (t) => {
  const { store } = fresh(t);
  const rich = commit(2, {
    subject: 'fix(größe)!: Umlaut, 中文, 😀, "quoted" and \0 NUL',
    body: 'Line\nsecond \u0000 line\n',
    credit: [
      { identity: ADA, role: 'author', share: 2 / 3 },
      { identity: BEN, role: 'co-author', share: 1 / 3 },
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
  const sha256 = commit(4, { key: sha(4) + sha(5).slice(0, 24) });
  const review = commit(3, { id: 'review:example.com/team/app#12/34', kind: 'review', key: '34', files: [] });
  const odd = commit(5, { id: 'commit:example.com/team/app@not-a-sha', key: 'not-a-sha' });
  const longAgo = commit(6, { at: -5e12, landedAt: 9.2e21 });
  const all = [longAgo, rich, review, sha256, odd];
  assert.deepEqual(store.writeBatch({ repo: REPO, contributions: all }), { added: 5, updated: 0, unchanged: 0 });
  assert.deepEqual(store.query({ order: 'oldest' }).map(plain), all);
  assert.deepEqual(store.writeBatch({ repo: REPO, contributions: all }), { added: 0, updated: 0, unchanged: 5 });
  const read = store.query({}).map(plain);
  assert.deepEqual(store.writeBatch({ repo: REPO, contributions: read }), { added: 0, updated: 0, unchanged: 5 }, 'as it was read');
});

test('any contribution comes back', (t) => {
  const { store } = fresh(t);
  const text = fc.array(fc.oneof(fc.nat(0x7f), fc.nat(0xd7ff))).map((units) => String.fromCharCode(...units));
  const lines = fc.option(fc.nat(1e6));
  const plainObjects = { noNullPrototype: true };
  const file = fc.record({ path: text, status: fc.constantFrom('A', 'D', 'M', 'T'), added: lines, deleted: lines }, plainObjects);
  const any = fc.record({
    subject: text,
    body: text,
    files: fc.array(file),
    refs: fc.array(text),
    parents: fc.array(text),
    assistants: fc.array(text),
  });
  let n = 0;
  fc.assert(
    fc.property(any, (some) => {
      const item = commit(n++, some);
      store.writeBatch({ repo: REPO, contributions: [item] });
      assert.deepEqual(store.query({ ids: [item.id] }).map(plain), [item]);
    }),
  );
});

test('a later reading replaces a former one, and its tag is due again', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [commit(1), commit(2)] });
  store.saveTags([1, 2].map((n) => ({ of: commit(n), tag: tag('feat') })));
  const due = (): string[] => store.untagged({ family: 'type', model: 'model-1' }).map(({ id }) => id);
  assert.deepEqual(due(), []);
  const edited = commit(1, { subject: 'docs: other words', body: '', refs: ['v1'] });
  assert.deepEqual(store.writeBatch({ repo: REPO, contributions: [edited, commit(2)] }), { added: 0, updated: 1, unchanged: 1 });
  assert.deepEqual(store.query({ text: 'other' }).map(plain), [edited]);
  assert.deepEqual(store.query({ text: 'change 1' }), []);
  assert.deepEqual(due(), [edited.id]);
  assert.equal(store.query({ ids: [edited.id] })[0]?.tag?.label, 'feat');
});

test('the same contribution twice in a batch is one', (t) => {
  const { store } = fresh(t);
  const last = commit(1, { subject: 'the last one counts' });
  assert.equal(store.writeBatch({ repo: REPO, contributions: [commit(1), last], slim: [slimCommit(2), slimCommit(2)] }).added, 2);
  assert.deepEqual(store.query({}).map(plain), [last]);
  assert.equal(store.query({ text: 'number' }).length, 0);
});

test('a slim commit becomes a full one when its author is chosen, and stays it', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, slim: [slimCommit(1, { author: ADA, lines: [[5, 6]], reviewers: [BEN] }), slimCommit(2)] });
  assert.deepEqual(store.notFull(REPO.id, [ADA]), [sha(1)]);
  assert.equal(store.count({}), 0);
  const full = pending(1);
  assert.deepEqual(store.writeBatch({ repo: REPO, contributions: [full] }), { added: 0, updated: 1, unchanged: 0 });
  assert.deepEqual(store.notFull(REPO.id, [ADA]), []);
  // What the slim one knew of lines and reviewers is kept.
  assert.deepEqual(store.query({})[0]?.files, [{ path: 'src/file-1.ts', status: 'M', added: 5, deleted: 6 }]);
  assert.equal(store.query({})[0]?.lines, 'counted');
  assert.deepEqual([...store.slim(REPO.id)][0]?.reviewers, [BEN]);
  store.writeBatch({ repo: REPO, slim: [slimCommit(1, { author: ADA })] });
  assert.equal(store.query({})[0]?.subject, full.subject);
  assert.equal(store.query({})[0]?.lines, 'counted');
});

test('a poorer reading takes no counts away', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [commit(1)], slim: [slimCommit(2, { lines: [[1, 2]] })] });
  assert.deepEqual(store.writeBatch({ repo: REPO, contributions: [pending(1)], slim: [slimCommit(2)] }), {
    added: 0,
    updated: 0,
    unchanged: 2,
  });
  assert.deepEqual(store.query({}).map(plain), [commit(1)]);
  assert.deepEqual([...store.slim(REPO.id)][1]?.lines, [[1, 2]]);
});

test('lines fill in, for full and slim, and are asked for once', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [pending(1), pending(2)], slim: [slimCommit(3), slimCommit(4, { author: ADA })] });
  assert.deepEqual(store.pendingLines({ repo: REPO.id }), [sha(4), sha(3), sha(2), sha(1)]);
  assert.deepEqual(store.pendingLines({ repo: REPO.id, identities: [ADA], limit: 2 }), [sha(4), sha(2)]);
  const counted = (n: number) => ({
    key: sha(n),
    files: [{ path: `src/file-${n}.ts`, status: 'M' as const, added: n, deleted: 1 }],
    lines: 'counted' as const,
  });
  store.saveTags([{ of: commit(1), tag: tag('feat') }]);
  store.writeBatch({
    repo: REPO,
    lines: [counted(1), counted(3), { key: sha(2), files: pending(2).files, lines: 'missing' }, counted(77)],
  });
  assert.deepEqual(store.pendingLines({ repo: REPO.id }), [sha(4)]);
  assert.deepEqual(store.query({ order: 'oldest' }).map(plain), [commit(1), { ...pending(2), lines: 'missing' }]);
  assert.deepEqual([...store.slim(REPO.id)][2]?.lines, [[3, 1]]);
  assert.equal(store.untagged({ family: 'type', model: 'model-1' }).length, 2);
  assert.equal(store.query({ order: 'largest' })[0]?.id, commit(1).id);
});

test('orphans are kept, marked, not counted, and come back when a ref reaches them again', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [commit(1), commit(2)], slim: [slimCommit(3)] });
  store.writeBatch({ repo: REPO, orphans: [sha(1), sha(3), sha(99)] });
  assert.equal(store.count({}), 2);
  assert.equal(store.count({ noise: 'counted' }), 1);
  assert.equal(store.query({ ids: [commit(1).id] })[0]?.orphan, true);
  assert.deepEqual(
    [...store.slim(REPO.id)].map((c) => c.sha),
    [sha(2)],
  );
  store.writeBatch({ repo: REPO, contributions: [commit(1)], slim: [slimCommit(3)] });
  assert.equal(store.count({ noise: 'counted' }), 2);
  assert.equal([...store.slim(REPO.id)].length, 3);
});

test('a batch that fails leaves nothing, not even its watermark', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [commit(1)], watermark: { location: '/clone', mark: { main: sha(1) } } });
  const before = store.revision();
  const other = commit(3, { repo: 'example.com/team/other' });
  const newcomer = commit(2, { author: 'New Comer <new@example.com>' });
  assert.throws(
    () => store.writeBatch({ repo: REPO, contributions: [newcomer, other], watermark: { location: '/clone', mark: { main: sha(3) } } }),
    TypeError,
  );
  assert.equal(store.count({}), 1);
  assert.equal(store.revision(), before);
  assert.deepEqual(store.watermark(REPO.id, '/clone'), { main: sha(1) });
  // The identity made in it is gone, and made again.
  store.writeBatch({ repo: REPO, contributions: [newcomer] });
  assert.equal(store.query({ identities: [newcomer.author] }).length, 1);
});

test('watermarks are told apart by place and person', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, watermark: { location: '/a', mark: { main: '1' } } });
  store.writeBatch({ repo: REPO, watermark: { location: '/a', person: ADA, mark: { main: '2', 'odd "ref"': '' } } });
  assert.deepEqual(store.watermark(REPO.id, '/a'), { main: '1' });
  assert.deepEqual(store.watermark(REPO.id, '/a', ADA), { main: '2', 'odd "ref"': '' });
  assert.equal(store.watermark(REPO.id, '/b'), undefined);
  assert.equal(store.watermark('example.com/unknown', '/a'), undefined);
});

test('repositories keep apart what has the same sha', (t) => {
  const { store } = fresh(t);
  const fork = { id: 'example.com/ben/app', name: 'ben/app', path: '/home/ben/app', remote: 'https://example.com/ben/app' };
  store.writeBatch({ repo: REPO, contributions: [commit(1)] });
  store.writeBatch({ repo: fork, contributions: [commit(1, { repo: fork.id })] });
  assert.equal(store.count({}), 2);
  assert.deepEqual(
    store.query({ repos: [fork.id] }).map((item) => item.repo),
    [fork.id],
  );
  store.correct({ contribution: commit(1, { repo: fork.id }).id, family: 'type', label: 'docs' });
  assert.deepEqual(
    store.query({ types: ['docs'] }).map((item) => item.repo),
    [fork.id],
  );
  assert.deepEqual(store.repos(), [fork, REPO]);
});

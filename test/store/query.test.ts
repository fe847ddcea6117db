import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Noise } from '../../src/domain/contribution.ts';
import type { Store } from '../../src/store/store.ts';
import { ADA, BEN, commit, DAY, fresh, REPO, sha, slimCommit, START, tag } from './support.ts';

const LABELS = ['feat', 'fix', 'docs'];

/** Sixty contributions, every tenth Ben's, typed in turn. */
function filled(t: TestContext): Store {
  const { store } = fresh(t);
  const items = Array.from({ length: 60 }, (_, n) => commit(n, { author: n % 10 === 0 ? BEN : ADA }));
  store.writeBatch({ repo: REPO, contributions: items });
  store.saveTags(items.map((of, n) => ({ of, tag: tag(LABELS[n % 3] ?? 'feat', 0.9, { unsure: n === 1 }) })));
  return store;
}
const numbers = (items: readonly { at: number }[]): number[] => items.map(({ at }) => (at - START) / DAY);

test('pages follow each other without gaps or repeats, in each order', (t) => {
  const store = filled(t);
  for (const order of ['newest', 'oldest', 'largest'] as const) {
    const whole = numbers(store.query({ order }));
    const paged = [0, 1, 2, 3].flatMap((page) => numbers(store.query({ order, offset: page * 17, limit: 17 })));
    assert.deepEqual(paged, whole);
    assert.deepEqual(numbers([...store.queryEach({ order })]), whole);
    assert.equal(whole[0], order === 'oldest' ? 0 : 59);
  }
  assert.deepEqual(store.query({ offset: 60 }), []);
  assert.deepEqual(store.query({ limit: 0 }), []);
});

test('filters hold together, and the count agrees', (t) => {
  const store = filled(t);
  const filters = [
    { identities: [BEN] },
    { identities: [ADA, BEN], period: { from: START + 10 * DAY, to: START + 20 * DAY } },
    { types: ['fix'] },
    { types: ['fix', 'unsure'], identities: [ADA] },
    { types: ['unsure'] },
    { repos: [] },
    { identities: [] },
    { ids: [commit(3).id, commit(4).id, commit(999).id, 'issue:nowhere#1'] },
    { text: 'number 5' },
  ];
  const expected = [6, 10, 19, 18, 1, 0, 0, 2, 11];
  assert.deepEqual(
    filters.map((filter) => store.query(filter).length),
    expected,
  );
  assert.deepEqual(
    filters.map((filter) => store.count(filter)),
    expected,
  );
  assert.deepEqual(store.countByType({}), { feat: 20, fix: 19, docs: 20, unsure: 1 });
  assert.deepEqual(numbers(store.query({ period: { from: START + 10 * DAY, to: START + 12 * DAY } })), [11, 10]);
});

test('what was said of changes is of no type and not unsure', (t) => {
  const store = filled(t);
  const review = { ...commit(70), id: `review:${REPO.id}#1/r1`, kind: 'review' as const, key: '1/r1' };
  store.writeBatch({ repo: REPO, contributions: [review] });
  assert.equal(store.count({}), 61);
  for (const filter of [{ types: ['unsure'] }, { types: ['unsure', 'fix'] }, { types: ['feat'] }])
    assert.ok(!store.query(filter).some(({ kind }) => kind === 'review'));
  assert.equal(store.count({ types: ['unsure'] }), 1);
  assert.deepEqual(store.countByType({}), { feat: 20, fix: 19, docs: 20, unsure: 1 });
  assert.equal(store.query({ order: 'least-certain' }).at(-1)?.kind, 'review');
  assert.notEqual(store.query({ order: 'least-certain' })[0]?.kind, 'review');
});

test('text is found by the start of its words, in subject, body and paths, and a sha by its first digits', (t) => {
  const { store } = fresh(t);
  store.writeBatch({
    repo: REPO,
    contributions: [
      commit(1, { subject: 'Parse häufige Wörter', body: 'The quick brown fox', files: [] }),
      commit(2, {
        subject: '修复提交解析',
        body: 'さくら',
        files: [{ path: 'src/store/query-plan.ts', status: 'M', added: 1, deleted: 1 }],
      }),
      commit(3, { subject: "It's getUserName() in C++", body: '#1234', files: [] }),
    ],
  });
  const found = (text: string): number[] => numbers(store.query({ text, order: 'oldest' }));
  assert.deepEqual(found('pars'), [1]);
  assert.deepEqual(found('HAUFIGE wort'), [1]);
  assert.deepEqual(found('arse'), []);
  assert.deepEqual(found('quick fox'), [1]);
  assert.deepEqual(found('提交'), [2]);
  assert.deepEqual(found('解析'), [2]);
  assert.deepEqual(found('交提'), []);
  assert.deepEqual(found('store/query'), [2]);
  assert.deepEqual(found('query/store'), []);
  assert.deepEqual(found('getUser'), [3]);
  assert.deepEqual(found('#12'), [3]);
  assert.deepEqual(found(''), [1, 2, 3]);
  assert.deepEqual(found('  '), [1, 2, 3]);
  assert.deepEqual(found('…'), []);
  for (const digits of [4, 5, 7, 12, 40]) assert.deepEqual(found(sha(2).slice(0, digits)), [2]);
  assert.deepEqual(found(sha(2).slice(0, 12).toUpperCase()), [2]);
});

test('the most relevant come first when asked so', (t) => {
  const { store } = fresh(t);
  const item = (n: number, body: string) => commit(n, { subject: 'x', body, files: [] });
  store.writeBatch({
    repo: REPO,
    contributions: [item(1, 'cache cache cache'), item(2, `cache ${'and other words '.repeat(20)}`), item(3, 'nothing')],
  });
  assert.deepEqual(numbers(store.query({ text: 'cache', order: 'relevance' })), [1, 2]);
  assert.deepEqual(numbers(store.query({ text: 'cache', order: 'relevance', offset: 1, limit: 5 })), [2]);
  assert.equal(store.query({ order: 'relevance' }).length, 3);
});

test('each has the chosen person’s share, and co-authors find it', (t) => {
  const { store } = fresh(t);
  const shared = commit(1, {
    credit: [
      { identity: ADA, role: 'author', share: 0.25 },
      { identity: BEN, role: 'co-author', share: 0.75 },
    ],
  });
  const given = commit(2, { credit: [{ identity: BEN, role: 'author', share: 1 }] });
  store.writeBatch({ repo: REPO, contributions: [shared, given, commit(3)] });
  const shares = (...identities: string[]): [number, number][] =>
    store.query({ identities, order: 'oldest' }).map(({ at, share }) => [(at - START) / DAY, share]);
  assert.deepEqual(shares(ADA), [
    [1, 0.25],
    [2, 0],
    [3, 1],
  ]);
  assert.deepEqual(shares(BEN), [
    [1, 0.75],
    [2, 1],
  ]);
  assert.deepEqual(shares(ADA, BEN), [
    [1, 1],
    [2, 1],
    [3, 1],
  ]);
  assert.deepEqual(
    store.query({}).map(({ share }) => share),
    [1, 1, 1],
  );
});

test('the ledger: what is left out, why, and what was put back', (t) => {
  const { store } = fresh(t);
  const whole: Noise = { contribution: commit(1).id, reason: 'duplicate', detail: 'same patch', of: commit(0).id };
  const file: Noise = { contribution: commit(2).id, path: 'package-lock.json', reason: 'lock-file', detail: 'by its name' };
  store.writeBatch({ repo: REPO, contributions: [commit(1), commit(2), commit(3)], noise: [whole, file] });
  assert.deepEqual(
    store.query({ order: 'oldest' }).map(({ noise }) => noise),
    [[whole], [file], []],
  );
  assert.equal(store.count({ noise: 'counted' }), 2);
  assert.deepEqual(store.ledgerCounts({}), { duplicate: 1, 'lock-file': 1 });
  const id = store.putBack(whole);
  const fileId = store.putBack(file);
  assert.equal(store.count({ noise: 'counted' }), 3);
  assert.deepEqual(
    store.query({ order: 'oldest' }).map(({ noise }) => noise),
    [[], [], []],
  );
  assert.deepEqual(
    store.ledger({}).map(({ putBack }) => putBack),
    [true, true],
  );
  assert.deepEqual(store.ledgerCounts({}), {});
  store.undo(fileId);
  const [entry] = store.ledger({ reason: 'lock-file', identities: [ADA] });
  assert.deepEqual(entry, {
    ...file,
    kind: 'commit',
    repo: REPO.id,
    key: sha(2),
    at: commit(2).at,
    subject: commit(2).subject,
    putBack: false,
    merged: false,
  });
  // Reading it again with the same ledger leaves what the user decided.
  store.writeBatch({ repo: REPO, contributions: [commit(1)], noise: [whole] });
  assert.equal(store.count({ noise: 'counted' }), 3);
  store.undo(id);
  assert.equal(store.count({ noise: 'counted' }), 2);
  // A later pass adds a line to what is stored; reading without it takes it away.
  store.writeBatch({ repo: REPO, noise: [{ contribution: commit(3).id, reason: 'whitespace', detail: 'nothing else' }] });
  assert.equal(store.count({ noise: 'counted' }), 1);
  store.writeBatch({ repo: REPO, contributions: [commit(3), commit(1)] });
  assert.equal(store.count({ noise: 'counted' }), 3);
  assert.deepEqual(store.ledger({ identities: [BEN] }), []);
  assert.equal(store.ledger({ repos: [REPO.id], period: { from: START, to: START + 3 * DAY }, limit: 1, offset: 0 }).length, 1);
});

test('slim commits come in time order, whole or for a period, with what their authors did', (t) => {
  const { store } = fresh(t);
  const count = 5003;
  store.writeBatch({
    repo: REPO,
    slim: Array.from({ length: count }, (_, n) =>
      slimCommit((n * 7) % count, { created: n % 2 === 0 ? [`src/file-${(n * 7) % count}.ts`] : [] }),
    ),
    contributions: [commit(17)],
    noise: [
      { contribution: commit(17).id, reason: 'merge', detail: 'two parents' },
      { contribution: commit(17).id, path: 'x', reason: 'vendored', detail: '' },
    ],
  });
  const all = [...store.slim(REPO.id)];
  assert.deepEqual(
    numbers(all),
    Array.from({ length: count }, (_, n) => n),
  );
  // The full one knows better what its commit created.
  assert.equal(all.filter(({ created }) => created).length, Math.ceil(count / 2) - 1);
  assert.deepEqual(all[17]?.noise, ['merge']);
  assert.deepEqual(numbers([...store.slim(REPO.id, { from: START + 10 * DAY, to: START + 13 * DAY })]), [10, 11, 12]);
  assert.deepEqual([...store.slim('example.com/unknown')], []);
  store.putBack({ contribution: commit(17).id, reason: 'merge' });
  assert.equal([...store.slim(REPO.id)][17]?.noise, undefined);
});

test('slim commits written while they are read do no harm', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, slim: Array.from({ length: 4500 }, (_, n) => slimCommit(n)) });
  let n = 0;
  for (const { sha: key } of store.slim(REPO.id)) {
    assert.equal(key, sha(n));
    if (n === 10) store.writeBatch({ repo: REPO, slim: [slimCommit(4500), slimCommit(5, { author: ADA })], contributions: [commit(4000)] });
    n += 1;
  }
  assert.equal(n, 4501);
});

test('who wrote in a repository, most first; bots and merges left out', (t) => {
  const { store } = fresh(t);
  store.writeBatch({
    repo: REPO,
    identities: [{ id: ADA, name: 'Ada Example', email: 'ada@example.com', login: 'ada' }],
    slim: [
      slimCommit(1),
      slimCommit(2),
      slimCommit(3, { noise: ['merge'] }),
      slimCommit(4, { author: 'bot[bot] <bot@example.com>', noise: ['bot'] }),
    ],
    contributions: [commit(5)],
  });
  const authors = store.authors([REPO.id]);
  assert.deepEqual(
    authors.map(({ identity, contributions }) => [identity.id, contributions]),
    [
      [BEN, 2],
      [ADA, 1],
    ],
  );
  assert.deepEqual(authors[1]?.identity, { id: ADA, name: 'Ada Example', email: 'ada@example.com', login: 'ada' });
  assert.equal(store.authors([REPO.id], 1).length, 1);
  assert.equal(store.identities().length, 3);
});

test('the revision grows with each change and with nothing else', (t) => {
  const { store } = fresh(t);
  const steps = [
    () => store.writeBatch({ repo: REPO, contributions: [commit(1)] }),
    () => store.saveTags([{ of: commit(1), tag: tag('feat') }]),
    () => store.correct({ contribution: commit(1).id, family: 'type', label: 'fix' }),
    () => store.erase([ADA]),
    () => store.writeBatch({ repo: REPO, slim: [slimCommit(1)], identities: [{ id: BEN, name: 'Ben Example', email: 'ben@example.com' }] }),
  ];
  let before = store.revision();
  for (const step of steps) {
    step();
    assert.ok(store.revision() > before);
    before = store.revision();
  }
  store.query({ text: 'x' });
  store.summary();
  store.writeBatch({ repo: REPO, slim: [slimCommit(1)], identities: [{ id: BEN, name: 'Ben Example', email: 'ben@example.com' }] });
  assert.equal(store.revision(), before);
});

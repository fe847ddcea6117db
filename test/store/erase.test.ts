import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Contribution } from '../../src/domain/contribution.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { storedIn } from '../support/stored.ts';
import { ADA, BEN, commit, fresh, KEY, open, REPO, sha, slimCommit, tag } from './support.ts';

/** Words that stand nowhere else: one for each way a person's text may lie in the store. */
const PLANTED = [
  'zubjectword',
  'zbodyword',
  'zpathword',
  'zrefword',
  'ztagword',
  'zeditword',
  'zscopeword',
  'znameword',
  'zmailword',
  'zlabelword',
  'zdetailword',
  'zoldsubject',
];
const THEM = 'Znameword Person <zmailword@example.com>';

function plant(t: TestContext): { store: Store; file: string } {
  const { store, path: file } = fresh(t);
  const theirs = commit(1, {
    author: THEM,
    subject: 'zubjectword here',
    body: `zbodyword\n${'long text of theirs zbodyword '.repeat(400)}`,
    refs: ['zrefword'],
    files: [{ path: 'src/zpathword.ts', status: 'M', added: 1, deleted: 1 }],
    stated: { type: 'fix', scope: 'zscopeword', breaking: false },
  });
  const shared = commit(2, {
    body: `Ada's own line.\n\nCo-authored-by: ${THEM}\nReviewed-by: ${BEN}`,
    trailers: [
      { key: 'Co-authored-by', value: THEM },
      { key: 'Reviewed-by', value: BEN },
    ],
    credit: [
      { identity: ADA, role: 'author', share: 0.5 },
      { identity: THEM, role: 'co-author', share: 0.5 },
    ],
  });
  const others = Array.from({ length: 300 }, (_, n) => commit(n + 10, { body: `other words ${n} ${'and more '.repeat(50)}` }));
  store.writeBatch({ repo: REPO, contributions: [{ ...theirs, subject: 'zoldsubject' }] });
  store.writeBatch({
    repo: REPO,
    contributions: [theirs, shared, ...others],
    slim: [slimCommit(5, { author: THEM }), slimCommit(6, { reviewers: [THEM, BEN] })],
    noise: [{ contribution: theirs.id, reason: 'import', detail: 'zdetailword' }],
    watermark: { location: '/clone', person: THEM, mark: { main: sha(1) } },
  });
  store.writeBatch({ repo: REPO, watermark: { location: '/clone', mark: { main: sha(2) } } });
  store.saveTags([{ of: { ...theirs, messageHash: 'ztagword' }, tag: tag('fix') }]);
  store.saveEmbeddings('encoder', [{ contribution: theirs.id, textHash: 'h', vector: new Int8Array(384) }]);
  store.correct({ contribution: theirs.id, family: 'type', label: 'zlabelword' });
  store.correct({ contribution: shared.id, family: 'type', label: 'docs' });
  store.saveEdit(
    { person: THEM, repos: [], period: '2026', audience: 'lead', locale: 'en' },
    { claim: 'c', text: 'zeditword', base: '', section: { id: 's', title: 'S' }, cited: [] },
  );
  store.acceptMerge([THEM, 'Other <other@example.com>']);
  store.audit('view', THEM, 'zdetailword');
  store.audit('view', ADA, 'kept');
  return { store, file };
}

const everything = (file: string): string => storedIn(file, KEY).toLowerCase();

test('the planted words are in the store before', (t) => {
  const { store, file } = plant(t);
  store.close();
  const text = everything(file);
  // What was replaced by a later reading may or may not still lie in a free page.
  for (const word of PLANTED.slice(0, -1)) assert.ok(text.includes(word), word);
});

test('erasing a person leaves none of their words, in any page, log or journal', (t) => {
  const { store, file } = plant(t);
  assert.deepEqual(store.erase([THEM]), { contributions: 2, identities: 1, acts: 3, complete: true });
  store.close();
  const text = everything(file);
  for (const word of PLANTED) assert.ok(!text.includes(word), word);
  assert.ok(text.includes('other words'));
  // Nor in any other file beside it.
  for (const name of readdirSync(path.dirname(file))) {
    const bytes = readFileSync(path.join(path.dirname(file), name))
      .toString('latin1')
      .toLowerCase();
    for (const word of PLANTED) assert.ok(!bytes.includes(word), `${word} in ${name}`);
  }
});

test('erasing a person leaves all others as they were', (t) => {
  const { store, file } = plant(t);
  store.erase([THEM]);
  assert.equal(store.count({}), 301);
  const [shared] = store.query({ ids: [commit(2).id] });
  assert.equal(shared?.body, `Ada's own line.\n\nReviewed-by: ${BEN}`);
  assert.deepEqual(shared?.trailers, [{ key: 'Reviewed-by', value: BEN }]);
  assert.deepEqual(shared?.credit, [{ identity: ADA, role: 'author', share: 0.5 }]);
  assert.equal(shared?.correction?.label, 'docs');
  assert.equal(store.query({ text: 'other words' }).length, 300);
  assert.equal(store.query({ text: 'own line' }).length, 1);
  assert.equal(store.query({ text: 'zbody' }).length, 0);
  assert.deepEqual([...store.slim(REPO.id)][1]?.reviewers, [BEN]);
  assert.deepEqual(
    store.auditLog().map(({ subject, detail }) => [subject, detail]),
    [
      [ADA, 'kept'],
      ['', ''],
    ],
  );
  assert.equal(store.watermark(REPO.id, '/clone', THEM), undefined);
  assert.deepEqual(store.watermark(REPO.id, '/clone'), { main: sha(2) });
  assert.deepEqual(
    store
      .identities()
      .map(({ id }) => id)
      .sort(),
    [ADA, BEN].sort(),
  );
  // The store goes on, and so does one that is rebuilt from the journal.
  store.correct({ contribution: commit(10).id, family: 'type', label: 'perf' });
  store.close();
  const again = open(t, file);
  assert.equal(again.corrections().length, 2);
});

test('erasing everything leaves an empty store that goes on', (t) => {
  const { store, file } = plant(t);
  assert.equal(store.erase('everything').contributions, 304);
  const { bytes: _, ...counts } = store.summary();
  assert.deepEqual(new Set(Object.values(counts)), new Set([0]));
  store.writeBatch({ repo: REPO, contributions: [commit(1)] });
  assert.equal(store.query({ text: 'number' }).length, 1);
  store.close();
  const text = everything(file);
  for (const word of [...PLANTED, 'other words']) assert.ok(!text.includes(word), word);
});

test('another process that has the store open goes on rightly', (t) => {
  const { store, file } = plant(t);
  const { store: other } = openStore({ path: file, key: KEY });
  t.after(() => other.close());
  other.writeBatch({ repo: REPO, contributions: [commit(500, { author: THEM })] });
  store.erase([THEM]);
  other.writeBatch({ repo: REPO, contributions: [commit(501, { author: THEM })] });
  other.correct({ contribution: commit(501).id, family: 'type', label: 'docs' });
  assert.deepEqual(
    store.query({ identities: [THEM] }).map(({ id }) => id),
    [commit(501).id],
  );
  assert.equal(store.corrections().length, 2);
});

test('only lines that name them go, and no word that merely contains their name', (t) => {
  const { store } = fresh(t);
  const lin = '李明 <li-ming+x@example.com>';
  const max = 'Max <max@example.com>';
  const both = [ADA, lin, max].map((identity, i) => ({
    identity,
    role: i === 0 ? ('author' as const) : ('co-author' as const),
    share: 1 / 3,
  }));
  const body = [
    'maximum length stays',
    'suggested by Max.',
    '感谢李明的建议',
    'limax@example.com stays',
    'Mail li-ming+x@example.com',
  ].join('\n');
  store.writeBatch({ repo: REPO, contributions: [commit(1, { subject: 'Apply the maximum that Max wanted', body, credit: both })] });
  store.erase([lin, max]);
  const [left] = store.query({ ids: [commit(1).id] });
  assert.deepEqual([left?.subject, left?.body], ['Apply the maximum that … wanted', 'maximum length stays\nlimax@example.com stays']);
  assert.deepEqual(store.query({ text: 'wanted' }).length, 1);
});

test('what was made of lines that go is made again', (t) => {
  const { store } = plant(t);
  const [shared, alone] = [commit(2).id, commit(10).id];
  store.saveTags(store.query({ ids: [shared, alone] }).map((of) => ({ of, tag: tag('fix') })));
  for (const contribution of [shared, alone]) {
    store.saveEmbeddings('encoder', [{ contribution, textHash: 'h', vector: new Int8Array(384) }]);
  }
  store.erase([THEM]);
  assert.deepEqual(
    [...store.embeddings('encoder', [shared, alone])].map(({ contribution }) => contribution),
    [alone],
  );
  assert.deepEqual(
    store.query({ ids: [shared, alone], order: 'oldest' }).map((item) => [item.tag?.label, item.correction?.label]),
    [
      [undefined, 'docs'],
      ['fix', undefined],
    ],
  );
  assert.ok(store.untagged({ family: 'type', model: 'model-1' }).some(({ id }) => id === shared));
});

test('what cannot be read again can be exported', (t) => {
  const { store } = plant(t);
  const kinds = store.exportActs().map((entry) => (entry.op === 'act' ? entry.kind : entry.op));
  assert.deepEqual(kinds, ['correction', 'correction', 'edit', 'merge', 'audit', 'audit']);
});

test('a review of an erased person’s pull request keeps neither its title nor whose it was', (t) => {
  const { store } = fresh(t);
  const said = (kind: 'review' | 'review_comment', key: string, subject: string): Contribution => ({
    ...commit(1),
    id: `${kind}:${REPO.id}#${key}`,
    kind,
    key,
    author: ADA,
    subject,
    host:
      kind === 'review'
        ? { kind, pull: 12, of: THEM, state: 'approved', comments: 0 }
        : { kind, pull: 12, of: THEM, review: 'r', path: 'a.ts', outdated: false, reply: false, hunk: 'zubjectword();' },
  });
  const of = said('review', '12/r1', 'zubjectword of theirs');
  store.writeBatch({ repo: REPO, contributions: [of, said('review_comment', '12/c2', 'my own words')] });
  const review = of.id;
  store.saveTags([{ of, tag: tag('fix') }]);
  store.saveEmbeddings('encoder', [{ contribution: review, textHash: 'h', vector: new Int8Array(384) }]);
  store.erase([THEM]);
  assert.deepEqual([...store.embeddings('encoder', [review])], [], 'it was made of the title');
  assert.equal(store.query({ ids: [review] })[0]?.tag, undefined);
  assert.deepEqual(
    store.query({ order: 'oldest' }).map(({ subject, host }) => [subject, host && ('of' in host || 'hunk' in host)]),
    [
      ['#12', false],
      ['my own words', false],
    ],
  );
  assert.deepEqual(store.query({ text: 'zubjectword' }), []);
});

test('a pull request they had a part in keeps no subjects of their commits', (t) => {
  const { store } = fresh(t);
  const pull = (n: number, method: 'rebase' | 'squash', credit: Contribution['credit']): Contribution => ({
    ...commit(n),
    id: `pull_request:${REPO.id}#${n}`,
    kind: 'pull_request',
    key: String(n),
    author: ADA,
    credit,
    host: {
      kind: 'pull_request',
      state: 'merged',
      draft: false,
      method,
      base: 'main',
      head: 'topic',
      labels: [],
      createdAt: 1,
      additions: 1,
      deletions: 1,
      changedFiles: 1,
      reviews: 0,
      comments: 0,
      commits: [
        { sha: sha(900), at: commit(1).at, subject: 'zubjectword' },
        { sha: sha(901), at: commit(1).at + 5000, subject: 'my own' },
      ],
    },
  });
  const half = (identity: string, role: 'author' | 'co-author') => ({ identity, role, share: 0.5 });
  const both = [half(ADA, 'author'), half(THEM, 'co-author')];
  const alone = [{ identity: ADA, role: 'author' as const, share: 1 }];
  store.writeBatch({
    repo: REPO,
    contributions: [
      commit(1, { author: THEM, credit: [{ identity: THEM, role: 'author', share: 1 }] }),
      pull(12, 'rebase', both),
      pull(13, 'squash', both),
      pull(14, 'squash', alone),
    ],
  });
  store.erase([THEM]);
  const left = store
    .query({ kinds: ['pull_request'] })
    .map(({ key, host }) => [key, host?.kind === 'pull_request' && host.commits.map(({ subject }) => subject)]);
  assert.deepEqual(Object.fromEntries(left), { 12: ['', 'my own'], 13: ['', ''], 14: ['zubjectword', 'my own'] });
});

test('what was said in an erased person’s issue stays its writer’s, without whose it was', (t) => {
  const { store } = fresh(t);
  const key = '12/i2';
  const host = { kind: 'issue_comment', issue: 12, of: THEM } as const;
  store.writeBatch({
    repo: REPO,
    contributions: [
      { ...commit(1), id: `issue_comment:${REPO.id}#${key}`, kind: 'issue_comment', key, author: ADA, subject: 'my own words', host },
    ],
  });
  assert.equal(store.summary().hosted, 1);
  store.erase([THEM]);
  assert.deepEqual(
    store.query({}).map((item) => [item.kind, item.subject, item.host]),
    [['issue_comment', 'my own words', { kind: 'issue_comment', issue: 12 }]],
  );
});

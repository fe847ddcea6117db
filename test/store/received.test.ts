import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Contribution, Identity } from '../../src/domain/contribution.ts';
import { CONTRIBUTION_KINDS } from '../../src/domain/contribution.ts';
import { storedIn } from '../support/stored.ts';
import { commit, fresh, KEY, REPO, START } from './support.ts';

const account = (login: string): Identity => ({
  id: `example.com/${login}`,
  name: `${login} example`,
  email: `${login}@users.noreply.example.com`,
  login,
  host: 'example.com',
});
const [ADA, BOB, CAROL] = [account('ada'), account('zbobword'), account('carol')];

const said = (kind: Contribution['kind'], key: string, by: Identity, over: Partial<Contribution>): Contribution => ({
  ...commit(1),
  id: `${kind}:${REPO.id}#${key}`,
  kind,
  key,
  author: by.id,
  credit: [{ identity: by.id, role: 'author', share: 1 }],
  files: [],
  ...over,
});
const pull = (number: number, by: Identity): Contribution =>
  said('pull_request', String(number), by, {
    subject: `change ${number}`,
    host: {
      kind: 'pull_request',
      state: 'merged',
      draft: false,
      base: 'main',
      head: 'topic',
      labels: [],
      createdAt: START,
      additions: 1,
      deletions: 1,
      changedFiles: 1,
      reviews: 1,
      comments: 1,
      commits: [],
    },
  });
const review = (number: number, n: number, by: Identity, of: Identity, body = ''): Contribution =>
  said('review', `${number}/r${n}`, by, {
    at: START + n,
    subject: `change ${number}`,
    body,
    host: { kind: 'review', pull: number, of: of.id, state: 'commented', comments: 1 },
  });
const comment = (number: number, n: number, by: Identity, of: Identity, subject: string, body = ''): Contribution =>
  said('review_comment', `${number}/c${n}`, by, {
    at: START + n,
    subject,
    body,
    host: { kind: 'review_comment', pull: number, of: of.id, review: 'r', path: 'a.ts', outdated: false, reply: false, hunk: '+zhunkword' },
  });

function plant(t: TestContext) {
  const { store, path: file } = fresh(t);
  const given = [
    review(1, 1, BOB, ADA, 'zreviewword'),
    comment(1, 2, BOB, ADA, 'zcommentword'),
    comment(1, 3, CAROL, ADA, 'zcarolword', 'I agree with @zbobword here.\nWhat of tabs?'),
    // Of another pull request whose number begins so.
    review(12, 4, CAROL, ADA, 'of twelve'),
  ];
  store.writeBatch({ repo: REPO, contributions: [pull(1, ADA), pull(12, ADA)], received: given, identities: [ADA, BOB, CAROL] });
  return { store, file, given, pulls: [pull(1, ADA).id, pull(12, ADA).id] };
}

const keys = (items: readonly { readonly key: string }[]): readonly string[] => items.map(({ key }) => key);

test('reviews that somebody was given are found by their pull request, with who gave them, and are nobody’s work', (t) => {
  const { store, pulls, given } = plant(t);
  assert.deepEqual(
    store.received(pulls.slice(0, 1), [ADA.id]).map(({ key, by, subject }) => [key, by.login, subject]),
    [
      ['1/r1', 'zbobword', 'change 1'],
      ['1/c2', 'zbobword', 'zcommentword'],
      ['1/c3', 'carol', 'zcarolword'],
    ],
  );
  assert.equal(store.received(pulls, [ADA.id]).length, 4);
  assert.deepEqual(store.received(pulls, [CAROL.id]), [], 'they were given to another');
  assert.deepEqual(keys(store.query({})).toSorted(), ['1', '12']);
  for (const { id } of [BOB, CAROL]) assert.equal(store.count({ identities: [id] }), 0);
  assert.deepEqual(
    store.authors([REPO.id]).map(({ identity }) => identity.id),
    [ADA.id],
  );
  store.indexPending();
  assert.deepEqual(store.query({ text: 'zcommentword' }), []);
  assert.deepEqual(store.query({ ids: given.map(({ id }) => id) }), []);
  assert.deepEqual(keys(store.untagged({ family: 'category', model: 'm', kinds: CONTRIBUTION_KINDS })).toSorted(), ['1', '12']);
  const { full, slim, received } = store.summary();
  assert.deepEqual([full, slim, received], [2, 0, 4]);
});

test('work of whoever gave them, once that is read, stays theirs however often it comes again', (t) => {
  const { store, pulls, given } = plant(t);
  const [first, second] = given;
  assert.ok(first && second);
  assert.equal(store.writeBatch({ repo: REPO, received: given }).unchanged, 4);
  store.writeBatch({ repo: REPO, contributions: [first] });
  assert.deepEqual(keys(store.query({ identities: [BOB.id] })), ['1/r1']);
  assert.deepEqual(store.query({ text: 'zreviewword' }).length, 1);
  assert.equal(store.writeBatch({ repo: REPO, received: given }).unchanged, 4);
  store.writeBatch({
    repo: REPO,
    received: [
      { ...first, body: 'zlaterword' },
      { ...second, subject: 'zlaterword' },
    ],
  });
  assert.deepEqual(
    store.query({ text: 'zlaterword' }).map(({ key, body }) => [key, body]),
    [['1/r1', 'zlaterword']],
  );
  assert.equal(store.count({ identities: [BOB.id], noise: 'counted' }), 1);
  assert.deepEqual(keys(store.received(pulls, [ADA.id])), ['1/r1', '1/c2', '1/c3', '12/r4']);
  assert.equal(store.summary().received, 3);
});

test('a program’s, and one’s own from another account, are not among them where everybody’s work is stored', (t) => {
  const { store } = fresh(t);
  const work = account('ada-work');
  const [robot, own, human] = [review(1, 1, CAROL, ADA), review(1, 2, work, ADA), review(1, 3, BOB, ADA)];
  store.writeBatch({
    repo: REPO,
    contributions: [pull(1, ADA), robot, own, human],
    noise: [{ contribution: robot.id, reason: 'bot', detail: 'x' }],
    identities: [ADA, BOB, CAROL, work],
  });
  assert.deepEqual(keys(store.received([pull(1, ADA).id], [ADA.id, work.id])), ['1/r3']);
});

const everything = (file: string): string => {
  const beside = readdirSync(path.dirname(file)).map((name) => readFileSync(path.join(path.dirname(file), name)).toString('latin1'));
  return [storedIn(file, KEY), ...beside].join('').toLowerCase();
};

test('erasing whoever was given them erases them, and who was known by them alone', (t) => {
  const { store, file } = plant(t);
  // Carol has work of her own.
  store.writeBatch({ repo: REPO, contributions: [commit(9, { author: CAROL.id })] });
  assert.deepEqual(store.erase([ADA.id]), { contributions: 6, identities: 1, acts: 0, complete: true });
  assert.deepEqual(
    store.identities().map(({ id }) => id),
    [CAROL.id],
  );
  assert.equal(store.summary().received, 0);
  store.close();
  const text = everything(file);
  for (const word of ['zreviewword', 'zcommentword', 'zcarolword', 'zhunkword', 'zbobword']) assert.ok(!text.includes(word), word);
});

test('erasing whoever gave them erases their words and name from the pull requests of others, and nothing else', (t) => {
  const { store, file, pulls } = plant(t);
  assert.deepEqual(store.erase([BOB.id]), { contributions: 2, identities: 1, acts: 0, complete: true });
  assert.deepEqual(
    store.received(pulls, [ADA.id]).map(({ key, subject, body }) => [key, subject, body]),
    [
      ['1/c3', 'zcarolword', 'What of tabs?'],
      ['12/r4', 'change 12', 'of twelve'],
    ],
  );
  assert.deepEqual(keys(store.query({})).toSorted(), ['1', '12']);
  assert.deepEqual(store.query({ text: 'zcarolword' }), [], 'nor is it found by words once the index is made anew');
  store.close();
  const text = everything(file);
  for (const word of ['zreviewword', 'zcommentword', 'zbobword']) assert.ok(!text.includes(word), word);
});

test('erasing whose pull request it was leaves a reviewer who was read their own work, without whose it was', (t) => {
  const { store, given } = plant(t);
  const [, theirs] = given;
  assert.ok(theirs);
  store.writeBatch({ repo: REPO, contributions: [theirs] });
  store.erase([ADA.id]);
  assert.deepEqual(
    store.query({}).map(({ key, host }) => [key, host && ('of' in host || 'hunk' in host)]),
    [['1/c2', false]],
  );
});

test('where a repository is renamed they go along, and whoever’s work they are keeps it', (t) => {
  const { store, given } = plant(t);
  const now = { ...REPO, id: 'example.com/team/later', name: 'team/later' };
  const [first] = given;
  assert.ok(first);
  store.writeBatch({ repo: now, contributions: [{ ...first, id: `review:${now.id}#1/r1`, repo: now.id }], identities: [BOB] });
  store.renameRepo(REPO.id, now);
  assert.deepEqual(
    store.query({ kinds: ['review'] }).map(({ id }) => id),
    [`review:${now.id}#1/r1`],
  );
  assert.deepEqual(keys(store.received([`pull_request:${now.id}#1`], [ADA.id])), ['1/r1', '1/c2', '1/c3']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADA, BEN, commit, fresh, REPO } from './support.ts';

const BOX = {
  host: 'github.com',
  login: 'ada',
  name: 'Ada Example',
  emails: ['ada@example.com', 'a@work.example.com'],
  etag: 'W/"1"',
  token: 'one',
};

test('addresses are kept by account, asked last first; that nothing is new is no change', (t) => {
  let now = 1000;
  const { store } = fresh(t, { now: () => now++ });
  const boxes = () => store.mailboxes().map(({ login, token, etag }) => [login, token, etag]);
  store.keepMailbox(BOX);
  const revision = store.revision();
  store.keepMailbox({ ...BOX, token: 'two' });
  store.keepMailbox({ host: 'github.com', login: '', name: '', emails: [], token: 'three' });
  assert.deepEqual(
    [store.revision(), boxes()],
    [
      revision,
      [
        ['', 'three', undefined],
        ['ada', 'two', 'W/"1"'],
      ],
    ],
  );
  const { etag: _, ...untagged } = BOX;
  store.keepMailbox({ ...untagged, login: 'ada-at-work', emails: ['a@b.example.com'], token: 'four' });
  assert.deepEqual(
    boxes(),
    [
      ['ada-at-work', 'four', undefined],
      ['ada', 'two', 'W/"1"'],
    ],
    'it may ask after all',
  );
  assert.ok(store.revision() > revision);
  assert.equal(store.summary().addresses, 3);
  store.keepMailbox({ ...BOX, emails: ['ada@example.com'], token: 'two' });
  assert.deepEqual([store.summary().addresses, store.mailboxes()[0]?.emails], [2, ['ada@example.com']]);
});

test('they go with the person, however the account is known, and with everything', (t) => {
  const { store } = fresh(t);
  store.writeBatch({
    repo: REPO,
    contributions: [commit(1), commit(2, { author: BEN })],
    identities: [{ id: ADA, name: 'Ada Example', email: 'ada@example.com', login: 'Ada', host: 'github.com' }],
  });
  const ben = { ...BOX, login: 'ben', emails: ['ben@example.com'] };
  store.keepMailbox(BOX);
  store.keepMailbox(ben);
  store.erase([ADA]);
  assert.deepEqual(
    store.mailboxes().map(({ login }) => login),
    ['ben'],
  );
  store.erase([BEN, 'github.com/ben <ben@example.com>']);
  assert.deepEqual(store.mailboxes(), []);
  store.keepMailbox(ben);
  store.erase('everything');
  assert.deepEqual(store.mailboxes(), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Identity } from '../../src/domain/contribution.ts';
import type { Mailbox } from '../../src/domain/mailbox.ts';
import { persons } from '../../src/normalize/persons.ts';
import { compileRules } from '../../src/normalize/rules.ts';
import { verifiedIdentities } from '../../src/normalize/verified.ts';

const rules = compileRules();
const who = (name: string, email: string, login?: string): Identity => ({
  ...rules.identity(name, email),
  ...(login === undefined ? {} : { login, host: 'github.com' }),
});
const box = (emails: readonly string[], login = 'ada'): Mailbox => ({ host: 'github.com', login, name: 'Ada', emails, token: '', at: 0 });
const HOME = who('Ada Example', 'ada@example.com');
const WORK = who('A. Example', 'ada@work.example.com');
const BOTH = box(['ada@example.com', 'ada@work.example.com']);
type Pairs = readonly (readonly [string, string])[];

const people = (known: readonly Identity[], boxes: readonly Mailbox[], rejected: Pairs = []): readonly (readonly string[])[] =>
  persons([...known, ...verifiedIdentities(boxes, known, rejected)], { rejected }).map(({ identities }) =>
    identities.map(({ email }) => email),
  );
const addresses = (known: readonly Identity[], boxes: readonly Mailbox[], rejected: Pairs = []): readonly string[] =>
  verifiedIdentities(boxes, known, rejected).map(({ email }) => email);

test('what was written under any verified address is one person’s', () => {
  assert.equal(people([HOME, WORK], []).length, 2, 'nothing else ties them');
  const [one, ...others] = people([HOME, WORK], [BOTH]);
  assert.deepEqual([one, others], [['ada@example.com', 'ada@work.example.com', 'ada@example.com', 'ada@work.example.com'], []]);
  assert.deepEqual(
    verifiedIdentities([BOTH], [HOME]).map(({ id, login, host }) => [id, login, host]),
    [
      ['github.com/ada <ada@example.com>', 'ada', 'github.com'],
      ['github.com/ada <ada@work.example.com>', 'ada', 'github.com'],
    ],
  );
  assert.equal(people([HOME, WORK], [box(['ada@example.com']), box(['ada@work.example.com'], 'ada-at-work')]).length, 2, 'two accounts');
});

test('an address that is another account’s there is nobody else’s, whatever the list says', () => {
  const bob = who('Bob', 'ada@work.example.com', 'bob');
  assert.deepEqual(addresses([HOME, bob], [BOTH]), ['ada@example.com']);
  assert.equal(people([HOME, bob], [BOTH]).length, 2);
  const elsewhere = { ...bob, host: 'git.example.com' };
  assert.equal(people([HOME, elsewhere], [BOTH]).length, 1, 'logins are of their host');
  assert.equal(
    people([HOME, who('A. Example', 'ada@work.example.com', 'Ada')], [BOTH]).length,
    1,
    'it is their own, however it is spelled',
  );
});

test('what the user has set apart stays apart, and the rest does not go with it', () => {
  const third = who('Ada', 'ada@third.example.com');
  const boxes = [box(['ada@work.example.com', 'ada@example.com', 'ada@third.example.com'])];
  for (const apart of [
    [[WORK.id, HOME.id]],
    [
      [WORK.id, 'github.com/ada <ada@work.example.com>'],
      [WORK.id, HOME.id],
    ],
  ] satisfies Pairs[]) {
    assert.deepEqual(addresses([HOME, WORK, third], boxes, apart), ['ada@example.com', 'ada@third.example.com']);
    assert.deepEqual(
      people([HOME, WORK, third], boxes, apart).map((own) => [...new Set(own)].toSorted()),
      [['ada@example.com', 'ada@third.example.com'], ['ada@work.example.com']],
    );
  }
  const carol = who('Carol', 'carol@example.com');
  assert.deepEqual(
    addresses([HOME, WORK, carol], [BOTH], [[WORK.id, carol.id]]).length,
    2,
    'that it is not Carol says nothing of the account',
  );
});

test('whatever is known and whatever is told, an address joins nobody to an account of another login, nor what was set apart', () => {
  const emails = ['a', 'b', 'c', 'd'].map((one) => `${one}@example.com`);
  const identity = fc
    .record({
      name: fc.constantFrom('Ada Example', 'Bob Other'),
      email: fc.constantFrom(...emails),
      login: fc.constantFrom(undefined, 'ada', 'bob'),
    })
    .map(({ name, email, login }) => who(name, email, login));
  fc.assert(
    fc.property(fc.uniqueArray(identity, { selector: ({ id }) => id, maxLength: 6 }), fc.subarray(emails), fc.nat(), (known, told, n) => {
      const own = verifiedIdentities([box(told)], known);
      for (const { email } of own) assert.ok(!known.some((one) => one.email === email && one.login === 'bob'));
      const mine = known.filter(({ email }) => own.some((one) => one.email === email));
      const groups = persons([...known, ...own]);
      assert.ok(
        groups.filter(({ identities }) => identities.some(({ id }) => mine.some((one) => one.id === id))).length <= 1,
        'they are one',
      );
      const apart = mine[n % Math.max(1, mine.length)];
      const other = mine.find(({ email }) => email !== apart?.email);
      if (!apart || !other) return;
      const kept = verifiedIdentities([box(told)], known, [[apart.id, other.id]]);
      assert.ok(!kept.some(({ email }) => email === apart.email));
      assert.ok(kept.some(({ email }) => email === other.email));
    }),
  );
});

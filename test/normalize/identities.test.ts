import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Identity } from '../../src/domain/contribution.ts';
import { accountIdentity, knownAs } from '../../src/normalize/account.ts';
import { splitEmail, usableEmail, usableName } from '../../src/normalize/generic.ts';
import { suggestMerges } from '../../src/normalize/identities.ts';
import { parseMailmap, toMailmap } from '../../src/normalize/mailmap.ts';
import { persons, resolvePerson } from '../../src/normalize/persons.ts';
import { compileRules } from '../../src/normalize/rules.ts';

const rules = compileRules();
const identity = (name: string, email: string): Identity => rules.identity(name, email);
const who = (written: string): Identity => {
  const [, name = '', email = ''] = /^(.*?)\s*<(.*)>$/.exec(written) ?? [];
  return identity(name, email);
};
const suggested = (...written: readonly string[]): readonly string[] =>
  suggestMerges(written.map(who)).map((s) => `${s.reason}${s.automatic ? ' (automatic)' : ''}`);

test('a mailbox or an account is one person; the rest is for a human to say', () => {
  assert.deepEqual(suggested('Ada Example <ada@example.com>', 'ada <ADA@example.com>'), ['same e-mail, other name (automatic)']);
  assert.deepEqual(suggested('A <12+ada@users.noreply.github.com>', 'B <12+lovelace@users.noreply.github.com>'), [
    'same account number in the no-reply address (automatic)',
  ]);
  assert.deepEqual(suggested('A <12+ada@users.noreply.github.com>', 'B <Ada@users.noreply.github.com>'), ['same login (automatic)']);
  assert.deepEqual(suggested('Ada Example <ada.ex@example.com>', 'ada example <ada.ex@example.org>'), [
    'same name and same e-mail name at another domain',
  ]);
  assert.deepEqual(suggested('Ada Example <12+adaex@users.noreply.github.com>', 'Ada Example <adaex@example.org>'), [
    'same name, and the login of one begins the e-mail of the other',
  ]);
  assert.deepEqual(suggested('ada-example <ada@example.com>', 'Ada <12+ada-example@users.noreply.github.com>'), [
    'the login of one is the name of the other',
  ]);
});

test('the same login on two hosts is two accounts, unless an address says otherwise', () => {
  const [here, there] = ['github.com', 'git.example.com'].map((host) => accountIdentity({ login: 'ada', kind: 'user' }, host));
  assert.ok(here && there);
  const ada = who('Ada Example <ada@example.com>');
  const known = knownAs(ada, { login: 'ada', kind: 'user' }, 'github.com');
  assert.deepEqual(
    persons([known, here, there]).map(({ identities }) => identities.map(({ id }) => id)),
    [['Ada Example <ada@example.com>', 'github.com/ada'], ['git.example.com/ada']],
  );
  const too = knownAs(known, { login: 'ada', kind: 'user' }, 'git.example.com');
  assert.equal(too.id, 'git.example.com/ada <ada@example.com>');
  const [one, ...others] = persons([known, here, there, too]);
  assert.deepEqual([one?.id, one?.identities.length, others.length], ['Ada Example <ada@example.com>', 4, 0]);
  const people = persons([here, there]);
  assert.deepEqual(resolvePerson('ada', people).kind, 'ambiguous');
  assert.deepEqual(resolvePerson('Git.example.com/Ada', people), { kind: 'match', person: people[1] });
});

test('what many share links nobody', () => {
  assert.deepEqual(suggested('Ada Example <ada@example.com>', 'Ada Example <lovelace@example.org>'), [], 'a name alone');
  assert.deepEqual(suggested('root <root@localhost>', 'root <root@localhost>'), []);
  assert.deepEqual(suggested('Ada <root@localhost>', 'Ben <root@localhost>'), []);
  assert.deepEqual(suggested('Ada <you@example.com>', 'Ben <you@example.com>'), []);
  assert.deepEqual(suggested('Your Name <name@example.com>', 'Your Name <name@example.org>'), []);
  assert.deepEqual(suggested('Ada Example <info@example.com>', 'Ada Example <info@example.org>'), [], 'a common mailbox');
  assert.deepEqual(suggested('Ada <>', 'Ben <>'), []);
  assert.deepEqual(suggested('ada <a@example.com>', 'Ben <1+ada@users.noreply.github.com>'), [], 'a short name');
  assert.deepEqual(suggested('Ada <noreply@github.com>', 'Ben <noreply@github.com>'), []);
  assert.deepEqual(suggested('Ada Example via List <list@example.com>', 'Ben Example via List <list@example.com>'), [], 'a list');
  const team = Array.from({ length: 8 }, (_, i) => `Person ${String.fromCharCode(65 + i)} <core@example.com>`);
  assert.deepEqual(suggested(...team), [], 'a team’s mailbox');
});

test('generic names and addresses', () => {
  for (const name of ['root', 'Your Name', '', ' ', 'a@example.com', '-', 'Unknown', 'X']) assert.ok(!usableName(name), name);
  for (const name of ['Ada', 'Bo', '小明', 'root example']) assert.ok(usableName(name), name);
  for (const email of ['', 'ada', 'ada@localhost', 'a@b.local', 'you@example.com', 'ada@host.(none)', 'noreply@example.com'])
    assert.ok(!usableEmail(email), email);
  for (const email of ['ada@example.com', '1+a@users.noreply.github.com']) assert.ok(usableEmail(email), email);
});

test('a name alone never merges, whatever the names and addresses', () => {
  const local = fc.stringMatching(/^[a-z]{3,8}$/);
  fc.assert(
    fc.property(
      fc.constantFrom('Ada Example', 'root', '', '小明', 'ada-example'),
      fc.uniqueArray(local, { minLength: 2, maxLength: 8 }),
      (name, locals) => {
        const same = locals.filter((l) => l !== name).map((l) => identity(name, `${l}@example.com`));
        assert.deepEqual(suggestMerges(same), []);
        assert.equal(persons(same).length, same.length);
      },
    ),
  );
});

test('any identities: suggestions join different people, and never without a clue', () => {
  const any = fc.array(
    fc.tuple(
      fc.constantFrom('Ada', 'Ben', '', 'root', 'ada99'),
      fc.constantFrom('ada@example.com', 'ada99@example.org', '7+ada99@users.noreply.github.com', 'x@localhost', ''),
    ),
  );
  fc.assert(
    fc.property(any, (pairs) => {
      const all = pairs.map(([n, e]) => identity(n, e));
      const people = persons(all, { accepted: suggestMerges(all).map((s) => [s.a, s.b]) });
      assert.equal(people.flatMap((p) => p.identities).length, new Set(all.map((i) => i.id)).size);
      for (const p of people) for (const i of p.identities) if (p.identities.length > 1) assert.ok(usableEmail(i.email), i.id);
    }),
  );
});

const PEOPLE = [
  'Ada Example <ada@example.com>',
  'ada <ada@example.com>',
  'Ada E. <7+adae@users.noreply.github.com>',
  'Ben Example <ben@example.com>',
  'Ada Example <other@example.org>',
].map(who);

test('people are put together as decided, and taken apart again', () => {
  const names = (decisions?: Parameters<typeof persons>[1]): readonly string[] =>
    persons(PEOPLE, decisions).map((p) => `${p.name} ${p.identities.length}`);
  assert.deepEqual(names(), ['Ada Example 2', 'Ada E. 1', 'Ben Example 1', 'Ada Example 1']);
  const accepted = [[PEOPLE[0]?.id ?? '', PEOPLE[2]?.id ?? '']] as const;
  assert.deepEqual(names({ accepted }), ['Ada Example 3', 'Ben Example 1', 'Ada Example 1']);
  assert.deepEqual(names({ rejected: [[PEOPLE[1]?.id ?? '', PEOPLE[0]?.id ?? '']] }), [
    'Ada Example 1',
    'ada 1',
    'Ada E. 1',
    'Ben Example 1',
    'Ada Example 1',
  ]);
  assert.equal(persons(PEOPLE)[0]?.id, 'Ada Example <ada@example.com>');
  assert.deepEqual(names({ accepted: [['nobody', 'else']] }), names());
});

test('whoever is typed is found, or asked about', () => {
  const people = persons(PEOPLE);
  const found = (query: string): string => {
    const r = resolvePerson(query, people);
    return r.kind === 'match'
      ? (r.person.identities[0]?.email ?? '')
      : r.kind === 'ambiguous'
        ? `${r.candidates.length} fit`
        : `near ${r.near.map((p) => p.name).join(', ')}`;
  };
  assert.equal(found('ADA@example.com'), 'ada@example.com');
  assert.equal(found('Whoever <ben@example.com>'), 'ben@example.com');
  assert.equal(found('adae'), '7+adae@users.noreply.github.com');
  assert.equal(found('@adae'), '7+adae@users.noreply.github.com');
  assert.equal(found('  ben   EXAMPLE '), 'ben@example.com');
  assert.equal(found('Ada Example'), '2 fit');
  assert.equal(found('Ada Example <other@example.org>'), 'other@example.org');
  assert.equal(found('Ben Exmple'), 'near Ben Example');
  assert.equal(found('ben'), 'near Ben Example');
  assert.equal(found(''), 'near ');
  assert.equal(found('zzzz'), 'near ');
  fc.assert(fc.property(fc.string(), (query) => ['match', 'ambiguous', 'none'].includes(resolvePerson(query, people).kind)));
});

test('a mailmap written is a mailmap read', () => {
  const text = toMailmap(persons(PEOPLE, { accepted: [[PEOPLE[0]?.id ?? '', PEOPLE[2]?.id ?? '']] }));
  assert.equal(
    text,
    'Ada Example <ada@example.com> Ada E. <7+adae@users.noreply.github.com>\nAda Example <ada@example.com> ada <ada@example.com>\n',
  );
  const mailmap = parseMailmap(text);
  assert.deepEqual(mailmap('Ada E.', '7+ADAE@users.noreply.github.com'), { name: 'Ada Example', email: 'ada@example.com' });
  assert.deepEqual(mailmap('ada', 'ada@example.com'), { name: 'Ada Example', email: 'ada@example.com' });
  assert.equal(mailmap('Ben Example', 'ben@example.com'), undefined);
});

test('each form of a mailmap line', () => {
  const mailmap = parseMailmap(
    '# comment\nAda Example <ada@example.com>\n<ada@example.com> <old@example.com>\nAda Example <ada@example.com> <older@example.com>\nAda Example <ada@example.com> Nick <nick@example.com>\nnonsense\n',
  );
  const at = (name: string, email: string): string | undefined => {
    const m = mailmap(name, email);
    return m && `${m.name} <${m.email}>`;
  };
  assert.equal(at('x', 'ada@example.com'), 'Ada Example <ada@example.com>');
  assert.equal(at('x', 'old@example.com'), 'x <ada@example.com>');
  assert.equal(at('x', 'older@example.com'), 'Ada Example <ada@example.com>');
  assert.equal(at('nick', 'nick@example.com'), 'Ada Example <ada@example.com>');
  assert.equal(at('x', 'nick@example.com'), undefined);
});

test('nothing in a name breaks out of its mailmap line', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.stringMatching(/^[a-z]{2,6}$/)), { minLength: 2, maxLength: 5 }), (pairs) => {
      const all = pairs.map(([n, l]) => identity(`${n}<\n#>`, `${l}@example.com`));
      const text = toMailmap(persons(all, { accepted: all.slice(1).map((i) => [all[0]?.id ?? '', i.id]) }));
      for (const line of text.split('\n').slice(0, -1)) assert.match(line, /^[^<>]*<[^<>]+@example\.com>[^<>]*<[^<>]+@example\.com>$/);
      for (const i of all) assert.ok(splitEmail(i.email).domain === 'example.com');
    }),
  );
});

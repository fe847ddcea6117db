import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Person } from '../../src/domain/contribution.ts';
import { type Candidate, choosePerson } from '../../src/pipeline/people.ts';

const person = (name: string, email: string): Person => ({
  id: `${name.toLowerCase()} <${email}>`,
  name,
  identities: [{ id: `${name.toLowerCase()} <${email}>`, name, email }],
});
const people: readonly Candidate[] = [
  { person: person('Grace Example', 'grace@example.com'), commits: 50 },
  { person: person('Ada Example', 'ada@example.com'), commits: 40 },
  { person: person('Ada Example', 'ada@example.org'), commits: 1 },
];

test('of several who are called what was typed the user is asked which, with how much each did, and about nobody else', async () => {
  const offered: (readonly Candidate[])[] = [];
  const ask = async (candidates: readonly Candidate[]) => {
    offered.push(candidates);
    return 1;
  };
  const chosen = await choosePerson(people, { who: 'Ada Example', ask });
  assert.deepEqual([chosen.how, chosen.person], ['chosen', people[2]?.person]);
  assert.deepEqual(offered, [people.slice(1)]);
  assert.equal((await choosePerson(people, { who: 'grace@example.com', ask })).how, 'asked');
  assert.equal(offered.length, 1);
});

test('where nobody can be asked, or the one who is gives no answer, it is said who they are', async () => {
  for (const ask of [undefined, async () => undefined])
    await assert.rejects(choosePerson(people, { who: 'Ada Example', ask }), (error: Error) => {
      assert.match(error.message, /\(ada@example\.com\): 40 commits\n.*\(ada@example\.org\): 1 commit\nName one by e-mail\./);
      return true;
    });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim, ClaimEdit, Draft } from '../../src/domain/draft.ts';
import type { Tagged } from '../../src/domain/tags.ts';
import { draftOf } from '../../src/draft/draft.ts';
import { withEdits } from '../../src/draft/edits.ts';
import { PERSONAS } from '../support/personas.ts';
import { day, work } from '../support/work.ts';
import { tell } from './support.ts';

const [persona] = PERSONAS;
assert.ok(persona);

const claimsOf = (draft: Draft): readonly Claim[] => draft.sections.flatMap(({ claims }) => claims);

async function drafted(items: readonly Tagged[] = persona?.work ?? []) {
  const input = tell({ name: 'Ada Example', work: items, themes: items === persona?.work ? (persona.themes ?? []) : [] });
  const draft = await draftOf(input);
  return { draft, edited: (...edits: ClaimEdit[]) => withEdits(draft, edits, input) };
}

/** What the panel saves when a claim is edited. */
function editOf(draft: Draft, claim: Claim, text?: string): ClaimEdit {
  const section = draft.sections.find(({ claims }) => claims.includes(claim));
  assert.ok(section);
  return {
    claim: claim.id,
    base: claim.text,
    section: { id: section.id, title: section.title },
    cited: claim.evidence.slice(0, 12).map(({ contribution }) => contribution),
    ...(text === undefined ? {} : { text }),
  };
}

test('ids of claims are unique and stay when the draft is made again, in another order of the work', async () => {
  for (const { work: items, themes = [], name } of PERSONAS) {
    const ids = async (all: readonly Tagged[]) => claimsOf(await draftOf(tell({ name, work: all, themes }))).map(({ id }) => id);
    const one = await ids(items);
    assert.equal(new Set(one).size, one.length);
    assert.deepEqual(await ids(items.toReversed()), one);
  }
});

test('without edits the draft is the generated one', async () => {
  const { draft, edited } = await drafted();
  assert.equal(edited(), draft);
});

test('the words of the user stand in place of the generated ones, with what the evidence does not show', async () => {
  const { draft, edited } = await drafted();
  const [claim] = claimsOf(draft);
  assert.ok(claim);
  const [first] = claimsOf(edited(editOf(draft, claim, 'I made 4711 changes with Zebulon Example.')));
  assert.equal(first?.text, 'I made 4711 changes with Zebulon Example.');
  assert.equal(first.own?.generated, claim.text);
  assert.equal(first.own.base, claim.text);
  assert.deepEqual(first.evidence, claim.evidence);
  assert.deepEqual(first.facts, []);
  assert.match(first.own.problems.join('\n'), /4711/);
  assert.match(first.own.problems.join('\n'), /Zebulon/);
});

test('words that hold have no problems, and keep the facts they still state', async () => {
  const { draft, edited } = await drafted();
  const claim = claimsOf(draft).find(({ facts }) => facts.length > 1);
  const kept = claim?.facts[0];
  assert.ok(claim && kept);
  const [own] = claimsOf(edited(editOf(draft, claim, `In short: ${kept.text}.`))).filter(({ id }) => id === claim.id);
  assert.deepEqual(own?.own?.problems, []);
  assert.deepEqual(own.facts, [kept]);
});

test('what was taken out is not in the draft, and can be found to be put back', async () => {
  const { draft, edited } = await drafted();
  const claim = claimsOf(draft)[1];
  assert.ok(claim);
  const without = edited(editOf(draft, claim));
  assert.ok(!claimsOf(without).some(({ id }) => id === claim.id));
  assert.deepEqual(
    without.removed.map((one) => one.claim),
    [claim],
  );
  const all = edited(...claimsOf(draft).map((one) => editOf(draft, one)));
  assert.deepEqual(all.sections, []);
  assert.equal(all.removed.length, claimsOf(draft).length);
});

const parser = (n: number, files: string, subject = `feat(parser): read form ${n}`): Tagged =>
  work({ subject, at: day(n), files: [files] });
const some = [1, 2, 3].map((n) => parser(n, `src/parser/${n}.ts +${40 - n}`));

test('an edit is found again by what it cites when one more commit changes the claim and its id', async () => {
  const before = await drafted(some);
  const claim = claimsOf(before.draft).find(({ id }) => id.includes('/work-'));
  assert.ok(claim);
  const edit = editOf(before.draft, claim, 'Made the parser read three forms.');
  const after = await drafted([...some, parser(9, 'src/parser/main.ts +900')]);
  assert.ok(!claimsOf(after.draft).some(({ id }) => id === claim.id), 'its heaviest commit is another one now');
  const edited = after.edited(edit);
  const own = claimsOf(edited).filter((one) => one.own);
  assert.equal(own.length, 1);
  assert.equal(own[0]?.text, 'Made the parser read three forms.');
  assert.equal(own[0].id, claim.id, 'the id it was edited under, so that undo finds it');
  assert.notEqual(own[0].own?.generated, own[0].own?.base, 'to be looked at again');
  assert.equal(claimsOf(edited).length, claimsOf(after.draft).length);
});

test('what nothing generated says any more stays, with the evidence that is left', async () => {
  const before = await drafted(some);
  const claim = claimsOf(before.draft).find(({ id }) => id.includes('/work-'));
  assert.ok(claim);
  const edit = editOf(before.draft, claim, 'Made the parser read three forms.');
  const others = [4, 5, 6].map((n) => work({ subject: `docs: part ${n}`, at: day(n), files: [`docs/${n}.md +9`] }));
  const last = some.slice(2);
  const after = await drafted([...others, ...last]);
  const own = claimsOf(after.edited({ ...edit, section: { id: 'gone', title: 'Parser' } })).find((one) => one.own);
  assert.equal(own?.text, 'Made the parser read three forms.');
  assert.equal(own.own?.generated, undefined);
  assert.deepEqual(
    own.evidence.map(({ contribution }) => contribution),
    last.map(({ id }) => id),
  );
  assert.equal(after.edited({ ...edit, section: { id: 'gone', title: 'Parser' } }).sections.at(-1)?.title, 'Parser');
  assert.equal(after.edited(edit).sections.length >= after.draft.sections.length, true);
});

test('a claim of the user’s own stands at the end of its section and is told to cite nothing', async () => {
  const { draft, edited } = await drafted();
  const [section] = draft.sections;
  assert.ok(section);
  const own = { claim: 'own-1', base: '', section: { id: section.id, title: section.title }, cited: [], text: 'Mentored two people.' };
  const last = edited(own).sections[0]?.claims.at(-1);
  assert.equal(last?.text, 'Mentored two people.');
  assert.equal(last.own?.base, '');
  assert.ok(last.own.problems.length > 0);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Draft } from '../../src/domain/draft.ts';
import { draftOf } from '../../src/draft/draft.ts';
import { gendered, lint, lintDraft } from '../../src/draft/lint.ts';
import { PERSONAS } from '../support/personas.ts';
import { tell } from './support.ts';

const kinds = (text: string, locale: 'en' | 'zh-cn' = 'en'): readonly string[] => lint(text, locale).map((w) => `${w.kind}:${w.text}`);

test('finds absolutes, self-deprecation, comparison, blame and vague amounts', () => {
  assert.deepEqual(kinds('I always test.'), ['absolute:always']);
  assert.deepEqual(kinds('A perfect release.'), ['absolute:perfect']);
  assert.deepEqual(kinds('I just fixed a few tests and got lucky.'), ['self-deprecation:got lucky']);
  assert.deepEqual(kinds('I only helped with the parser.'), ['self-deprecation:only helped']);
  assert.deepEqual(kinds('Shipped faster than anyone.'), ['comparison:faster than anyone']);
  assert.deepEqual(kinds('Unlike my colleagues I wrote tests.'), ['comparison:Unlike my colleagues']);
  assert.deepEqual(kinds("Late because of Ben's mistakes."), ["blame:because of Ben's mistakes"]);
  assert.deepEqual(kinds('They neglected to review it.'), ['blame:neglected to review']);
  assert.deepEqual(kinds('Significantly faster.'), ['vague:Significantly']);
  assert.deepEqual(kinds('我总是写测试，比同事更快。', 'zh-cn'), ['absolute:总是', 'comparison:比同事']);
  assert.deepEqual(kinds('只是修了大量小问题，都怪评审太慢。', 'zh-cn'), ['self-deprecation:只是', 'vague:大量', 'blame:都怪']);
});

test('leaves code and quotations alone, and says where a word stands', () => {
  assert.deepEqual(kinds('Fixed “always reload” in `never.ts`.'), []);
  const text = 'Fixed “always” and never failed.';
  const [warning] = lint(text, 'en');
  assert.equal(text.slice(warning?.start, warning?.end), 'never');
  assert.match(warning?.advice ?? '', /never/);
});

test('gender-coded words: technical senses are none', () => {
  assert.deepEqual(
    gendered('Led a confident, warm and supportive review of the dependency commit; the deterministic hierarchy persists.').map(
      (w) => `${w.leans}:${w.text}`,
    ),
    ['masculine:confident', 'feminine:warm'],
  );
});

test('gender-coded words are told only where the whole draft leans one way', async () => {
  const [first] = PERSONAS;
  assert.ok(first);
  const draft = await draftOf(tell(first));
  const [section] = draft.sections;
  assert.ok(section);
  const claims = (texts: readonly string[]): Draft => ({
    ...draft,
    sections: [{ ...section, claims: texts.map((text, i) => ({ id: `c${i}`, text, facts: [], evidence: [] })) }],
  });
  const told = (texts: readonly string[]): number =>
    [...lintDraft(claims(texts)).values()].flat().filter((w) => w.kind === 'gendered').length;
  assert.equal(told(['A confident, ambitious start.', 'A courageous, warm and gentle end.']), 0);
  assert.equal(told(['A confident, ambitious start.', 'A courageous and competitive end.']), 4);
});

test('what the template writes raises no warning of its own', async () => {
  for (const persona of PERSONAS) {
    for (const locale of ['en', 'zh-cn'] as const) {
      for (const audience of ['self', 'lead'] as const) {
        const draft = await draftOf(tell(persona, locale, audience));
        const warnings = [...lintDraft(draft).values()].flat();
        assert.deepEqual(warnings, [], `${persona.key} ${locale} ${audience}`);
      }
    }
  }
});

test('any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.constantFrom('en' as const, 'zh-cn' as const), (text, locale) => {
      for (const { start, end, text: said } of lint(text, locale)) assert.equal(text.slice(start, end), said);
    }),
  );
});

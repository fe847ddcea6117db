import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { COMMIT_TYPES } from '../../src/domain/tags.ts';
import type { Tagged } from '../../src/domain/tags.ts';
import { checkClaim } from '../../src/draft/check/check.ts';
import { contextOf } from '../../src/draft/check/context.ts';
import { draftOf } from '../../src/draft/draft.ts';
import { hasInvisible } from '../../src/draft/plain.ts';
import { subjectOf } from '../../src/draft/subject.ts';
import { PERSONAS } from '../support/personas.ts';
import { day, work } from '../support/work.ts';
import { tell } from './support.ts';

const LOCALES = ['en', 'zh-cn'] as const;

const word = fc.constantFrom(
  ...'add fix handle update remove cache the a parser of in for to and `build.lib` --flag import.meta.env fooBar() src/a.ts node 20 v1.2.3 es2020 2 3 10% URL CSS @vitejs/plugin Array<string> "quoted" “curly” it\'s don\'t support, twice half March 2026 Ada 支持 修复 3个 [x](javascript:y) <b> \u202E `'.split(
    ' ',
  ),
);
const words = fc.array(word, { minLength: 1, maxLength: 9 }).map((list) => list.join(' '));
const subject = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('feat(ssr): ', 'fix: ', 'docs: ', 'revision: ', 'perf: ', 'revert: ', 'test(css): ', ''), words)
      .map(([prefix, rest]) => prefix + rest),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 80 }) },
);
const contribution = fc
  .record({
    subject,
    at: fc.integer({ min: 0, max: 120 }).map((n) => day(n)),
    type: fc.constantFrom(...COMMIT_TYPES, 'unsure' as const, 'none' as const),
    files: fc.uniqueArray(
      fc.constantFrom('src/a.ts', 'test/a.test.ts', 'A src/new/b.ts +40', 'docs/x.md', 'package.json', 'lib/y.go +900'),
      { maxLength: 4 },
    ),
    body: fc.oneof(fc.constant(''), words),
    coAuthors: fc.constantFrom<readonly string[]>([], [], ['Ben Example']),
  })
  .map((options) => work(options));

const persona = (items: readonly Tagged[]) => ({ name: 'Ada Example', work: [...new Map(items.map((item) => [item.id, item])).values()] });

test('whatever the subjects say, every claim of the template holds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(contribution, { minLength: 1, maxLength: 25 }),
      fc.constantFrom(...LOCALES),
      fc.constantFrom('self' as const, 'lead' as const),
      async (items, locale, audience) => {
        const draft = await draftOf(tell(persona(items), locale, audience));
        assert.deepEqual(
          draft.refused.map(({ claim, problems }) => ({ text: claim.text, problems })),
          [],
        );
        for (const { text } of draft.sections.flatMap((section) => section.claims)) {
          assert.ok(!hasInvisible(text));
          assert.equal(text.split('`').length % 2, 1, `unbalanced: ${text}`);
          assert.doesNotMatch(text.replaceAll(/`[^`]*`/g, ''), /\]\(|<\w/);
        }
      },
    ),
    { numRuns: 200 },
  );
});

const digits = (text: string): readonly number[] => [...text.matchAll(/\d/g)].map((match) => match.index);

test('any digit of a true claim changed: refused', async () => {
  for (const one of PERSONAS) {
    for (const locale of LOCALES) {
      const told = tell(one, locale);
      const context = contextOf(told);
      const draft = await draftOf(told);
      const claims = draft.sections.flatMap((section) => section.claims).filter(({ text }) => /\d/.test(text));
      assert.ok(claims.length > 3);
      for (const claim of claims) {
        assert.deepEqual(checkClaim(claim, context), []);
        for (const at of digits(claim.text)) {
          for (let step = 1; step < 10; step++) {
            const digit = (Number(claim.text[at]) + step) % 10;
            const text = `${claim.text.slice(0, at)}${digit}${claim.text.slice(at + 1)}`;
            assert.notDeepEqual(checkClaim({ ...claim, text }, context), [], text);
          }
        }
      }
    }
  }
});

test('taking apart any subject ends, and leaves nothing hidden', () => {
  fc.assert(
    fc.property(fc.oneof(subject, fc.string({ unit: 'binary', maxLength: 3000 })), (text) => {
      const { words: told, scope = '' } = subjectOf(text);
      assert.ok(!hasInvisible(told) && !hasInvisible(scope));
      assert.ok(told.length <= 130);
      assert.equal(told.split('`').length % 2, 1);
    }),
  );
});

test('checking any text ends in problems, never in an exception', async () => {
  const [first] = PERSONAS;
  assert.ok(first);
  const told = tell(first);
  const context = contextOf(told);
  const [claim] = (await draftOf(told)).sections.flatMap((section) => section.claims);
  assert.ok(claim);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      for (const { message } of checkClaim({ ...claim, text }, context)) assert.ok(message.length > 0);
    }),
  );
});

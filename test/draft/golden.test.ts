import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Audience, Locale } from '../../src/domain/draft.ts';
import { draftOf } from '../../src/draft/draft.ts';
import { selfAssessment } from '../../src/export/markdown.ts';
import { PERSONAS } from '../support/personas.ts';
import { tell } from './support.ts';

const folder = path.resolve(import.meta.dirname, '../golden/draft');

const VERSIONS: readonly (readonly [Locale, Audience])[] = [
  ['en', 'self'],
  ['zh-cn', 'self'],
  ['en', 'lead'],
  ['zh-cn', 'lead'],
];

for (const persona of PERSONAS) {
  for (const [locale, audience] of VERSIONS) {
    test(`golden: ${persona.key}, ${locale}, ${audience}`, async () => {
      const told = tell(persona, locale, audience);
      const draft = await draftOf(told);
      const text = selfAssessment({ ...told, draft });
      const file = path.join(folder, `${persona.key}.${locale}.${audience}.md`);
      if (process.env['UPDATE_GOLDEN']) writeFileSync(file, text);
      assert.ok(existsSync(file), 'run the tests with UPDATE_GOLDEN=1, read the file and commit it');
      assert.equal(text, readFileSync(file, 'utf8'));
      assert.deepEqual(draft.refused, []);
    });
  }
}

test('the same work in any order gives the same draft', async () => {
  const [persona] = PERSONAS;
  assert.ok(persona);
  const one = await draftOf(tell(persona));
  const other = await draftOf(tell({ ...persona, work: persona.work.toReversed() }));
  assert.deepEqual(
    other.sections.map((s) => s.claims.map((c) => c.text)),
    one.sections.map((s) => s.claims.map((c) => c.text)),
  );
});

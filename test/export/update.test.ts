import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftOf } from '../../src/draft/draft.ts';
import { chatUpdate } from '../../src/export/update.ts';
import { tell } from '../draft/support.ts';
import { PERSONAS } from '../support/personas.ts';
import { day, work } from '../support/work.ts';

const draft = async (subjects: readonly string[], locale: 'en' | 'zh-cn' = 'en') =>
  draftOf(
    tell({ name: 'Ada Example', work: subjects.map((subject, n) => work({ subject, at: day(n + 1), files: ['src/a.ts +3 -1'] })) }, locale),
  );

test('a few days as text for a chat: every sentence with its commits, and where they lie', async () => {
  const text = chatUpdate(
    await draft(['feat(parser): split fields at commas', 'fix(parser): keep the last field', 'docs: say what it does']),
  );
  const lines = text.split('\n');
  assert.match(lines[0] ?? '', /I made 3 changes/);
  const bullets = lines.filter((line) => line.startsWith('- '));
  assert.ok(bullets.length >= 2);
  for (const bullet of bullets) assert.match(bullet, /\([\da-f]{8}(?:, [\da-f]{8})*\)$/);
  assert.match(text, /split fields at commas/);
  assert.ok(text.endsWith('\n\nThe commits are in https://github.com/example/app\n'));
});

test('nothing was done: nothing is said', async () => {
  assert.equal(chatUpdate(await draft([])), '');
});

test('a long week stays short and counts what it leaves out', async () => {
  for (const persona of PERSONAS)
    for (const locale of ['en', 'zh-cn'] as const) {
      const told = await draftOf(tell(persona, locale));
      const text = chatUpdate(told);
      const bullets = text.split('\n').filter((line) => line.startsWith('- '));
      assert.ok(bullets.length <= 12, persona.name);
      const all = new Set(told.sections[0]?.claims[0]?.evidence.map(({ contribution }) => contribution));
      const claims = told.sections
        .flatMap((section) => section.claims)
        .filter((claim) => bullets.some((line) => line.startsWith(`- ${claim.text} (`)));
      const shown = new Set(claims.flatMap(({ evidence }) => evidence.map(({ contribution }) => contribution)).filter((id) => all.has(id)));
      const left = /And ([\d,]+) smaller|另有 ([\d,]+) 项/.exec(text);
      assert.equal(Number((left?.[1] ?? left?.[2] ?? '0').replaceAll(',', '')), all.size - shown.size, persona.name);
    }
});

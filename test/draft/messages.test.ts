import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SUGGESTION_KINDS } from '../../src/assess/suggestions/texts.ts';
import { MESSAGES } from '../../src/draft/messages.ts';
import { planFor, PLANNED } from '../../src/draft/plans.ts';
import { MESSAGES as EXPORTED } from '../../src/export/messages.ts';
import { holesOf } from '../../src/util/messages.ts';

for (const [name, table] of Object.entries({ draft: MESSAGES, export: EXPORTED })) {
  test(`${name}: both languages have the same messages with the same holes`, () => {
    const english: Readonly<Record<string, string>> = table.en;
    const chinese: Readonly<Record<string, string>> = table['zh-cn'];
    assert.deepEqual(Object.keys(chinese).sort(), Object.keys(english).sort());
    for (const [key, message] of Object.entries(english)) assert.deepEqual(holesOf(chinese[key] ?? ''), holesOf(message), key);
  });
}

test('every kind of suggestion that a draft may take up has a plan in both voices and languages, without numbers', () => {
  assert.deepEqual([...PLANNED, 'out-of-hours', 'quiet-weeks'].sort(), [...SUGGESTION_KINDS].sort());
  for (const kind of PLANNED) {
    for (const voice of ['self', 'lead'] as const) {
      assert.doesNotMatch(planFor(kind, voice, 'en') ?? '', /\d|^$/);
      assert.match(planFor(kind, voice, 'zh-cn') ?? '', /\p{Script=Han}/u);
    }
  }
});

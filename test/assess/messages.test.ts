import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MESSAGES } from '../../src/assess/messages.ts';
import { filler, holesOf } from '../../src/util/messages.ts';

test('both languages have the same messages with the same holes', () => {
  assert.deepEqual(Object.keys(MESSAGES['zh-cn']), Object.keys(MESSAGES.en));
  for (const key of Object.keys(MESSAGES.en) as (keyof typeof MESSAGES.en)[]) {
    assert.deepEqual(holesOf(MESSAGES['zh-cn'][key]), holesOf(MESSAGES.en[key]), key);
  }
});

test('numbers are grouped and plural forms chosen by the language', () => {
  const en = filler('en');
  assert.equal(en('{n} {n:change|changes}', { n: 1 }), '1 change');
  assert.equal(en('{n} {n:change|changes}', { n: 12345 }), '12,345 changes');
  assert.equal(filler('zh-cn')('{n} 项', { n: 12345 }), '12,345 项');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { withoutArea } from '../../src/classify/area.ts';
import { changeTokens } from '../../src/classify/change.ts';
import { featuresOf } from '../../src/classify/features.ts';
import { processorMs } from '../support/processor.ts';
import { shippedTokenizer } from './support/model.ts';

const tokenizer = shippedTokenizer();
const LIMITS = { tokens: 64, messageTokens: 40 };

test('a message loses the areas that it begins with, and nothing that says what was done', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['parser: keep comments', 'keep comments'],
    ['net/http, net/url: accept a port\n\nnote: as before', 'accept a port\n\nnote: as before'],
    ['lib/*.c & t7001: two areas', 'two areas'],
    ['builtin/apply: parser: one after the other', 'one after the other'],
    ['解析器：支持注释', '支持注释'],
    [': what is left where the area is left out', 'what is left where the area is left out'],
    ['Update: the options of the parser', 'Update: the options of the parser'],
    ['Added: a flag', 'Added: a flag'],
    ['std::move is not needed', 'std::move is not needed'],
    ['https://example.com is gone', 'https://example.com is gone'],
    ['two words: not an area', 'two words: not an area'],
    ['parser:', 'parser:'],
    ['at 12:30 it fails', 'at 12:30 it fails'],
  ];
  for (const [text, expected] of cases) assert.equal(withoutArea(text), expected, text);
});

test('what the heads of types read of a change is the same with an area before it', () => {
  fc.assert(
    fc.property(fc.constantFrom('ui', 'parser', 'src/io.c'), fc.string({ unit: 'grapheme', maxLength: 60 }), (area, text) => {
      if (!/^\S/.test(text)) return;
      const [plain, prefixed] = [
        { text, files: [] },
        { text: `${area}: ${text}`, files: [] },
      ];
      assert.deepEqual(changeTokens(tokenizer, prefixed, LIMITS), changeTokens(tokenizer, plain, LIMITS));
      assert.deepEqual(featuresOf(prefixed), featuresOf(plain));
    }),
  );
});

test('takes time linear in a text', () => {
  const started = processorMs();
  for (const unit of ['a,', 'a , ', ', ', 'a: ', 'a/b & ', '.', ': ', 'new:']) withoutArea(unit.repeat(20_000));
  assert.ok(processorMs() - started < 1000, `${processorMs() - started} ms`);
});

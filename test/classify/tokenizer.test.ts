import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TrackRecordError } from '../../src/domain/result.ts';
import { TextTokenizer } from '../../src/classify/tokenizer.ts';
import { fixture, MAX_TOKENS, shippedTokenizer } from './support/model.ts';
import { processorMs } from '../support/processor.ts';

interface Reference {
  readonly cases: readonly { readonly text: string; readonly ids: readonly number[] }[];
}

const CLS = 101;
const SEP = 102;

describe('tokenizer', () => {
  const tokenizer = shippedTokenizer();

  it('gives the ids of the reference implementation', () => {
    const { cases } = JSON.parse(fixture('tokens.json')) as Reference;
    assert.ok(cases.length > 30);
    for (const { text, ids } of cases) assert.deepEqual(tokenizer.encode(text), ids, JSON.stringify(text));
  });

  it('takes marks written in a text for words', () => {
    const ids = tokenizer.encode('a [SEP] b [MASK] [CLS]');
    assert.equal(ids.filter((id) => id === SEP).length, 1);
    assert.equal(ids.filter((id) => id === CLS).length, 1);
    assert.ok(!ids.includes(103), '[MASK]');
  });

  it('drops lone surrogates and NUL', () => {
    assert.deepEqual(tokenizer.encode('\ud800 lone \udc00'), tokenizer.encode('lone'));
    assert.deepEqual(tokenizer.encode('a\u0000b'), tokenizer.encode('ab'));
  });

  it('reads a text of a megabyte in milliseconds', () => {
    for (const part of ['word ', 'x', '中', '\n']) {
      const text = part.repeat(1_000_000 / part.length);
      const start = processorMs();
      assert.ok(tokenizer.encode(text).length <= MAX_TOKENS);
      assert.ok(processorMs() - start < 500, JSON.stringify(part));
    }
  });

  it('gives any string between 2 and the most tokens, with its marks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const ids = tokenizer.encode(text);
        assert.ok(ids.length >= 2 && ids.length <= MAX_TOKENS);
        assert.equal(ids[0], CLS);
        assert.equal(ids.at(-1), SEP);
        assert.ok(ids.every((id) => Number.isInteger(id) && id >= 0 && id < 30522));
      }),
      { numRuns: 200 },
    );
  });

  it('gives the first tokens of a text as if it had read all of it', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('word', 'Straße', '[SEP]', 'x'.repeat(90), '中文', '\n'),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), fc.integer({ min: 2, max: 64 }), (words, most) => {
        const text = words.join(' ');
        const all = tokenizer.encode(text);
        assert.deepEqual(tokenizer.encode(text, most), all.length <= most ? all : [...all.slice(0, most - 1), SEP]);
      }),
    );
  });

  it('refuses what is not a tokenizer', () => {
    for (const json of [undefined, {}, { model: { type: 'WordPiece', vocab: {} } }, 'text']) {
      assert.throws(
        () => new TextTokenizer(json, MAX_TOKENS),
        (error) => error instanceof TrackRecordError && error.reason === 'bad-tokenizer',
      );
    }
  });
});

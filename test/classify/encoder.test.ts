import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { changeTokens } from '../../src/classify/change.ts';
import type { Encoder } from '../../src/classify/encoder.ts';
import { TOLERANCE } from '../../src/classify/survey.ts';
import { cosine, toEmbedding } from '../../src/classify/vectors.ts';
import type { Embedding } from '../../src/classify/vectors.ts';
import { CHANGE_LIMITS, DIMENSIONS, fixture, shippedEncoder, shippedTokenizer } from './support/model.ts';

interface Reference {
  readonly cases: readonly { readonly text: string; readonly vector: string }[];
}

/** Pairs 0-1, 2-3, 4-5, 6-7 say the same in other words. */
const { cases } = JSON.parse(fixture('reference.json')) as Reference;
const reference = cases.map(({ text, vector }) => {
  const bytes = new Uint8Array(Buffer.from(vector, 'base64'));
  return { text, embedding: toEmbedding(new Float32Array(bytes.buffer)) };
});
const texts = reference.map(({ text }) => text);

async function embed(encoder: Encoder, list: readonly string[]): Promise<Embedding[]> {
  const embeddings = await encoder.embed(list);
  assert.ok(embeddings);
  return embeddings;
}

describe('encoder', () => {
  let encoder: Encoder;
  before(async () => {
    encoder = await shippedEncoder();
  });
  after(() => encoder.release());

  it('agrees with the float32 model', async () => {
    const embeddings = await embed(encoder, texts);
    const cosines = reference.map(({ embedding }, i) => cosine(embedding, embeddings[i] ?? embedding));
    for (const [i, value] of cosines.entries()) assert.ok(value > 0.97, `${value} for ${JSON.stringify(texts[i])}`);
    assert.ok(cosines.reduce((a, b) => a + b, 0) / cosines.length > 0.995, cosines.join(' '));
  });

  it('agrees with itself in float arithmetic, as GPUs run it', async () => {
    const other = await shippedEncoder('encoder-gpu.onnx');
    const [ours, theirs] = [await embed(encoder, texts), await embed(other, texts)];
    await other.release();
    for (const [i, a] of ours.entries()) assert.ok(cosine(a, theirs[i] ?? a) > 0.98, texts[i]);
  });

  it('agrees with itself in half precision, both encoders', async () => {
    for (const part of ['encoder', 'changes']) {
      const [single, half] = [await shippedEncoder(`${part}-gpu.onnx`), await shippedEncoder(`${part}-half.onnx`)];
      const [ours, theirs] = [await embed(single, texts), await embed(half, texts)];
      await single.release();
      await half.release();
      for (const [i, a] of ours.entries()) assert.ok(cosine(a, theirs[i] ?? a) > TOLERANCE.float16, `${part}: ${texts[i]}`);
      assert.notDeepEqual(ours, theirs, 'it is another arithmetic');
    }
  });

  it('reads changes alike in both kinds of arithmetic, and otherwise than their messages alone', async () => {
    const tokenizer = shippedTokenizer();
    const tokensOf = (view: 'both' | 'text') =>
      texts.map((text) => changeTokens(tokenizer, { text, files: [['src/parser/rows.ts', 12, 3]] }, CHANGE_LIMITS, view));
    const [ours, theirs] = [await shippedEncoder('changes-cpu.onnx'), await shippedEncoder('changes-gpu.onnx')];
    const [whole, again, alone] = [
      await ours.embedTokens(tokensOf('both')),
      await theirs.embedTokens(tokensOf('both')),
      await ours.embedTokens(tokensOf('text')),
    ];
    await ours.release();
    await theirs.release();
    for (const [i, a] of (whole ?? assert.fail()).entries()) {
      assert.ok(cosine(a, again?.[i] ?? new Int8Array()) > 0.98, texts[i]);
      assert.ok(cosine(a, alone?.[i] ?? a) < 0.98, texts[i]);
    }
  });

  it('puts like texts closer than unlike ones', async () => {
    const embeddings = await embed(encoder, texts.slice(0, 9));
    const near = (i: number, j: number) => cosine(embeddings[i] ?? new Int8Array(), embeddings[j] ?? new Int8Array());
    for (const i of [0, 2, 4, 6]) {
      for (const j of embeddings.keys())
        if (j !== i && j !== i + 1) assert.ok(near(i, i + 1) > near(i, j) + 0.1, `${texts[i]} | ${texts[j]}`);
    }
  });

  it('gives a text the same embedding whatever it is batched with, in the order of the texts', async () => {
    const many = Array.from({ length: 150 }, (_, i) => `${texts[i % texts.length]} ${i} ${'more words '.repeat(i % 17)}`);
    const together = await embed(encoder, many);
    for (const i of [0, 7, 33, 90, 149]) {
      const [alone] = await embed(encoder, [many[i] ?? '']);
      assert.deepEqual(together[i], alone);
    }
  });

  it('takes any text', async () => {
    const odd = ['', ' ', '\u0000', '\ud800', '[SEP]', '🎉'.repeat(2000), 'x'.repeat(1_000_000), 'a b '.repeat(250_000)];
    for (const embedding of await embed(encoder, odd)) {
      assert.equal(embedding.length, DIMENSIONS);
      assert.ok(embedding.some((v) => v !== 0));
    }
    assert.deepEqual(await embed(encoder, []), []);
  });

  it('stops between batches when asked to', async () => {
    let asked = 0;
    const embeddings = await encoder.embed(
      Array.from({ length: 64 }, () => 'word '.repeat(200)),
      () => ++asked > 2,
    );
    assert.equal(embeddings, undefined);
    assert.equal(asked, 3);
  });
});

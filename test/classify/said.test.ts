import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { featuresOf } from '../../src/classify/features.ts';
import { featuresFor, SAID_BUCKETS, SAID_DENSE, saidFeatures, saidText } from '../../src/classify/said.ts';
import { headFile } from '../../src/learn/head/file.ts';
import { headLogits, type HeadExample } from '../../src/learn/head/fit.ts';
import { fitSaid } from '../../src/learn/head/said.ts';
import { Head } from '../../src/classify/head.ts';
import { SAID_VERSION } from '../../src/classify/said.ts';
import { toEmbedding } from '../../src/classify/vectors.ts';
import { Random } from '../../src/util/random.ts';

describe('what is read of an issue or a review comment', () => {
  it('is its text without what templates hide, long code and addresses', () => {
    const text = `Title\n\n<!-- fill in -->Look [here](https://example.com/a) or https://example.com/b\n\`\`\`ts\n${'x'.repeat(900)}\n\`\`\`\n_No response_ end`;
    const read = saidText(text);
    for (const gone of ['fill in', 'example.com', '_No response_']) assert.ok(!read.includes(gone), gone);
    for (const kept of ['Title', 'Look here or URL', '```ts', 'end']) assert.ok(read.includes(kept), kept);
    assert.ok(read.length < 300);
    assert.equal(saidText('an <!-- open comment'), 'an  ');
    assert.equal(saidText('```\nopen'), '```\nopen```');
  });

  it('has any text in a row of length 1, in ascending buckets, and names for its numbers', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), fc.string(), (text, path) => {
        const { dense, sparse, weights = assert.fail() } = saidFeatures({ text, files: [[path, null, null]] });
        assert.equal(dense.length, SAID_DENSE.length);
        assert.ok(dense.every((v) => Number.isFinite(v) && v >= 0));
        assert.equal(sparse.length, weights.length);
        assert.ok(sparse.every((bucket, i) => bucket < SAID_BUCKETS && (i === 0 || bucket > (sparse[i - 1] ?? 0))));
        if (sparse.length > 0) assert.ok(Math.abs(Math.hypot(...weights) - 1) < 1e-5);
      }),
      { numRuns: 40 },
    );
    const named = (text: string) => SAID_DENSE.filter((_, i) => (saidFeatures({ text }).dense[i] ?? 0) === 1);
    assert.deepEqual(named('why not `map`?'), [
      'asks',
      'ends with a question',
      'title asks',
      'a word that asks',
      'code in a line',
      'small initial',
    ]);
  });

  it('is left out where the view leaves it out', () => {
    const input = { text: 'Add a docstring', files: [['docs/a.md', null, null]] as const };
    assert.deepEqual(saidFeatures(input, 'text'), saidFeatures({ text: input.text }));
    assert.deepEqual(saidFeatures(input, 'paths'), saidFeatures({ ...input, text: '' }));
    assert.deepEqual(featuresFor('commit', input), featuresOf(input));
    assert.deepEqual(featuresFor('issue', input), saidFeatures(input));
  });
});

describe('a head of what was said', () => {
  const random = new Random('said');
  const texts = ['crashes with an error', 'add support for it', 'how do I do that?'];
  const examples = Array.from({ length: 90 }, (_, i): HeadExample => {
    const label = i % 3;
    return {
      embedding: toEmbedding(Float32Array.from({ length: 8 }, (_, k) => random.normal() + (k === label ? 2 : 0))),
      features: saidFeatures({ text: `${texts[label]} ${i}` }),
      label,
      group: `${i}`,
    };
  });
  const options = { vector: 1, dense: 1, words: 2, c: 1 };

  it('learns from the vector, the words, or both, and says as it is kept what it said as it was fitted', () => {
    const accuracy = (fit: typeof options): number => {
      const logits = headLogits(fitSaid(examples.slice(0, 60), 3, fit), examples.slice(60));
      const right = examples.slice(60).filter(({ label }, i) => {
        const own = [...logits.subarray(i * 3, i * 3 + 3)];
        return own.indexOf(Math.max(...own)) === label;
      });
      return right.length / 30;
    };
    assert.ok(accuracy({ ...options, dense: 0, words: 0 }) > 0.6);
    assert.equal(accuracy({ ...options, vector: 0, dense: 0 }), 1);
    assert.equal(accuracy(options), 1);
    const fitted = fitSaid(examples, 3, options);
    const file = headFile(
      fitted,
      { name: 'x', family: 'type', kinds: ['issue'], labels: ['a', 'b', 'c'], encoder: '', temperature: 1, threshold: 0.5, training: {} },
      SAID_VERSION,
    );
    const head = new Head(JSON.parse(JSON.stringify(file)), 8, 'it');
    const wanted = headLogits(fitted, examples);
    for (const [i, { embedding, features }] of examples.entries())
      for (const [label, logit] of head.logits(embedding, features).entries())
        // Words are kept in one byte.
        assert.ok(Math.abs(logit - (wanted[i * 3 + label] ?? 0)) < 0.05, `${logit} ${wanted[i * 3 + label]}`);
  });

  it('is the same for the same examples', () => {
    assert.deepEqual(fitSaid(examples, 3, options), fitSaid(examples, 3, options));
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../src/util/random.ts';
import { cosine, toEmbedding, unitScale } from '../../src/classify/vectors.ts';

describe('embeddings', () => {
  it('keep the direction of their vector', () => {
    const random = new Random('vectors');
    for (let n = 0; n < 50; n++) {
      const vector = Float32Array.from({ length: 384 }, () => random.normal());
      const embedding = toEmbedding(vector);
      const scale = unitScale(embedding);
      const dot = vector.reduce((sum, v, i) => sum + v * (embedding[i] ?? 0) * scale, 0);
      assert.ok(dot / Math.hypot(...vector) > 0.999);
    }
  });

  it('use the whole range, and zeros stay zeros', () => {
    assert.deepEqual(
      [...toEmbedding(Float32Array.of(0.5, -1, 0))],
      [64, -127, 0].map((v, i) => (i === 0 ? Math.round(63.5) : v)),
    );
    assert.deepEqual([...toEmbedding(new Float32Array(3))], [0, 0, 0]);
    assert.equal(unitScale(new Int8Array(3)), 0);
    assert.equal(cosine(new Int8Array(3), Int8Array.of(1, 2, 3)), 0);
    assert.equal(cosine(Int8Array.of(3, 4), Int8Array.of(3, 4)), 1);
  });
});

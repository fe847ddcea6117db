import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { decide, Shots } from '../../../src/classify/own/shots.ts';
import { toEmbedding } from '../../../src/classify/vectors.ts';

const at = (...values: number[]) => toEmbedding(Float32Array.from(values));

test('a text goes to the label it lies nearest to, and examples move a label', () => {
  const [x, y] = [at(1, 0), at(0, 1)];
  const zero = new Shots([
    { description: x, examples: [] },
    { description: y, examples: [] },
  ]);
  const between = at(0.6, 0.8);
  assert.ok((zero.probabilities(between)[1] ?? 0) > 0.8);
  assert.deepEqual(decide(zero.probabilities(at(1, 1))), { best: 0, p: 0.5, unsure: true });
  const moved = new Shots([
    { description: x, examples: [between, between, between, between, between, between] },
    { description: y, examples: [] },
  ]);
  assert.ok((moved.probabilities(between)[0] ?? 0) > 0.6);
});

test('one example cannot outvote the description', () => {
  const one = new Shots([
    { description: at(1, 0, 0), examples: [at(0, 1, 0)] },
    { description: at(0, 0, 1), examples: [] },
  ]);
  const [description = 0, example = 0] = [at(1, 0, 0), at(0, 1, 0)].map((vector) => one.probabilities(vector)[0]);
  assert.ok(description > example && example > 0.5);
});

test('probabilities sum to one whatever the vectors, and a text of nothing is unsure', () => {
  const vector = fc.array(fc.integer({ min: -127, max: 127 }), { minLength: 4, maxLength: 4 }).map((values) => Int8Array.from(values));
  fc.assert(
    fc.property(
      fc.array(fc.record({ description: vector, examples: fc.array(vector, { maxLength: 3 }) }), { minLength: 2, maxLength: 6 }),
      vector,
      (labels, text) => {
        const shots = new Shots(labels);
        const probabilities = shots.probabilities(text);
        assert.ok(Math.abs(probabilities.reduce((a, b) => a + b) - 1) < 1e-9);
        assert.equal(decide(shots.probabilities(new Int8Array(4))).unsure, true);
      },
    ),
  );
});

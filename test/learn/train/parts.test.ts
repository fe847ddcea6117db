import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { float32 } from '../../../src/learn/onnx/tensor.ts';
import { balanced, paddedLength, planBatches } from '../../../src/learn/train/batches.ts';
import { largestDropped } from '../../../src/learn/train/feeds.ts';
import { DropoutMasks } from '../../../src/learn/train/masks.ts';
import { ADAMW, clipScale, globalNorm, Optimizer } from '../../../src/learn/train/optimizer.ts';
import { rateAt } from '../../../src/learn/train/schedule.ts';
import { balancedWeights, lossInputs } from '../../../src/learn/train/targets.ts';
import { Random } from '../../../src/util/random.ts';
import { DIMENSION_HEAD, TINY, TYPE_HEAD } from '../support/tiny.ts';

test('batches hold every example once, within the budget', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 200 });
  fc.assert(
    fc.property(
      lengths,
      fc.integer({ min: 8, max: 2048 }),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      (sizes, tokens, examples, mixed) => {
        const batches = planBatches([...sizes.keys()], (i) => sizes[i] ?? 0, { tokens, examples }, mixed ? new Random(1) : undefined);
        assert.deepEqual(
          batches.flat().sort((a, b) => a - b),
          [...sizes.keys()],
        );
        for (const batch of batches) {
          const longest = Math.max(...batch.map((i) => sizes[i] ?? 0));
          assert.ok(batch.length <= examples);
          assert.ok(batch.length === 1 || batch.length * paddedLength(longest) <= tokens);
        }
      },
    ),
  );
});

test('batches of one seed are the same, of another not', () => {
  const indices = Array.from({ length: 500 }, (_, i) => i);
  const plan = (seed: number) => planBatches(indices, (i) => 5 + (i % 90), { tokens: 512, examples: 8 }, new Random(seed));
  assert.deepEqual(plan(1), plan(1));
  assert.notDeepEqual(plan(1), plan(2));
});

test('balanced sampling takes the same number of each group and goes through large groups without repeating', () => {
  const groups = Array.from({ length: 110 }, (_, i) => (i < 100 ? 'large' : 'small'));
  const sample = balanced(groups, 40, 3);
  const epochs = [0, 1, 2, 3, 4].map((epoch) => sample(epoch));
  const large = epochs.flat().filter((i) => i < 100);
  for (const indices of epochs) assert.equal(indices.filter((i) => i < 100).length, 20);
  assert.equal(new Set(large).size, 100);
  for (const indices of epochs) assert.equal(new Set(indices.filter((i) => i >= 100)).size, 10);
  assert.deepEqual(balanced(groups, 40, 3)(2), epochs[2]);
});

test('the rate climbs, then falls', () => {
  const schedule = { rate: 2, warmup: 0.2, decay: 'linear' as const, floor: 0.1 };
  const rates = Array.from({ length: 10 }, (_, step) => rateAt(schedule, step, 10));
  assert.deepEqual(rates.slice(0, 3), [1, 2, 2]);
  assert.ok(Math.abs((rates[9] ?? 0) - 2 * (0.1 + 0.9 / 8)) < 1e-12);
  assert.ok(Math.abs(rateAt({ ...schedule, decay: 'cosine' }, 6, 10) - 2 * (0.1 + 0.9 / 2)) < 1e-12);
  assert.equal(rateAt({ ...schedule, decay: 'constant' }, 9, 10), 2);
});

// For a constant gradient m / sqrt(v) stays at its sign, so each step moves by the rate.
test('AdamW: a constant gradient moves by the rate; matrices decay, biases do not', () => {
  const optimizer = new Optimizer({ ...ADAMW, decay: 0.5 });
  const matrix = float32([1, 2], Float32Array.of(1, -1));
  const bias = float32([2], Float32Array.of(1, -1));
  const gradient = Float32Array.of(0.3, -0.002);
  for (let step = 1; step <= 3; step++) {
    for (const [name, parameter] of [
      ['w', matrix],
      ['b', bias],
    ] as const) {
      optimizer.update({ name, parameter, from: 0, gradient, scale: 1, rate: 0.1, step });
    }
  }
  let decayed = 1;
  for (let step = 0; step < 3; step++) decayed = decayed * 0.95 - 0.1;
  close(matrix.data, [decayed, -decayed]);
  close(bias.data, [0.7, -0.7]);
});

test('AdamW follows a changing gradient as its formula says', () => {
  const optimizer = new Optimizer({ ...ADAMW, decay: 0 });
  const parameter = float32([1], Float32Array.of(0));
  const gradients = [1, -2, 0.5, 3];
  let [m, v, x] = [0, 0, 0];
  for (const [i, g] of gradients.entries()) {
    optimizer.update({ name: 'x', parameter, from: 0, gradient: Float32Array.of(g), scale: 1, rate: 0.01, step: i + 1 });
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    x -= (0.01 * (m / (1 - 0.9 ** (i + 1)))) / (Math.sqrt(v / (1 - 0.999 ** (i + 1))) + 1e-8);
  }
  close(parameter.data, [x]);
});

test('SGD with momentum', () => {
  const optimizer = new Optimizer({ kind: 'sgd', momentum: 0.5, decay: 0 });
  const parameter = float32([2], Float32Array.of(1, 1));
  for (const step of [1, 2]) optimizer.update({ name: 'x', parameter, from: 1, gradient: Float32Array.of(2), scale: 0.5, rate: 0.1, step });
  close(parameter.data, [1, 1 - 0.1 * 1 - 0.1 * 1.5]);
});

test('clipping', () => {
  assert.equal(globalNorm([Float32Array.of(3), Float32Array.of(0, 4)]), 5);
  assert.equal(clipScale(5, 1), 0.2);
  assert.equal(clipScale(0.5, 1), 1);
  assert.equal(clipScale(5, 0), 1);
});

test('targets carry smoothing, class weights and the example’s own', () => {
  const batch = [
    { input: Int32Array.of(1), labels: { type: 1 }, weight: 2 },
    { input: Int32Array.of(1), labels: { dimension: [1, 0] } },
  ];
  const type = lossInputs(TYPE_HEAD, batch, { smoothing: 0.3, classWeights: { type: [1, 4, 1] } });
  close(type.targets.data, [0.1, 0.8, 0.1, 0, 0, 0]);
  close(type.weights.data, [4, 0]);
  const dimension = lossInputs(DIMENSION_HEAD, batch, { smoothing: 0.2, headWeights: { dimension: 3 } });
  close(dimension.targets.data, [0, 0, 0.9, 0.1]);
  close(dimension.weights.data, [0, 1.5]);
  assert.throws(() => lossInputs(TYPE_HEAD, [{ input: Int32Array.of(1), labels: { type: 3 } }], { smoothing: 0 }), /label 3/);
});

test('balanced weights give each class the same say, and mean 1', () => {
  const labels = [0, 0, 0, 1];
  const weights = balancedWeights(labels, 3);
  assert.equal((weights[0] ?? 0) * 3, weights[1]);
  assert.equal(
    labels.reduce((sum, l) => sum + (weights[l] ?? 0), 0),
    4,
  );
  assert.equal(weights[2], 0);
  assert.deepEqual(balancedWeights(labels, 2, 0), [1, 1]);
});

test('dropout keeps the mean, and its masks follow from seed and step', () => {
  const masks = new DropoutMasks([0.25, 0.25, 0.5], 1000, 7);
  for (const [rate, pool] of masks.pools) {
    const kept = pool.filter((x) => x > 0);
    assert.ok(Math.abs(1 - kept.length / pool.length - rate) < 0.005);
    assert.equal(kept[0], Math.fround(1 / (1 - rate)));
  }
  const again = new DropoutMasks([0.25, 0.25, 0.5], 1000, 7);
  assert.deepEqual(masks.offsets(3), again.offsets(3));
  assert.notDeepEqual(masks.offsets(3), masks.offsets(4));
});

function close(actual: Float32Array, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [i, x] of expected.entries()) assert.ok(Math.abs((actual[i] ?? 0) - x) < 1e-5, `${actual.join()} is not ${expected.join()}`);
}

test('the pool holds the mask of every site that drops', () => {
  const sizes = { features: 40, units: 8, tokens: 96, longest: 24 };
  const wide = { ...TINY, intermediate: 512 };
  const long = { ...TINY, heads: 40 };
  assert.ok(largestDropped(TINY, sizes) >= 96 * (TINY.hidden + 40));
  assert.ok(largestDropped(wide, sizes) >= 96 * 512, 'adapters on the way down drop from the inner layer');
  assert.ok(largestDropped(long, sizes) >= (96 / 24) * 40 * 24 * 24, 'attention');
});

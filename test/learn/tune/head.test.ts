import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUCKETS, DENSE } from '../../../src/classify/features.ts';
import { headLogits } from '../../../src/learn/head/fit.ts';
import { float32 } from '../../../src/learn/onnx/tensor.ts';
import { headOf } from '../../../src/learn/tune/head.ts';
import { Random } from '../../../src/util/random.ts';

test('a trained head scores as its parameters do, as if labels were equally frequent', () => {
  const random = new Random('head');
  const [labels, hidden] = [3, 8];
  const row = hidden + DENSE.length + BUCKETS;
  const weight = Float32Array.from({ length: labels * row }, () => random.normal());
  const bias = Float32Array.from([1, 2, 3]);
  const parameters = new Map([
    ['heads.type.weight', float32([labels, row], weight)],
    ['heads.type.bias', float32([labels], bias)],
  ]);
  // Of 7 draws, the labels came 4, 2 and 1 times; each counts one more.
  const head = headOf({ parameters }, labels, [0, 0, 0, 0, 1, 1, 2]);
  const features = { dense: Float32Array.from({ length: DENSE.length }, () => random.next()), sparse: Uint16Array.from([5, 4000]) };
  const [score = Number.NaN] = headLogits(head, [{ embedding: new Int8Array(hidden), features, label: 0, group: '' }]);
  const dense = features.dense.reduce((sum, v, i) => sum + v * (weight[hidden + i] ?? 0), 0);
  const words = [5, 4000].reduce((sum, i) => sum + (weight[hidden + DENSE.length + i] ?? 0) / Math.SQRT2, 0);
  assert.ok(Math.abs(score - (dense + words + 1 - Math.log(5 / 7))) < 1e-4, `${score}`);
  assert.throws(() => headOf({ parameters: new Map() }, labels, []), RangeError);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as el from '../../../src/learn/graph/elementwise.ts';
import { Graph } from '../../../src/learn/graph/graph.ts';
import type { Value } from '../../../src/learn/graph/graph.ts';
import * as nn from '../../../src/learn/graph/neural.ts';
import * as st from '../../../src/learn/graph/structure.ts';
import type { Dim } from '../../../src/learn/onnx/model.ts';
import { Random } from '../../../src/util/random.ts';
import { gradientError, randomTensor } from '../support/gradcheck.ts';

interface Case {
  readonly name: string;
  readonly build: (...x: readonly Value[]) => Value;
  readonly dims: readonly (readonly number[])[];
  /** Symbols instead of sizes. */
  readonly shapes?: readonly (readonly Dim[])[];
  readonly from?: number;
  readonly to?: number;
}

type Two = (a: Value, b: Value) => Value;
type One = (x: Value) => Value;
const of = (f: One) => (a?: Value) => f(must(a));
const ofTwo = (f: Two) => (a?: Value, b?: Value) => f(must(a), must(b));
const must = (v: Value | undefined): Value => v ?? assert.fail('an input is missing');

const BROADCASTS: readonly (readonly [readonly number[], readonly number[]])[] = [
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3], [3]],
  [[3], [2, 3]],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [[2, 3], []],
  [
    [1, 3],
    [2, 1],
  ],
];

const binary: readonly Case[] = Object.entries({ add: el.add, sub: el.sub, mul: el.mul, div: el.div }).flatMap(([name, op]) =>
  BROADCASTS.map(([a, b]): Case => ({
    name: `${name} [${a.join()}] [${b.join()}]`,
    build: ofTwo(op),
    dims: [a, b],
    from: 0.5,
    to: 2,
  })),
);

const UNARY = {
  neg: el.neg,
  exp: el.exp,
  log: el.log,
  sqrt: el.sqrt,
  tanh: el.tanh,
  sigmoid: el.sigmoid,
  erf: el.erf,
  softplus: el.softplus,
  relu: el.relu,
  gelu: el.gelu,
};
const unary: readonly Case[] = Object.entries(UNARY).map(([name, op]) => ({
  name,
  build: of(op),
  dims: [[3, 4]],
  ...(name === 'log' || name === 'sqrt' ? { from: 0.5, to: 2 } : { from: -2, to: 2 }),
}));

const gemms: readonly Case[] = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB): Case => ({
    name: `gemm ${transposeA ? "a'" : 'a'} ${transposeB ? "b'" : 'b'}`,
    build: (a, b, bias) => nn.gemm(must(a), must(b), { transposeA, transposeB, alpha: 0.7, bias: must(bias) }),
    dims: [transposeA ? [3, 2] : [2, 3], transposeB ? [4, 3] : [3, 4], [4]],
  })),
);

const rest: readonly Case[] = [
  { name: 'a value used twice', build: of((x) => el.mul(el.add(x, x), x)), dims: [[3]] },
  {
    name: 'where',
    build: ofTwo((a, b) => {
      const condition = a.graph.constant('mask', { dtype: 'bool', dims: [2, 1], data: Uint8Array.of(1, 0) });
      return el.where(condition, a, b);
    }),
    dims: [[2, 3], [3]],
  },
  { name: 'transpose', build: of((x) => el.mul(st.transpose(x, [2, 0, 1]), st.transpose(x, [2, 0, 1]))), dims: [[2, 3, 4]] },
  { name: 'reshape by symbol', build: of((x) => st.reshape(x, ['T', 4])), dims: [[2, 3, 4]], shapes: [['B', 'S', 4]] },
  {
    name: 'reshape and back',
    build: of((x) => st.reshape(st.reshape(x, ['T', 4]), ['B', 'S', 2, 2])),
    dims: [[2, 3, 4]],
    shapes: [['B', 'S', 4]],
  },
  { name: 'unsqueeze', build: of((x) => st.unsqueeze(x, [0, 2])), dims: [[3, 2]] },
  {
    name: 'concat',
    build: ofTwo((a, b) => el.exp(st.concat([a, b], 1))),
    dims: [
      [2, 3],
      [2, 2],
    ],
    shapes: [
      ['B', 3],
      ['B', 2],
    ],
  },
  { name: 'slice', build: of((x) => st.slice(x, 1, 1, 3)), dims: [[2, 5]] },
  { name: 'first', build: of((x) => st.first(x, 1)), dims: [[2, 3, 4]], shapes: [['B', 'S', 4]] },
  { name: 'reduceSum kept', build: of((x) => st.reduceSum(x, [1])), dims: [[2, 3]], shapes: [['B', 'S']] },
  { name: 'reduceSum dropped', build: of((x) => st.reduceSum(x, [0, 2], false)), dims: [[2, 3, 4]] },
  { name: 'reduceMean', build: of((x) => st.reduceMean(x, [1])), dims: [[2, 3]] },
  {
    name: 'matmul',
    build: ofTwo(nn.matmul),
    dims: [
      [2, 3, 4],
      [2, 4, 5],
    ],
    shapes: [
      ['B', 'S', 4],
      ['B', 4, 5],
    ],
  },
  {
    name: 'matmul broadcast',
    build: ofTwo(nn.matmul),
    dims: [
      [2, 3, 4],
      [4, 5],
    ],
  },
  ...gemms,
  { name: 'linear', build: (x, w, b) => nn.linear(must(x), must(w), must(b)), dims: [[2, 3], [4, 3], [4]] },
  { name: 'softmax', build: of(nn.softmax), dims: [[3, 4]], from: -2, to: 2 },
  { name: 'logSoftmax', build: of(nn.logSoftmax), dims: [[3, 4]], from: -2, to: 2 },
  {
    name: 'layerNorm',
    build: (x, weight, bias) => nn.layerNorm(must(x), { weight: must(weight), bias: must(bias), epsilon: 1e-5 }),
    dims: [[2, 3, 6], [6], [6]],
    from: -2,
    to: 2,
  },
  {
    name: 'dropout',
    build: of((x) => {
      const pool = x.graph.constant('pool', {
        dtype: 'float32',
        dims: [40],
        data: Float32Array.from({ length: 40 }, (_, i) => (i % 3 ? 1.5 : 0)),
      });
      const offsets = x.graph.constant('offsets', { dtype: 'int64', dims: [2], data: BigInt64Array.of(3n, 17n) });
      return nn.dropout(nn.dropout(el.exp(x), { pool, offsets }, 0), { pool, offsets }, 1);
    }),
    dims: [[4, 5]],
  },
];

for (const { name, build, dims, shapes, from = -1, to = 1 } of [...binary, ...unary, ...rest]) {
  test(`gradient of ${name}`, async () => {
    const random = new Random(name);
    const inputs = dims.map((d) => randomTensor(d, random, from, to));
    const error = await gradientError(build, inputs, shapes ? { shapes } : {});
    assert.ok(error < 2e-3, `relative error ${error}`);
  });
}

test('a broken derivative is noticed', async () => {
  const wrong = (x: Value): Value => {
    const y = x.graph.node('Exp', [x], x.shape);
    return x.graph.differentiable(y, [x], (dy) => [() => el.mul(dy, el.scale(y, 1.05))]);
  };
  const error = await gradientError(of(wrong), [randomTensor([3], new Random(1))]);
  assert.ok(error > 0.04);
});

test('what the loss does not depend on has no gradient', () => {
  const graph = new Graph();
  const [a, b] = [graph.input('a', [2], 'float32', true), graph.input('b', [2], 'float32', true)];
  assert.throws(() => graph.gradients(st.reduceSum(a, [0], false), [b]), /no gradient reaches "b"/);
});

test('shapes that do not fit are refused', () => {
  const graph = new Graph();
  assert.throws(() => el.add(graph.input('a', [2]), graph.input('b', [3])), /do not broadcast/);
});

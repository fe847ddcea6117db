import type { Dim } from '../onnx/model.ts';
import { exp, mul, sub } from './elementwise.ts';
import type { Value } from './graph.ts';
import { assertSameRank, broadcast, last, unbroadcast } from './shape.ts';
import { reduceMean, reduceSum, swapLast } from './structure.ts';

/** Matrix products, normalisations and dropout, each beside its derivative. */

/** [.., m, k] x [.., k, n]; leading axes broadcast. */
export function matmul(a: Value, b: Value): Value {
  const leading = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...leading, a.shape.at(-2) ?? 1, last(b.shape)];
  const y = a.graph.node('MatMul', [a, b], shape);
  return a.graph.differentiable(y, [a, b], (dy) => [
    () => unbroadcast(matmul(dy, swapLast(b)), a.shape),
    () => unbroadcast(matmul(swapLast(a), dy), b.shape),
  ]);
}

export interface GemmOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly alpha?: number;
  /** Added to every row: [n]. */
  readonly bias?: Value | undefined;
}

/** alpha * op(a) op(b) + bias, both of two dimensions. */
export function gemm(a: Value, b: Value, options: GemmOptions = {}): Value {
  const { transposeA = false, transposeB = false, alpha = 1, bias } = options;
  assertSameRank(a, 2, 'Gemm');
  assertSameRank(b, 2, 'Gemm');
  const shape: Dim[] = [a.shape[transposeA ? 1 : 0] ?? 1, b.shape[transposeB ? 0 : 1] ?? 1];
  const attributes = {
    ...(transposeA ? { transA: { int: 1 } } : {}),
    ...(transposeB ? { transB: { int: 1 } } : {}),
    ...(alpha === 1 ? {} : { alpha: { float: alpha } }),
  };
  const y = a.graph.node('Gemm', bias ? [a, b, bias] : [a, b], shape, { attributes });
  return a.graph.differentiable(y, bias ? [a, b, bias] : [a, b], (dy) => [
    () => (transposeA ? gemm(b, dy, { transposeA: transposeB, transposeB: true, alpha }) : gemm(dy, b, { transposeB: !transposeB, alpha })),
    () => (transposeB ? gemm(dy, a, { transposeA: true, transposeB: transposeA, alpha }) : gemm(a, dy, { transposeA: !transposeA, alpha })),
    () => (bias ? unbroadcast(dy, bias.shape) : dy),
  ]);
}

const AXIS = { axis: { int: -1 } };

/** Over the last axis. */
export function softmax(x: Value): Value {
  const y = x.graph.node('Softmax', [x], x.shape, { attributes: AXIS });
  return x.graph.differentiable(y, [x], (dy) => [
    () => {
      const weighted = mul(dy, y);
      return sub(weighted, mul(y, reduceSum(weighted, [x.shape.length - 1])));
    },
  ]);
}

/** Over the last axis. */
export function logSoftmax(x: Value): Value {
  const y = x.graph.node('LogSoftmax', [x], x.shape, { attributes: AXIS });
  return x.graph.differentiable(y, [x], (dy) => [() => sub(dy, mul(exp(y), reduceSum(dy, [x.shape.length - 1])))]);
}

export interface Norm {
  readonly weight: Value;
  readonly bias: Value;
  readonly epsilon: number;
}

/** Over the last axis (Ba, Kiros & Hinton 2016). */
export function layerNorm(x: Value, { weight, bias, epsilon }: Norm): Value {
  const { graph } = x;
  const attributes = { ...AXIS, epsilon: { float: epsilon } };
  const inputs = [x, weight, bias];
  if (!inputs.some((v) => v.grad)) return graph.node('LayerNormalization', inputs, x.shape, { attributes });
  const row = [...x.shape.slice(0, -1), 1];
  const outputs = [x.shape, row, row].map((shape) => ({ shape, dtype: 'float32' as const }));
  const [y, mean, inverse] = graph.nodes('LayerNormalization', inputs, outputs, { attributes });
  if (!y || !mean || !inverse) throw new RangeError('LayerNormalization has three outputs');
  return graph.differentiable(y, inputs, (dy) => {
    const normal = mul(sub(x, mean), inverse);
    const axis = [x.shape.length - 1];
    return [
      () => {
        const inner = mul(dy, weight);
        const shift = reduceMean(inner, axis);
        const stretch = reduceMean(mul(inner, normal), axis);
        return mul(inverse, sub(sub(inner, shift), mul(normal, stretch)));
      },
      () => unbroadcast(mul(dy, normal), weight.shape),
      () => unbroadcast(dy, bias.shape),
    ];
  });
}

/**
 * Dropout whose masks are cut from a pool of scaled Bernoulli numbers that the caller feeds, from an offset it also feeds: the caller
 * thereby decides every mask, so a run repeats bit for bit, resumes in the middle, and can be differentiated numerically. The
 * operator `Dropout` hides its random state in the session, and draws one number at a time on one thread.
 */
export interface DropoutPool {
  /** float32 [N]: 0 with the probability of dropping, else 1 / (1 - p). */
  readonly pool: Value;
  /** int64 [sites]: where each site's mask starts; offset plus elements must stay within N. */
  readonly offsets: Value;
}

/** Multiplies by the mask of a site. */
export function dropout(x: Value, { pool, offsets }: DropoutPool, site: number): Value {
  const { graph } = x;
  const start = graph.node('Slice', [offsets, graph.ints([site]), graph.ints([site + 1])], [1], { dtype: 'int64' });
  const shape = graph.once(`shape:${x.name}`, () => graph.node('Shape', [x], [x.shape.length], { dtype: 'int64' }));
  const count = graph.once(`count:${x.shape.join()}`, () =>
    graph.node('ReduceProd', [shape, graph.ints([0])], [1], { attributes: { keepdims: { int: 1 } }, dtype: 'int64' }),
  );
  const end = graph.node('Add', [start, count], [1], { dtype: 'int64' });
  const cut = graph.node('Slice', [pool, start, end], ['mask']);
  const mask = graph.node('Reshape', [cut, shape], x.shape);
  return mul(x, mask);
}

/** x W' + b with Hugging Face's layout of weights: [T, in] x [out, in] -> [T, out]. */
export const linear = (x: Value, weight: Value, bias?: Value): Value => gemm(x, weight, { transposeB: true, bias });

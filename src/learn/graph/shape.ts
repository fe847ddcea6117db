import type { Dim } from '../onnx/model.ts';
import type { Value } from './graph.ts';

/**
 * The shape two operands broadcast to (NumPy's rules). A symbol is taken to differ from 1.
 * @throws RangeError where they do not fit.
 */
export function broadcast(a: readonly Dim[], b: readonly Dim[]): Dim[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x === y || y === 1) return x;
    if (x === 1) return y;
    throw new RangeError(`shapes [${a.join(', ')}] and [${b.join(', ')}] do not broadcast`);
  });
}

/** Sums a gradient over the axes its operand was broadcast along. */
export function unbroadcast(gradient: Value, to: readonly Dim[]): Value {
  const extra = gradient.shape.length - to.length;
  const stretched = gradient.shape.flatMap((d, i) => (i >= extra && to[i - extra] === 1 && d !== 1 ? [i] : []));
  const summed = stretched.length > 0 ? sumOver(gradient, stretched, true) : gradient;
  return extra > 0
    ? sumOver(
        summed,
        Array.from({ length: extra }, (_, i) => i),
        false,
      )
    : summed;
}

/** ReduceSum without a gradient of its own. */
function sumOver(x: Value, axes: readonly number[], keep: boolean): Value {
  const attributes = { keepdims: { int: keep ? 1 : 0 } };
  return x.graph.node('ReduceSum', [x, x.graph.ints(axes)], reducedShape(x.shape, axes, keep), { attributes });
}

export const reducedShape = (shape: readonly Dim[], axes: readonly number[], keep: boolean): Dim[] =>
  shape.flatMap((d, i) => (axes.includes(i) ? (keep ? [1] : []) : [d]));

export const last = (shape: readonly Dim[]): Dim => {
  const dim = shape.at(-1);
  if (dim === undefined) throw new RangeError('a scalar has no last dimension');
  return dim;
};

export function assertSameRank(x: Value, rank: number, op: string): void {
  if (x.shape.length !== rank) throw new RangeError(`${op} takes ${rank} dimensions, not [${x.shape.join(', ')}]`);
}

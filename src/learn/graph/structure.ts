import type { Dim } from '../onnx/model.ts';
import { mul, scale } from './elementwise.ts';
import type { Value } from './graph.ts';
import { reducedShape } from './shape.ts';

/** Operators that move elements about or sum them, each beside its derivative. */

export function transpose(x: Value, perm: readonly number[]): Value {
  const shape = perm.map((i) => axisOf(x, i));
  const y = x.graph.node('Transpose', [x], shape, { attributes: { perm: { ints: perm } } });
  const inverse = perm.map((_, i) => perm.indexOf(i));
  return x.graph.differentiable(y, [x], (dy) => [() => transpose(dy, inverse)]);
}

/** Swaps the last two axes. */
export function swapLast(x: Value): Value {
  const axes = x.shape.map((_, i) => i);
  const rank = axes.length;
  return transpose(x, [...axes.slice(0, -2), rank - 1, rank - 2]);
}

/** At most one symbol may be new (inferred); several must all be declared by inputs. */
export function reshape(x: Value, shape: readonly Dim[]): Value {
  const y = x.graph.node('Reshape', [x, x.graph.shapeTensor(shape)], shape, { dtype: x.dtype });
  return x.graph.differentiable(y, [x], (dy) => [() => reshape(dy, x.shape)]);
}

export function unsqueeze(x: Value, axes: readonly number[]): Value {
  const rank = x.shape.length + axes.length;
  const source = [...x.shape];
  const shape = Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : (source.shift() ?? 1)));
  const y = x.graph.node('Unsqueeze', [x, x.graph.ints(axes)], shape, { dtype: x.dtype });
  return x.graph.differentiable(y, [x], (dy) => [() => reduceSum(dy, axes, false)]);
}

export function concat(parts: readonly [Value, ...Value[]], axis: number): Value {
  const [first] = parts;
  const sizes = parts.map((p) => Number(axisOf(p, axis)));
  const total = sizes.reduce((a, b) => a + b, 0);
  if (!Number.isInteger(total)) throw new RangeError('concat: the joined axis must be of fixed size');
  const shape = first.shape.map((d, i) => (i === axis ? total : d));
  const y = first.graph.node('Concat', parts, shape, { attributes: { axis: { int: axis } }, dtype: first.dtype });
  return first.graph.differentiable(y, parts, (dy) => {
    let at = 0;
    return sizes.map((size) => {
      const from = at;
      at += size;
      return () => slice(dy, axis, from, from + size);
    });
  });
}

/** Elements [from, to) of an axis; both fixed. */
export function slice(x: Value, axis: number, from: number, to: number): Value {
  const { graph } = x;
  const shape = x.shape.map((d, i) => (i === axis ? to - from : d));
  const y = graph.node('Slice', [x, graph.ints([from]), graph.ints([to]), graph.ints([axis])], shape, { dtype: x.dtype });
  return graph.differentiable(y, [x], (dy) => [
    () => {
      const size = Number(axisOf(x, axis));
      if (!Number.isInteger(size)) throw new RangeError('slice: a sliced axis with a gradient must be of fixed size');
      const pads = x.shape.map((_, i) => (i === axis ? from : 0));
      const after = x.shape.map((_, i) => (i === axis ? size - to : 0));
      return graph.node('Pad', [dy, graph.ints([...pads, ...after])], x.shape);
    },
  ]);
}

/** The first position along `axis` only; the axis goes. For the token that stands for the text ([CLS]). */
export function first(x: Value, axis: number): Value {
  const { graph } = x;
  const shape = reducedShape(x.shape, [axis], false);
  const index = graph.once('index:0', () => graph.constant('index_0', { dtype: 'int64', dims: [], data: BigInt64Array.of(0n) }));
  const y = graph.node('Gather', [x, index], shape, { attributes: { axis: { int: axis } }, dtype: x.dtype });
  return graph.differentiable(y, [x], (dy) => [
    () => {
      // The size may be a symbol: multiply by a one-hot column rather than pad.
      const size = axisOf(x, axis);
      const positions = graph.node('Range', [index, scalarDim(graph, size), one(graph)], [size], { dtype: 'int64' });
      const hot = graph.cast(graph.node('Equal', [positions, index], [size], { dtype: 'bool' }), 'float32');
      const column = unsqueeze(
        hot,
        x.shape.flatMap((_, i) => (i === axis ? [] : [i])),
      );
      return mul(unsqueeze(dy, [axis]), column);
    },
  ]);
}

/** Rows of a table that is not trained: its gradient is not carried. [..] of int to [.., width]. */
export function gather(table: Value, ids: Value): Value {
  if (table.grad)
    throw new RangeError('a trained table is not gathered in the graph: feed its rows, update it outside (rows used are few)');
  const attributes = { axis: { int: 0 } };
  return table.graph.node('Gather', [table, ids], [...ids.shape, ...table.shape.slice(1)], { attributes, dtype: table.dtype });
}

export function reduceSum(x: Value, axes: readonly number[], keep = true): Value {
  const y = x.graph.node('ReduceSum', [x, x.graph.ints(axes)], reducedShape(x.shape, axes, keep), { attributes: keepdims(keep) });
  return x.graph.differentiable(y, [x], (dy) => [() => expandBack(dy, x, axes, keep)]);
}

/** Over axes of fixed size only. */
export function reduceMean(x: Value, axes: readonly number[], keep = true): Value {
  const count = axes.reduce((n, i) => n * Number(axisOf(x, i)), 1);
  if (!Number.isInteger(count)) throw new RangeError('reduceMean: its axes must be of fixed size');
  const y = x.graph.node('ReduceMean', [x, x.graph.ints(axes)], reducedShape(x.shape, axes, keep), { attributes: keepdims(keep) });
  return x.graph.differentiable(y, [x], (dy) => [() => expandBack(scale(dy, 1 / count), x, axes, keep)]);
}

function expandBack(dy: Value, x: Value, axes: readonly number[], keep: boolean): Value {
  const column = keep ? dy : unsqueeze(dy, axes);
  return x.graph.node('Expand', [column, runShape(x)], x.shape);
}

/** The shape a value has in this run. */
const runShape = (x: Value): Value =>
  x.graph.once(`shape:${x.name}`, () => x.graph.node('Shape', [x], [x.shape.length], { dtype: 'int64' }));

function scalarDim(graph: Value['graph'], dim: Dim): Value {
  const tensor = typeof dim === 'string' ? graph.dim(dim) : graph.ints([dim]);
  return graph.node('Squeeze', [tensor], [], { dtype: 'int64' });
}

const one = (graph: Value['graph']): Value =>
  graph.once('index:1', () => graph.constant('index_1', { dtype: 'int64', dims: [], data: BigInt64Array.of(1n) }));

const keepdims = (keep: boolean) => ({ keepdims: { int: keep ? 1 : 0 } });

function axisOf(x: Value, axis: number): Dim {
  const dim = x.shape[axis];
  if (dim === undefined) throw new RangeError(`[${x.shape.join(', ')}] has no axis ${axis}`);
  return dim;
}

import type { Value, Vjp } from './graph.ts';
import { broadcast, unbroadcast } from './shape.ts';

/** Operators that work on each element, with NumPy broadcasting, each beside its derivative. */

type Binary = 'Add' | 'Sub' | 'Mul' | 'Div';

function binary(op: Binary, a: Value, b: Value, vjp: (y: Value) => Vjp): Value {
  const y = a.graph.node(op, [a, b], broadcast(a.shape, b.shape));
  return a.graph.differentiable(y, [a, b], vjp(y));
}

export const add = (a: Value, b: Value): Value =>
  binary('Add', a, b, () => (dy) => [() => unbroadcast(dy, a.shape), () => unbroadcast(dy, b.shape)]);

export const sub = (a: Value, b: Value): Value =>
  binary('Sub', a, b, () => (dy) => [() => unbroadcast(dy, a.shape), () => unbroadcast(neg(dy), b.shape)]);

export const mul = (a: Value, b: Value): Value =>
  binary('Mul', a, b, () => (dy) => [() => unbroadcast(mul(dy, b), a.shape), () => unbroadcast(mul(dy, a), b.shape)]);

export const div = (a: Value, b: Value): Value =>
  binary('Div', a, b, (y) => (dy) => [() => unbroadcast(div(dy, b), a.shape), () => unbroadcast(neg(div(mul(dy, y), b)), b.shape)]);

/** x times a number. */
export const scale = (x: Value, by: number): Value => (by === 1 ? x : mul(x, x.graph.scalar(by)));

type Unary = 'Neg' | 'Exp' | 'Log' | 'Sqrt' | 'Tanh' | 'Sigmoid' | 'Erf' | 'Relu' | 'Softplus';

function unary(op: Unary, x: Value, derivative: (dy: Value, y: Value) => Value): Value {
  const y = x.graph.node(op, [x], x.shape);
  return x.graph.differentiable(y, [x], (dy) => [() => derivative(dy, y)]);
}

export const neg = (x: Value): Value => unary('Neg', x, (dy) => neg(dy));
export const exp = (x: Value): Value => unary('Exp', x, (dy, y) => mul(dy, y));
export const log = (x: Value): Value => unary('Log', x, (dy) => div(dy, x));
export const sqrt = (x: Value): Value => unary('Sqrt', x, (dy, y) => div(scale(dy, 0.5), y));
export const tanh = (x: Value): Value => unary('Tanh', x, (dy, y) => mul(dy, sub(x.graph.scalar(1), mul(y, y))));
export const sigmoid = (x: Value): Value => unary('Sigmoid', x, (dy, y) => mul(dy, mul(y, sub(x.graph.scalar(1), y))));
export const erf = (x: Value): Value => unary('Erf', x, (dy) => mul(dy, scale(exp(neg(mul(x, x))), 2 / Math.sqrt(Math.PI))));
/** log(1 + e^x), stable for large x. */
export const softplus = (x: Value): Value => unary('Softplus', x, (dy) => mul(dy, sigmoid(x)));
/** The derivative at 0 is taken as 0. */
export const relu = (x: Value): Value =>
  unary('Relu', x, (dy, y) => where(x.graph.node('Greater', [y, x.graph.scalar(0)], x.shape, { dtype: 'bool' }), dy, x.graph.scalar(0)));

/** `condition` (bool) picks a or b; all broadcast. */
export function where(condition: Value, a: Value, b: Value): Value {
  const { graph } = a;
  const y = graph.node('Where', [condition, a, b], broadcast(condition.shape, broadcast(a.shape, b.shape)));
  const zero = graph.scalar(0);
  return graph.differentiable(y, [a, b], (dy) => [
    () => unbroadcast(where(condition, dy, zero), a.shape),
    () => unbroadcast(where(condition, zero, dy), b.shape),
  ]);
}

/**
 * Exact GELU, x times the normal distribution function (Hendrycks & Gimpel 2016). The distribution is kept for the backward pass:
 * its derivative is the density, so no second Erf is needed.
 */
export function gelu(x: Value): Value {
  const { graph } = x;
  const cdf = scale(add(erf(scale(detached(x), Math.SQRT1_2)), graph.scalar(1)), 0.5);
  const y = graph.node('Mul', [x, cdf], x.shape);
  return graph.differentiable(y, [x], (dy) => [
    () => {
      const density = scale(exp(scale(mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return mul(dy, add(cdf, mul(x, density)));
    },
  ]);
}

/** The same value, seen as a constant. */
export const detached = (x: Value): Value => ({ ...x, grad: false });

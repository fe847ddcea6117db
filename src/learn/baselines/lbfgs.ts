/** A function to be minimised: writes its gradient at `x` and answers its value. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  readonly iterations: number;
  /** Stops where the value falls by less than this part of itself. */
  readonly tolerance: number;
  /** Pairs of steps remembered. */
  readonly memory: number;
}

export const LBFGS: LbfgsOptions = { iterations: 100, tolerance: 1e-5, memory: 10 };

/** Limited-memory BFGS with a backtracking line search (Nocedal & Wright 2006, algorithms 7.4 and 7.5). Changes and answers `x`. */
export function minimize(objective: Objective, x: Float64Array, { iterations, tolerance, memory }: LbfgsOptions = LBFGS): Float64Array {
  let gradient = new Float64Array(x.length);
  let value = objective(x, gradient);
  const pairs: Pair[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    const direction = descent(gradient, pairs);
    let slope = dot(gradient, direction);
    if (slope >= 0) {
      // The memory misled: start again from the steepest descent.
      pairs.length = 0;
      for (let i = 0; i < x.length; i++) direction[i] = -(gradient[i] as number);
      slope = -dot(gradient, gradient);
      if (slope === 0) break;
    }
    const moved = new Float64Array(x.length);
    const next = new Float64Array(x.length);
    let size = pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    let reached = Infinity;
    for (let tries = 0; tries < 30; tries++, size /= 2) {
      for (let i = 0; i < x.length; i++) moved[i] = (x[i] as number) + size * (direction[i] as number);
      reached = objective(moved, next);
      if (reached <= value + 1e-4 * size * slope) break;
    }
    if (!(reached < value)) break;
    remember(pairs, { x, moved, gradient, next }, memory);
    const gain = value - reached;
    x.set(moved);
    gradient = next;
    value = reached;
    if (gain < tolerance * Math.abs(value)) break;
  }
  return x;
}

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly rho: number;
}

function remember(
  pairs: Pair[],
  { x, moved, gradient, next }: Readonly<Record<'x' | 'moved' | 'gradient' | 'next', Float64Array>>,
  memory: number,
): void {
  const step = moved.map((v, i) => v - (x[i] as number));
  const change = next.map((v, i) => v - (gradient[i] as number));
  const curvature = dot(step, change);
  if (curvature <= 1e-12) return;
  pairs.push({ step, change, rho: 1 / curvature });
  if (pairs.length > memory) pairs.shift();
}

/** The two-loop recursion: minus the inverse Hessian's estimate times the gradient. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.slice();
  const alphas: number[] = [];
  for (const { step, change, rho } of pairs.toReversed()) {
    const alpha = rho * dot(step, q);
    alphas.unshift(alpha);
    addScaled(q, change, -alpha);
  }
  const newest = pairs.at(-1);
  const scale = newest ? 1 / (newest.rho * dot(newest.change, newest.change)) : 1;
  for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) * scale;
  for (const [k, { step, change, rho }] of pairs.entries()) addScaled(q, step, (alphas[k] ?? 0) - rho * dot(change, q));
  for (let i = 0; i < q.length; i++) q[i] = -(q[i] as number);
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function addScaled(into: Float64Array, what: Float64Array, by: number): void {
  for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) + by * (what[i] as number);
}

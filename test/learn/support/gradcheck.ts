import { Graph } from '../../../src/learn/graph/graph.ts';
import type { Value } from '../../../src/learn/graph/graph.ts';
import { mul } from '../../../src/learn/graph/elementwise.ts';
import { reduceSum } from '../../../src/learn/graph/structure.ts';
import { feed, GraphSession } from '../../../src/learn/graph/session.ts';
import { float32, sizeOf } from '../../../src/learn/onnx/tensor.ts';
import type { FloatTensor, Tensor } from '../../../src/learn/onnx/tensor.ts';
import { Random } from '../../../src/util/random.ts';

export function randomTensor(dims: readonly number[], random: Random, from = -1, to = 1): FloatTensor {
  return float32(
    dims,
    Float32Array.from({ length: sizeOf(dims) }, () => from + (to - from) * random.next()),
  );
}

/**
 * Compares what `gradients` says with central differences, for every element of every input. The loss is a fixed random weighting of
 * the result, so that every element's gradient differs. Answers the relative L2 error over all of them.
 */
export async function gradientError(
  build: (...inputs: readonly Value[]) => Value,
  inputs: readonly FloatTensor[],
  { step = 1e-2, shapes }: { step?: number; shapes?: readonly (readonly (number | string)[])[] } = {},
): Promise<number> {
  const graph = new Graph();
  const values = inputs.map((t, i) => graph.input(`x${i}`, shapes?.[i] ?? t.dims, 'float32', true));
  const y = build(...values);
  const weights = graph.input('weights', y.shape);
  const product = mul(y, weights);
  const loss = reduceSum(
    product,
    product.shape.map((_, i) => i),
    false,
  );
  graph.output('loss', loss);
  graph.output('y', y);
  for (const [i, d] of graph.gradients(loss, values).entries()) graph.output(`d${i}`, d);
  const session = await GraphSession.create(graph.encode(), { threads: 1 });
  const probe = await shapeOf(build, inputs, shapes);
  const seeded = randomTensor(probe, new Random('weights'));
  const feeds = () => Object.fromEntries([...inputs.map((t, i) => [`x${i}`, feed(t)] as const), ['weights', feed(seeded)] as const]);
  const at = async () => Number((await session.run(feeds())).get('loss')?.data[0]);
  const analytic = await session.run(feeds());
  let difference = 0;
  let size = 0;
  for (const [i, input] of inputs.entries()) {
    const gradient = analytic.get(`d${i}`);
    if (!gradient || gradient.dims.join() !== input.dims.join()) throw new Error(`gradient ${i} is of shape ${gradient?.dims.join()}`);
    const kept = gradient.data.slice();
    for (let k = 0; k < input.data.length; k++) {
      const numeric = await central(input, k, step, at);
      difference += (numeric - (kept[k] ?? 0)) ** 2;
      size += numeric ** 2;
    }
  }
  await session.release();
  return Math.sqrt(difference / size);
}

/** The derivative by one element, by central differences; the element is put back. */
export async function central(
  tensor: Tensor & { data: Float32Array },
  k: number,
  step: number,
  at: () => Promise<number>,
): Promise<number> {
  const x = tensor.data[k] ?? 0;
  tensor.data[k] = x + step;
  const up = await at();
  tensor.data[k] = x - step;
  const down = await at();
  tensor.data[k] = x;
  return (up - down) / (Math.fround(x + step) - Math.fround(x - step));
}

async function shapeOf(
  build: (...inputs: readonly Value[]) => Value,
  inputs: readonly FloatTensor[],
  shapes?: readonly (readonly (number | string)[])[],
): Promise<readonly number[]> {
  const graph = new Graph();
  graph.output('y', build(...inputs.map((t, i) => graph.input(`x${i}`, shapes?.[i] ?? t.dims))));
  const session = await GraphSession.create(graph.encode(), { threads: 1 });
  const result = await session.run(Object.fromEntries(inputs.map((t, i) => [`x${i}`, feed(t)])));
  await session.release();
  return result.get('y')?.dims ?? [];
}

import { ONNX_DTYPE } from './model.ts';
import type { Model, ModelNode } from './model.ts';

/** Operators at the end that make one vector of a text's tokens: their sums and squares are too large for half precision. */
const POOLING: ReadonlySet<string> = new Set(['Identity', 'LpNormalization', 'Squeeze']);

/**
 * The same encoder computed in half precision (IEEE 754 binary16), pooling excepted. Constants stay as they are, so that they may lie in the
 * files of the float32 one: they are cast when the runtime loads them.
 */
export function halved(model: Model): Model {
  const makers = new Map(model.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const pooling = new Set<ModelNode>();
  const collect = (name: string | undefined): void => {
    const node = name === undefined ? undefined : makers.get(name);
    if (!node) return;
    pooling.add(node);
    // The sum over tokens is a product with the mask: the last that stays.
    if (POOLING.has(node.op)) collect(node.inputs[0]);
  };
  for (const { name } of model.outputs) collect(name);

  const nodes: ModelNode[] = [];
  const casts = new Map<string, string>();
  const cast = (name: string, to: 'float16' | 'float32'): string => {
    const key = `${name}.${to}`;
    if (!casts.has(key)) {
      nodes.push({ op: 'Cast', inputs: [name], outputs: [key], attributes: { to: { int: ONNX_DTYPE[to] } } });
      casts.set(key, key);
    }
    return key;
  };
  for (const node of model.nodes) {
    if (pooling.has(node)) {
      const made = (name: string): boolean => makers.has(name) && !pooling.has(makers.get(name) ?? node);
      nodes.push({ ...node, inputs: node.inputs.map((name) => (made(name) ? cast(name, 'float32') : name)) });
      continue;
    }
    const inputs = node.inputs.map((name) => (model.initializers.get(name)?.dtype === 'float32' ? cast(name, 'float16') : name));
    const { to } = node.attributes;
    const isToFloat = node.op === 'Cast' && to !== undefined && 'int' in to && to.int === ONNX_DTYPE.float32;
    nodes.push({ ...node, inputs, ...(isToFloat ? { attributes: { to: { int: ONNX_DTYPE.float16 } } } : {}) });
  }
  return { ...model, nodes };
}

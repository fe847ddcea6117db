import { add, mul } from '../graph/elementwise.ts';
import { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/graph.ts';
import { matmul } from '../graph/neural.ts';
import { gather } from '../graph/structure.ts';
import { MICROSOFT } from '../onnx/model.ts';
import { encodeModel } from '../onnx/encode.ts';
import type { ExternalData } from '../onnx/encode.ts';
import { halved } from '../onnx/half.ts';
import type { Model } from '../onnx/model.ts';
import type { Tensor } from '../onnx/tensor.ts';
import type { BertConfig } from '../bert/config.ts';
import { WORD } from '../bert/weights.ts';
import { forward } from './forward.ts';
import type { Tap } from './forward.ts';
import { quantizedName as name } from './quantize.ts';

/** The graph that runs a quantised encoder on the CPU, in 8-bit arithmetic; tensors that `external` describes stay in their file. */
export function int8Encoder(tensors: ReadonlyMap<string, Tensor>, config: BertConfig, external?: ExternalData): Uint8Array {
  const { graph, constant, shared } = prepared(tensors, config);
  forward({
    ...shared,
    fused: true,
    words: (ids) => mul(graph.cast(gather(constant(WORD), ids), 'float32'), gather(constant(name.wordScale), ids)),
    linear: (x, layer, map, tap) => {
      const step = constant(name.step(layer, tap));
      const zero = constant(name.zero(layer, tap));
      const quantized = graph.once(`quantized:${x.name}`, () =>
        graph.node('QuantizeLinear', [shared.evened(x, layer, tap), step, zero], x.shape, { dtype: 'uint8' }),
      );
      const weight = constant(name.weight(layer, map));
      const inputs = [quantized, weight, step, constant(name.scale(layer, map)), zero, undefined, constant(name.bias(layer, map))];
      return graph.node('MatMulIntegerToFloat', inputs, outputShape(x, weight), { domain: MICROSOFT });
    },
  });
  return graph.encode({}, external);
}

/** The same weights in float arithmetic and standard operators: for GPUs. The runtime expands the weights once, when it loads them. */
export const expandedEncoder = (tensors: ReadonlyMap<string, Tensor>, config: BertConfig, external?: ExternalData): Uint8Array =>
  encodeModel(expanded(tensors, config), external);

/** That in half precision. */
export const halfEncoder = (tensors: ReadonlyMap<string, Tensor>, config: BertConfig, external?: ExternalData): Uint8Array =>
  encodeModel(halved(expanded(tensors, config)), external);

function expanded(tensors: ReadonlyMap<string, Tensor>, config: BertConfig): Model {
  const { graph, constant, shared } = prepared(tensors, config);
  forward({
    ...shared,
    fused: false,
    words: (ids) => gather(mul(graph.cast(constant(WORD), 'float32'), constant(name.wordScale)), ids),
    linear: (x, layer, map, tap) => {
      const weight = mul(graph.cast(constant(name.weight(layer, map)), 'float32'), constant(name.scale(layer, map)));
      return add(matmul(shared.evened(x, layer, tap), weight), constant(name.bias(layer, map)));
    },
  });
  return graph.model();
}

function prepared(tensors: ReadonlyMap<string, Tensor>, config: BertConfig) {
  const graph = new Graph();
  const constant = (key: string): Value =>
    graph.once(key, () => {
      const tensor = tensors.get(key);
      if (!tensor) throw new RangeError(`the quantised encoder has no "${key}"`);
      return graph.constant(key, tensor);
    });
  const evened = (x: Value, layer: number, tap: Tap): Value => {
    const key = name.even(layer, tap);
    return tensors.has(key) ? graph.once(`evened:${x.name}`, () => mul(x, constant(key))) : x;
  };
  return { graph, constant, shared: { graph, config, positions: () => constant(name.positions), float: constant, evened } };
}

const outputShape = (x: Value, weight: Value) => [...x.shape.slice(0, -1), weight.shape[1] ?? 1];

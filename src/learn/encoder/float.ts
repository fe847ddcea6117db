import { add, mul } from '../graph/elementwise.ts';
import { Graph } from '../graph/graph.ts';
import { matmul } from '../graph/neural.ts';
import { gather } from '../graph/structure.ts';
import { transposed } from '../onnx/tensor.ts';
import type { BertConfig } from '../bert/config.ts';
import { fixedRows, tensorOf } from '../bert/encoder.ts';
import { inLayer, LINEAR_MAPS, WORD } from '../bert/weights.ts';
import type { BertWeights } from '../bert/weights.ts';
import { forward } from './forward.ts';

export interface FloatOptions {
  /** Also answer what each linear map reads, as `tap.layer`. */
  readonly taps?: boolean;
}

/** The encoder in float32: the reference that quantised ones are compared with and calibrated on. */
export function floatEncoder(weights: BertWeights, config: BertConfig, { taps = false }: FloatOptions = {}): Uint8Array {
  const graph = new Graph();
  const constant = (name: string) => graph.once(name, () => graph.constant(name, tensorOf(weights, name)));
  forward(
    {
      graph,
      config,
      words: (ids) => gather(constant(WORD), ids),
      positions: () => graph.constant('positions', fixedRows(weights, config)),
      float: constant,
      fused: true,
      linear: (x, layer, map) => {
        const name = inLayer(layer, LINEAR_MAPS[map]);
        const weight = graph.constant(`${name}.transposed`, transposed(tensorOf(weights, `${name}.weight`)));
        return add(matmul(x, weight), constant(`${name}.bias`));
      },
    },
    (tap, layer, x) => {
      // Times one: an output has to be a value of its own.
      if (taps) graph.output(`${tap}.${layer}`, mul(x, graph.scalar(1)));
    },
  );
  return graph.encode();
}

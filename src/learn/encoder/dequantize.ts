import type { BertConfig } from '../bert/config.ts';
import { bertShapes, inLayer, LINEAR_MAPS, POSITION, TOKEN_TYPE, WORD } from '../bert/weights.ts';
import type { BertWeights, LinearMap } from '../bert/weights.ts';
import { float32, toFloat32, transposed } from '../onnx/tensor.ts';
import type { FloatTensor, Tensor } from '../onnx/tensor.ts';
import type { Tap } from './forward.ts';
import { quantizedName as name } from './quantize.ts';

/** The activation that each linear map reads. */
const TAP_OF: Readonly<Record<LinearMap, Tap>> = {
  query: 'input',
  key: 'input',
  value: 'input',
  output: 'context',
  up: 'attended',
  down: 'inner',
};

/**
 * A quantised encoder's weights as float32, to train on: what `expandedEncoder` computes with, to the last rounding. Positions hold the first
 * token type as well, whose own embedding is zero then.
 * @param config with as many positions as the file holds
 */
export function dequantized(tensors: ReadonlyMap<string, Tensor>, config: BertConfig): BertWeights {
  const float = (key: string): FloatTensor => {
    const tensor = tensors.get(key);
    if (!tensor) throw new RangeError(`the quantised encoder has no "${key}"`);
    return toFloat32(tensor);
  };
  const words = float(WORD);
  const scales = float(name.wordScale).data;
  const made = new Map<string, FloatTensor>([
    [
      WORD,
      float32(
        words.dims,
        words.data.map((q, i) => q * (scales[Math.floor(i / config.hidden)] ?? 0)),
      ),
    ],
    [POSITION, float(name.positions)],
    [TOKEN_TYPE, float32([2, config.hidden], new Float32Array(2 * config.hidden))],
  ]);
  for (let layer = 0; layer < config.layers; layer++) {
    for (const map of Object.keys(LINEAR_MAPS) as LinearMap[]) {
      const { dims, data } = float(name.weight(layer, map));
      const [, outputs = 1] = dims;
      const scale = float(name.scale(layer, map)).data;
      const even = tensors.has(name.even(layer, TAP_OF[map])) ? float(name.even(layer, TAP_OF[map])).data : undefined;
      const expanded = data.map((q, i) => q * (scale[i % outputs] ?? 0) * (even?.[Math.floor(i / outputs)] ?? 1));
      made.set(`${inLayer(layer, LINEAR_MAPS[map])}.weight`, transposed(float32(dims, expanded)));
    }
  }
  return new Map([...bertShapes(config).keys()].map((key) => [key, made.get(key) ?? float(key)]));
}

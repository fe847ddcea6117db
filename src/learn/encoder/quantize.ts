import { float32, transposed } from '../onnx/tensor.ts';
import type { FloatTensor, Tensor } from '../onnx/tensor.ts';
import type { BertConfig } from '../bert/config.ts';
import { fixedRows, tensorOf } from '../bert/encoder.ts';
import { inLayer, LINEAR_MAPS, POSITION, TOKEN_TYPE, WORD } from '../bert/weights.ts';
import type { BertWeights, LinearMap } from '../bert/weights.ts';
import type { Range, Ranges } from './calibrate.ts';
import { TAPS } from './forward.ts';
import type { Tap } from './forward.ts';

/** The linear maps that read each activation. */
const READERS: Readonly<Record<Tap, readonly LinearMap[]>> = {
  input: ['query', 'key', 'value'],
  context: ['output'],
  attended: ['up'],
  inner: ['down'],
};

/**
 * How far an activation's outlying channels are evened out against its weights, 0 to 1 (SmoothQuant, Xiao et al. 2023, eq. 4: alpha).
 * Measured on commit messages, cosine with float32: without .9927, .5 for all .9845, these .9983.
 */
const EVENING: Readonly<Record<Tap, number>> = { input: 0.7, context: 0.7, attended: 0.7, inner: 0.9 };
const SMALL = 1e-3;

/** Names of what a quantised encoder's file holds. */
export const quantizedName = {
  /** float32 [positions, hidden] */
  positions: 'embeddings.positions',
  /** float32 [vocabulary, 1]: each row of the int8 word embeddings times this */
  wordScale: WORD.replace(/weight$/, 'scale'),
  /** float32 [channels]: an activation is multiplied by it before it is quantised */
  even: (layer: number, tap: Tap) => `encoder.layer.${layer}.${tap}.even`,
  /** float32 [] and uint8 []: value = (q - zero) * step */
  step: (layer: number, tap: Tap) => `encoder.layer.${layer}.${tap}.step`,
  zero: (layer: number, tap: Tap) => `encoder.layer.${layer}.${tap}.zero`,
  /** int8 [in, out] */
  weight: (layer: number, map: LinearMap) => `${inLayer(layer, LINEAR_MAPS[map])}.weight`,
  /** float32 [out]: each column of the weight times this */
  scale: (layer: number, map: LinearMap) => `${inLayer(layer, LINEAR_MAPS[map])}.scale`,
  bias: (layer: number, map: LinearMap) => `${inLayer(layer, LINEAR_MAPS[map])}.bias`,
} as const;

/**
 * Eight-bit weights: one scale a column, one a row of the word embeddings; and for every activation a fixed step and zero, so that a
 * text's embedding does not depend on what else is in its batch.
 * @param positions longest text kept, in tokens.
 */
export function quantizeEncoder(weights: BertWeights, config: BertConfig, ranges: Ranges, positions: number): ReadonlyMap<string, Tensor> {
  const matrices = new Map<string, Tensor>();
  const words = quantizeRows(tensorOf(weights, WORD));
  const rest = new Map<string, Tensor>([
    [WORD, words.q],
    [quantizedName.wordScale, words.scale],
  ]);
  for (const [name, tensor] of weights) {
    if (tensor.dims.length === 1) rest.set(name, tensor);
    else if (![WORD, POSITION, TOKEN_TYPE].includes(name) && !name.startsWith('encoder.layer.'))
      throw new RangeError(`unexpected "${name}"`);
  }
  const rows = fixedRows(weights, config);
  rest.set(quantizedName.positions, float32([positions, config.hidden], rows.data.slice(0, positions * config.hidden)));
  for (const [layer, taps] of ranges.entries()) {
    const floats = new Map(Object.keys(LINEAR_MAPS).map((map) => [map, layerMap(weights, layer, map as LinearMap)]));
    for (const tap of TAPS) {
      const readers = READERS[tap].map((map) => [map, floats.get(map) ?? fail(map)] as const);
      const divisor = evening(
        taps[tap],
        readers.map(([, t]) => t),
        EVENING[tap],
      );
      if (tap === 'context') {
        // What attention mixes are the columns of `value`: dividing there is exact and costs nothing at run time.
        const value = floats.get('value') ?? fail('value');
        divideColumns(value, divisor);
        const bias = rest.get(quantizedName.bias(layer, 'value'));
        rest.set(
          quantizedName.bias(layer, 'value'),
          float32(
            [config.hidden],
            Float32Array.from(divisor, (d, i) => Number(bias?.data[i]) / d),
          ),
        );
      } else
        rest.set(
          quantizedName.even(layer, tap),
          float32(
            [divisor.length],
            divisor.map((d) => 1 / d),
          ),
        );
      for (const [, tensor] of readers) multiplyRows(tensor, divisor);
      const { step, zero } = stepOf(taps[tap], divisor);
      rest.set(quantizedName.step(layer, tap), float32([], Float32Array.of(step)));
      rest.set(quantizedName.zero(layer, tap), { dtype: 'uint8', dims: [], data: Uint8Array.of(zero) });
    }
    for (const [map, tensor] of floats) {
      const { q, scale } = quantizeColumns(tensor);
      matrices.set(quantizedName.weight(layer, map as LinearMap), q);
      rest.set(quantizedName.scale(layer, map as LinearMap), scale);
    }
  }
  return new Map([...matrices, ...rest]);
}

const layerMap = (weights: BertWeights, layer: number, map: LinearMap): FloatTensor =>
  transposed(tensorOf(weights, `${inLayer(layer, LINEAR_MAPS[map])}.weight`));

const fail = (map: string): never => {
  throw new RangeError(`a layer has no "${map}"`);
};

/** What each channel is divided by, and its row of the weights multiplied by. */
function evening({ low, high }: Range, readers: readonly FloatTensor[], alpha: number): Float32Array {
  return Float32Array.from(low, (_, channel) => {
    const activation = Math.max(high[channel] ?? 0, -(low[channel] ?? 0), SMALL);
    let weight = SMALL;
    for (const { dims, data } of readers) {
      const width = dims[1] ?? 0;
      for (let i = channel * width; i < (channel + 1) * width; i++) weight = Math.max(weight, Math.abs(data[i] ?? 0));
    }
    return Math.max(SMALL, activation ** alpha / weight ** (1 - alpha));
  });
}

function stepOf({ low, high }: Range, divisor: Float32Array): { step: number; zero: number } {
  let min = 0;
  let max = 0;
  for (const [i, d] of divisor.entries()) {
    min = Math.min(min, (low[i] ?? 0) / d);
    max = Math.max(max, (high[i] ?? 0) / d);
  }
  const step = (max - min) / 255 || 1;
  return { step, zero: Math.round(-min / step) };
}

function multiplyRows({ dims, data }: FloatTensor, by: Float32Array): void {
  const width = dims[1] ?? 1;
  for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) * (by[Math.floor(i / width)] ?? 1);
}

function divideColumns({ dims, data }: FloatTensor, by: Float32Array): void {
  const width = dims[1] ?? 1;
  for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) / (by[i % width] ?? 1);
}

/** One scale a column, as `quantizeRows`. */
export function quantizeColumns(tensor: FloatTensor): { q: Tensor; scale: Tensor } {
  const { q, scale } = quantizeRows(transposed(tensor));
  const [columns = 0, rows = 0] = q.dims;
  const data = new Int8Array(q.data.length);
  for (let c = 0; c < columns; c++) for (let r = 0; r < rows; r++) data[r * columns + c] = Number(q.data[c * rows + r]);
  return { q: { dtype: 'int8', dims: tensor.dims, data }, scale: float32([columns], scale.data) };
}

/** One scale a row: symmetric, -127 to 127, zero stays zero. */
export function quantizeRows({ dims, data }: FloatTensor): { q: Tensor; scale: FloatTensor } {
  const [rows = 0, width = 0] = dims;
  const q = new Int8Array(data.length);
  const scale = new Float32Array(rows);
  for (let r = 0; r < rows; r++) {
    const row = data.subarray(r * width, (r + 1) * width);
    const step = row.reduce((max, v) => Math.max(max, Math.abs(v)), 0) / 127 || 1;
    scale[r] = step;
    for (let i = 0; i < width; i++) q[r * width + i] = Math.round((row[i] ?? 0) / step);
  }
  return { q: { dtype: 'int8', dims, data: q }, scale: float32([rows, 1], scale) };
}

import type { BertConfig } from '../bert/config.ts';
import { bertShapes, EMBEDDING_NORM, inLayer, layerOf, LINEAR_MAPS, POSITION, TOKEN_TYPE, WORD } from '../bert/weights.ts';
import type { BertWeights, LinearMap } from '../bert/weights.ts';
import { float32, sizeOf, zeros } from '../onnx/tensor.ts';
import type { FloatTensor } from '../onnx/tensor.ts';
import { Random } from '../../util/random.ts';

/** What is trained besides the heads. */
export type Plan =
  /** Nothing: the encoder stays as it is. */
  | { readonly mode: 'head' }
  /** Low-rank updates of the linear maps named (Hu et al. 2021); `alpha / rank` scales them. */
  | { readonly mode: 'lora'; readonly rank: number; readonly alpha: number; readonly targets: readonly LinearMap[] }
  /** The uppermost layers. */
  | { readonly mode: 'top'; readonly layers: number }
  /** Everything; `embeddings`: the tables of words and positions too, updated only where a batch uses them. */
  | { readonly mode: 'full'; readonly embeddings: boolean };

/** The first layer a gradient must reach; `layers` where none need. */
export function lowestTrained(plan: Plan, { layers }: BertConfig): number {
  switch (plan.mode) {
    case 'head':
      return layers;
    case 'top':
      return Math.max(0, layers - plan.layers);
    case 'lora':
    case 'full':
      return 0;
  }
  return layers;
}

/** The encoder's own parameters that are trained in the graph (not the embedding tables), copied so that training leaves the originals. */
export function trainedWeights(plan: Plan, config: BertConfig, weights: BertWeights): Map<string, FloatTensor> {
  const out = new Map<string, FloatTensor>();
  if (plan.mode === 'head' || plan.mode === 'lora') return out;
  const lowest = lowestTrained(plan, config);
  for (const name of bertShapes(config).keys()) {
    const layer = layerOf(name);
    const trained = layer === undefined ? plan.mode === 'full' && name.startsWith(EMBEDDING_NORM) : layer >= lowest;
    const tensor = weights.get(name);
    if (trained && tensor) out.set(name, float32(tensor.dims, tensor.data.slice()));
  }
  return out;
}

/** Looked up, never multiplied with. @public */
export const EMBEDDING_TABLES = [WORD, POSITION, TOKEN_TYPE] as const;

const ADAPTER = { down: 'lora.down', up: 'lora.up' } as const;
export const adapterName = (layer: number, map: LinearMap, part: keyof typeof ADAPTER): string =>
  `${inLayer(layer, LINEAR_MAPS[map])}.${ADAPTER[part]}`;

/** Adapters as they start: `down` random, `up` zero, so that the encoder starts unchanged. */
export function adapterWeights(plan: Plan, config: BertConfig, seed: number): Map<string, FloatTensor> {
  const out = new Map<string, FloatTensor>();
  if (plan.mode !== 'lora') return out;
  const shapes = bertShapes(config);
  const random = new Random('lora', seed);
  for (let layer = 0; layer < config.layers; layer++) {
    for (const map of plan.targets) {
      const [outputs = 0, inputs = 0] = shapes.get(`${inLayer(layer, LINEAR_MAPS[map])}.weight`) ?? [];
      const dims = [plan.rank, inputs];
      const data = Float32Array.from({ length: sizeOf(dims) }, () => random.normal() / Math.sqrt(inputs));
      out.set(adapterName(layer, map, 'down'), float32(dims, data)).set(adapterName(layer, map, 'up'), zeros([outputs, plan.rank]));
    }
  }
  return out;
}

/** The encoder with what was trained put in: trained parameters replaced, adapters added into the maps they sit on. */
export function mergedWeights(
  plan: Plan,
  config: BertConfig,
  weights: BertWeights,
  trained: ReadonlyMap<string, FloatTensor>,
): BertWeights {
  const out = new Map([...weights].map(([name, tensor]) => [name, trained.get(name) ?? tensor]));
  if (plan.mode !== 'lora') return out;
  for (let layer = 0; layer < config.layers; layer++) {
    for (const map of plan.targets) {
      const name = `${inLayer(layer, LINEAR_MAPS[map])}.weight`;
      const [base, down, up] = [out.get(name), trained.get(adapterName(layer, map, 'down')), trained.get(adapterName(layer, map, 'up'))];
      if (!base || !down || !up) throw new RangeError(`the adapter of ${name} is not among the trained parameters`);
      out.set(name, withUpdate(base, down, up, plan.alpha / plan.rank));
    }
  }
  return out;
}

/** base + scale * up down. */
function withUpdate(base: FloatTensor, down: FloatTensor, up: FloatTensor, scale: number): FloatTensor {
  const [outputs = 0, inputs = 0] = base.dims;
  const rank = down.dims[0] ?? 0;
  const data = base.data.slice();
  for (let o = 0; o < outputs; o++) {
    for (let r = 0; r < rank; r++) {
      const factor = scale * (up.data[o * rank + r] ?? 0);
      if (factor !== 0)
        for (let i = 0; i < inputs; i++) data[o * inputs + i] = (data[o * inputs + i] ?? 0) + factor * (down.data[r * inputs + i] ?? 0);
    }
  }
  return float32(base.dims, data);
}

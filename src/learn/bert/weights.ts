import { TrackRecordError } from '../../domain/result.ts';
import { Random } from '../../util/random.ts';
import type { Model } from '../onnx/model.ts';
import { float32, sizeOf, toFloat32, transposed } from '../onnx/tensor.ts';
import type { FloatTensor, Tensor } from '../onnx/tensor.ts';
import type { BertConfig } from './config.ts';

/** Parameters by their Hugging Face name; matrices are [out, in]. */
export type BertWeights = ReadonlyMap<string, FloatTensor>;

export const WORD = 'embeddings.word_embeddings.weight';
export const POSITION = 'embeddings.position_embeddings.weight';
export const TOKEN_TYPE = 'embeddings.token_type_embeddings.weight';
export const EMBEDDING_NORM = 'embeddings.LayerNorm';

/** The linear maps of a layer that adapters may be put on. */
export const LINEAR_MAPS = {
  query: 'attention.self.query',
  key: 'attention.self.key',
  value: 'attention.self.value',
  output: 'attention.output.dense',
  up: 'intermediate.dense',
  down: 'output.dense',
} as const;
export type LinearMap = keyof typeof LINEAR_MAPS;

export const ATTENTION_NORM = 'attention.output.LayerNorm';
export const OUTPUT_NORM = 'output.LayerNorm';

export const inLayer = (layer: number, part: string): string => `encoder.layer.${layer}.${part}`;

/** The layer a parameter belongs to; undefined for embeddings. */
export function layerOf(name: string): number | undefined {
  const match = /^encoder\.layer\.(\d+)\./.exec(name);
  return match ? Number(match[1]) : undefined;
}

/** Every parameter of an encoder and its dims, in forward order. */
export function bertShapes(config: BertConfig): ReadonlyMap<string, readonly number[]> {
  const { hidden, intermediate } = config;
  const shapes = new Map<string, readonly number[]>([
    [WORD, [config.vocabulary, hidden]],
    [POSITION, [config.positions, hidden]],
    [TOKEN_TYPE, [2, hidden]],
  ]);
  const norm = (name: string) => shapes.set(`${name}.weight`, [hidden]).set(`${name}.bias`, [hidden]);
  const linear = (name: string, outputs: number, inputs: number) =>
    shapes.set(`${name}.weight`, [outputs, inputs]).set(`${name}.bias`, [outputs]);
  norm(EMBEDDING_NORM);
  for (let layer = 0; layer < config.layers; layer++) {
    for (const map of ['query', 'key', 'value', 'output'] as const) linear(inLayer(layer, LINEAR_MAPS[map]), hidden, hidden);
    norm(inLayer(layer, ATTENTION_NORM));
    linear(inLayer(layer, LINEAR_MAPS.up), intermediate, hidden);
    linear(inLayer(layer, LINEAR_MAPS.down), hidden, intermediate);
    norm(inLayer(layer, OUTPUT_NORM));
  }
  return shapes;
}

/**
 * Picks an encoder's parameters out of a safetensors file, whatever prefix (`bert.`, `0.auto_model.`) their names carry.
 * @throws TrackRecordError `bad-weights` naming the first one that is missing or of another shape.
 */
export function bertWeights(tensors: ReadonlyMap<string, Tensor>, config: BertConfig): BertWeights {
  const key = [...tensors.keys()].find((name) => name.endsWith(WORD));
  const prefix = key?.slice(0, -WORD.length) ?? '';
  return checked(config, (name) => tensors.get(prefix + name));
}

/**
 * Recovers an encoder's parameters from an exported fp32 or fp16 ONNX graph. Exporters keep the names of biases, norms and embeddings,
 * but write each matrix transposed under a number: it is found through the MatMul whose result meets the named bias.
 * @throws TrackRecordError `bad-weights`, e.g. for quantised or fused graphs.
 * @public
 */
export function bertWeightsFromOnnx(model: Model, config: BertConfig): BertWeights {
  const { initializers } = model;
  const producer = new Map(model.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const named = new Map<string, Tensor>(initializers);
  for (const node of model.nodes) {
    if (node.op !== 'Add') continue;
    const bias = node.inputs.find((name) => name.endsWith('.bias') && initializers.has(name));
    const product = node.inputs.map((name) => producer.get(name)).find((n) => n?.op === 'MatMul');
    const matrix = product?.inputs.map((name) => initializers.get(name)).find((t) => t?.dims.length === 2);
    if (bias && matrix) named.set(bias.replace(/bias$/, 'weight'), transposed(toFloat32(matrix)));
  }
  return bertWeights(named, config);
}

/** Untrained weights, for tests and measurements. */
export function randomBert(config: BertConfig, seed: number, deviation = 0.02): BertWeights {
  const random = new Random('bert', seed);
  return new Map(
    [...bertShapes(config)].map(([name, dims]) => {
      const centre = name.endsWith('LayerNorm.weight') ? 1 : 0;
      const data = Float32Array.from({ length: sizeOf(dims) }, () => centre + deviation * random.normal());
      return [name, float32(dims, data)];
    }),
  );
}

function checked(config: BertConfig, find: (name: string) => Tensor | undefined): BertWeights {
  return new Map(
    [...bertShapes(config)].map(([name, dims]) => {
      const tensor = find(name);
      if (!tensor) throw bad(`"${name}" is missing`);
      if (tensor.dims.join() !== dims.join()) throw bad(`"${name}" is ${tensor.dims.join(' x ')}, not ${dims.join(' x ')}`);
      return [name, toFloat32(tensor)];
    }),
  );
}

const bad = (why: string): TrackRecordError =>
  new TrackRecordError(
    'bad-weights',
    `These are not the weights of a BERT encoder of this shape: ${why}. Bring model.safetensors with its config.json.`,
  );

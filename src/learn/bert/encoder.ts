import { add, div, gelu, mul, scale, sqrt, sub } from '../graph/elementwise.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { gemm, layerNorm, linear, matmul, softmax } from '../graph/neural.ts';
import { first, gather, reduceSum, reshape, transpose, unsqueeze } from '../graph/structure.ts';
import { float32 } from '../onnx/tensor.ts';
import type { BertConfig, Pooling } from './config.ts';
import { ATTENTION_NORM, EMBEDDING_NORM, inLayer, LINEAR_MAPS, OUTPUT_NORM, POSITION, TOKEN_TYPE, WORD } from './weights.ts';
import type { BertWeights, LinearMap } from './weights.ts';

/** A low-rank update: x down' up' times `scale` is added to a linear map (Hu et al. 2021). */
export interface Adapter {
  /** [rank, in] */
  readonly down: Value;
  /** [out, rank] */
  readonly up: Value;
  readonly scale: number;
}

/** Where the forward pass takes its numbers from: constants, or inputs that are trained. */
export interface EncoderParts {
  readonly graph: Graph;
  readonly config: BertConfig;
  /** By Hugging Face name. */
  readonly weight: (name: string) => Value;
  readonly adapter: (layer: number, map: LinearMap) => Adapter | undefined;
  /** Drops at random while training; the identity otherwise. */
  readonly drop: (x: Value, where: 'hidden' | 'attention' | 'adapter') => Value;
}

/** Rows [T, hidden], T = B times S, from token ids [B, S], int64. Word, position and (first) token type are summed and not trained here. */
export function embed({ graph, config }: EncoderParts, ids: Value, weights: BertWeights): Value {
  const words = gather(graph.constant(WORD, tensorOf(weights, WORD)), ids);
  const fixed = graph.constant('embeddings.fixed', fixedRows(weights, config));
  const positions = graph.node('Slice', [fixed, graph.ints([0]), graph.dim('S'), graph.ints([0])], ['S', config.hidden]);
  return reshape(add(words, positions), ['T', config.hidden]);
}

/** Position embeddings plus the embedding of the first token type, which is the only one used: [positions, hidden]. */
export function fixedRows(weights: BertWeights, { positions, hidden }: BertConfig) {
  const data = tensorOf(weights, POSITION).data.slice();
  const type = tensorOf(weights, TOKEN_TYPE).data;
  for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) + (type[i % hidden] ?? 0);
  return float32([positions, hidden], data);
}

/** Normalises embedded rows: what the first layer reads. */
export const embeddingNorm = (parts: EncoderParts, rows: Value): Value => parts.drop(norm(parts, rows, EMBEDDING_NORM), 'hidden');

/** Layers [from, to) over rows [T, hidden]; `mask` float32 [B, S], 1 for a token, 0 for padding. */
export function encoderLayers(parts: EncoderParts, rows: Value, mask: Value, from = 0, to = parts.config.layers): Value {
  const { graph } = parts;
  // Padding gets -10,000 before the softmax: finite, so that a row of nothing but padding stays a number.
  const bias = scale(sub(graph.scalar(1), unsqueeze(mask, [1, 2])), -10_000);
  let x = rows;
  for (let layer = from; layer < to; layer++) x = encoderLayer(parts, x, bias, layer);
  return x;
}

function encoderLayer(parts: EncoderParts, x: Value, bias: Value, layer: number): Value {
  const { config, drop } = parts;
  const { heads, hidden } = config;
  const size = hidden / heads;
  const split = (y: Value, perm: readonly number[]) => transpose(reshape(y, ['B', 'S', heads, size]), perm);
  const query = split(scale(project(parts, x, layer, 'query'), 1 / Math.sqrt(size)), [0, 2, 1, 3]);
  const key = split(project(parts, x, layer, 'key'), [0, 2, 3, 1]);
  const value = split(project(parts, x, layer, 'value'), [0, 2, 1, 3]);
  const attention = drop(softmax(add(matmul(query, key), bias)), 'attention');
  const context = reshape(transpose(matmul(attention, value), [0, 2, 1, 3]), ['T', hidden]);
  const attended = norm(parts, add(drop(project(parts, context, layer, 'output'), 'hidden'), x), inLayer(layer, ATTENTION_NORM));
  const inner = gelu(project(parts, attended, layer, 'up'));
  return norm(parts, add(drop(project(parts, inner, layer, 'down'), 'hidden'), attended), inLayer(layer, OUTPUT_NORM));
}

function project({ weight, adapter, drop }: EncoderParts, x: Value, layer: number, map: LinearMap): Value {
  const name = inLayer(layer, LINEAR_MAPS[map]);
  const y = linear(x, weight(`${name}.weight`), weight(`${name}.bias`));
  const low = adapter(layer, map);
  if (!low) return y;
  const inner = gemm(drop(x, 'adapter'), low.down, { transposeB: true });
  return add(y, gemm(inner, low.up, { transposeB: true, alpha: low.scale }));
}

const norm = ({ weight, config }: EncoderParts, x: Value, name: string): Value =>
  layerNorm(x, { weight: weight(`${name}.weight`), bias: weight(`${name}.bias`), epsilon: config.epsilon });

/** One vector a text, [B, hidden]. `normalize`: of length 1, as sentence embeddings are compared. */
export function pool(rows: Value, mask: Value, pooling: Pooling, normalize: boolean): Value {
  const hidden = rows.shape[1] ?? 1;
  const tokens = reshape(rows, ['B', 'S', hidden]);
  const pooled = pooling === 'cls' ? first(tokens, 1) : mean(tokens, mask, hidden);
  if (!normalize) return pooled;
  const length = sqrt(add(reduceSum(mul(pooled, pooled), [1]), rows.graph.scalar(1e-12)));
  return div(pooled, length);
}

function mean(tokens: Value, mask: Value, hidden: number | string): Value {
  const sum = reshape(matmul(unsqueeze(mask, [1]), tokens), ['B', hidden]);
  return div(sum, reduceSum(mask, [1]));
}

export function tensorOf(weights: BertWeights, name: string) {
  const tensor = weights.get(name);
  if (!tensor) throw new RangeError(`the encoder has no "${name}"`);
  return tensor;
}

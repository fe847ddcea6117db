import { add, gelu, scale, sub } from '../graph/elementwise.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/graph.ts';
import { layerNorm, matmul, softmax } from '../graph/neural.ts';
import { reduceSum, reshape, transpose, unsqueeze } from '../graph/structure.ts';
import { MICROSOFT } from '../onnx/model.ts';
import type { BertConfig } from '../bert/config.ts';
import { ATTENTION_NORM, EMBEDDING_NORM, inLayer, OUTPUT_NORM } from '../bert/weights.ts';
import type { LinearMap } from '../bert/weights.ts';

/** The activations that linear maps read, of each layer. `input`: read by query, key and value. */
export const TAPS = ['input', 'context', 'attended', 'inner'] as const;
export type Tap = (typeof TAPS)[number];

/** How an encoder computes what depends on the number format of its weights. */
export interface Kernel {
  readonly graph: Graph;
  readonly config: BertConfig;
  /** Word embeddings [B, S, hidden] of ids [B, S]. */
  readonly words: (ids: Value) => Value;
  /** Position embeddings plus that of the first token type: [positions, hidden]. */
  readonly positions: () => Value;
  /** A float parameter by its Hugging Face name. */
  readonly float: (name: string) => Value;
  /** A linear map with its bias. */
  readonly linear: (x: Value, layer: number, map: LinearMap, tap: Tap) => Value;
  /**
   * onnxruntime's own attention and GELU, which the CPU is fastest with, for rows of one length: without a mask, attention takes a tenth to
   * a fifth less time. Otherwise standard operators, which every provider runs, and rows may be padded.
   */
  readonly fused: boolean;
}

/**
 * The encoder as it is run: `input_ids` and, unless `fused`, `attention_mask`, int64 [B, S], to `embedding`, float32 [B, hidden]: the mean
 * over tokens, of length 1.
 */
export function forward(kernel: Kernel, onTap?: (tap: Tap, layer: number, x: Value) => void): void {
  const { graph, config, fused } = kernel;
  const x = hiddenStates(kernel, onTap);
  // The sum over tokens has the direction of their mean.
  const sum = fused ? reduceSum(x, [1], false) : read(graph, x, config.hidden);
  const attributes = { axis: { int: -1 }, p: { int: 2 } };
  graph.output('embedding', graph.node('LpNormalization', [sum], ['B', config.hidden], { attributes }));
}

/** The sum over the tokens that are no padding: [B, hidden] */
function read(graph: Graph, x: Value, hidden: number): Value {
  const sum = matmul(unsqueeze(graph.cast(maskOf(graph), 'float32'), [1]), x);
  return graph.node('Squeeze', [sum, graph.ints([1])], ['B', hidden]);
}

const maskOf = (graph: Graph): Value => graph.once('attention_mask', () => graph.input('attention_mask', ['B', 'S'], 'int64'));

/**
 * What the last layer says of each token, float32 [B, S, hidden], of the same inputs. Add and LayerNormalization stay apart: fused
 * (SkipLayerNormalization) the whole encoder took a third more time on the CPU.
 */
export function hiddenStates({ graph, config, ...kernel }: Kernel, onTap: (tap: Tap, layer: number, x: Value) => void = () => {}): Value {
  const { hidden, heads, epsilon, layers } = config;
  const ids = graph.input('input_ids', ['B', 'S'], 'int64');
  const attend = kernel.fused ? fusedAttention(graph, heads) : attention(graph, heads, hidden);
  const norm = (x: Value, name: string) =>
    layerNorm(x, { weight: kernel.float(`${name}.weight`), bias: kernel.float(`${name}.bias`), epsilon });
  const linear = (x: Value, layer: number, map: LinearMap, tap: Tap) => kernel.linear(x, layer, map, tap);

  const seen = graph.node('Slice', [kernel.positions(), graph.ints([0]), graph.dim('S'), graph.ints([0])], ['S', hidden]);
  let x = norm(add(kernel.words(ids), seen), EMBEDDING_NORM);
  for (let layer = 0; layer < layers; layer++) {
    onTap('input', layer, x);
    const [query, key, value] = (['query', 'key', 'value'] as const).map((map) => linear(x, layer, map, 'input'));
    if (!query || !key || !value) throw new RangeError('a layer has query, key and value');
    const context = attend(query, key, value);
    onTap('context', layer, context);
    const attended = norm(add(linear(context, layer, 'output', 'context'), x), inLayer(layer, ATTENTION_NORM));
    onTap('attended', layer, attended);
    const up = linear(attended, layer, 'up', 'attended');
    const inner = kernel.fused ? graph.node('Gelu', [up], up.shape, { domain: MICROSOFT }) : gelu(up);
    onTap('inner', layer, inner);
    x = norm(add(linear(inner, layer, 'down', 'inner'), attended), inLayer(layer, OUTPUT_NORM));
  }
  return x;
}

type Attend = (query: Value, key: Value, value: Value) => Value;

function fusedAttention(graph: Graph, heads: number): Attend {
  const attributes = { num_heads: { int: heads } };
  return (query, key, value) => graph.node('MultiHeadAttention', [query, key, value], query.shape, { attributes, domain: MICROSOFT });
}

function attention(graph: Graph, heads: number, hidden: number): Attend {
  const size = hidden / heads;
  const tokens = graph.cast(maskOf(graph), 'float32');
  // Padding gets -10,000 before the softmax: finite, so that a row of nothing but padding stays a number.
  const bias = scale(sub(graph.scalar(1), unsqueeze(tokens, [1, 2])), -10_000);
  const split = (y: Value, perm: readonly number[]) => transpose(reshape(y, ['B', 'S', heads, size]), perm);
  return (query, key, value) => {
    const weights = softmax(add(scale(matmul(split(query, [0, 2, 1, 3]), split(key, [0, 2, 3, 1])), 1 / Math.sqrt(size)), bias));
    return reshape(transpose(matmul(weights, split(value, [0, 2, 1, 3])), [0, 2, 1, 3]), ['B', 'S', hidden]);
  };
}

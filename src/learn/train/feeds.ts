import type { BertConfig } from '../bert/config.ts';
import { feed } from '../graph/session.ts';
import type { Feeds } from '../graph/session.ts';
import { float32 } from '../onnx/tensor.ts';
import type { FloatTensor } from '../onnx/tensor.ts';
import { paddedLength } from './batches.ts';
import type { Example } from './batches.ts';
import { featureWidth, IO } from './build.ts';
import type { GraphSpec } from './build.ts';
import type { EmbeddingTables, Tokens } from './tables.ts';

export function padded(batch: readonly Example[], longest: number): { tokens: Tokens; mask: Float32Array } {
  const rows = batch.length;
  const length = Math.min(longest, paddedLength(Math.max(...batch.map(({ input }) => input.length))));
  const ids = new Int32Array(rows * length);
  const mask = new Float32Array(rows * length);
  for (const [row, { input }] of batch.entries()) {
    if (!(input instanceof Int32Array)) throw new TypeError('this graph reads token ids, and an example holds a cached vector');
    const kept = input.length > length ? input.subarray(0, length) : input;
    ids.set(kept, row * length);
    mask.fill(1, row * length, row * length + kept.length);
  }
  return { tokens: { ids, rows, length }, mask };
}

/** What the forward pass is fed for a batch, parameters aside. */
export function inputFeeds(spec: GraphSpec, batch: readonly Example[], tables?: EmbeddingTables): { feeds: Feeds; tokens?: Tokens } {
  const features = featureWidth(spec) > 0 ? { [IO.features]: feed(featureRows(spec, batch)) } : {};
  if (spec.source === 'cached') return { feeds: { ...features, [IO.cached]: feed(cachedRows(batch, spec.config.hidden)) } };
  const { tokens, mask } = padded(batch, spec.config.positions);
  const { rows, length } = tokens;
  const read = spec.source === 'states' ? stateRows(batch, length, spec.config.hidden) : tables?.lookUp(tokens);
  const text = read ? { [IO.rows]: feed(read) } : { [IO.ids]: feed({ dtype: 'int64', dims: [rows, length], data: widened(tokens.ids) }) };
  return { feeds: { ...features, ...text, [IO.mask]: feed(float32([rows, length], mask)) }, tokens };
}

/** Padding is zeros: masked, it is read by nobody. */
function stateRows(batch: readonly Example[], length: number, hidden: number): FloatTensor {
  const out = new Float32Array(batch.length * length * hidden);
  for (const [row, { states, input }] of batch.entries()) {
    if (states?.length !== input.length * hidden) throw new TypeError('this graph reads the lower layers’ states, and an example has none');
    out.set(states.subarray(0, length * hidden), row * length * hidden);
  }
  return float32([batch.length * length, hidden], out);
}

function cachedRows(batch: readonly Example[], width: number): FloatTensor {
  const out = new Float32Array(batch.length * width);
  for (const [row, { input }] of batch.entries()) {
    if (!(input instanceof Float32Array)) throw new TypeError('this graph reads cached vectors, and an example holds token ids');
    out.set(fitting(input, width), row * width);
  }
  return float32([batch.length, width], out);
}

/** Dense features, then one column for each bucket. */
function featureRows(spec: GraphSpec, batch: readonly Example[]): FloatTensor {
  const width = featureWidth(spec);
  const out = new Float32Array(batch.length * width);
  for (const [row, { features = NONE, buckets = NO_WORDS }] of batch.entries()) {
    out.set(fitting(features, spec.features), row * width);
    const weight = 1 / Math.sqrt(Math.max(1, buckets.length));
    for (const bucket of buckets) {
      if (bucket >= spec.buckets) throw new RangeError(`an example has bucket ${bucket} of ${spec.buckets}`);
      out[row * width + spec.features + bucket] = weight;
    }
  }
  return float32([batch.length, width], out);
}

function fitting(values: Float32Array, width: number): Float32Array {
  if (values.length !== width) throw new RangeError(`an example has ${values.length} numbers where the graph takes ${width}`);
  return values;
}

const NONE = new Float32Array(0);
const NO_WORDS = new Uint16Array(0);

/** Non-negative int32 to int64, without a bigint each. */
export function widened(ids: Int32Array): BigInt64Array {
  const words = new Int32Array(ids.length * 2);
  for (let i = 0; i < ids.length; i++) words[2 * i] = ids[i] as number;
  return new BigInt64Array(words.buffer);
}

/** Elements of the largest tensor that dropout is put on, for batches of at most `tokens` tokens and texts of at most `longest`. */
export const largestDropped = (
  { hidden, heads, intermediate }: BertConfig,
  { features, units, tokens, longest }: Readonly<Record<'features' | 'units' | 'tokens' | 'longest', number>>,
): number => tokens * Math.max(hidden + features, intermediate, units, heads * longest);

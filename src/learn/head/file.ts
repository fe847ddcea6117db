import { FEATURES_VERSION } from '../../classify/features.ts';
import { floats, widthsOf } from '../../classify/head.ts';
import type { HeadFile, HeadSettings, HeadTensor } from '../../classify/head.ts';
import type { LinearHead } from './fit.ts';

export type HeadDescription = Pick<
  HeadFile,
  'name' | 'family' | 'kinds' | 'labels' | 'encoder' | 'temperature' | 'threshold' | 'stated' | 'training'
>;

/**
 * A head as it is shipped. The table of words, most of the file, is kept in one byte a weight.
 * @param features version of what it reads beside the vector
 */
export function headFile(head: LinearHead, description: HeadDescription, features: HeadFile['features'] = FEATURES_VERSION): HeadFile {
  return {
    format: 1,
    ...description,
    features,
    input: float(head.input, [head.labels, head.width]),
    bias: float(head.bias, [head.labels]),
    words: byte(head.words, [widthsOf(features).buckets, head.labels]),
  };
}

const base64 = (data: Float32Array | Int8Array): string => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');

const float = (data: Float32Array, dims: number[]): HeadTensor => ({ type: 'f32', dims, data: base64(data) });

function byte(data: Float32Array, dims: number[]): HeadTensor {
  const scale = data.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0) / 127 || 1;
  return { type: 'i8', dims, scale, data: base64(Int8Array.from(data, (v) => Math.round(v / scale))) };
}

/** The weights of a head that was read. @throws RangeError for one with a hidden layer. */
export function linearHead({ input, bias, words, labels, output, features }: HeadSettings, dimensions: number): LinearHead {
  if (output) throw new RangeError('a head with a hidden layer is not linear');
  const { dense, buckets } = widthsOf(features);
  const [count, width] = [labels.length, dimensions + dense];
  return {
    labels: count,
    width,
    input: floats(input, [count, width]),
    bias: floats(bias, [count]),
    words: floats(words, [buckets, count]),
  };
}

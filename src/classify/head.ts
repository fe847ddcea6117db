import * as v from 'valibot';
import { TrackRecordError } from '../domain/result.ts';
import { TAG_FAMILIES } from '../domain/tags.ts';
import { BUCKETS, DENSE, FEATURES_VERSION } from './features.ts';
import type { Features } from './features.ts';
import { TAGGED_KINDS } from './input.ts';
import { corrupt } from './model.ts';
import { SAID_BUCKETS, SAID_DENSE, SAID_VERSION } from './said.ts';
import { weighStated } from './stated.ts';
import type { Embedding } from './vectors.ts';
import { unitScale } from './vectors.ts';

const TensorSchema = v.object({
  /** `f32`, or `i8` times `scale`; little-endian, base64. */
  type: v.picklist(['f32', 'i8']),
  dims: v.array(v.pipe(v.number(), v.integer())),
  scale: v.optional(v.number(), 1),
  data: v.string(),
});
export type HeadTensor = v.InferInput<typeof TensorSchema>;

const HeadSchema = v.object({
  format: v.literal(1),
  name: v.string(),
  family: v.picklist(TAG_FAMILIES),
  kinds: v.array(v.picklist(TAGGED_KINDS)),
  labels: v.array(v.string()),
  /** Of changes, or of what was said: `featuresFor`. */
  features: v.picklist([FEATURES_VERSION, SAID_VERSION]),
  /** The encoder whose embeddings it was trained on. */
  encoder: v.string(),
  /** [units, embedding + dense], [units], [buckets, units]; units are the labels where there is no hidden layer. */
  input: TensorSchema,
  bias: TensorSchema,
  words: TensorSchema,
  /** [labels, units] and [labels], behind ReLU; absent in a linear head. */
  output: v.optional(TensorSchema),
  outputBias: v.optional(TensorSchema),
  /** Logits are divided by it (Guo et al. 2017). */
  temperature: v.number(),
  /** Below this probability a tag is `unsure`. */
  threshold: v.number(),
  /** What an author's word is worth, of each label; where it is known, tags have a threshold of their own. */
  stated: v.optional(
    v.object({ odds: v.record(v.string(), v.array(v.pipe(v.number(), v.minValue(0)))), power: v.number(), threshold: v.number() }),
  ),
  /** How it was trained and what it scored: for the model card. */
  training: v.record(v.string(), v.unknown()),
});
/** A head as it is kept: a JSON file of its own, so that one can be replaced or left out without touching the encoder. */
export type HeadFile = v.InferInput<typeof HeadSchema>;
export type HeadSettings = v.InferOutput<typeof HeadSchema>;

/** How many dense features and buckets a head reads. */
export const widthsOf = (features: HeadSettings['features']): { readonly dense: number; readonly buckets: number } =>
  features === SAID_VERSION ? { dense: SAID_DENSE.length, buckets: SAID_BUCKETS } : { dense: DENSE.length, buckets: BUCKETS };

/** A classifier over embedding and features: linear, or one hidden layer with ReLU. */
export class Head {
  readonly settings: HeadSettings;
  /** In double precision, as JavaScript computes: nothing is converted while it does. */
  readonly #input: Float64Array;
  readonly #bias: Float32Array;
  readonly #words: Float32Array;
  readonly #output: Float32Array | undefined;
  readonly #outputBias: Float32Array | undefined;
  readonly #dimensions: number;
  /** Of a row of `input`. */
  readonly #width: number;
  /** Of one product: the next one's take their place. */
  readonly #units: Float64Array;

  /** @throws TrackRecordError `model-corrupt` naming `file` */
  constructor(json: unknown, dimensions: number, file: string) {
    try {
      this.settings = v.parse(HeadSchema, json);
      const { input, bias, words, output, outputBias, labels } = this.settings;
      const { dense, buckets } = widthsOf(this.settings.features);
      const width = dimensions + dense;
      const units = output ? (output.dims[1] ?? 0) : labels.length;
      this.#input = Float64Array.from(floats(input, [units, width]));
      this.#bias = floats(bias, [units]);
      this.#words = floats(words, [buckets, units]);
      this.#output = output && floats(output, [labels.length, units]);
      this.#outputBias = outputBias && floats(outputBias, [labels.length]);
      this.#dimensions = dimensions;
      this.#width = width;
      this.#units = new Float64Array(units);
    } catch (cause) {
      throw corrupt(file, 'it is not a head that fits this version', cause);
    }
  }

  /** Calibrated probabilities, in the order of the labels; they sum to 1. */
  probabilities(embedding: Embedding, features: Features): number[] {
    return softmax(this.logits(embedding, features), this.settings.temperature);
  }

  /** What is shown: where the author stated a label and it is known what that word is worth, both are weighed, and another threshold holds. */
  shown(
    embedding: Embedding,
    features: Features,
    stated: string | undefined,
  ): { readonly probabilities: number[]; readonly threshold: number } {
    const probabilities = this.probabilities(embedding, features);
    const { stated: word, threshold } = this.settings;
    // A word that no reader met is kept, and weighs nothing.
    const worth = stated === undefined ? undefined : word?.odds[stated];
    if (!word || !worth) return { probabilities, threshold };
    return { probabilities: weighStated(probabilities, worth, word.power), threshold: word.threshold };
  }

  logits(embedding: Embedding, { dense, sparse, weights }: Features): number[] {
    const [units, input, bias, dimensions, width] = [this.#units, this.#input, this.#bias, this.#dimensions, this.#width];
    multiply(input, width, embedding, units);
    // Unit variance for a typical component.
    const scale = unitScale(embedding) * Math.sqrt(dimensions);
    for (let unit = 0; unit < units.length; unit++) units[unit] = (units[unit] as number) * scale + (bias[unit] as number);
    for (let i = 0; i < dense.length; i++) {
      const v = dense[i] as number;
      if (v === 0) continue;
      for (let unit = 0, at = dimensions + i; unit < units.length; unit++, at += width)
        units[unit] = (units[unit] as number) + (input[at] as number) * v;
    }
    this.#addWords(sparse, weights);
    return this.#outputs();
  }

  #addWords(sparse: Uint16Array, weights?: Float32Array): void {
    const [words, units] = [this.#words, this.#units];
    const each = wordWeight(sparse);
    for (let i = 0; i < sparse.length; i++) {
      const weight = weights ? (weights[i] as number) : each;
      const row = (sparse[i] as number) * units.length;
      for (let unit = 0; unit < units.length; unit++) units[unit] = (units[unit] as number) + weight * (words[row + unit] as number);
    }
  }

  #outputs(): number[] {
    const [units, output, outputBias] = [this.#units, this.#output, this.#outputBias];
    const outputs: number[] = [];
    if (!output || !outputBias) {
      for (let unit = 0; unit < units.length; unit++) outputs.push(units[unit] as number);
      return outputs;
    }
    for (let label = 0; label < outputBias.length; label++) {
      let sum = outputBias[label] as number;
      for (let unit = 0; unit < units.length; unit++)
        sum += Math.max(0, units[unit] as number) * (output[label * units.length + unit] as number);
      outputs.push(sum);
    }
    return outputs;
  }
}

/**
 * Puts `matrix` times `vector` into `to`, as it is asked some hundred million times in a second: of five rows at once, the sums do not wait for
 * each other. @param width of the matrix, which may be larger than the vector
 */
function multiply(matrix: Float64Array, width: number, vector: Embedding, to: Float64Array): void {
  let row = 0;
  for (; row + 5 <= to.length; row += 5) {
    let [a, b, c, d, e] = [0, 0, 0, 0, 0];
    for (let i = 0, at = row * width; i < vector.length; i++, at++) {
      const v = vector[i] as number;
      a += (matrix[at] as number) * v;
      b += (matrix[at + width] as number) * v;
      c += (matrix[at + 2 * width] as number) * v;
      d += (matrix[at + 3 * width] as number) * v;
      e += (matrix[at + 4 * width] as number) * v;
    }
    to[row] = a;
    to[row + 1] = b;
    to[row + 2] = c;
    to[row + 3] = d;
    to[row + 4] = e;
  }
  for (; row < to.length; row++) {
    let sum = 0;
    for (let i = 0, at = row * width; i < vector.length; i++, at++) sum += (matrix[at] as number) * (vector[i] as number);
    to[row] = sum;
  }
}

/** A head that learned from the user's corrections, as it was kept. @throws TrackRecordError `head-damaged` */
export function ownHead(json: unknown, dimensions: number): Head {
  try {
    return new Head(json, dimensions, 'it');
  } catch (cause) {
    throw damagedHead(cause);
  }
}

/** It lies in the user's store, and nothing that is installed again brings it back. */
export const damagedHead = (cause: unknown): TrackRecordError =>
  new TrackRecordError(
    'head-damaged',
    'What the tagger learned from your corrections is damaged. Run "Track Record: Roll Back the Tagger", or train --roll-back on the command line, and have it learn again: your corrections are kept.',
    { cause },
  );

/** Each word counts less the more there are. */
export const wordWeight = (sparse: Uint16Array): number => 1 / Math.sqrt(Math.max(1, sparse.length));

/** @param temperature logits are divided by it */
export function softmax(logits: readonly number[], temperature = 1): number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((z) => Math.exp((z - largest) / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / sum);
}

/** @throws RangeError where it is not of the wanted dims. */
export function floats({ type, dims, scale, data }: v.InferOutput<typeof TensorSchema>, wanted: readonly number[]): Float32Array {
  const bytes = new Uint8Array(Buffer.from(data, 'base64'));
  const size = wanted.reduce((a, b) => a * b, 1);
  if (dims.join() !== wanted.join()) throw new RangeError(`a tensor is ${dims.join(' x ')}, not ${wanted.join(' x ')}`);
  if (bytes.length !== size * (type === 'f32' ? 4 : 1)) throw new RangeError('a tensor does not fill its dims');
  return type === 'f32' ? new Float32Array(bytes.buffer) : Float32Array.from(new Int8Array(bytes.buffer), (q) => q * scale);
}

import type { BertConfig } from '../bert/config.ts';
import { tensorOf } from '../bert/encoder.ts';
import { POSITION, TOKEN_TYPE, WORD } from '../bert/weights.ts';
import type { BertWeights } from '../bert/weights.ts';
import { float32 } from '../onnx/tensor.ts';
import type { FloatTensor } from '../onnx/tensor.ts';
import type { Optimizer } from './optimizer.ts';

/** Token ids of a batch, padded with 0 to one length. */
export interface Tokens {
  readonly ids: Int32Array;
  readonly rows: number;
  readonly length: number;
}

/**
 * Embedding tables that are trained outside the graph: of 30,522 words a batch uses a few hundred, so their rows are looked up here, fed,
 * and updated here by their gradient (lazy Adam: the moments of unused rows stand still).
 */
export class EmbeddingTables {
  readonly tables: ReadonlyMap<string, FloatTensor>;
  readonly #hidden: number;

  /** Copies, so that training leaves the originals. */
  constructor(weights: BertWeights, config: BertConfig) {
    this.#hidden = config.hidden;
    this.tables = new Map([WORD, POSITION, TOKEN_TYPE].map((name) => [name, copy(tensorOf(weights, name))]));
  }

  /** The sum of word, position and token type, [T, hidden]. */
  lookUp({ ids, length }: Tokens): FloatTensor {
    const hidden = this.#hidden;
    const [words, positions, types] = [WORD, POSITION, TOKEN_TYPE].map((name) => tensorOf(this.tables, name).data);
    if (!words || !positions || !types) throw new RangeError('an embedding table is missing');
    const out = new Float32Array(ids.length * hidden);
    for (let t = 0; t < ids.length; t++) {
      const [word, position] = [(ids[t] as number) * hidden, (t % length) * hidden];
      for (let i = 0; i < hidden; i++) {
        out[t * hidden + i] = (words[word + i] as number) + (positions[position + i] as number) + (types[i] as number);
      }
    }
    return float32([ids.length, hidden], out);
  }

  /** Sums the gradient of the looked-up rows by table and row, in a fixed order. */
  gradients({ ids, length }: Tokens, rows: FloatTensor): ReadonlyMap<string, ReadonlyMap<number, Float32Array>> {
    const word = new Map<number, Float32Array>();
    const position = new Map<number, Float32Array>();
    const type = new Map<number, Float32Array>();
    const hidden = this.#hidden;
    const add = (into: Map<number, Float32Array>, row: number, from: number) => {
      const sum = into.get(row) ?? new Float32Array(hidden);
      into.set(row, sum);
      for (let i = 0; i < hidden; i++) sum[i] = (sum[i] as number) + (rows.data[from + i] as number);
    };
    for (let t = 0; t < ids.length; t++) {
      add(word, ids[t] as number, t * hidden);
      add(position, t % length, t * hidden);
      add(type, 0, t * hidden);
    }
    return new Map([
      [WORD, word],
      [POSITION, position],
      [TOKEN_TYPE, type],
    ]);
  }

  update(
    gradients: ReturnType<EmbeddingTables['gradients']>,
    optimizer: Optimizer,
    change: { readonly scale: number; readonly rate: number; readonly step: number },
  ): void {
    for (const [name, rows] of gradients) {
      const parameter = tensorOf(this.tables, name);
      for (const [row, gradient] of rows) optimizer.update({ ...change, name, parameter, from: row * this.#hidden, gradient });
    }
  }
}

const copy = ({ dims, data }: FloatTensor): FloatTensor => float32(dims, data.slice());

import * as ort from 'onnxruntime-node';
import { silenceModelRuntime } from '../util/telemetry.ts';
import { largerBudget, packBatches } from './batches.ts';
import type { Batch } from './batches.ts';
import type { TextTokenizer } from './tokenizer.ts';
import { toEmbedding } from './vectors.ts';
import type { Embedding } from './vectors.ts';

/**
 * Tokens of a batch. Measured with the shipped weights on 2 cores: 512 to 1,024 are best (the activations of a batch stay in the
 * second-level cache, and little is padded); 2,048 takes a quarter more time.
 */
export const TOKEN_BUDGET = 768;

const MASK = 'attention_mask';

export interface EncoderOptions {
  /** The graph's file; its weights lie beside it. */
  readonly graph: string;
  readonly tokenizer: TextTokenizer;
  /** Length of an embedding. */
  readonly dimensions: number;
  /** An execution provider of onnxruntime: `cpu`, `webgpu`, `cuda`, `dml`, `coreml`. */
  readonly provider: string;
  readonly threads: number;
}

/** The encoder, loaded. `embed` blocks its thread while a batch runs: never call it where a user waits. */
export class Encoder {
  readonly #session: ort.InferenceSession;
  readonly #options: EncoderOptions;
  /** Whether rows of a batch may be of unlike length: the graph asks which of their tokens are read. */
  readonly #padded: boolean;
  /** Tokens of a batch: on the CPU as they are best there; a GPU takes more as long as it is quick. */
  #budget = TOKEN_BUDGET;

  private constructor(session: ort.InferenceSession, options: EncoderOptions) {
    this.#session = session;
    this.#options = options;
    this.#padded = session.inputNames.includes(MASK);
  }

  /** Loads and runs one inference, so that a provider that cannot run fails here. `tried: false`: without that. */
  static async load(this: void, options: EncoderOptions, { tried = true } = {}): Promise<Encoder> {
    silenceModelRuntime();
    const session = await ort.InferenceSession.create(options.graph, {
      executionProviders: [options.provider],
      graphOptimizationLevel: 'all',
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
      // Where a processor has no 8-bit dot product, sums of products overflow 16 bits and are cut; this takes the way that does not.
      extra: { session: { x64quantprecision: '1' } },
    });
    const encoder = new Encoder(session, options);
    try {
      if (tried) await encoder.embed(['probe']);
      return encoder;
    } catch (error) {
      // Its memory is for what runs in its place.
      await encoder.release().catch(() => {});
      throw error;
    }
  }

  /**
   * Embeddings of texts, in their order.
   * @param cancelled asked before each batch; once true, the rest is left and undefined returned.
   */
  embed(texts: readonly string[], cancelled?: () => boolean): Promise<Embedding[] | undefined> {
    return this.embedTokens(
      texts.map((text) => this.#options.tokenizer.encode(text)),
      cancelled,
    );
  }

  /** The same of texts that are tokens already, with [CLS] and [SEP]. */
  async embedTokens(ids: readonly (readonly number[])[], cancelled: () => boolean = () => false): Promise<Embedding[] | undefined> {
    const { dimensions, provider } = this.#options;
    const embeddings = ids.map(() => new Int8Array(dimensions));
    const lengths = ids.map((row) => row.length);
    let slowest = 0;
    for (const batch of packBatches(lengths, this.#budget, this.#padded)) {
      if (cancelled()) return undefined;
      const start = performance.now();
      const vectors = await this.#run(rowsOf(ids, batch));
      slowest = Math.max(slowest, performance.now() - start);
      for (const [row, i] of batch.entries()) toEmbedding(vectors.subarray(row * dimensions, (row + 1) * dimensions), embeddings[i]);
    }
    if (provider !== 'cpu') this.#budget = largerBudget(this.#budget, slowest);
    return embeddings;
  }

  get tokenizer(): TextTokenizer {
    return this.#options.tokenizer;
  }

  async release(): Promise<void> {
    await this.#session.release();
  }

  /** [rows, dimensions] */
  async #run(rows: readonly (readonly number[])[]): Promise<Float32Array> {
    const width = rows.reduce((longest, row) => Math.max(longest, row.length), 0);
    const dims = [rows.length, width];
    const [ids, mask] = [new BigInt64Array(rows.length * width), new BigInt64Array(rows.length * width)];
    for (const [r, row] of rows.entries()) {
      for (const [c, id] of row.entries()) ids[r * width + c] = BigInt(id);
      mask.fill(1n, r * width, r * width + row.length);
    }
    const tensor = (values: BigInt64Array): ort.Tensor => new ort.Tensor('int64', values, dims);
    const feeds = { input_ids: tensor(ids), ...(this.#padded ? { [MASK]: tensor(mask) } : {}) };
    const data = (await this.#session.run(feeds)).embedding?.data;
    if (!(data instanceof Float32Array)) throw new RangeError('the encoder gave no embedding');
    return data;
  }
}

const rowsOf = (ids: readonly (readonly number[])[], batch: Batch): (readonly number[])[] => batch.map((i) => ids[i] ?? []);

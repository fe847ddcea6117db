import path from 'node:path';
import type { PreTrainedModel, PreTrainedTokenizer, Tensor } from '@huggingface/transformers';
import { TrackRecordError } from '../../domain/result.ts';
import { silenceModelRuntime } from '../../util/telemetry.ts';
import { softmax } from '../head.ts';
import { digestOf } from '../model.ts';
import { toEmbedding } from '../vectors.ts';
import type { Embedding } from '../vectors.ts';
import { type ForeignModel, unsupported } from './folder.ts';

/** What a foreign model made of one text: a probability for each of its labels, or what the text means; or why it failed on it. */
export type Reading = { readonly scores: readonly number[] } | { readonly vector: Embedding } | { readonly failed: string };

const ROWS = 32;

/** A model of somebody else's, loaded through transformers.js from files of this machine: it fetches nothing. */
export class ForeignRuntime {
  readonly #model: ForeignModel;
  readonly #tokenizer: PreTrainedTokenizer;
  readonly #network: PreTrainedModel;

  private constructor(model: ForeignModel, tokenizer: PreTrainedTokenizer, network: PreTrainedModel) {
    this.#model = model;
    this.#tokenizer = tokenizer;
    this.#network = network;
  }

  /**
   * Checks the files against their checksums, loads them and reads a text: a model that can read none fails here.
   * @throws TrackRecordError `model-changed`, `model-unsupported`
   */
  static async load(model: ForeignModel, threads: number): Promise<ForeignRuntime> {
    silenceModelRuntime();
    await verify(model);
    // Nobody else pays for the library: it is as large as all the rest.
    const library = await import('@huggingface/transformers');
    const { env, LogLevel } = library;
    env.allowRemoteModels = false;
    env.useFSCache = false;
    env.logLevel = LogLevel.NONE;
    const folder = path.posix.dirname(model.weights);
    try {
      const { model: network, tokenizer } = await library.pipeline(model.task, model.folder, {
        local_files_only: true,
        device: 'cpu',
        dtype: 'fp32',
        subfolder: folder === '.' ? '' : folder,
        model_file_name: path.posix.basename(model.weights, '.onnx'),
        use_external_data_format: `${model.weights}_data` in model.files,
        session_options: { intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 4 },
      });
      const runtime = new ForeignRuntime(model, tokenizer, network);
      await runtime.#run(['probe']);
      return runtime;
    } catch (cause) {
      throw unsupported(model.name, `it could not be loaded (${firstLine(cause)}). Choose another model`, cause);
    }
  }

  /** In the order of the texts; undefined where it was cancelled on the way. */
  async read(texts: readonly string[], cancelled: () => boolean): Promise<Reading[] | undefined> {
    const order = texts.map((_, i) => i).sort((a, b) => (texts[a]?.length ?? 0) - (texts[b]?.length ?? 0));
    const readings: Reading[] = [];
    for (let at = 0; at < order.length; at += ROWS) {
      if (cancelled()) return undefined;
      const rows = order.slice(at, at + ROWS);
      const made = await this.#each(rows.map((i) => texts[i] ?? ''));
      for (const [row, i] of rows.entries()) readings[i] = made[row] ?? { failed: 'it gave nothing' };
    }
    return readings;
  }

  async release(): Promise<void> {
    await this.#network.dispose();
  }

  /** A text it fails on takes no other with it. */
  async #each(texts: readonly string[]): Promise<readonly Reading[]> {
    try {
      return await this.#run(texts);
    } catch (cause) {
      if (texts.length <= 1) return texts.map(() => ({ failed: firstLine(cause) }));
    }
    const readings: Reading[] = [];
    for (const text of texts) readings.push(...(await this.#each([text])));
    return readings;
  }

  /** @throws Error of the library or the runtime, RangeError where what it gives is of no use */
  async #run(texts: readonly string[]): Promise<readonly Reading[]> {
    const { task, maxTokens } = this.#model;
    const inputs: { readonly attention_mask: Tensor } = this.#tokenizer([...texts], {
      padding: true,
      truncation: true,
      max_length: maxTokens,
    });
    const outputs: Readonly<Record<string, Tensor>> = await this.#network(inputs);
    return task === 'text-classification' ? this.#scores(outputs, texts.length) : this.#vectors(outputs, inputs.attention_mask);
  }

  #scores({ logits }: Readonly<Record<string, Tensor>>, rows: number): readonly Reading[] {
    const { labels, multiple } = this.#model;
    if (!logits || logits.dims.join() !== `${rows},${labels.length}`)
      throw new RangeError('it does not give one number for each of its labels');
    const values = floats(logits);
    return Array.from({ length: rows }, (_, row) => {
      const own = [...values.subarray(row * labels.length, (row + 1) * labels.length)];
      return { scores: multiple ? own.map((z) => 1 / (1 + Math.exp(-z))) : softmax(own) };
    });
  }

  #vectors(outputs: Readonly<Record<string, Tensor>>, mask: Tensor): readonly Reading[] {
    const { pooling } = this.#model;
    const tokens = outputs['last_hidden_state'] ?? outputs['token_embeddings'];
    const [rows, length, width] = tokens?.dims ?? [];
    if (!tokens || rows === undefined || length === undefined || width === undefined)
      throw new RangeError('it gives no vector for each token');
    const values = floats(tokens);
    const kept = Array.from(mask.data as BigInt64Array, Number);
    return Array.from({ length: rows }, (_, row) => {
      const vector = new Float32Array(width);
      // Only the direction is kept: a sum points where the mean does.
      for (let t = 0; t < length; t++) {
        // Some pad at the left: the first of the text is not always the first of the row.
        if (kept[row * length + t] !== 1) continue;
        const start = (row * length + t) * width;
        for (let i = 0; i < width; i++) vector[i] = (vector[i] ?? 0) + (values[start + i] ?? 0);
        if (pooling === 'cls') break;
      }
      return { vector: toEmbedding(vector) };
    });
  }
}

/** @throws TrackRecordError `model-changed` naming the first file that differs */
async function verify({ folder, name, files }: ForeignModel): Promise<void> {
  for (const [file, { bytes, sha256 }] of Object.entries(files)) {
    const found = await digestOf(path.join(folder, file)).catch(() => undefined);
    if (found?.bytes !== bytes || found.sha256 !== sha256)
      throw new TrackRecordError(
        'model-changed',
        `The model ${name} is not loaded: ${path.join(folder, file)} is not what it was (SHA-256 differs). Choose the model again; one that was downloaded is fetched anew once that folder is removed.`,
      );
  }
}

function floats(tensor: Tensor): Float32Array {
  // Some are exported in half precision.
  const { data } = tensor.to('float32');
  if (data instanceof Float32Array && data.every(Number.isFinite)) return data;
  throw new RangeError('it gives numbers that are not finite');
}

const firstLine = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).split('\n', 1)[0]?.slice(0, 300) ?? '';

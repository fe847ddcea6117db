import type { BertWeights } from '../bert/weights.ts';
import { feed, GraphSession } from '../graph/session.ts';
import type { SessionOptions } from '../graph/session.ts';
import type { FloatTensor } from '../onnx/tensor.ts';
import { lengthOf, planBatches } from './batches.ts';
import type { BatchOptions, Example } from './batches.ts';
import { evaluationGraph, IO } from './build.ts';
import type { GraphSpec } from './build.ts';
import { inputFeeds } from './feeds.ts';
import type { EmbeddingTables } from './tables.ts';

/** What a model says of examples, in their order. */
export interface Predictions {
  /** By head: scores before softmax or sigmoid, [examples, labels] row-major. */
  readonly logits: ReadonlyMap<string, Float32Array>;
  /** The texts' vectors, [examples, hidden]. */
  readonly embeddings: Float32Array;
}

/** Runs the forward pass with whatever the parameters are at the time. */
export class Evaluator {
  readonly #session: GraphSession;
  readonly #spec: GraphSpec;
  readonly #parameters: ReadonlyMap<string, FloatTensor>;
  readonly #tables: EmbeddingTables | undefined;

  private constructor(session: GraphSession, spec: GraphSpec, parameters: ReadonlyMap<string, FloatTensor>, tables?: EmbeddingTables) {
    this.#session = session;
    this.#spec = spec;
    this.#parameters = parameters;
    this.#tables = tables;
  }

  /** `parameters`: those that may change between runs; all others are taken from `weights` once. */
  static async create(
    spec: GraphSpec,
    weights: BertWeights,
    {
      parameters,
      tables,
      ...session
    }: SessionOptions & { readonly parameters: ReadonlyMap<string, FloatTensor>; readonly tables?: EmbeddingTables },
  ): Promise<Evaluator> {
    const { model } = evaluationGraph(spec, weights, parameters);
    return new Evaluator(await GraphSession.create(model, session), spec, parameters, tables);
  }

  /** `each`: told how many are done, after each batch. */
  async predict(examples: readonly Example[], options: BatchOptions, each?: (done: number) => void): Promise<Predictions> {
    const { heads, config } = this.#spec;
    const logits = new Map(heads.map((head) => [head.family, new Float32Array(examples.length * head.labels.length)]));
    const embeddings = new Float32Array(examples.length * config.hidden);
    const indices = [...examples.keys()];
    const parameters = Object.fromEntries([...this.#parameters].map(([name, tensor]) => [name, feed(tensor)]));
    let done = 0;
    for (const batch of planBatches(indices, (i) => Math.min(config.positions, lengthOf(at(examples, i))), options)) {
      const { feeds } = inputFeeds(
        this.#spec,
        batch.map((i) => at(examples, i)),
        this.#tables,
      );
      const results = await this.#session.run({ ...feeds, ...parameters });
      scatter(results.get(IO.embedding), batch, embeddings);
      for (const [family, out] of logits) scatter(results.get(IO.logits(family)), batch, out);
      done += batch.length;
      each?.(done);
    }
    return { logits, embeddings };
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}

function at(examples: readonly Example[], index: number): Example {
  const example = examples[index];
  if (!example) throw new RangeError(`there is no example ${index}`);
  return example;
}

/** Puts the rows of a batch where its examples stand. */
function scatter(rows: FloatTensor | undefined, batch: readonly number[], into: Float32Array): void {
  const width = rows?.dims[1] ?? 0;
  for (const [row, index] of batch.entries()) if (rows) into.set(rows.data.subarray(row * width, (row + 1) * width), index * width);
}

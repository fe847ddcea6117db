import * as ort from 'onnxruntime-node';
import { silenceModelRuntime } from '../../util/telemetry.ts';
import type { DType, FloatTensor, Tensor } from '../onnx/tensor.ts';
import { float32 } from '../onnx/tensor.ts';

export interface SessionOptions {
  /** Threads inside an operator; default: onnxruntime's choice. */
  readonly threads?: number;
  /** Execution providers in order; default `cpu`. There is no fallback between them: where one is missing, creation fails. */
  readonly providers?: readonly string[];
  /** Whether waiting threads burn their core: a little faster on an idle machine, much slower on a busy one, and in the way of others. Default false. */
  readonly spin?: boolean;
}

export type Feeds = Readonly<Record<string, ort.Tensor>>;

/** A graph loaded into onnxruntime. `run` blocks its thread. */
export class GraphSession {
  readonly #session: ort.InferenceSession;
  readonly #outputs: readonly string[];

  private constructor(session: ort.InferenceSession) {
    this.#session = session;
    this.#outputs = session.outputNames;
  }

  static async create(model: Uint8Array, { threads, providers = ['cpu'], spin = false }: SessionOptions = {}): Promise<GraphSession> {
    silenceModelRuntime();
    const session = await ort.InferenceSession.create(model, {
      graphOptimizationLevel: 'all',
      executionProviders: [...providers],
      logSeverityLevel: 3,
      extra: { session: { intra_op: { allow_spinning: spin ? '1' : '0' } } },
      ...(threads === undefined ? {} : { intraOpNumThreads: threads, interOpNumThreads: 1 }),
    });
    return new GraphSession(session);
  }

  get inputNames(): readonly string[] {
    return this.#session.inputNames;
  }

  /** All outputs, or those named, as float32. `into`: arrays to be written in place, by output. */
  async run(feeds: Feeds, into: Readonly<Record<string, ort.Tensor>> = {}): Promise<ReadonlyMap<string, FloatTensor>> {
    const fetches = Object.fromEntries(this.#outputs.map((name) => [name, into[name] ?? null]));
    const results = await this.#session.run(feeds, fetches);
    return new Map(this.#outputs.map((name) => [name, asFloat(name, results[name])]));
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

function asFloat(name: string, tensor: ort.Tensor | undefined): FloatTensor {
  if (!(tensor?.data instanceof Float32Array)) throw new RangeError(`output "${name}" is not float32`);
  return float32(tensor.dims, tensor.data);
}

/** Without a copy: what is written to the data later is seen by later runs. */
export function feed(tensor: Tensor): ort.Tensor {
  return new ort.Tensor(ORT_NAME[tensor.dtype], tensor.data, tensor.dims);
}

const ORT_NAME: { readonly [D in DType]: D } = {
  float32: 'float32',
  uint8: 'uint8',
  int8: 'int8',
  int32: 'int32',
  int64: 'int64',
  bool: 'bool',
  float16: 'float16',
};

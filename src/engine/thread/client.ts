import { MessageChannel, Worker } from 'node:worker_threads';
import {
  CancellationTokenSource,
  createMessageConnection,
  type MessageConnection,
  PortMessageReader,
  PortMessageWriter,
  ResponseError,
} from 'vscode-jsonrpc/node';
import { TrackRecordError } from '../../domain/result.ts';
import type { PipelineOptions } from '../../pipeline/open.ts';
import type { Envelope, Notices, Refusal } from '../../protocol/rpc.ts';
import type { Logger } from '../../util/context.ts';
import { type Call, PROGRESS } from '../serve.ts';
import type { WorkMethod, WorkMethods } from './protocol.ts';
import type { WorkData } from './serve.ts';

/** The work thread as the main thread sees it. */
export class WorkThread {
  readonly #worker: Worker;
  readonly #connection: MessageConnection;
  #progress = 0;

  constructor(url: URL, options: PipelineOptions, log: Logger) {
    const { port1, port2 } = new MessageChannel();
    const workerData: WorkData = { port: port2, options: { ...options, workerUrl: options.workerUrl.href } };
    this.#worker = new Worker(url, { workerData, transferList: [port2], name: 'work' });
    // What it did not foresee ends the process: the editor starts another, and this thread would know less than that one.
    this.#worker.once('error', (error) => {
      throw error;
    });
    this.#connection = createMessageConnection(new PortMessageReader(port1), new PortMessageWriter(port1));
    this.#connection.onNotification('log', ({ level, message, data }: Notices['log']) => log[level](message, data));
    this.#connection.listen();
  }

  /** @throws TrackRecordError with the thread's reason, `internal` for what nobody planned. */
  async request<M extends WorkMethod>(
    method: M,
    params: WorkMethods[M]['params'],
    { signal, progress }: Pick<Call, 'signal' | 'progress'>,
  ): Promise<WorkMethods[M]['reply']> {
    signal.throwIfAborted();
    const token = ++this.#progress;
    const listening = this.#connection.onProgress(PROGRESS, token, progress);
    const source = new CancellationTokenSource();
    const cancel = (): void => source.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const envelope: Envelope = { params, progress: token };
      return await this.#connection.sendRequest(method, envelope, source.token);
    } catch (error) {
      throw error instanceof ResponseError
        ? new TrackRecordError((error as ResponseError<Refusal | undefined>).data?.reason ?? 'internal', error.message, { cause: error })
        : error;
    } finally {
      signal.removeEventListener('abort', cancel);
      listening.dispose();
      source.dispose();
    }
  }

  /** Ends it once what it does has come to a safe point. */
  async end(): Promise<void> {
    await this.#connection.sendRequest('close');
    this.#connection.dispose();
    await this.#worker.terminate();
  }
}

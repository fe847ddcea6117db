import { type MessagePort, workerData } from 'node:worker_threads';
import { type CancellationToken, createMessageConnection, PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { openPipeline, type Pipeline, type PipelineOptions } from '../../pipeline/open.ts';
import type { Envelope, LogLevel, Refusal } from '../../protocol/rpc.ts';
import type { Logger } from '../../util/context.ts';
import { type Call, callOf, refusal } from '../serve.ts';
import type { WorkMethod, WorkMethods } from './protocol.ts';

export type WorkHandlers = {
  readonly [M in WorkMethod]: (params: WorkMethods[M]['params'], call: Call, pipeline: Pipeline) => Promise<WorkMethods[M]['reply']>;
};

/** What the thread is started with. */
export interface WorkData {
  readonly port: MessagePort;
  /** As it can be cloned. */
  readonly options: Omit<PipelineOptions, 'workerUrl'> & { readonly workerUrl: string };
}

/** Makes this thread the one that works: a pipeline with a connection of its own to the store, asked by the main thread. */
export function runWork(handlers: WorkHandlers): void {
  const { port, options } = workerData as WorkData;
  const connection = createMessageConnection(new PortMessageReader(port), new PortMessageWriter(port));
  const tell = (level: LogLevel, message: string, data?: Readonly<Record<string, unknown>>): void =>
    void connection.sendNotification('log', { level, message, ...(data ? { data } : {}) }).catch(() => {});
  const log: Logger = {
    debug: (message, data) => tell('debug', message, data),
    info: (message, data) => tell('info', message, data),
    warn: (message, data) => tell('warn', message, data),
    error: (message, data) => tell('error', message, data),
  };
  const ctx = { now: Date.now, log };
  let opened: Pipeline | undefined;
  const pipeline = (): Pipeline => (opened ??= openPipeline({ ...options, workerUrl: new URL(options.workerUrl) }, ctx));

  const answer = async <M extends WorkMethod>(
    method: M,
    envelope: Envelope,
    token: CancellationToken,
  ): Promise<WorkMethods[M]['reply']> => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    const call = callOf(connection, envelope, abort.signal, ctx);
    try {
      return await handlers[method](envelope.params as WorkMethods[M]['params'], call, { ...pipeline(), ctx: call });
    } catch (error) {
      throw refusal(error, method, abort.signal, log);
    }
  };
  for (const method of Object.keys(handlers) as WorkMethod[])
    connection.onRequest<unknown, Refusal>(method, (envelope: Envelope, token: CancellationToken) => answer(method, envelope, token));
  connection.onRequest('close', async () => {
    await opened?.close();
    opened = undefined;
    return null;
  });
  connection.listen();
}

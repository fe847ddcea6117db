import { type CancellationToken, type MessageConnection, ProgressType, ResponseError } from 'vscode-jsonrpc/node';
import type { OnProgress, Progress } from '../domain/report.ts';
import { TrackRecordError } from '../domain/result.ts';
import {
  check,
  type Envelope,
  type Method,
  METHODS,
  type Notice,
  type Notices,
  type Params,
  REFUSED,
  type Refusal,
  type Reply,
  REQUESTS,
} from '../protocol/rpc.ts';
import { untilAborted } from '../util/abort.ts';
import type { Context, Logger } from '../util/context.ts';

/** What a handler has beside its parameters. */
export interface Call extends Context {
  /** Aborted when the editor cancels the request or goes away. */
  readonly signal: AbortSignal;
  /** Told at most ten times a second, and only where somebody listens. */
  readonly progress: OnProgress;
}

/** One handler for every request of the protocol: what the engine can do. */
export type Handlers = { readonly [M in Method]: (params: Params<M>, call: Call) => Promise<Reply<M>> };

export interface Served {
  notify<N extends Notice>(notice: N, data: Notices[N]): void;
  /** Cancels what runs and waits until it has ended. */
  end(): Promise<void>;
}

export const PROGRESS = new ProgressType<Progress>();
const PROGRESS_EVERY_MS = 100;

/** Answers the editor's requests with `handlers`. Every request gets an answer, were it a refusal; none can take the process down. */
export function serve(
  connection: MessageConnection,
  handlers: Handlers,
  options: { readonly log: Logger; readonly now: () => number },
): Served {
  const { log } = options;
  const running = new Map<AbortController, Promise<unknown>>();
  let turn: Promise<unknown> = Promise.resolve();

  const answer = async <M extends Method>(method: M, envelope: Envelope, token: CancellationToken): Promise<Reply<M>> => {
    const abort = new AbortController();
    const subscription = token.onCancellationRequested(() => abort.abort());
    const { signal } = abort;
    const call = callOf(connection, envelope, signal, options);
    const work = async (): Promise<Reply<M>> => {
      signal.throwIfAborted();
      return handlers[method](check(REQUESTS[method].params, envelope.params, `${method} request`), call);
    };
    const started = { at: options.now(), processor: processorTime() };
    const before = turn;
    const result = REQUESTS[method].exclusive ? untilAborted(before, signal).then(work) : work();
    if (REQUESTS[method].exclusive) turn = Promise.allSettled([before, result]);
    running.set(abort, result);
    try {
      return await result;
    } catch (error) {
      throw refusal(error, method, signal, log);
    } finally {
      const processor = processorTime() - started.processor;
      log.debug(`${method} answered`, { milliseconds: options.now() - started.at, processor: Math.round(processor) });
      running.delete(abort);
      subscription.dispose();
    }
  };

  for (const method of METHODS)
    connection.onRequest<unknown, Refusal>(method, (envelope: Envelope, token: CancellationToken) => answer(method, envelope, token));
  // Asked while requests are under way: no answer means that this thread is stuck.
  connection.onRequest('ping', () => null);
  return {
    // Lost only where the editor is gone.
    notify: (notice, data) => void connection.sendNotification(notice as string, data).catch(() => {}),
    end: async () => {
      for (const abort of running.keys()) abort.abort();
      await Promise.allSettled(running.values());
    },
  };
}

/** Of this thread, ms; NaN where Node cannot tell it from other threads' (before 23.9). */
function processorTime(): number {
  const { threadCpuUsage } = process as { readonly threadCpuUsage?: typeof process.cpuUsage };
  if (!threadCpuUsage) return Number.NaN;
  const { user, system } = threadCpuUsage.call(process);
  return (user + system) / 1000;
}

/** What a handler is called with beside its parameters. */
export const callOf = (
  connection: MessageConnection,
  { progress }: Envelope,
  signal: AbortSignal,
  { log, now }: { readonly log: Logger; readonly now: () => number },
): Call => ({ now, log, signal, progress: progress === undefined ? () => {} : teller(connection, progress, now) });

function teller(connection: MessageConnection, token: number, now: () => number): OnProgress {
  let at = Number.NEGATIVE_INFINITY;
  let stage = '';
  let note: string | undefined;
  return (progress) => {
    const last = progress.total !== undefined && progress.done >= progress.total;
    if (!last && progress.stage === stage && progress.note === note && now() - at < PROGRESS_EVERY_MS) return;
    at = now();
    ({ stage, note } = progress);
    // Lost only where the editor is gone: then nobody reads it.
    connection.sendProgress(PROGRESS, token, progress).catch(() => {});
  };
}

/** Plain errors lose their data on the wire; this keeps the reason, and the stack in the log. */
export function refusal(error: unknown, method: string, signal: AbortSignal, log: Logger): ResponseError<Refusal> {
  if (signal.aborted) return new ResponseError(REFUSED, 'Cancelled.', { reason: 'cancelled' });
  if (error instanceof TrackRecordError) {
    log.warn(`${method} refused: ${error.message}`, { reason: error.reason });
    return new ResponseError(REFUSED, error.message, { reason: error.reason });
  }
  log.error(`${method} failed`, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  const said = error instanceof Error ? error.message : String(error);
  return new ResponseError(REFUSED, said, { reason: 'internal' });
}

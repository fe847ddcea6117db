import process from 'node:process';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import { IpcReader, IpcWriter } from '../protocol/ipc.ts';
import type { LogLevel } from '../protocol/rpc.ts';
import type { Logger } from '../util/context.ts';
import { silenceModelRuntime } from '../util/telemetry.ts';
import { type Handlers, serve } from './serve.ts';

/** How long what runs may take to end once the editor has gone, ms: git children and the batch in flight. */
const GRACE_MS = 2000;

/** What the handlers are made with. */
export interface Surroundings {
  readonly log: Logger;
  /** Tells the editor that what it shows may be old. */
  readonly stale: (revision: number) => void;
  /** Says what is to be done before the process ends: it has a second or two. */
  readonly atEnd: (close: () => Promise<void>) => void;
}

/**
 * Makes this process an engine: serves its parent over the channel it was forked with, and ends with it.
 * @throws Error where the process was not forked with a channel.
 */
export function runEngine(create: (surroundings: Surroundings) => Handlers): void {
  silenceModelRuntime();
  if (!process.send) throw new Error('This is the engine of Track Record; the editor starts it. On the command line, run trackrecord.');
  const connection = createMessageConnection(new IpcReader(process), new IpcWriter(process));
  const tell = (level: LogLevel, message: string, data?: Readonly<Record<string, unknown>>): void =>
    // Without the editor there is nobody to tell; the process is about to end.
    void connection.sendNotification('log', { level, message, ...(data ? { data } : {}) }).catch(() => {});
  const log: Logger = {
    debug: (message, data) => tell('debug', message, data),
    info: (message, data) => tell('info', message, data),
    warn: (message, data) => tell('warn', message, data),
    error: (message, data) => tell('error', message, data),
  };
  let close = async (): Promise<void> => {};
  const handlers = create({ log, stale: (revision) => served.notify('stale', { revision }), atEnd: (work) => (close = work) });
  const served = serve(connection, handlers, { log, now: Date.now });
  const leave = (): void => {
    setTimeout(() => process.exit(0), GRACE_MS).unref();
    void served
      .end()
      .then(() => close())
      .finally(() => process.exit(0));
  };
  process.on('disconnect', leave);
  // It may have gone while this process was still loading.
  if (!process.connected) leave();
  // Where files may only grow so large, a write fails as on a full disk, and is told; unheard, this signal would end the process.
  if (process.platform !== 'win32') process.on('SIGXFSZ', () => {});
  // The stack goes to standard error, which the editor keeps in its log; then the editor starts another engine.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`, () => process.exit(70));
  });
  connection.listen();
}

import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { CancellationTokenSource, createMessageConnection, type MessageConnection, ProgressType, ResponseError } from 'vscode-jsonrpc/node';
import type { OnProgress, Progress } from '../../domain/report.ts';
import { TrackRecordError } from '../../domain/result.ts';
import { IpcReader, IpcWriter } from '../../protocol/ipc.ts';
import { check, type Envelope, type Method, type Notices, type Params, type Refusal, type Reply, REQUESTS } from '../../protocol/rpc.ts';
import type { Logger } from '../../util/context.ts';

export interface Timing {
  /** While requests are under way the engine is asked this often whether it still answers, ms. */
  readonly pingEveryMs: number;
  /** Without an answer for so long it is ended. */
  readonly hangAfterMs: number;
  /** The same until its first answer: a busy machine starts it slowly, and a large store is brought up to date before. */
  readonly startWithinMs: number;
  /** How long a cancelled request may take to confirm before its caller is let go. */
  readonly cancelGraceMs: number;
  /** How long it may take to end by itself. */
  readonly endGraceMs: number;
}

export const TIMING: Timing = { pingEveryMs: 2000, hangAfterMs: 30_000, startWithinMs: 120_000, cancelGraceMs: 2000, endGraceMs: 2500 };

export interface SessionOptions {
  /** Path of the engine's bundle. */
  readonly module: string;
  /** Folder for compiled code. */
  readonly compiled: string | undefined;
  readonly log: Logger;
  readonly timing: Timing;
  readonly stale: (revision: number) => void;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

const PROGRESS = new ProgressType<Progress>();
const AGAIN = 'Nothing that was saved is lost. Try again: it starts anew. If it happens again, run "Track Record: Show Log".';

/** One engine process, from its start to its end. */
export class Session {
  readonly #child: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #options: SessionOptions;
  #pending = 0;
  #unanswered = 0;
  #answers = false;
  #watch: NodeJS.Timeout | undefined;
  #progress = 0;
  #ending = false;
  #why: TrackRecordError | undefined;
  /** Resolves when the process has gone: with what happened where nobody asked for it. */
  readonly ended: Promise<TrackRecordError | undefined>;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#child = fork(options.module, [], {
      // Typed arrays stay what they are; the frames are bytes.
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // The editor's own inspector port is taken.
      execArgv: [],
      env: environment(options.compiled),
    });
    this.#connection = createMessageConnection(new IpcReader(this.#child), new IpcWriter(this.#child));
    this.#connection.onNotification('log', ({ level, message, data }: Notices['log']) => options.log[level](message, data));
    this.#connection.onNotification('stale', ({ revision }: Notices['stale']) => options.stale(revision));
    // A write that fails means that the process has gone, and `ended` says so.
    this.#connection.onError(([error]) => options.log.debug('channel to the engine', { error: error.message }));
    this.ended = new Promise((resolve) => {
      const gone = (why: TrackRecordError): void => {
        this.#why ??= why;
        clearInterval(this.#watch);
        // Only this rejects what is still awaited.
        this.#connection.dispose();
        resolve(this.#ending ? undefined : this.#why);
      };
      this.#child.once('error', (error) =>
        gone(
          new TrackRecordError('engine-start', `The analysis engine could not be started: ${error.message}. Install Track Record anew.`),
        ),
      );
      this.#child.once('exit', (code, signal) => gone(stopped(signal ? `signal ${signal}` : `exit code ${code}`)));
      // A process without its channel is of no use, were it alive.
      this.#child.once('disconnect', () => setTimeout(() => this.#child.kill('SIGKILL'), options.timing.endGraceMs).unref());
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => options.log.warn(`engine: ${line}`));
    }
    this.#connection.listen();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** @throws TrackRecordError with the engine's reason, or `cancelled`, `engine-crashed`, `engine-hung`, `engine-start`, `engine-stopped`. */
  async request<M extends Method>(method: M, params: Params<M>, { signal, onProgress }: RequestOptions = {}): Promise<Reply<M>> {
    if (signal?.aborted) throw cancelled();
    const progress = onProgress ? ++this.#progress : undefined;
    const listening = progress === undefined || !onProgress ? undefined : this.#connection.onProgress(PROGRESS, progress, onProgress);
    const source = new CancellationTokenSource();
    const late = Promise.withResolvers<never>();
    const cancel = (): void => {
      source.cancel();
      // A handler that blocks its thread never sees the cancel; its caller need not wait for it.
      setTimeout(() => late.reject(cancelled()), this.#options.timing.cancelGraceMs).unref();
    };
    signal?.addEventListener('abort', cancel, { once: true });
    this.#started();
    try {
      const envelope: Envelope = { params, ...(progress === undefined ? {} : { progress }) };
      const reply: unknown = await Promise.race([this.#connection.sendRequest(method, envelope, source.token), late.promise]);
      return check(REQUESTS[method].reply, reply, `${method} reply`);
    } catch (error) {
      throw this.#translated(error);
    } finally {
      signal?.removeEventListener('abort', cancel);
      listening?.dispose();
      source.dispose();
      this.#settled();
    }
  }

  /** Ends the process: asked first, by closing its channel; after the grace ended. */
  async end(): Promise<void> {
    this.#ending = true;
    this.#why ??= new TrackRecordError('engine-stopped', 'The analysis engine was stopped because the window closes.');
    this.#connection.dispose();
    if (this.#child.connected) this.#child.disconnect();
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), this.#options.timing.endGraceMs);
    await this.ended;
    clearTimeout(kill);
  }

  #started(): void {
    this.#pending++;
    this.#watch ??= setInterval(() => this.#ping(), this.#options.timing.pingEveryMs).unref();
  }

  #settled(): void {
    if (--this.#pending > 0) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
    this.#unanswered = 0;
  }

  /** Counts its own ticks and not the clock: a machine that slept is not an engine that hangs. */
  #ping(): void {
    const { pingEveryMs, hangAfterMs, startWithinMs } = this.#options.timing;
    const patience = this.#answers ? hangAfterMs : startWithinMs;
    if (++this.#unanswered * pingEveryMs > patience) {
      this.#why = new TrackRecordError(
        'engine-hung',
        `The analysis engine did not answer for ${Math.round(patience / 1000)} s and was ended. ${AGAIN}`,
      );
      this.#child.kill('SIGKILL');
      return;
    }
    this.#connection.sendRequest('ping').then(
      () => {
        this.#answers = true;
        this.#unanswered = 0;
      },
      // The connection has been disposed: `ended` tells.
      () => {},
    );
  }

  #translated(error: unknown): TrackRecordError {
    if (error instanceof TrackRecordError) return error;
    if (this.#why) return this.#why;
    const said = error instanceof Error ? error.message : String(error);
    const reason = error instanceof ResponseError ? (error as ResponseError<Refusal | undefined>).data?.reason : undefined;
    // Closed, but its end is not known yet: the exit code follows a moment later, the caller is told now.
    return reason === undefined ? stopped('connection closed') : new TrackRecordError(reason, said, { cause: error });
  }
}

export const cancelled = (): TrackRecordError => new TrackRecordError('cancelled', 'Cancelled.');
const stopped = (how: string): TrackRecordError =>
  new TrackRecordError('engine-crashed', `The analysis engine stopped unexpectedly (${how}). ${AGAIN}`);

/** Without what makes a process the editor's own child, or loads a debugger into it; Electron is told to be Node. */
function environment(compiled: string | undefined): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([key]) => !/^(VSCODE_|NODE_OPTIONS$|NODE_CHANNEL_|NODE_COMPILE_CACHE$)/.test(key));
  const cache = compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled };
  return { ...Object.fromEntries(kept), ...cache, ELECTRON_RUN_AS_NODE: '1', ELECTRON_NO_ASAR: '1' };
}

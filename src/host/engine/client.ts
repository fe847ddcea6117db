import { setTimeout as sleep } from 'node:timers/promises';
import { TrackRecordError } from '../../domain/result.ts';
import type { Method, Params, Reply } from '../../protocol/rpc.ts';
import { untilAborted } from '../../util/abort.ts';
import type { Logger } from '../../util/context.ts';
import { Listeners } from '../../util/listeners.ts';
import { Backoff, BACKOFF, type BackoffOptions } from './backoff.ts';
import { cancelled, type RequestOptions, Session, TIMING, type Timing } from './session.ts';

export interface EngineOptions {
  /** Path of the engine's bundle. */
  readonly module: string;
  /** Where compiled code is kept from start to start, in a folder nobody else can write to. */
  readonly compiled?: string | undefined;
  /** Asked at every start, for the first request: which store, with which key. */
  readonly open: () => Promise<Params<'open'>>;
  readonly log: Logger;
  readonly timing?: Partial<Timing>;
  readonly backoff?: Partial<BackoffOptions>;
}

/** `waiting`: it crashed and is started again in a moment. `failed`: it crashed too often. */
export type EngineState = 'off' | 'starting' | 'ready' | 'waiting' | 'failed';

/** The engine as the editor sees it: there when it is needed, anew after a crash, gone with the window. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #timing: Timing;
  readonly #backoffOptions: BackoffOptions;
  readonly #backoff: Backoff;
  readonly #stop = new AbortController();
  #session: Promise<Session> | undefined;
  #running: Session | undefined;
  #state: EngineState = 'off';
  /** Told of each change of `state`. */
  readonly onState: Listeners<EngineState>;
  /** Told once for each crash, with what to show. */
  readonly onCrash: Listeners<TrackRecordError>;
  /** Told that the store has a new revision, written by this window or another. */
  readonly onStale: Listeners<number>;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#timing = { ...TIMING, ...options.timing };
    this.#backoffOptions = { ...BACKOFF, ...options.backoff };
    this.#backoff = new Backoff(this.#backoffOptions);
    const failed = (error: unknown): void => options.log.error('a listener failed', { error: String(error) });
    this.onState = new Listeners(failed);
    this.onCrash = new Listeners(failed);
    this.onStale = new Listeners(failed);
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Process id while it runs. */
  get pid(): number | undefined {
    return this.#running?.pid;
  }

  /** Starts the engine where it does not run. @throws TrackRecordError whose message says what to do. */
  async request<M extends Method>(method: M, params: Params<M>, options: RequestOptions = {}): Promise<Reply<M>> {
    const session = await untilAborted(this.#ready(), options.signal).catch((error: unknown) => {
      throw options.signal?.aborted ? cancelled() : error;
    });
    try {
      return await session.request(method, params, options);
    } catch (error) {
      // It is set aside and begun anew when it is opened next: by the process that the next request starts.
      if (error instanceof TrackRecordError && error.reason === 'store-damaged') await session.end();
      throw error;
    }
  }

  /** Lets an engine that crashed too often be started again: the user asked for it. */
  forgive(): void {
    this.#backoff.forget();
    if (this.#state === 'failed') this.#become('off');
  }

  /** Ends the process, for instance to let go of the store; the next request starts another. */
  async stop(): Promise<void> {
    await this.#running?.end();
  }

  /** Ends it for good: what is awaited is rejected. */
  async dispose(): Promise<void> {
    this.#stop.abort();
    await this.stop();
    this.#become('off');
  }

  #ready(): Promise<Session> {
    if (this.#session) return this.#session;
    const starting = this.#start();
    this.#session = starting;
    // Who awaits it hears of the failure; the next request tries anew.
    starting.catch(() => this.#session === starting && (this.#session = undefined));
    return starting;
  }

  async #start(): Promise<Session> {
    const wait = this.#backoff.wait(performance.now());
    if (wait === undefined) {
      this.#become('failed');
      const { crashes, withinMs } = this.#backoffOptions;
      const often = `The analysis engine stopped ${crashes} times within ${Math.round(withinMs / 60_000)} minutes and is not started again by itself.`;
      throw new TrackRecordError(
        'engine-failed',
        `${often} Run "Track Record: Show Log" to see why, then "Track Record: Refresh" to try again.`,
      );
    }
    if (wait > 0) {
      this.#become('waiting');
      // Ended early only by `dispose`, which is looked at below.
      await sleep(wait, undefined, { signal: this.#stop.signal }).catch(() => {});
    }
    this.#become('starting');
    if (this.#stop.signal.aborted) throw windowCloses();
    const { log, module, compiled, open } = this.#options;
    const session = new Session({ module, compiled, log, timing: this.#timing, stale: (revision) => this.onStale.tell(revision) });
    this.#running = session;
    void session.ended.then((why) => this.#ended(session, why));
    try {
      // It loads its code while the key is looked for.
      const params = await open();
      if (this.#stop.signal.aborted) throw windowCloses();
      await session.request('open', params);
    } catch (error) {
      await session.end();
      throw error;
    }
    log.info('engine started', { pid: session.pid });
    this.#become('ready');
    return session;
  }

  #ended(session: Session, why: TrackRecordError | undefined): void {
    if (this.#running !== session) return;
    this.#running = undefined;
    this.#session = undefined;
    if (!why) return this.#become('off');
    this.#backoff.crashed(performance.now());
    this.#options.log.error(why.message, { reason: why.reason });
    this.#become(this.#backoff.wait(performance.now()) === undefined ? 'failed' : 'off');
    this.onCrash.tell(why);
  }

  #become(state: EngineState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.onState.tell(state);
  }
}

const windowCloses = (): TrackRecordError =>
  new TrackRecordError('engine-stopped', 'The analysis engine is not started: the window closes.');

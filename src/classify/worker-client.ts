import { Worker } from 'node:worker_threads';
import { TrackRecordError } from '../domain/result.ts';
import { silenceModelRuntime } from '../util/telemetry.ts';
import type { ForeignModel } from './any/folder.ts';
import type { Reading } from './any/runtime.ts';
import type { Broken, Placement } from './choose.ts';
import type { End, Job, Placed, ReadJob, Reply, Tagging, WireInput, WorkerOptions } from './messages.ts';

type Answer = Extract<Reply, { readonly kind: 'done' | 'read' }>;

interface Pending extends Pick<Job, 'cancel'> {
  readonly resolve: (reply: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** The worker thread seen from outside: started at the first job, and again after a crash. */
export class WorkerClient {
  readonly #url: URL;
  readonly #options: WorkerOptions;
  readonly #place: (broken: Broken | undefined, signal: AbortSignal) => Promise<Placement>;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  /** Aborted with the thread: what is being found out for it is of no use then. */
  #asking = new AbortController();
  #jobs = 0;

  /** @param place told to the thread when it asks where to run. */
  constructor(url: URL, options: WorkerOptions, place: (broken: Broken | undefined, signal: AbortSignal) => Promise<Placement>) {
    this.#url = url;
    this.#options = options;
    this.#place = place;
  }

  /**
   * @throws TrackRecordError `tagger-crashed`, or the reason the worker gives
   * @throws the signal's reason once it is aborted: the batch that runs is finished, no other is begun
   */
  async tag(
    inputs: readonly WireInput[],
    how: Pick<Job, 'view' | 'explain' | 'meaning'>,
    signal?: AbortSignal,
  ): Promise<readonly Tagging[]> {
    const reply = await this.#ask({ inputs, ...how }, signal);
    return reply.kind === 'done' ? reply.taggings : [];
  }

  /** What a model of somebody else's makes of texts, in their order. Throws as `tag` does. */
  async read(foreign: ForeignModel, texts: readonly string[], signal?: AbortSignal): Promise<readonly Reading[]> {
    const reply = await this.#ask({ foreign, texts }, signal);
    return reply.kind === 'read' ? reply.readings : [];
  }

  async #ask(asked: Omit<Job, 'id' | 'cancel'> | Omit<ReadJob, 'id' | 'cancel'>, signal: AbortSignal | undefined): Promise<Answer> {
    signal?.throwIfAborted();
    const job = { ...asked, id: this.#jobs++, cancel: new Int32Array(new SharedArrayBuffer(4)) };
    const abort = () => {
      Atomics.store(job.cancel, 0, 1);
      this.#settle(job.id)?.reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        this.#pending.set(job.id, { resolve, reject, cancel: job.cancel });
        this.#started().postMessage(job, []);
      });
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /**
   * Ends the thread and frees the model; a later job starts another. Pending jobs are rejected. The batch it is at is waited for: a thread that
   * is ended within the model runtime takes the process with it.
   */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#asking.abort();
    this.#asking = new AbortController();
    for (const { cancel } of this.#pending.values()) Atomics.store(cancel, 0, 1);
    this.#failAll(stopped());
    if (!worker) return;
    const idle = new Promise<void>((resolve) => {
      worker.on('message', ({ kind }: Reply) => (kind === 'idle' ? resolve() : undefined));
      worker.once('exit', () => resolve());
    });
    worker.postMessage({ end: true } satisfies End, []);
    await idle;
    await worker.terminate();
  }

  #started(): Worker {
    if (this.#worker) return this.#worker;
    silenceModelRuntime();
    const worker = new Worker(this.#url, { workerData: this.#options, name: 'tagger' });
    // It keeps the process alive until it is stopped.
    worker.on('message', (reply: Reply) => this.#receive(worker, reply));
    worker.on('error', (cause) => this.#crashed(worker, cause));
    worker.on('exit', (code) => this.#crashed(worker, new Error(`exit code ${code}`)));
    this.#worker = worker;
    return worker;
  }

  #receive(worker: Worker, reply: Reply): void {
    if (reply.kind === 'idle') return;
    if (reply.kind === 'place') return void this.#answer(worker, reply.broken);
    const pending = this.#settle(reply.id);
    if (reply.kind === 'done' || reply.kind === 'read') pending?.resolve(reply);
    else if (reply.kind === 'failed') pending?.reject(new TrackRecordError(reply.reason, reply.message));
    // Cancelled: its asker was told when it asked for that.
  }

  async #answer(worker: Worker, broken: Broken | undefined): Promise<void> {
    // One that was stopped begins with nothing more.
    const asked = worker === this.#worker ? this.#place(broken, this.#asking.signal) : Promise.reject(stopped());
    const placed = await asked.then(
      (placement): Placed => ({ placement }),
      (error: unknown): Placed => ({
        reason: error instanceof TrackRecordError ? error.reason : 'tagger-failed',
        message: error instanceof Error ? error.message : String(error),
      }),
    );
    worker.postMessage(placed, []);
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #crashed(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const why = cause instanceof Error ? cause.message : String(cause);
    this.#failAll(
      new TrackRecordError('tagger-crashed', `The tagger stopped unexpectedly (${why}). Run it again: it goes on where it was.`, { cause }),
    );
  }

  #failAll(error: TrackRecordError): void {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of all) reject(error);
  }
}

const stopped = (): TrackRecordError => new TrackRecordError('tagger-stopped', 'Tagging was stopped before it was done.');

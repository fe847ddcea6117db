import { readFileSync } from 'node:fs';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TrackRecordError } from '../domain/result.ts';
import { openPipeline, type Pipeline, type PipelineOptions } from '../pipeline/open.ts';
import type { Params, Story } from '../protocol/rpc.ts';
import type { Surroundings } from './process.ts';
import type { Call } from './serve.ts';
import { type Place, Stories, type Taken } from './stories.ts';
import { Watch } from './watch.ts';
import { WorkThread } from './thread/client.ts';

interface Opened {
  readonly pipeline: Pipeline;
  readonly options: PipelineOptions;
}

/** How long a write waits for another thread's or window's, ms: a batch of theirs takes a tenth of a second. */
const WRITE_WITHIN = 5000;

/** Contributions: twenty milliseconds. */
const INDEXED_AT_ONCE = 200;

/** What the main thread works with: a connection to the store for pages and the user's acts, and the thread that does the long work. */
export class Desk {
  readonly #around: Surroundings;
  /** The package's folder: models, bundles and package.json lie in it. */
  readonly #root: URL;
  #opened: Opened | undefined;
  #work: WorkThread | undefined;
  #watch: Watch | undefined;
  readonly #stories = new Stories(
    () => this.#open.pipeline,
    () => this.work,
  );

  constructor(around: Surroundings, root: URL) {
    this.#around = around;
    this.#root = root;
  }

  /** @throws TrackRecordError `version-mismatch`, or a `StoreReason`. */
  async open({ folder, key, locale, zone, device, model, labels, version }: Params<'open'>, call: Call): Promise<void> {
    const own = (JSON.parse(readFileSync(new URL('package.json', this.#root), 'utf8')) as { readonly version: string }).version;
    if (version !== own)
      throw new TrackRecordError(
        'version-mismatch',
        `Track Record ${version} found the engine of version ${own}. It was updated meanwhile: reload the window.`,
      );
    const options: PipelineOptions = {
      version,
      dataDir: folder,
      key,
      modelDir: fileURLToPath(new URL('models/', this.#root)),
      workerUrl: new URL('dist/worker.js', this.#root),
      locale,
      zone,
      device,
      model,
      labels,
    };
    const { log } = this.#around;
    // Never waits for a lock itself: this thread has others to answer.
    const pipeline = await patiently(() => openPipeline({ ...options, timeout: 0 }, { now: call.now, log }), call.signal);
    this.#opened = { pipeline, options };
    this.#watch = new Watch({
      revision: pipeline.store.revision,
      tell: this.#around.stale,
      cost: () => this.#stories.took,
    });
  }

  /** The pipeline for one call: cancelled with it. @throws TrackRecordError `not-open` */
  pipeline(call: Call): Pipeline {
    return { ...this.#open.pipeline, ctx: call };
  }

  get work(): WorkThread {
    this.#work ??= new WorkThread(new URL('dist/work.js', this.#root), this.#open.options, this.#around.log);
    return this.#work;
  }

  /** Writes a few rows, as soon as no other thread or window is writing. */
  write<T>(call: Call, act: () => T): Promise<T> {
    return patiently(act, call.signal);
  }

  /** Brings the text index up to date for a search, in small steps: an analysis under way leaves it behind. */
  async indexed(call: Call): Promise<void> {
    const { store } = this.#open.pipeline;
    while (!(await this.write(call, () => store.indexSome(INDEXED_AT_ONCE)))) await breathe();
  }

  /** Tells the editor that what it shows may be old. */
  changed(): void {
    const revision = this.#open.pipeline.store.revision();
    this.#watch?.know(revision);
    this.#around.stale(revision);
  }

  /** The editor is told of this revision otherwise. */
  knows(revision: number): void {
    this.#watch?.know(revision);
  }

  place(story: Story, { signal }: Call): Promise<Place> {
    return this.#stories.place(story, signal);
  }

  /** @param old what was assessed last will do, if there is any. */
  story(story: Story, { signal }: Call, old = false): Promise<Taken> {
    return this.#stories.story(story, signal, old);
  }

  /** The story as it was assessed last, were it out of date: for what only decorates rows. */
  taken(story: Story): Taken | undefined {
    return this.#stories.taken(story);
  }

  /** Notes that an edit of a draft brought the store from one revision to the next: who edits sees what they type. */
  edited(from: number, to: number): void {
    this.#watch?.know(to);
    this.#stories.edited(from, to);
  }

  /** Repositories and people may have changed. */
  forget(): void {
    this.#stories.forget();
  }

  async close(): Promise<void> {
    this.#watch?.end();
    await this.#work?.end();
    await this.#opened?.pipeline.close();
  }

  get #open(): Opened {
    if (!this.#opened) throw new TrackRecordError('not-open', 'The engine was asked before its store was opened. Reload the window.');
    return this.#opened;
  }
}

/** Tries again while another connection writes; this thread is free in between. */
async function patiently<T>(act: () => T, signal: AbortSignal): Promise<T> {
  const deadline = performance.now() + WRITE_WITHIN;
  for (;;) {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof TrackRecordError) || error.reason !== 'store-locked' || performance.now() > deadline) throw error;
      await sleep(5, undefined, { signal });
    }
  }
}

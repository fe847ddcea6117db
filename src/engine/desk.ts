import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TrackRecordError } from '../domain/result.ts';
import type { Period } from '../domain/time.ts';
import { locate, type Located, periodOf } from '../pipeline/load.ts';
import { openPipeline, type Pipeline, type PipelineOptions } from '../pipeline/open.ts';
import { resolvePeriod } from '../pipeline/period.ts';
import { Run } from '../pipeline/run.ts';
import type { Params, Story } from '../protocol/rpc.ts';
import type { Surroundings } from './process.ts';
import type { Call } from './serve.ts';
import { loadRequest } from './story.ts';
import { WorkThread } from './work/client.ts';
import type { TakenStory } from './work/protocol.ts';

/** A story's contributions: whose, where and when, as the store is asked for them. */
export interface Place {
  readonly located: Located;
  readonly period: Period;
  readonly filter: { readonly identities: readonly string[]; readonly repos: readonly string[]; readonly period: Period };
}

interface Opened {
  readonly pipeline: Pipeline;
  readonly options: PipelineOptions;
}

interface Taken extends TakenStory {
  readonly key: string;
}

/** How long a write waits for another thread's or window's, ms: a batch of theirs takes a tenth of a second. */
const WRITE_WITHIN = 5000;

/** What the main thread works with: a connection to the store for pages and the user's acts, and the thread that does the long work. */
export class Desk {
  readonly #around: Surroundings;
  /** The package's folder: models, bundles and package.json lie in it. */
  readonly #root: URL;
  #opened: Opened | undefined;
  #work: WorkThread | undefined;
  #located = new Map<string, Promise<Located>>();
  /** Between these revisions drafts were edited, and nothing else was done. */
  #edits = { since: -1, until: -1 };
  #taken: Taken | undefined;

  constructor(around: Surroundings, root: URL) {
    this.#around = around;
    this.#root = root;
  }

  /** @throws TrackRecordError `version-mismatch`, or a `StoreReason`. */
  async open({ folder, key, locale, zone, device, version }: Params<'open'>, call: Call): Promise<void> {
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
    };
    const { log } = this.#around;
    // Never waits for a lock itself: this thread has others to answer.
    const pipeline = await patiently(() => openPipeline({ ...options, timeout: 0 }, { now: call.now, log }), call.signal);
    this.#opened = { pipeline, options };
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

  /** Tells the editor that what it shows may be old. */
  changed(): void {
    this.#around.stale(this.#open.pipeline.store.revision());
  }

  /** Notes that an edit of a draft brought the store from one revision to the next. */
  edited(from: number, to: number): void {
    this.#edits = { since: this.#edits.until === from ? this.#edits.since : from, until: to };
  }

  /** Where a story's rows are. Repositories and people are looked for once, until `forget`. */
  async place(story: Story, call: Call): Promise<Place> {
    const pipeline = this.pipeline(call);
    const { store } = pipeline;
    const key = JSON.stringify([this.#key(story, call), store.merges(), store.dismissals()]);
    const request = loadRequest(story);
    let found = this.#located.get(key);
    if (!found) {
      // Not cancelled with the call: others wait for the same.
      const { ctx } = this.#open.pipeline;
      found = locate({ ...pipeline, ctx }, request, new Run(call.now));
      this.#located.set(key, found);
      found.catch(() => this.#located.delete(key));
    }
    const located = await found;
    const period = periodOf(pipeline, located, request, new Run(call.now));
    const { repositories, chosen } = located;
    return {
      located,
      period,
      filter: { identities: chosen.person.identities.map(({ id }) => id), repos: repositories.map(({ id }) => id), period },
    };
  }

  /** Repositories and people may have changed. */
  forget(): void {
    this.#located = new Map();
  }

  /** The story as it is assessed now: computed once for each revision of the store, and each rubric. */
  async story(story: Story, call: Call): Promise<Taken> {
    const key = this.#key(story, call);
    const { store } = this.#open.pipeline;
    const { rubric } = (await this.place(story, call)).located;
    const taken = this.#taken;
    const revision = store.revision();
    const isSame = taken?.key === key && taken.head.assessment.rubric.hash === rubric.hash;
    if (isSame && taken.head.revision === revision) return taken;
    const { since, until } = this.#edits;
    if (isSame && until === revision && taken.head.revision >= since) {
      const drafted = await this.work.request('redraft', { ...story, since, until }, call);
      this.#taken = { ...taken, head: { ...taken.head, ...drafted } };
      return this.#taken;
    }
    this.#taken = { key, ...(await this.work.request('head', story, call)) };
    // The file was changed since it was looked at.
    if (this.#taken.head.assessment.rubric.hash !== rubric.hash) this.forget();
    return this.#taken;
  }

  /** The story last computed, were it of an older revision: for what only decorates rows. */
  taken(story: Story, call: Call): Taken | undefined {
    return this.#taken?.key === this.#key(story, call) ? this.#taken : undefined;
  }

  /** "The last 90 days" are others tomorrow. */
  #key(story: Story, call: Call): string {
    const { from, to } = resolvePeriod({ name: story.period }, call.now(), this.#open.options.zone);
    return JSON.stringify([story.folders, story.author, story.period, from, to]);
  }

  async close(): Promise<void> {
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

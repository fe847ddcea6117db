import path from 'node:path';
import type { Locale } from '../domain/draft.ts';
import { dataFolder, storeKey } from '../store/key.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import type { Context } from '../util/context.ts';
import { ForeignSource } from './foreign.ts';
import { TaggerSource } from './tagger.ts';
import { setAsideAs } from './warnings.ts';

export interface PipelineOptions {
  readonly version: string;
  /** Folder of the encrypted store, its key and its journal; the user's data folder where absent. */
  readonly dataDir?: string | undefined;
  /** Key of the store; where absent, TRACKRECORD_KEY or the key file in the folder. */
  readonly key?: string | undefined;
  /** The shipped model. */
  readonly modelDir: string;
  /** The classifier's worker: bundled, or its source. */
  readonly workerUrl: URL;
  /** Where the model runs; `auto` takes the fastest that works. */
  readonly device?: string | undefined;
  /** Where it is kept what the devices were found to do; the user's cache folder where absent. */
  readonly findings?: string | undefined;
  /** A model of the user's choice: an id of the hub, or the whole path of a folder. */
  readonly model?: string | undefined;
  /** A file of labels of the user's own; where absent, the repositories' `.trackrecord/labels.yaml`. */
  readonly labels?: string | undefined;
  readonly locale: Locale;
  /** IANA zone of the user. */
  readonly zone: string;
  /** How long to wait for another thread's or process's write, ms. */
  readonly timeout?: number | undefined;
}

/** What every request to the core works with; `close` ends it. */
export interface Pipeline {
  readonly options: PipelineOptions;
  readonly ctx: Context;
  readonly store: Store;
  readonly dataDir: string;
  readonly tagger: TaggerSource;
  readonly foreign: ForeignSource;
  /** Things the user should know of: a store set aside, say. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/** Opens the store; the model is loaded when something is to be tagged. Throws TrackRecordError when the store cannot be opened. */
export function openPipeline(options: PipelineOptions, ctx: Context): Pipeline {
  const dataDir = options.dataDir ?? dataFolder(process.env);
  const key = options.key ?? storeKey(dataDir, process.env);
  const { store, setAside } = openStore({
    path: path.join(dataDir, 'store.db'),
    key,
    now: ctx.now,
    log: ctx.log,
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
  });
  const tagger = new TaggerSource(options, ctx, store);
  return {
    options,
    ctx,
    store,
    dataDir,
    tagger,
    foreign: new ForeignSource(options.model, dataDir, options.locale),
    notes: setAside === undefined ? [] : [setAsideAs(setAside, options.locale)],
    close: async () => {
      await tagger.close();
      store.close();
    },
  };
}

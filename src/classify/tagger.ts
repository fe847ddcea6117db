import { type DeviceChoice, deviceName, type DeviceReport, precisionWords, reportLines } from '../domain/device.ts';
import type { Context } from '../util/context.ts';
import type { ForeignModel } from './any/folder.ts';
import type { Reading } from './any/runtime.ts';
import type { Placement } from './choose.ts';
import { MAX_FILES } from './features.ts';
import type { View } from './features.ts';
import type { TagInput } from './input.ts';
import type { Explanations, OwnHead, Tags, WireInput } from './messages.ts';
import { identityOf, readManifest } from './model.ts';
import type { ModelIdentity } from './model.ts';
import type { Try } from './attempt.ts';
import { Placer, threadsOf } from './placer.ts';
import { MAX_CHARACTERS } from './tokenizer.ts';
import type { Embedding } from './vectors.ts';
import { windows } from './windows.ts';
import { WorkerClient } from './worker-client.ts';

export interface TaggerOptions {
  /** Folder with manifest.json and the files it names. */
  readonly modelDir: string;
  /** The worker's entry: `worker.ts` in this folder, or its bundle. */
  readonly workerUrl: URL;
  /** What tries a device, in a process of its own: `probe-main.ts`, or its bundle; default: beside the worker. */
  readonly probeUrl?: URL;
  /** Default `auto`. */
  readonly device?: DeviceChoice;
  /** Where it is kept what the devices were found to do; absent: they are tried each time. */
  readonly findings?: string;
  /** For tests: tries a device in another way. */
  readonly attempt?: Try;
  /** Threads of the CPU's arithmetic; default: all processors, at most 8. */
  readonly threads?: number;
  /** A user's own head, in place of the shipped one that tells the same. */
  readonly head?: OwnHead | undefined;
  readonly ctx: Context;
}

export interface TaggerInfo extends ModelIdentity {
  /** Which device runs; undefined until the first text was embedded: the model is loaded when it is needed. */
  readonly device: string | undefined;
  /** That and why; undefined until then. */
  readonly devices: DeviceReport | undefined;
}

/** An input may bring the embedding it was given before: then only the heads run, and the encoder is not even loaded. */
export type TaggerInput = TagInput & { readonly embedding?: Embedding };

export interface Tagged {
  readonly id: string;
  readonly tags: Tags;
  /** What the heads read: of commits and pull requests message and change together, of others what was said. */
  readonly embedding: Embedding;
  /** What the text means by itself, whatever was changed; where it was asked for. */
  readonly meaning?: Embedding;
  /** By family; where it was asked for. */
  readonly explanations?: Explanations;
}

export interface TagOptions {
  /** What is looked at, to measure what each gives; default `both`. */
  readonly view?: View;
  /** Also say which words and files carried each tag: about 30 ms a contribution. Default false. */
  readonly explain?: boolean;
  /** Also give what each text means: a text more for an encoder. Default false. */
  readonly meaning?: boolean;
  /** Beside the context's own. */
  readonly signal?: AbortSignal;
}

export interface Tagger {
  readonly info: TaggerInfo;
  /**
   * Tags in the order of the inputs, as a stream: at most three groups of 512 are held.
   * @throws TrackRecordError `model-missing`, `model-corrupt`, `device-unavailable`, `tagger-crashed`
   */
  tag(inputs: AsyncIterable<TaggerInput> | Iterable<TaggerInput>, options?: TagOptions): AsyncGenerator<Tagged, void, undefined>;
  /**
   * What a model of somebody else's makes of texts, in their order.
   * @throws TrackRecordError `model-changed`, `model-unsupported`, `tagger-crashed`
   */
  read(model: ForeignModel, texts: readonly string[], signal?: AbortSignal): Promise<readonly Reading[]>;
  /** Frees the model; the next input loads it again. */
  close(): Promise<void>;
}

/** Groups under way at once: the worker always has a next one. */
const AHEAD = 2;
/** So many files of a change cost as much to send as a text. */
const FILES_OF_A_TEXT = 40;

/**
 * Reads the model's manifest; everything else waits for the first input.
 * @throws TrackRecordError `model-missing`, `model-corrupt`
 */
export async function createTagger({ modelDir, workerUrl, probeUrl, ctx, ...options }: TaggerOptions): Promise<Tagger> {
  const identity = identityOf(await readManifest(modelDir), options.head?.hash);
  let info: TaggerInfo = { ...identity, device: undefined, devices: undefined };
  const { device: choice = 'auto', threads, findings: file, attempt, head } = options;
  const placer = new Placer({
    modelDir,
    probeUrl: probeUrl ?? besideWorker(workerUrl),
    choice,
    threads,
    file,
    now: ctx.now,
    ...(attempt ? { attempt } : {}),
  });
  const client = new WorkerClient(
    workerUrl,
    { modelDir, threads: threadsOf(threads), ...(head ? { head } : {}) },
    async (broken, signal) => {
      const devices = await placer.place(signal, broken);
      info = { ...identity, device: devices.device, devices };
      if (broken) ctx.log.warn(`The tagger failed on ${placeWords(broken)} (${broken.reason}) and goes on on ${placeWords(devices)}.`);
      ctx.log.info('tagger device', { device: devices.device, precision: devices.precision, tried: reportLines(devices) });
      return devices;
    },
  );
  return {
    get info() {
      return info;
    },
    tag: (inputs, options = {}) => tagStream(client, inputs, options, ctx),
    read: (model, texts, signal) =>
      client.read(
        model,
        texts.map((text) => text.slice(0, MAX_CHARACTERS)),
        signal,
      ),
    close: async () => {
      await client.stop();
      placer.release();
    },
  };
}

async function* tagStream(
  client: WorkerClient,
  inputs: AsyncIterable<TaggerInput> | Iterable<TaggerInput>,
  { view = 'both', explain = false, meaning = false, signal }: TagOptions,
  ctx: Context,
): AsyncGenerator<Tagged, void, undefined> {
  const left = new AbortController();
  const anySignal = AbortSignal.any([left.signal, signal, ctx.signal].filter((s) => s !== undefined));
  const queue: Promise<Tagged[]>[] = [];
  const send = async (group: readonly TaggerInput[]): Promise<Tagged[]> => {
    const taggings = await client.tag(group.map(wired), { view, explain, meaning }, anySignal);
    return taggings.map((tagging, i) => ({ id: group[i]?.id ?? '', ...tagging }));
  };
  const groups = windows(inputs, weight);
  let next: ReturnType<typeof groups.next> | undefined;
  let ended = false;
  try {
    for (;;) {
      if (!ended && queue.length < AHEAD) next ??= groups.next();
      const [job] = queue;
      if (next && !(job && (await isSooner(job, next)))) {
        const group = await next;
        next = undefined;
        ended = group.done === true;
        if (group.done) continue;
        anySignal.throwIfAborted();
        const sent = send(group.value);
        sent.catch(() => {}); // it is awaited below, perhaps after it failed
        queue.push(sent);
      } else if (job) {
        void queue.shift();
        yield* await job;
      } else return;
    }
  } finally {
    // Whoever stops early wants no more batches either.
    left.abort();
    const closed = groups.return(undefined);
    // Where its next item is waited for, it ends with that.
    if (next) Promise.all([next, closed]).catch(() => {});
    else await closed;
  }
}

/** Whether a job is done before the producer has more: it may be waiting for the answer. Where both are there, the worker comes first. */
const isSooner = (job: Promise<unknown>, next: Promise<unknown>): Promise<boolean> => {
  const settled = (of: Promise<unknown>, value: boolean): Promise<boolean> =>
    of.then(
      () => value,
      () => value,
    );
  return Promise.race([settled(next, false), settled(job, true)]);
};

const weight = ({ files }: TaggerInput): number => 1 + Math.min(MAX_FILES, files?.length ?? 0) / FILES_OF_A_TEXT;

/** What of an input goes to the worker: the part that is read. */
function wired({ kind, text, files = [], stated, embedding }: TaggerInput): WireInput {
  return {
    kind,
    text: text.slice(0, MAX_CHARACTERS),
    files: files.slice(0, MAX_FILES),
    fileCount: files.length,
    ...(stated ? { stated } : {}),
    ...(embedding ? { embedding } : {}),
  };
}

const placeWords = ({ device, precision }: Placement): string => `${deviceName(device)} in ${precisionWords(precision, 'en')}`;

/** `dist/probe.js` beside `dist/worker.js`, `probe-main.ts` beside `worker.ts`. */
export const besideWorker = (worker: URL): URL => new URL(worker.pathname.endsWith('.ts') ? 'probe-main.ts' : 'probe.js', worker);

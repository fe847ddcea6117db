import * as v from 'valibot';
import { FEATURES_VERSION } from '../classify/features.ts';
import { damagedHead, type Head, type HeadFile } from '../classify/head.ts';
import { loadHeads } from '../classify/heads.ts';
import { readsChange, TAGGED_KINDS, type TaggedKind, type TagInput } from '../classify/input.ts';
import { readCard } from '../classify/card.ts';
import { findingsFile } from '../classify/findings.ts';
import type { OwnHead } from '../classify/messages.ts';
import { identityOf, type Manifest, type ModelIdentity, readManifest } from '../classify/model.ts';
import { Placer } from '../classify/placer.ts';
import { besideWorker, createTagger, type Tagger, type TaggerInput } from '../classify/tagger.ts';
import type { ModelCard } from '../domain/card.ts';
import type { Contribution, Identity } from '../domain/contribution.ts';
import { DEVICE_CHOICES, type DeviceChoice, type DeviceState } from '../domain/device.ts';
import type { ModelReport } from '../domain/report.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { Period } from '../domain/time.ts';
import { categoryIn } from '../domain/tags.ts';
import { splitMessage } from '../normalize/commit.ts';
import { statedOf } from '../normalize/stated.ts';
import { type PlainText, plainText, wholeText } from '../normalize/text.ts';
import type { HeadRow } from '../store/heads.ts';
import type { Store } from '../store/store.ts';
import type { SavedTag, Untagged } from '../store/tags.ts';
import type { Context } from '../util/context.ts';
import type { Pipeline, PipelineOptions } from './open.ts';
import type { Run } from './run.ts';
import { retag } from './retag.ts';
import { NewVectors, vectorsOf } from './vectors.ts';
import { outdatedHead } from './warnings.ts';

/** The model in use, and whose head it has. */
export interface ModelInUse extends ModelIdentity {
  /** The head that learned from the user's corrections; absent: the shipped one is used. */
  readonly own?: HeadRow;
  /** One that learned, but reads vectors of another version's encoder: it is not used. */
  readonly outdated?: HeadRow;
}

/** As it is told. */
export const modelReport = ({ name, hash, own }: ModelInUse): ModelReport => ({
  name,
  hash,
  ...(own ? { corrections: own.learned.length } : {}),
});

/** Of the pipeline's options, those that are about the tagger. */
type TaggerSettings = Pick<PipelineOptions, 'modelDir' | 'workerUrl' | 'device' | 'findings'>;

/** Which model there is, known at once; the model itself, loaded when first asked for, and again once another head is promoted. */
export class TaggerSource {
  readonly #options: TaggerSettings;
  readonly #ctx: Context;
  readonly #store: Store;
  #manifest: Manifest | undefined;
  #own: OwnHead | undefined;
  #loaded: { readonly head: string | undefined; readonly tagger: Promise<Tagger> } | undefined;

  constructor(options: TaggerSettings, ctx: Context, store: Store) {
    this.#options = options;
    this.#ctx = ctx;
    this.#store = store;
  }

  /** Reads the manifest and the store. Throws TrackRecordError `model-missing`, `model-corrupt`. */
  async identity(): Promise<ModelInUse> {
    const manifest = await this.manifest();
    const [row] = this.#store.heads();
    if (!row) return identityOf(manifest);
    return this.#ownHead(manifest, row) ? { ...identityOf(manifest, row.hash), own: row } : { ...identityOf(manifest), outdated: row };
  }

  /** What the model's card says; undefined where it has none. */
  card(): Promise<ModelCard | undefined> {
    return readCard(this.#options.modelDir);
  }

  /** Of the shipped model. Throws TrackRecordError `model-missing`, `model-corrupt`. */
  async manifest(): Promise<Manifest> {
    return (this.#manifest ??= await readManifest(this.#options.modelDir));
  }

  /** The heads in force, without the encoders. Throws as `manifest` does. */
  async heads(): Promise<readonly Head[]> {
    const manifest = await this.manifest();
    const [row] = this.#store.heads();
    return loadHeads(this.#options.modelDir, manifest, row && this.#ownHead(manifest, row));
  }

  async load(): Promise<Tagger> {
    const { modelDir, workerUrl } = this.#options;
    const manifest = await this.manifest();
    const [row] = this.#store.heads();
    const head = row && this.#ownHead(manifest, row);
    const before = this.#loaded;
    if (before && before.head === head?.hash) return before.tagger;
    const options = { modelDir, workerUrl, ctx: this.#ctx, device: this.#choice, findings: this.#findings, head };
    const tagger = createTagger(options);
    const loaded = { head: head?.hash, tagger };
    this.#loaded = loaded;
    // What could not be read is read again when it is asked for next: it may have been mended.
    tagger.catch(() => {
      if (this.#loaded === loaded) this.#loaded = undefined;
    });
    await (await before?.tagger.catch(() => undefined))?.close();
    return tagger;
  }

  /**
   * What there is to say of the devices; the model is not loaded for it.
   * @param again tries them all, in processes of their own, which takes seconds; otherwise nothing is tried.
   */
  async devices(again: boolean, signal?: AbortSignal): Promise<DeviceState> {
    const { modelDir, workerUrl } = this.#options;
    const options = { modelDir, probeUrl: besideWorker(workerUrl), choice: this.#choice, file: this.#findings, now: this.#ctx.now };
    return new Placer(options).state(again, signal);
  }

  async close(): Promise<void> {
    const tagger = await this.#loaded?.tagger.catch(() => undefined);
    await tagger?.close();
  }

  get #choice(): DeviceChoice {
    return deviceOf(this.#options.device ?? 'auto');
  }

  get #findings(): string {
    return this.#options.findings ?? findingsFile(process.env);
  }

  /** Undefined where it was made for another version's vectors. */
  #ownHead(manifest: Manifest, { hash }: HeadRow): OwnHead | undefined {
    if (this.#own?.hash !== hash) {
      const text = this.#store.headFile(hash);
      this.#own = text === undefined ? undefined : { hash, file: parsedHead(text) };
    }
    const file = this.#own?.file;
    return file?.encoder === identityOf(manifest).changesHash && file.features === FEATURES_VERSION ? this.#own : undefined;
  }
}

/** @throws TrackRecordError `head-damaged` */
function parsedHead(text: string): HeadFile {
  try {
    return JSON.parse(text) as HeadFile;
  } catch (cause) {
    throw damagedHead(cause);
  }
}

/** @throws TrackRecordError `bad-device` */
function deviceOf(name: string): DeviceChoice {
  const device = DEVICE_CHOICES.find((known) => known === name);
  if (device) return device;
  throw new TrackRecordError('bad-device', `"${name}" is not a device. Use one of: ${DEVICE_CHOICES.join(', ')}.`);
}

/** Contributions of one transaction. */
const BATCH = 512;

/** What is to be tagged of what is not. */
export interface TagScope {
  /** Absent: everybody's. */
  readonly identities?: readonly Identity[] | undefined;
  /** Where a story is told of them; what lies outside is tagged too where it is not much. Absent: whenever. */
  readonly periods?: readonly Period[] | undefined;
  /** Only what was tagged before, by another model or head. */
  readonly again?: boolean;
}

/** Contributions outside the periods of a story that are tagged with it, at most: growth is told against them, and a career takes minutes. */
const BESIDE = 1000;

/** Tags what has no tag by this model yet, newest first, and keeps what its text means, which themes are found by. */
export async function tagPending(
  { store, tagger: source, foreign, ctx, options }: Pipeline,
  { identities, periods, again = false }: TagScope,
  run: Run,
): Promise<void> {
  const model = await source.identity();
  run.model = modelReport(model);
  if (model.outdated) run.warnings.push(outdatedHead(options.locale));
  // Where a model of the user's choice says the type, ours need not say it again.
  const other = await foreign.usable(run.warnings);
  const of = {
    model: model.hash,
    others: other ? [other.hash] : [],
    ...(identities ? { identities: identities.map(({ id }) => id) } : {}),
  };
  const has = (head: string): boolean => model.heads.some((name) => name.endsWith(`/${head}.json`));
  const kinds = ['commit', 'pull_request', 'work_log', ...(has('issue-type') ? (['issue'] as const) : [])] as const;
  const wanted = {
    ...of,
    again,
    ...(has('review-category')
      ? { family: ['type', 'category'] as const, kinds: [...kinds, 'review_comment' as const] }
      : { family: 'type' as const, kinds }),
  };
  const told = periods ? { ...wanted, periods } : wanted;
  const due = (): Untagged => {
    if (!periods) return wanted;
    const all = store.countUntagged(told) + BESIDE;
    return store.countUntagged({ ...wanted, limit: all + 1 }) > all ? told : wanted;
  };
  if (store.countUntagged({ ...due(), limit: 1 }) === 0) {
    run.device = 'not needed: everything was tagged before';
    return;
  }
  run.device = 'not needed: what the head reads was there';
  // Vectors of an encoder that was replaced are of no use to anybody; of one that is only out of reach they may be again.
  if (other !== undefined || !foreign.chosen) store.dropEmbeddings([model.encoderHash, model.changesHash, ...of.others]);
  await retag({ store, ctx, heads: await source.heads() }, { ...of, model }, run);
  const pending = store.untagged(due());
  if (pending.length === 0) return;
  const stage = run.stage('classify');
  const tagger = await stage.time(() => source.load());
  const items = new Map(pending.map((item) => [item.id, item]));
  const inputs = new Map(pending.map((item) => [item.id, inputOf(item)]));
  // An on-call shift is no type of change, whatever its words look like: what its author states is not out-argued.
  const categorised = new Set(pending.filter((item) => categoryIn(item) !== undefined).map(({ id }) => id));
  const kept = vectorsOf(store, model, inputs);
  const made = new NewVectors(model);
  let tags: SavedTag[] = [];
  let done = 0;
  let startedAt: number | undefined;
  const flush = async (): Promise<void> => {
    const some = tags;
    tags = [];
    await run.stage('store').time(() => {
      // Vectors first: a kill between the two leaves the contribution untagged, and both are made again.
      made.save(store);
      store.saveTags(some);
    });
  };
  const tag = async (some: readonly TaggerInput[], meaning: boolean): Promise<void> => {
    const results = tagger.tag(some, { meaning, ...(ctx.signal ? { signal: ctx.signal } : {}) });
    for await (const tagged of stage.timed(results)) {
      // Loading the model is no measure of how long the rest will take.
      startedAt ??= ctx.now();
      const [of, input] = [items.get(tagged.id), inputs.get(tagged.id)];
      if (!of || !input) continue;
      for (const one of Object.values(tagged.tags))
        if (one) tags.push({ of, tag: categorised.has(tagged.id) ? { ...one, unsure: true } : one });
      made.add(input, tagged, !categorised.has(tagged.id));
      done++;
      stage.count(1);
      if (tagged.tags.type?.unsure === true) stage.skip('unsure');
      run.device = tagger.info.device ?? run.device;
      run.devices = tagger.info.devices;
      stage.tell(done, pending.length, startedAt, run.device);
      if (tags.length >= BATCH) await flush();
    }
  };
  const all = [...inputs.values()];
  const known = all.flatMap((input): TaggerInput[] => {
    const vectors = kept.get(input.id);
    return vectors ? [{ ...input, embedding: vectors.embedding }] : [];
  });
  try {
    await tag(known, false);
    await tag(
      all.filter(({ id }) => !kept.has(id)),
      true,
    );
  } finally {
    // Who cancels, or is cut off, goes on from there.
    await flush();
  }
}

/** What the tagger reads: the text and the files. */
export function inputOf({ id, kind: given, subject, body, files, stated, host }: Contribution): TagInput {
  const kind = given === 'pull_request' || given === 'review_comment' || given === 'issue' ? given : 'commit';
  return {
    id,
    kind,
    text: textOf(kind, { subject, body }),
    // A comment stands on one file.
    files:
      host?.kind === 'review_comment'
        ? [[host.path, null, null]]
        : files.map(({ path, added, deleted }) => [path, added, deleted] as const),
    ...(stated ? { stated: { type: stated.type } } : {}),
  };
}

/**
 * Of changes without what states the label. What was said stands as it is, as heads of it have learned it: no prefix in it is a statement of its
 * kind that is known beside it, and what templates hide is left out where it is read (`saidText`).
 */
const textOf = (kind: TaggedKind, written: PlainText): string => wholeText(readsChange({ kind }) ? plainText(written) : written);

const lines = v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));
const requestSchema = v.pipe(
  v.object({
    id: v.string(),
    kind: v.picklist(TAGGED_KINDS),
    subject: v.exactOptional(v.string()),
    text: v.exactOptional(v.string()),
    body: v.exactOptional(v.nullable(v.string())),
    files: v.exactOptional(v.nullable(v.array(v.union([v.tuple([v.string(), lines, lines]), v.string()])))),
  }),
  v.check(({ subject, text }) => subject !== undefined || text !== undefined, 'needs "subject" or "text"'),
);

/** One line of `tag --jsonl`. Throws TrackRecordError `bad-line` with the line's number and what is wrong with it. */
export function parseTagRequest(text: string, line: number): TagInput {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TrackRecordError('bad-line', `Line ${line} of the input is not JSON. Give one JSON object a line.`, { cause });
  }
  const result = v.safeParse(requestSchema, value);
  if (!result.success) {
    const [issue] = result.issues;
    throw new TrackRecordError('bad-line', `Line ${line} of the input: ${v.getDotPath(issue) ?? 'object'}: ${issue.message}`);
  }
  const { id, kind, subject, text: whole, body, files } = result.output;
  const written = splitMessage(whole ?? `${subject ?? ''}\n\n${body ?? ''}`);
  const stated = readsChange({ kind }) ? statedOf(written.subject, written.body) : undefined;
  return {
    id,
    kind,
    text: textOf(kind, written),
    files: (files ?? []).map((file) => (typeof file === 'string' ? ([file, null, null] as const) : file)),
    ...(stated ? { stated: { type: stated.type } } : {}),
  };
}

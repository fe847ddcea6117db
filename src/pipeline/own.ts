import { type ForeignModel, unsupported } from '../classify/any/folder.ts';
import type { OwnLabels } from '../classify/own/labels-file.ts';
import { decide } from '../classify/own/shots.ts';
import type { Tagger } from '../classify/tagger.ts';
import type { Embedding } from '../classify/vectors.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { Locale } from '../domain/draft.ts';
import type { ModelReport } from '../domain/report.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { OwnDimension, OwnTag, Tag } from '../domain/tags.ts';
import type { Store } from '../store/store.ts';
import type { SavedTag } from '../store/tags.ts';
import { roleOf } from './foreign.ts';
import { dimensionOf, labelsHash, shotsOf } from './labels.ts';
import type { Pipeline } from './open.ts';
import type { Run } from './run.ts';
import { inputOf, modelReport, type TagScope } from './tagger.ts';
import { hashOf } from './vectors.ts';
import { failedOn, sameName, withoutLabels } from './warnings.ts';

/** Contributions of one transaction, and of one question to the model. */
const BATCH = 256;
/** Other people's models are rarely calibrated: of two labels this close neither is shown. */
const FOREIGN_MARGIN = 0.2;

/** The model that says the types, as it is told: one of the user's choice whose labels are types, else ours. */
export async function typeModel({ foreign, tagger }: Pipeline): Promise<ModelReport> {
  const model = await foreign.usable([]);
  if (model?.task === 'text-classification' && 'types' in roleOf(model)) return { name: model.name, hash: model.hash };
  return modelReport(await tagger.identity());
}

/** The dimensions beside ours that are in force. @throws TrackRecordError `bad-labels` as `dimensionsOf` */
export const ownDimensions = async ({ foreign, options }: Pipeline, labels: OwnLabels | undefined): Promise<readonly OwnDimension[]> =>
  dimensionsOf(labels, await foreign.usable([]), options.locale);

/** @throws TrackRecordError `bad-labels` where labels of the user's own and a model's have one name: their tags would be each other's */
export function dimensionsOf(labels: OwnLabels | undefined, model: ForeignModel | undefined, locale: Locale): readonly OwnDimension[] {
  const role = model?.task === 'text-classification' ? roleOf(model) : undefined;
  const all = [...(labels ? [dimensionOf(labels)] : []), ...(role && 'dimension' in role ? [role.dimension] : [])];
  const [own, other] = all.map(({ name }) => name.toLowerCase());
  if (labels && own === other) throw new TrackRecordError('bad-labels', sameName(labels.name, locale));
  return all;
}

/**
 * Tags what has no tag yet in the dimensions beside ours, and types by a model of the user's choice, newest first. What texts mean is kept
 * already, by the shipped encoder: other labels are a matter of comparing.
 */
export async function tagOwn(
  pipeline: Pipeline,
  { labels, ...scope }: TagScope & { readonly labels: OwnLabels | undefined },
  run: Run,
): Promise<void> {
  const { tagger: source, foreign, options } = pipeline;
  const model = await foreign.usable(run.warnings);
  if (!labels && !model) return;
  dimensionsOf(labels, model, options.locale);
  let used: Tagger | undefined;
  const load = async (): Promise<Tagger> => (used = await source.load());
  const failures: string[] = [];
  const failed: Failed = (why) => {
    failures.push(why);
    run.stage('classify').skip('model-failed');
  };
  if (model?.task === 'text-classification') {
    const tagger = modelTagger(load, model, failed);
    await tagEach(pipeline, tagger, scope, run, (items) => tagger.tag(items.map(textOf), pipeline.ctx.signal));
    if (tagger.family === 'type') run.model = { name: model.name, hash: model.hash };
  }
  if (labels) {
    const { encoderHash } = await source.identity();
    const tagger = await labelsTagger(load, labels, { model, encoder: encoderHash, failed });
    await tagEach(pipeline, tagger, scope, run, async (items) => tagger.byMeaning(await keptMeanings(pipeline, tagger, items)));
  } else if (model?.task === 'feature-extraction') run.warnings.push(withoutLabels(model.name, options.locale));
  // What labels mean is asked of our encoder, also where all else was tagged before.
  if (used?.info.devices) {
    run.device = used.info.devices.device;
    run.devices = used.info.devices;
  }
  const [why] = failures;
  if (model && why !== undefined) run.warnings.push(failedOn(model.name, failures.length, why, options.locale));
}

async function tagEach(
  { store, ctx }: Pipeline,
  { family, hash }: OwnTagger,
  { identities, periods }: TagScope,
  run: Run,
  tag: (items: readonly Contribution[]) => Promise<readonly (Tag | OwnTag | undefined)[]>,
): Promise<void> {
  const whose = { ...(identities ? { identities: identities.map(({ id }) => id) } : {}), ...(periods ? { periods } : {}) };
  const pending = store.untagged({ ...whose, family, model: hash, kinds: ['commit', 'pull_request'] });
  const stage = run.stage('classify');
  let startedAt: number | undefined;
  for (let at = 0; at < pending.length; at += BATCH) {
    ctx.signal?.throwIfAborted();
    const items = pending.slice(at, at + BATCH);
    const tags = await stage.time(() => tag(items));
    // Loading a model is no measure of how long the rest will take.
    startedAt ??= ctx.now();
    const saved = items.flatMap((item, i): SavedTag[] => {
      const own = tags[i];
      return own ? [{ of: item, tag: own }] : [];
    });
    await run.stage('store').time(() => store.saveTags(saved));
    stage.count(items.length, saved.length);
    stage.tell(at + items.length, pending.length, startedAt, run.device);
  }
}

const textOf = (item: Contribution): string => inputOf(item).text;

/** What contributions mean: as it was kept, and made and kept now where it was not. */
async function keptMeanings({ store, ctx }: Pipeline, tagger: LabelsTagger, items: readonly Contribution[]): Promise<readonly Embedding[]> {
  const known = new Map<string, Embedding>();
  for (const { contribution, textHash, vector } of store.embeddings(
    tagger.encoder,
    items.map(({ id }) => id),
  ))
    if (vector instanceof Int8Array) known.set(`${contribution} ${textHash}`, vector);
  const keyOf = (item: Contribution): string => `${item.id} ${hashOf(textOf(item))}`;
  const missing = items.filter((item) => !known.has(keyOf(item)));
  const made = missing.length === 0 ? [] : await tagger.embed(missing.map(textOf), ctx.signal);
  const saved = missing.map((item, i) => ({ contribution: item.id, textHash: hashOf(textOf(item)), vector: made[i] ?? NONE }));
  store.saveEmbeddings(
    tagger.encoder,
    saved.filter(({ vector }) => vector !== NONE),
  );
  for (const [i, item] of missing.entries()) known.set(keyOf(item), made[i] ?? NONE);
  return items.map((item) => known.get(keyOf(item)) ?? NONE);
}

/** What texts mean, by the encoder that ships. */
async function meanings(tagger: Tagger, texts: readonly string[], signal?: AbortSignal): Promise<readonly Embedding[]> {
  const vectors: Embedding[] = [];
  // Nobody asks for their tags: what heads read of them need not be made.
  const inputs = texts.map((text, i) => ({ id: String(i), kind: 'issue' as const, text, embedding: NONE }));
  for await (const { meaning = NONE } of tagger.tag(inputs, { meaning: true, ...(signal ? { signal } : {}) })) vectors.push(meaning);
  return vectors;
}

/** What these are in those dimensions. */
export const ownTagsOf = (
  store: Store,
  items: readonly Pick<Contribution, 'id'>[],
  dimensions: readonly OwnDimension[],
): ReadonlyMap<string, readonly OwnTag[]> =>
  dimensions.length === 0
    ? new Map()
    : store.ownTags(
        items.map(({ id }) => id),
        dimensions.map(({ family }) => family),
      );

/** Told of each text that a model of somebody else's failed on, in its own words. */
export type Failed = (why: string) => void;

/** In place of what a text means that the model failed on. */
const NONE: Embedding = new Int8Array(0);

/** What a text is by a model of somebody else's, or by labels of the user's own. */
export interface OwnTagger {
  /** Changes with whatever changes the tags. */
  readonly hash: string;
  readonly family: Tag['family'] | OwnTag['family'];
  /** Undefined for a text that the model failed on. */
  tag(texts: readonly string[], signal?: AbortSignal): Promise<readonly (Tag | OwnTag | undefined)[]>;
}

/** The same for whoever has what texts mean. */
export interface LabelsTagger extends OwnTagger {
  /** Whose vectors it compares. */
  readonly encoder: string;
  /** Empty for a text that the model failed on. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Embedding[]>;
  byMeaning(vectors: readonly Embedding[]): Promise<readonly (OwnTag | undefined)[]>;
}

/** A classifier of somebody else's. */
export function modelTagger(load: () => Promise<Tagger>, model: ForeignModel, failed: Failed = () => {}): OwnTagger {
  const role = roleOf(model);
  const [family, names] = 'types' in role ? (['type', role.types] as const) : ([role.dimension.family, model.labels] as const);
  return {
    hash: model.hash,
    family,
    tag: async (texts, signal) =>
      (await (await load()).read(model, texts, signal)).map((reading) => {
        if ('failed' in reading) {
          failed(reading.failed);
          return undefined;
        }
        // Several of its labels may mean one of ours; where they do not exclude each other, their probabilities do not add up.
        const all = new Map<string, number>();
        for (const [i, p] of ('scores' in reading ? reading.scores : []).entries()) {
          const before = all.get(names[i] ?? '') ?? 0;
          all.set(names[i] ?? '', model.multiple ? Math.max(before, p) : before + p);
        }
        const scores = Object.fromEntries(all);
        const { best, p, unsure } = decide([...all.values()], FOREIGN_MARGIN);
        const told = {
          label: [...all.keys()][best] ?? '',
          p,
          unsure: unsure || (model.multiple && p < 0.5),
          scores,
          model: model.hash,
        };
        return family === 'type' ? { family, ...told } : { family, ...told };
      }),
  };
}

/** Labels of the user's own, by the shipped encoder or, where one was chosen, another. */
export async function labelsTagger(
  load: () => Promise<Tagger>,
  labels: OwnLabels,
  { model, encoder, failed = () => {} }: { readonly model: ForeignModel | undefined; readonly encoder: string; readonly failed?: Failed },
): Promise<LabelsTagger> {
  const foreign = model?.task === 'feature-extraction' ? model : undefined;
  const used = foreign?.hash ?? encoder;
  const hash = labelsHash(labels, used);
  const { family, labels: names } = dimensionOf(labels);
  const embed = async (texts: readonly string[], signal?: AbortSignal): Promise<readonly Embedding[]> => {
    const tagger = await load();
    if (!foreign) return meanings(tagger, texts, signal);
    return (await tagger.read(foreign, texts, signal)).map((reading) => {
      if ('failed' in reading) failed(reading.failed);
      return 'vector' in reading ? reading.vector : NONE;
    });
  };
  /** All of them, or there is nothing to compare with. */
  const embedLabels = async (texts: readonly string[]): Promise<readonly Embedding[]> => {
    const vectors = await embed(texts);
    const at = vectors.indexOf(NONE);
    if (at < 0) return vectors;
    throw unsupported(
      foreign?.name ?? '',
      `it failed on "${texts[at]}", which is written of a label. Write that otherwise, or choose another model`,
    );
  };
  let shots: ReturnType<typeof shotsOf> | undefined;
  const byMeaning = async (vectors: readonly Embedding[]): Promise<readonly (OwnTag | undefined)[]> => {
    const ready = await (shots ??= shotsOf(labels, embedLabels));
    return vectors.map((vector) => {
      if (vector === NONE) return undefined;
      const probabilities = ready.probabilities(vector);
      const { best, p, unsure } = decide(probabilities);
      const scores = Object.fromEntries(names.map((name, i) => [name, probabilities[i] ?? 0]));
      return { family, label: names[best] ?? '', p, unsure, scores, model: hash };
    });
  };
  return { hash, family, encoder: used, embed, byMeaning, tag: async (texts, signal) => byMeaning(await embed(texts, signal)) };
}

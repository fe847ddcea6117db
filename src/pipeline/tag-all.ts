import type { TagInput } from '../classify/input.ts';
import type { Tagged, TagOptions } from '../classify/tagger.ts';
import { windows } from '../classify/windows.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { Explanation, OwnTag, Tag, TagFamily } from '../domain/tags.ts';
import { labelsFor } from './labels.ts';
import type { Pipeline } from './open.ts';
import { dimensionsOf, type Failed, labelsTagger, modelTagger, type OwnTagger } from './own.ts';
import { failsOn, withoutLabels } from './warnings.ts';

export interface TaggedLine {
  readonly id: string;
  readonly tags: Readonly<Partial<Record<TagFamily, Tag>>>;
  /** In dimensions of the user's own, or of a model of the user's choice; where there are any. */
  readonly own?: readonly OwnTag[];
  /** By family; where it was asked for. */
  readonly explanations?: Readonly<Partial<Record<TagFamily, Explanation>>>;
}

/** Lines that a model of the user's choice is asked about at once, where so many are there already: who writes one may wait for its answer. */
const GROUP = 64;

/** Tags a stream in its order, by the user's own model and labels too where those were given. @throws TrackRecordError `bad-labels`, `model-…` */
export async function* tagAll(
  pipeline: Pipeline,
  inputs: AsyncIterable<TagInput>,
  options: Pick<TagOptions, 'view' | 'explain'> = {},
): AsyncGenerator<TaggedLine> {
  const { tagger, ctx } = pipeline;
  const own = await ownTaggers(pipeline);
  const loaded = await tagger.load();
  const all = { ...options, ...(ctx.signal ? { signal: ctx.signal } : {}) };
  if (own.length === 0) {
    yield* lines(loaded.tag(inputs, all));
    return;
  }
  const read: TagInput[] = [];
  const results = lines(loaded.tag(noting(inputs, read), all));
  for await (const group of windows(results, () => 1, [GROUP])) yield* await withOwn(group, read.splice(0, group.length), own, ctx.signal);
}

async function* lines(results: AsyncIterable<Tagged>): AsyncGenerator<TaggedLine, void, undefined> {
  for await (const { id, tags, explanations } of results) yield { id, tags, ...(explanations ? { explanations } : {}) };
}

/** What else says something of a text. */
async function ownTaggers({ foreign, tagger, options, ctx }: Pipeline): Promise<readonly OwnTagger[]> {
  const model = await foreign.model();
  const labels = options.labels === undefined ? undefined : await labelsFor([], [], { file: options.labels, locale: options.locale });
  const load = () => tagger.load();
  const { encoderHash } = await tagger.identity();
  if (model?.task === 'feature-extraction' && !labels)
    throw new TrackRecordError('model-without-labels', withoutLabels(model.name, options.locale));
  dimensionsOf(labels, model, options.locale);
  let isSaid = false;
  const failed: Failed = (why) => {
    if (!isSaid) ctx.log.warn(failsOn(model?.name ?? '', why, options.locale));
    isSaid = true;
  };
  return [
    ...(model?.task === 'text-classification' ? [modelTagger(load, model, failed)] : []),
    ...(labels ? [await labelsTagger(load, labels, { model, encoder: encoderHash, failed })] : []),
  ];
}

async function* noting(inputs: AsyncIterable<TagInput>, read: TagInput[]): AsyncGenerator<TagInput> {
  for await (const input of inputs) {
    read.push(input);
    yield input;
  }
}

async function withOwn(
  tagged: readonly TaggedLine[],
  inputs: readonly TagInput[],
  taggers: readonly OwnTagger[],
  signal: AbortSignal | undefined,
): Promise<readonly TaggedLine[]> {
  const texts = inputs.map(({ text }) => text);
  const made: (readonly (Tag | OwnTag | undefined)[])[] = [];
  for (const tagger of taggers) made.push(await tagger.tag(texts, signal));
  return tagged.map((line, i) => {
    const tags = made.flatMap((of) => of[i] ?? []);
    const own = tags.filter(isOwn);
    // A revert is a fact that no model is asked about, and only changes have a type.
    const type = line.tags.type?.model === 'rule' || line.tags.type === undefined ? undefined : tags.find((tag) => !isOwn(tag));
    return { ...line, tags: { ...line.tags, ...(type && !isOwn(type) ? { type } : {}) }, ...(own.length > 0 ? { own } : {}) };
  });
}

const isOwn = (tag: Tag | OwnTag): tag is OwnTag => tag.family.startsWith('own/');

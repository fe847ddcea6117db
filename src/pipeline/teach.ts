import { createHash } from 'node:crypto';
import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { featuresOf } from '../classify/features.ts';
import { Head, ownHead } from '../classify/head.ts';
import { loadHeads } from '../classify/heads.ts';
import { corrupt } from '../classify/model.ts';
import { labelOf } from '../domain/evidence.ts';
import type { Change, Lesson, Teaching } from '../domain/lesson.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { Tagged } from '../domain/tags.ts';
import { figuresOf } from '../learn/corrections/figures.ts';
import { type Corrected, type Read, shownBy, teach } from '../learn/corrections/teach.ts';
import { roleOf } from './foreign.ts';
import type { Pipeline } from './open.ts';
import type { Run } from './run.ts';
import { inputOf, tagPending } from './tagger.ts';
import { noHead, otherModel, shortOf } from './teach-messages.ts';
import { NewVectors, vectorsOf } from './vectors.ts';

/** Uncorrected contributions that are looked at, newest first. */
const LOOKED_AT = 5000;
/** Vectors of so many contributions are kept at a time: of what a second makes, most. */
const SAVED_AT_ONCE = 64;
/** Kinds of changes told, and examples of each. */
const MOST_CHANGES = 12;
const EXAMPLES = 3;

/** Which head the tagger has, and what there is to learn from. */
export async function teachingOf({ store, tagger }: Pipeline): Promise<Teaching> {
  const { own } = await tagger.identity();
  return {
    corrections: store.corrections().filter(({ family }) => family === 'type').length,
    promoted: store.heads().length,
    ...(own ? { learned: { corrections: own.learned.length, at: own.at } } : {}),
  };
}

/**
 * Has a head learn from the user's corrections, and says what came of it. Nothing that is shown changes: the head is on offer, where it is
 * better, until another is.
 * @throws TrackRecordError `too-few-corrections`, `nothing-to-learn`, `other-model` where a model of the user's choice says the types, and
 *   what tagging throws
 */
export async function learn(pipeline: Pipeline, run: Run): Promise<Lesson> {
  const { store, ctx, options } = pipeline;
  const started = ctx.now();
  const other = await pipeline.foreign.usable([]);
  if (other?.task === 'text-classification' && 'types' in roleOf(other))
    throw new TrackRecordError('other-model', otherModel(other.name, options.locale));
  const { head: shipped, dimensions } = await shippedHead(pipeline);
  const { labels, kinds } = shipped.settings;
  const acts = new Map(store.corrections().flatMap((act) => (act.family === 'type' ? [[act.contribution, act] as const] : [])));
  const readable = (item: Tagged): boolean => kinds.some((kind) => kind === item.kind) && item.stated?.type !== 'revert';
  const taught = store.query({ ids: [...acts.keys()] }).filter((item) => readable(item) && labels.includes(acts.get(item.id)?.label ?? ''));
  const others = store
    .query({ kinds: ['commit', 'pull_request'], noise: 'counted', limit: LOOKED_AT + acts.size })
    .filter((item) => readable(item) && !acts.has(item.id))
    .slice(0, LOOKED_AT);
  const { own } = await pipeline.tagger.identity();
  const known = new Set(own?.learned);
  const actOf = (item: Tagged): string => acts.get(item.id)?.id ?? '';
  if (own && taught.length === known.size && taught.every((item) => known.has(actOf(item))))
    throw new TrackRecordError('nothing-to-learn', shortOf({ of: 'nothing', missing: 0 }, taught.length, options.locale));

  const read = await readAll(pipeline, [...taught, ...others], run);
  const stage = run.stage('learn');
  const corrected = taught.map((item): Corrected => ({
    ...readOf(read, item),
    text: inputOf(item).text,
    label: acts.get(item.id)?.label ?? '',
    learned: known.has(actOf(item)),
  }));
  const rest = others.map((item) => readOf(read, item));
  const pause = async (): Promise<void> => {
    ctx.signal?.throwIfAborted();
    stage.tell(0);
    await breathe();
  };
  const result = await stage.time(() => teach({ shipped, dimensions, corrected, others: rest, pause }));
  if ('short' in result) throw new TrackRecordError('too-few-corrections', shortOf(result.short, taught.length, options.locale));

  const { head: file, folds, heldOut } = result;
  const { before, after, gain, better } = figuresOf(heldOut, labels);
  const text = JSON.stringify(file);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  if (better) store.offerHead({ hash, learned: taught.map(actOf), file: text });
  const ownText = own && store.headFile(own.hash);
  const inUse = ownText === undefined ? shipped : ownHead(JSON.parse(ownText), dimensions);
  const changes = changesOf(others, rest, inUse, new Head(file, dimensions, 'the new head'));
  const sure = heldOut.filter((one) => one.sure);
  const byLabel = Map.groupBy(corrected, ({ label }) => label);
  return {
    head: hash,
    corrections: corrected.length,
    groups: new Set(heldOut.map(({ group }) => group)).size,
    folds,
    labels: [...byLabel].map(([label, all]) => ({ label, count: all.length })).sort((a, b) => b.count - a.count),
    before,
    after,
    gain,
    better,
    sure: { shown: sure.length, right: sure.filter((one) => one.after === one.truth).length },
    others: { looked: others.length, changed: changes.reduce((sum, { count }) => sum + count, 0), changes: changes.slice(0, MOST_CHANGES) },
    milliseconds: Math.round(ctx.now() - started),
  };
}

/**
 * Puts the head that was reported in force, at once or not at all, and tags everything by it.
 * @throws TrackRecordError `no-such-head` where another was offered meanwhile, or none
 */
export async function promote(pipeline: Pipeline, head: string, run: Run): Promise<Teaching> {
  if (!pipeline.store.promoteHead(head)) throw new TrackRecordError('no-such-head', noHead('offer', pipeline.options.locale));
  await tagPending(pipeline, { again: true }, run);
  return teachingOf(pipeline);
}

/**
 * Puts the head before in force again, or the shipped one, and tags everything by it.
 * @throws TrackRecordError `no-such-head` where none was promoted
 */
export async function rollBack(pipeline: Pipeline, to: 'before' | 'shipped', run: Run): Promise<Teaching> {
  const { store, options } = pipeline;
  if (store.dropHeads(to === 'before' ? 'last' : 'all') === 0)
    throw new TrackRecordError('no-such-head', noHead('roll-back', options.locale));
  await tagPending(pipeline, { again: true }, run);
  return teachingOf(pipeline);
}

/** The head of types that ships. @throws TrackRecordError `model-missing`, `model-corrupt` */
async function shippedHead({ tagger, options }: Pipeline): Promise<{ readonly head: Head; readonly dimensions: number }> {
  const manifest = await tagger.manifest();
  const heads = await loadHeads(options.modelDir, manifest, undefined);
  const head = heads.find(({ settings: { family, kinds } }) => family === 'type' && kinds.includes('commit'));
  if (!head) throw corrupt(path.join(options.modelDir, 'manifest.json'), 'it names no head for types of commits');
  return { head, dimensions: manifest.encoder.dimensions };
}

/** What heads read of contributions: kept vectors, and for the others the encoder is asked, and what it says is kept. */
async function readAll({ store, tagger, ctx }: Pipeline, items: readonly Tagged[], run: Run): Promise<Map<string, Int8Array>> {
  const model = await tagger.identity();
  const inputs = new Map(items.map((item) => [item.id, inputOf(item)]));
  const vectors = new Map([...vectorsOf(store, model, inputs)].map(([id, { embedding }]) => [id, embedding]));
  const missing = [...inputs.values()].filter(({ id }) => !vectors.has(id));
  if (missing.length === 0) return vectors;
  const made = new NewVectors(model);
  const loaded = await tagger.load();
  const stage = run.stage('classify');
  let done = 0;
  const startedAt = ctx.now();
  try {
    for await (const tagged of stage.timed(loaded.tag(missing, { meaning: true, ...(ctx.signal ? { signal: ctx.signal } : {}) }))) {
      const input = inputs.get(tagged.id);
      if (input) made.add(input, tagged);
      vectors.set(tagged.id, tagged.embedding);
      if (++done % SAVED_AT_ONCE === 0) made.save(store);
      stage.tell(done, missing.length, startedAt, loaded.info.device);
    }
  } finally {
    // Of a long history they take minutes: who cancels, or is cut off, goes on from there.
    made.save(store);
  }
  return vectors;
}

function readOf(vectors: ReadonlyMap<string, Int8Array>, item: Tagged): Read {
  const embedding = vectors.get(item.id);
  if (!embedding) throw new RangeError(`${item.id} was not embedded`);
  const input = inputOf(item);
  return { embedding, features: featuresOf(input), stated: input.stated?.type };
}

/** Tags that nobody corrected and the new head would give another label; most frequent change first, newest examples. */
function changesOf(items: readonly Tagged[], read: readonly Read[], inUse: Head, head: Head): Change[] {
  const { labels } = head.settings;
  const likeliest = (one: Head, of: Read): string => labels[shownBy(one, of).label] ?? '';
  const changed = items.flatMap((item, i) => {
    const of = read[i];
    const [from, to] = of ? [likeliest(inUse, of), likeliest(head, of)] : ['', ''];
    return from === to ? [] : [{ item, from, to }];
  });
  return [...Map.groupBy(changed, ({ from, to }) => `${from} ${to}`).values()]
    .flatMap((all): Change[] => {
      const [first] = all;
      if (!first) return [];
      const examples = all.slice(0, EXAMPLES).map(({ item: { id, kind, key, subject } }) => ({ id, key: labelOf(kind, key), subject }));
      return [{ from: first.from, to: first.to, count: all.length, examples }];
    })
    .sort((a, b) => b.count - a.count);
}

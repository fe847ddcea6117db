import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Explanation, Tag } from '../domain/tags.ts';
import { Encoders, type Place, readsChange } from './encoders.ts';
import { explain as explained, variants } from './explain.ts';
import { featuresOf } from './features.ts';
import type { Features, View } from './features.ts';
import { Head, ownHead } from './head.ts';
import type { Explanations, Job, Tagging, Tags, WireInput, WorkerOptions } from './messages.ts';
import { corrupt, identityOf, verifyFiles } from './model.ts';
import type { Embedding } from './vectors.ts';

/** What the worker thread does; without a thread around it, so that it can be tested. Parts of the model are loaded when first needed. */
export class TagService {
  readonly #options: WorkerOptions;
  readonly #encoders: Encoders;
  #heads: readonly Head[] | undefined;

  constructor(options: WorkerOptions, place: Place) {
    this.#options = options;
    this.#encoders = new Encoders(options, place);
  }

  /**
   * Undefined where it was cancelled on the way.
   * @throws TrackRecordError `model-missing`, `model-corrupt`, `bad-tokenizer`, `device-unavailable`
   */
  async tag({ inputs, view, explain, meaning, cancel }: Job): Promise<readonly Tagging[] | undefined> {
    const cancelled = () => Atomics.load(cancel, 0) === 1;
    const heads = (this.#heads ??= await this.#loadHeads());
    const { hash } = identityOf(await this.#encoders.manifest(), this.#options.head?.hash);
    const missing = inputs.filter(({ embedding }) => !embedding);
    const made = await this.#encoders.vectors(missing, view, cancelled);
    // Of the others, what the heads read is what the text means.
    const changes = meaning ? inputs.filter(readsChange) : [];
    const meant = await this.#encoders.meanings(
      changes.map(({ text }) => text),
      cancelled,
    );
    if (!made || !meant) return undefined;
    const next = { embedding: made.values(), meaning: meant.values() };
    const out: Tagging[] = [];
    for (const input of inputs) {
      const embedding = input.embedding ?? next.embedding.next().value;
      if (!embedding) throw new RangeError('an input was not embedded');
      const own = meaning ? (readsChange(input) ? next.meaning.next().value : embedding) : undefined;
      const tags = tagsOf(heads, input, embedding, featuresOf(input, view), hash);
      const explanations = explain ? await this.#explain(heads, { input, view, tags, embedding }, cancelled) : {};
      if (!explanations) return undefined;
      out.push({ embedding, tags, ...(own ? { meaning: own } : {}), ...(explain ? { explanations } : {}) });
    }
    return out;
  }

  /** What carried each tag that a head gave. Undefined where it was cancelled. */
  async #explain(
    heads: readonly Head[],
    { input, view, tags, embedding }: Looked,
    cancelled: () => boolean,
  ): Promise<Explanations | undefined> {
    const without = variants(input, view, await this.#encoders.length(input, view));
    const embeddings = await this.#encoders.vectors(
      without.map(({ left }) => ({ ...left, kind: input.kind })),
      view,
      cancelled,
    );
    if (!embeddings) return undefined;
    const explanations: Partial<Record<Tag['family'], Explanation>> = {};
    for (const head of heads) {
      const { family, kinds } = head.settings;
      const label = tags[family]?.label;
      if (label !== undefined && kinds.includes(input.kind)) {
        explanations[family] = explained(head, label, { input, view, embedding, without, embeddings });
      }
    }
    return explanations;
  }

  close(): Promise<void> {
    return this.#encoders.release();
  }

  async #loadHeads(): Promise<readonly Head[]> {
    const { modelDir } = this.#options;
    const manifest = await this.#encoders.manifest();
    await verifyFiles(modelDir, manifest, manifest.heads);
    const { encoderHash, changesHash } = identityOf(manifest);
    const { dimensions } = manifest.encoder;
    const shipped = await Promise.all(
      manifest.heads.map(async (name) => {
        const file = path.join(modelDir, name);
        return { file, head: new Head(JSON.parse(await readFile(file, 'utf8')), dimensions, file) };
      }),
    );
    const own = this.#options.head && { file: 'the own head', head: ownHead(this.#options.head.file, dimensions) };
    return shipped.map((one) => {
      const { file, head } = own && isSameTask(own.head, one.head) ? own : one;
      // On vectors of another encoder a head says anything, with great confidence.
      const { encoder, kinds } = head.settings;
      if (kinds.some((kind) => encoder !== (readsChange({ kind }) ? changesHash : encoderHash)))
        throw corrupt(file, 'it was trained on the vectors of another encoder');
      return head;
    });
  }
}

/** Whether both tell the same of the same kinds of contribution. */
const isSameTask = ({ settings: a }: Head, { settings: b }: Head): boolean => a.family === b.family && a.kinds.join() === b.kinds.join();

/** An input with what was made of it. */
interface Looked {
  readonly input: WireInput;
  readonly view: View;
  readonly tags: Tags;
  readonly embedding: Embedding;
}

function tagsOf(heads: readonly Head[], input: WireInput, embedding: Embedding, features: Features, model: string): Tags {
  const tags: Partial<Record<Tag['family'], Tag>> = {};
  for (const head of heads) {
    const { family, kinds, labels } = head.settings;
    if (!kinds.includes(input.kind)) continue;
    const stated = input.stated?.[family];
    tags[family] = tagOf({ family, labels, model, ...head.shown(embedding, features, stated), stated });
  }
  // A revert trailer or prefix is a fact about the change, which no model is asked about.
  if (input.stated?.type === 'revert') tags.type = REVERT;
  return tags;
}

const REVERT: Tag = { family: 'type', label: 'revert', p: 1, unsure: false, stated: 'revert', scores: { revert: 1 }, model: 'rule' };

interface Scored {
  readonly family: Tag['family'];
  readonly labels: readonly string[];
  readonly threshold: number;
  readonly model: string;
  readonly probabilities: readonly number[];
  readonly stated: string | undefined;
}

function tagOf({ family, labels, threshold, model, probabilities, stated }: Scored): Tag {
  const p = Math.max(...probabilities);
  const label = labels[probabilities.indexOf(p)] ?? '';
  const scores = Object.fromEntries(labels.map((name, i) => [name, probabilities[i] ?? 0]));
  return { family, label, p, unsure: p < threshold, ...(stated === undefined ? {} : { stated }), scores, model };
}

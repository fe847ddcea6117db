import type { Explanation, Tag } from '../domain/tags.ts';
import { Encoders, type Place } from './encoders.ts';
import { explain as explained, variants } from './explain.ts';
import { featuresOf } from './features.ts';
import type { View } from './features.ts';
import type { Head } from './head.ts';
import { loadHeads, tagsOf } from './heads.ts';
import { readsChange } from './input.ts';
import type { Explanations, Job, Tagging, Tags, WireInput, WorkerOptions } from './messages.ts';
import { identityOf } from './model.ts';
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
      const tags = tagsOf(heads, { ...input, features: featuresOf(input, view) }, embedding, hash);
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
    return loadHeads(this.#options.modelDir, await this.#encoders.manifest(), this.#options.head);
  }
}

/** An input with what was made of it. */
interface Looked {
  readonly input: WireInput;
  readonly view: View;
  readonly tags: Tags;
  readonly embedding: Embedding;
}

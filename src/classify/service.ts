import type { Explanation, Tag } from '../domain/tags.ts';
import { Encoders, type Place } from './encoders.ts';
import { explain as explained, type Occluded, variants, type Without } from './explain.ts';
import type { View } from './features.ts';
import type { Head } from './head.ts';
import { loadHeads, tagsOf } from './heads.ts';
import { readsChange, type TaggedKind } from './input.ts';
import type { Explanations, Job, Tagging, Tags, WireInput, WorkerOptions } from './messages.ts';
import { identityOf } from './model.ts';
import { featuresFor, saidText } from './said.ts';

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
    // What is explained is read with its variants.
    const missing = explain ? [] : inputs.filter(({ embedding }) => !embedding);
    const made = await this.#encoders.vectors(missing, view, cancelled);
    const meant = await this.#encoders.meanings(meaning ? inputs.map(shownText) : [], cancelled);
    if (!made || !meant) return undefined;
    const next = { embedding: made.values(), meaning: meant.values() };
    const out: Tagging[] = [];
    for (const input of inputs) {
      const parts = explain ? await this.#occlude(input, view, cancelled) : undefined;
      if (explain && !parts) return undefined;
      const embedding = parts?.embedding ?? input.embedding ?? next.embedding.next().value;
      if (!embedding) throw new RangeError('an input was not embedded');
      const own = next.meaning.next().value;
      const tags = tagsOf(heads, { ...input, features: featuresFor(input.kind, input, view) }, embedding, hash);
      const explanations = parts && explanationsOf(heads, input.kind, tags, parts);
      out.push({ embedding, tags, ...(own ? { meaning: own } : {}), ...(explanations ? { explanations } : {}) });
    }
    return out;
  }

  /** The input and its variants, with what the heads read of each. Undefined where it was cancelled. */
  async #occlude(input: WireInput, view: View, cancelled: () => boolean): Promise<Occluded | undefined> {
    const { embedding: known, kind } = input;
    const shown = { ...input, text: shownText(input) };
    const without = variants(shown, view, await this.#encoders.extent(input, view));
    // Of what was said the encoder reads no file.
    const isRead = ({ of }: Without): boolean => of === 'words' || readsChange(input);
    const read = without.filter(isRead).map(({ left }) => ({ ...left, kind }));
    const made = await this.#encoders.vectors([...(known ? [] : [input]), ...read], view, cancelled);
    if (!made) return undefined;
    const next = made.values();
    const embedding = known ?? next.next().value ?? new Int8Array();
    const embeddings = without.map((variant) => (isRead(variant) ? next.next().value : undefined));
    return { kind, input, view, embedding, without, embeddings };
  }

  close(): Promise<void> {
    return this.#encoders.release();
  }

  async #loadHeads(): Promise<readonly Head[]> {
    return loadHeads(this.#options.modelDir, await this.#encoders.manifest(), this.#options.head);
  }
}

/** What templates hide is no part of what was said. */
const shownText = (input: WireInput): string => (readsChange(input) ? input.text : saidText(input.text));

/** What carried each tag that a head gave. */
function explanationsOf(heads: readonly Head[], kind: TaggedKind, tags: Tags, parts: Occluded): Explanations {
  const explanations: Partial<Record<Tag['family'], Explanation>> = {};
  for (const head of heads) {
    const { family, kinds } = head.settings;
    const label = tags[family]?.label;
    if (label !== undefined && kinds.includes(kind)) explanations[family] = explained(head, label, parts);
  }
  return explanations;
}

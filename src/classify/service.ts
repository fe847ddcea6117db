import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Explanation, Tag } from '../domain/tags.ts';
import { Encoder } from './encoder.ts';
import { openDevice } from './probe.ts';
import { explain as explained, variants } from './explain.ts';
import { featuresOf } from './features.ts';
import type { Features, View } from './features.ts';
import { Head } from './head.ts';
import type { DeviceReport, Explanations, Job, Tagging, Tags, WireInput, WorkerOptions } from './messages.ts';
import { encoderFiles, identityOf, readManifest, verifyFiles } from './model.ts';
import type { Manifest } from './model.ts';
import { weighStated } from './stated.ts';
import { TextTokenizer } from './tokenizer.ts';
import type { Embedding } from './vectors.ts';

/** What the worker thread does; without a thread around it, so that it can be tested. Parts of the model are loaded when first needed. */
export class TagService {
  readonly #options: WorkerOptions;
  readonly #onDevice: (report: DeviceReport) => void;
  #manifest: Promise<Manifest> | undefined;
  #heads: Promise<readonly Head[]> | undefined;
  #encoder: Promise<Encoder> | undefined;

  constructor(options: WorkerOptions, onDevice: (report: DeviceReport) => void) {
    this.#options = options;
    this.#onDevice = onDevice;
  }

  /**
   * Undefined where it was cancelled on the way.
   * @throws TrackRecordError `model-missing`, `model-corrupt`, `bad-tokenizer`, `device-unavailable`
   */
  async tag({ inputs, view, explain, cancel }: Job): Promise<readonly Tagging[] | undefined> {
    const cancelled = () => Atomics.load(cancel, 0) === 1;
    const heads = await (this.#heads ??= this.#loadHeads());
    const missing = inputs.filter((input) => !input.embedding);
    const made = missing.length === 0 ? [] : await this.#embed(missing, cancelled);
    if (!made) return undefined;
    const { hash } = identityOf(await this.#theManifest());
    let next = 0;
    const taggings = inputs.map((input): Tagging => {
      const embedding = input.embedding ?? made[next++];
      if (!embedding) throw new RangeError('an input was not embedded');
      return { embedding, tags: tagsOf(heads, input, seenIn(view, embedding), featuresOf(input, view), hash) };
    });
    if (!explain) return taggings;
    const out: Tagging[] = [];
    for (const [i, tagging] of taggings.entries()) {
      const input = inputs[i];
      const explanations = input && (await this.#explain(heads, { ...tagging, input, view }, cancelled));
      if (!explanations) return undefined;
      out.push({ ...tagging, explanations });
    }
    return out;
  }

  /** What carried each tag that a head gave. Undefined where it was cancelled. */
  async #explain(
    heads: readonly Head[],
    { input, view, tags, embedding }: Tagging & { readonly input: WireInput; readonly view: View },
    cancelled: () => boolean,
  ): Promise<Explanations | undefined> {
    const encoder = await (this.#encoder ??= this.#loadEncoder());
    const without = view === 'paths' ? [] : variants(input.text, encoder.tokensOf(input.text));
    const embeddings = await encoder.embed(
      without.map(({ text }) => text),
      cancelled,
    );
    if (!embeddings) return undefined;
    const explanations: Partial<Record<Tag['family'], Explanation>> = {};
    for (const head of heads) {
      const { family, kinds } = head.settings;
      const label = tags[family]?.label;
      if (label !== undefined && kinds.includes(input.kind)) {
        explanations[family] = explained(head, label, { input, view, embedding: seenIn(view, embedding), without, embeddings });
      }
    }
    return explanations;
  }

  async close(): Promise<void> {
    const encoder = await this.#encoder?.catch(() => undefined);
    this.#encoder = undefined;
    await encoder?.release();
  }

  #theManifest(): Promise<Manifest> {
    return (this.#manifest ??= readManifest(this.#options.modelDir));
  }

  async #embed(inputs: readonly WireInput[], cancelled: () => boolean): Promise<Embedding[] | undefined> {
    const encoder = await (this.#encoder ??= this.#loadEncoder());
    return encoder.embed(
      inputs.map(({ text }) => text),
      cancelled,
    );
  }

  async #loadEncoder(): Promise<Encoder> {
    const { modelDir, device, threads } = this.#options;
    const manifest = await this.#theManifest();
    await verifyFiles(modelDir, manifest, encoderFiles(manifest));
    const { tokenizer: name, dimensions, maxTokens, cpu, gpu } = manifest.encoder;
    const tokenizer = new TextTokenizer(JSON.parse(await readFile(path.join(modelDir, name), 'utf8')), maxTokens);
    const { encoder, report } = await openDevice(device, (provider) =>
      Encoder.load({ graph: path.join(modelDir, provider === 'cpu' ? cpu : gpu), tokenizer, dimensions, provider, threads }),
    );
    this.#onDevice(report);
    return encoder;
  }

  async #loadHeads(): Promise<readonly Head[]> {
    const { modelDir } = this.#options;
    const manifest = await this.#theManifest();
    await verifyFiles(modelDir, manifest, manifest.heads);
    const files = manifest.heads.map((name) => path.join(modelDir, name));
    return Promise.all(files.map(async (file) => new Head(JSON.parse(await readFile(file, 'utf8')), manifest.encoder.dimensions, file)));
  }
}

/** Where paths alone are looked at, the message is not: zeros stand in its place. */
const seenIn = (view: View, embedding: Embedding): Embedding => (view === 'paths' ? new Int8Array(embedding.length) : embedding);

function tagsOf(heads: readonly Head[], input: WireInput, embedding: Embedding, features: Features, model: string): Tags {
  const tags: Partial<Record<Tag['family'], Tag>> = {};
  for (const head of heads) {
    const { family, kinds, labels, threshold } = head.settings;
    if (!kinds.includes(input.kind)) continue;
    const stated = input.stated?.[family];
    const own = head.probabilities(embedding, features);
    tags[family] = tagOf({
      family,
      labels,
      threshold,
      model,
      probabilities: stated === undefined ? own : weighStated(labels, own, stated),
      stated,
    });
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

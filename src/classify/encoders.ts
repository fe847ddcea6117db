import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Broken, graphOf, type Placement } from './choose.ts';
import { Encoder } from './encoder.ts';
import { beginningOf, type Extent } from './explain.ts';
import type { FeatureInput, View } from './features.ts';
import { readsChange, type TaggedKind } from './input.ts';
import type { WorkerOptions } from './messages.ts';
import { changeEncoderFiles, encoderFiles, readManifest, verifyFiles } from './model.ts';
import type { Manifest } from './model.ts';
import { reasonOf } from './probe.ts';
import { headTokens } from './said.ts';
import { TextTokenizer } from './tokenizer.ts';
import type { Embedding } from './vectors.ts';

export type EncoderInput = FeatureInput & { readonly kind: TaggedKind };

type Part = 'encoder' | 'changes';

/** Tokens of what was said that are told apart where it is explained: each part costs the encoder another reading of all of them. */
const BEGINNING = 56;

/** In prose a word has one and a half. */
const wordsOf = (tokens: number): number => Math.floor(tokens * 0.6);

/**
 * Says on which device to run.
 * @param broken where it said before, and that could not run after all: it is not said again.
 * @throws TrackRecordError `device-unavailable`
 */
export type Place = (broken?: Broken) => Promise<Placement>;

/**
 * The model's two encoders, each loaded when it is first needed, on one device; both move to the next one where that fails. For one caller at
 * a time. What could not be read is read again when it is needed next: it may have been mended.
 */
export class Encoders {
  readonly #options: WorkerOptions;
  readonly #ask: Place;
  readonly #loader: typeof Encoder.load;
  readonly #loaded = new Map<Part, Encoder>();
  readonly #verified = new Set<string>();
  #manifest: Manifest | undefined;
  #tokenizer: TextTokenizer | undefined;
  /** The other encoder goes where the first one runs. */
  #place: Placement | undefined;

  /** @param loader for tests: what runs in place of the model runtime */
  constructor(options: WorkerOptions, place: Place, loader = Encoder.load) {
    this.#options = options;
    this.#ask = place;
    this.#loader = loader;
  }

  async manifest(): Promise<Manifest> {
    return (this.#manifest ??= await readManifest(this.#options.modelDir));
  }

  /**
   * What heads read of inputs, in their order; undefined where it was cancelled on the way.
   * @throws TrackRecordError `model-missing`, `model-corrupt`, `bad-tokenizer`, `device-unavailable`
   */
  async vectors(inputs: readonly EncoderInput[], view: View, cancelled: () => boolean): Promise<Embedding[] | undefined> {
    return inputs.length === 0 ? [] : this.#embed('changes', await this.#tokensOf(inputs, view), cancelled);
  }

  /** What texts mean, by the encoder as it was published: the like are near. Undefined where it was cancelled. */
  async meanings(texts: readonly string[], cancelled: () => boolean): Promise<Embedding[] | undefined> {
    if (texts.length === 0) return [];
    const tokenizer = await this.#theTokenizer();
    return this.#embed(
      'encoder',
      texts.map((text) => tokenizer.encode(text)),
      cancelled,
    );
  }

  /** How much is read of an input. */
  async extent(input: EncoderInput, view: View): Promise<Extent> {
    const { changes } = await this.manifest();
    const [{ length } = []] = await this.#tokensOf([input], view);
    if (!readsChange(input))
      return { tokens: length, ...(length > BEGINNING ? { words: await this.#wordsOfBeginning(input), alone: true } : {}) };
    const limit = view === 'text' || (input.files ?? []).length === 0 ? changes.tokens : changes.messageTokens;
    return { tokens: length, ...(length < limit ? {} : { words: wordsOf(limit) }) };
  }

  /** How many words of what was said its beginning has: of prose more than of code and links. */
  async #wordsOfBeginning({ text }: EncoderInput): Promise<number> {
    const tokenizer = await this.#theTokenizer();
    const nearer = (words: number): number => Math.ceil((words * BEGINNING) / tokenizer.encode(beginningOf(text, words)).length);
    // Twice: of more tokens than are read the first one does not know how many they are.
    return nearer(nearer(wordsOf(BEGINNING)));
  }

  async release(): Promise<void> {
    const loaded = [...this.#loaded.values()];
    this.#loaded.clear();
    // What no longer runs may not be released either.
    await Promise.allSettled(loaded.map((encoder) => encoder.release()));
  }

  async #tokensOf(inputs: readonly EncoderInput[], view: View): Promise<(readonly number[])[]> {
    const [tokenizer, { changes }] = [await this.#theTokenizer(), await this.manifest()];
    return inputs.map((input) => headTokens(tokenizer, input, changes, view));
  }

  async #embed(part: Part, tokens: readonly (readonly number[])[], cancelled: () => boolean): Promise<Embedding[] | undefined> {
    for (;;) {
      const encoder = this.#loaded.get(part) ?? (await this.#load(part));
      try {
        return await encoder.embedTokens(tokens, cancelled);
      } catch (error) {
        // A driver that was lost, or whose memory was taken, after all went well.
        await this.#moveOn('run', error);
      }
    }
  }

  async #load(part: Part): Promise<Encoder> {
    const { modelDir, threads } = this.#options;
    const manifest = await this.manifest();
    await this.#verify(part === 'changes' ? changeEncoderFiles(manifest) : encoderFiles(manifest));
    const tokenizer = await this.#theTokenizer();
    const { dimensions } = manifest.encoder;
    for (;;) {
      const place = (this.#place ??= await this.#ask());
      const graph = graphOf(manifest[part], place);
      // The one in half precision is not among those above.
      await this.#verify([graph]);
      try {
        const encoder = await this.#loader({ graph: path.join(modelDir, graph), tokenizer, dimensions, provider: place.device, threads });
        this.#loaded.set(part, encoder);
        return encoder;
      } catch (error) {
        // It ran when it was tried; since then its memory was taken, or its driver is gone.
        await this.#moveOn('load', error);
      }
    }
  }

  /** Leaves the device for the next one, with both encoders. @throws TrackRecordError `device-unavailable` where there is none */
  async #moveOn(when: Broken['when'], error: unknown): Promise<void> {
    const place = this.#place;
    this.#place = undefined;
    await this.release();
    if (place) this.#place = await this.#ask({ ...place, when, reason: reasonOf(error) });
  }

  /** Both encoders read the large file: it is looked at once. */
  async #verify(names: readonly string[]): Promise<void> {
    const unseen = names.filter((name) => !this.#verified.has(name));
    await verifyFiles(this.#options.modelDir, await this.manifest(), unseen);
    for (const name of unseen) this.#verified.add(name);
  }

  async #theTokenizer(): Promise<TextTokenizer> {
    if (this.#tokenizer) return this.#tokenizer;
    const { modelDir } = this.#options;
    const { tokenizer, maxTokens } = (await this.manifest()).encoder;
    await this.#verify([tokenizer]);
    return (this.#tokenizer = new TextTokenizer(JSON.parse(await readFile(path.join(modelDir, tokenizer), 'utf8')), maxTokens));
  }
}

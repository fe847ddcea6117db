import type { ReadJob } from '../messages.ts';
import { ForeignRuntime, type Reading } from './runtime.ts';

/** The foreign model in use; another takes its place. */
export class ForeignModels {
  readonly #threads: number;
  #loaded: { readonly hash: string; readonly runtime: Promise<ForeignRuntime> } | undefined;

  constructor(threads: number) {
    this.#threads = threads;
  }

  /** Undefined where it was cancelled on the way. @throws TrackRecordError `model-changed`, `model-unsupported` */
  async read({ foreign, texts, cancel }: Pick<ReadJob, 'foreign' | 'texts' | 'cancel'>): Promise<Reading[] | undefined> {
    if (this.#loaded?.hash !== foreign.hash) {
      await this.release();
      this.#loaded = { hash: foreign.hash, runtime: ForeignRuntime.load(foreign, this.#threads) };
    }
    try {
      return (await this.#loaded?.runtime)?.read(texts, () => Atomics.load(cancel, 0) === 1);
    } catch (error) {
      // What could not be loaded is tried anew: its files may have been mended.
      this.#loaded = undefined;
      throw error;
    }
  }

  async release(): Promise<void> {
    const loaded = this.#loaded;
    this.#loaded = undefined;
    await (await loaded?.runtime.catch(() => undefined))?.release();
  }
}

import { commands } from 'vscode';
import type { Accounts, Reply } from '../protocol/rpc.ts';
import type { Logger } from '../util/context.ts';
import { Listeners } from '../util/listeners.ts';
import type { Choices } from './choices.ts';
import { type ContextKey, qualified } from './contributions.ts';
import type { Engine } from './engine/client.ts';
import { isUserStop, progressWords, type ProgressWords } from './words.ts';

/** What is under way, or what came of it; `progress` is absent until the engine has said something. */
export type WorkState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress?: ProgressWords }
  | { readonly kind: 'done'; readonly reply: Reply<'analyze'>; readonly at: number }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface WorkOptions {
  readonly engine: () => Promise<Engine>;
  readonly choices: Choices;
  /** Of the code hosts that the user has connected. */
  readonly accounts: (signal: AbortSignal) => Promise<Accounts>;
  readonly log: Logger;
  /** A listener has failed. */
  readonly failed: (error: unknown) => void;
}

/** The analysis of this window: one at a time, for whoever asks. */
export class Work {
  readonly #options: WorkOptions;
  #abort: AbortController | undefined;
  #current: Promise<Reply<'analyze'>> | undefined;
  #state: WorkState = { kind: 'idle' };
  #warnings: readonly string[] = [];
  #device: string | undefined;
  readonly onState: Listeners<WorkState>;

  constructor(options: WorkOptions) {
    this.#options = options;
    this.onState = new Listeners(options.failed);
  }

  get state(): WorkState {
    return this.#state;
  }

  /** Where the last analysis that tagged something did so. */
  get device(): string | undefined {
    return this.#device;
  }

  /** What the last analysis could not read, and why. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /**
   * Analyses what is new, or joins the analysis under way.
   * @param after the engine is started meanwhile, but not asked before
   * @throws TrackRecordError whose message says what to do.
   */
  analyze(after?: Promise<void>): Promise<Reply<'analyze'>> {
    this.#current ??= this.#analyze(after).finally(() => (this.#current = undefined));
    return this.#current;
  }

  /** Analyses anew for another story: what is under way for the old one is cancelled first. */
  async restart(): Promise<Reply<'analyze'>> {
    await this.stop();
    return this.analyze();
  }

  /** Cancels what is under way, and waits until it has ended. */
  async stop(): Promise<void> {
    const before = this.#current;
    this.cancel();
    // Its failure is told to whoever started it.
    await before?.catch(() => {});
  }

  cancel(): void {
    this.#abort?.abort();
  }

  /** What was found is gone: as if nothing had been asked for yet. */
  forget(): void {
    this.#warnings = [];
    this.#become({ kind: 'idle' });
  }

  async #analyze(after?: Promise<void>): Promise<Reply<'analyze'>> {
    const { engine, choices, accounts, log } = this.#options;
    const abort = new AbortController();
    this.#abort = abort;
    const before = this.#state;
    this.#warnings = [];
    this.#become({ kind: 'running' });
    try {
      const onProgress = (progress: Parameters<typeof progressWords>[0]): void =>
        this.#become({ kind: 'running', progress: progressWords(progress) });
      const { signal } = abort;
      const [client, own] = await Promise.all([engine(), accounts(signal), after]);
      const reply = await client.request('analyze', { ...choices.story(), accounts: own }, { signal, onProgress });
      this.#warnings = reply.warnings;
      if (reply.devices) this.#device = reply.device;
      for (const warning of reply.warnings) log.warn(warning);
      this.#become({ kind: 'done', reply, at: Date.now() });
      return reply;
    } catch (error) {
      this.#become(isUserStop(error) ? before : { kind: 'failed', error });
      throw error;
    }
  }

  #become(state: WorkState): void {
    const key: ContextKey = 'running';
    if (state.kind !== this.#state.kind) void commands.executeCommand('setContext', qualified(key), state.kind === 'running');
    this.#state = state;
    this.onState.tell(state);
  }
}

import { commands } from 'vscode';
import type { Reply } from '../protocol/rpc.ts';
import { Listeners } from '../util/listeners.ts';
import type { Choices } from './choices.ts';
import { type ContextKey, qualified } from './contributions.ts';
import type { Engine } from './engine/client.ts';
import { progressWords, type ProgressWords } from './words.ts';

/** What is under way; `progress` is absent until the engine has said something. */
export type WorkState = { readonly kind: 'idle' } | { readonly kind: 'running'; readonly progress?: ProgressWords };

/** The analysis of this window: one at a time, for whoever asks. */
export class Work {
  readonly #engine: () => Promise<Engine>;
  readonly #choices: Choices;
  #abort: AbortController | undefined;
  #current: Promise<Reply<'analyze'>> | undefined;
  #state: WorkState = { kind: 'idle' };
  readonly onState: Listeners<WorkState>;
  /** Told when an analysis has ended well. */
  readonly onDone: Listeners<Reply<'analyze'>>;

  constructor(engine: () => Promise<Engine>, choices: Choices, failed: (error: unknown) => void) {
    this.#engine = engine;
    this.#choices = choices;
    this.onState = new Listeners(failed);
    this.onDone = new Listeners(failed);
  }

  get state(): WorkState {
    return this.#state;
  }

  /** Analyses what is new, or joins the analysis under way. @throws TrackRecordError whose message says what to do. */
  analyze(): Promise<Reply<'analyze'>> {
    this.#current ??= this.#analyze().finally(() => (this.#current = undefined));
    return this.#current;
  }

  /** Analyses anew for another story: what is under way for the old one is cancelled first. */
  async restart(): Promise<Reply<'analyze'>> {
    const before = this.#current;
    this.cancel();
    // Its failure is told to whoever started it.
    await before?.catch(() => {});
    return this.analyze();
  }

  cancel(): void {
    this.#abort?.abort();
  }

  async #analyze(): Promise<Reply<'analyze'>> {
    const abort = new AbortController();
    this.#abort = abort;
    this.#become({ kind: 'running' });
    try {
      const engine = await this.#engine();
      const onProgress = (progress: Parameters<typeof progressWords>[0]): void =>
        this.#become({ kind: 'running', progress: progressWords(progress) });
      const reply = await engine.request('analyze', this.#choices.story(), { signal: abort.signal, onProgress });
      this.onDone.tell(reply);
      return reply;
    } finally {
      this.#become({ kind: 'idle' });
    }
  }

  #become(state: WorkState): void {
    if (state.kind !== this.#state.kind) setContext('running', state.kind === 'running');
    this.#state = state;
    this.onState.tell(state);
  }
}

const setContext = (key: ContextKey, value: boolean): void => void commands.executeCommand('setContext', qualified(key), value);

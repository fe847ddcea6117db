import type { Claim, ClaimEdit } from '../../domain/draft.ts';
import { type Act, MOST_CITED } from '../../protocol/editing.ts';
import { messageOf } from '../ui/loaded.ts';
import type { EditorOptions } from './around.ts';
import type { Deed, Editing } from './memory.ts';

export interface ClaimTextOptions {
  /** The claim as it was when its editing began; without words for one that is being added. */
  readonly edit: Omit<ClaimEdit, 'text'>;
  /** The words to begin with. */
  readonly text: string;
  /** What is generated there now: words equal to it are no edit. */
  readonly generated: string | undefined;
  /** The words are the user's already. */
  readonly own: boolean;
}

export type SaveState = { readonly kind: 'clean' | 'typing' | 'saving' | 'saved' } | { readonly kind: 'failed'; readonly reason: string };

export interface Closed {
  /** Whether the store has it all. */
  readonly kept: boolean;
  /** What was done, as one step; absent: nothing. */
  readonly deed?: Deed;
  /** Claims came or went. */
  readonly structural: boolean;
}

type Surroundings = Pick<EditorOptions, 'ask' | 'memory' | 'say' | 'patch'> & { readonly changed: () => void };

/** Ms without a key before what was typed is saved, and ms after which it is saved while keys still come. */
const PAUSE = 400;
const LONGEST = 2500;

/** The words of one claim while they are typed: saved as they are typed, one save at a time, the last one winning. */
export class ClaimText {
  readonly claim: string;
  readonly #options: ClaimTextOptions;
  readonly #around: Surroundings;
  readonly #back: Act;
  #text: string;
  /** What the store has. */
  #saved: string;
  #state: SaveState = { kind: 'clean' };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since: number | undefined;
  #saving: Promise<void> = Promise.resolve();
  #own: boolean;
  /** Anything was saved since its editing began, by this page or the one before. */
  #wrote = false;
  #left = false;

  constructor(options: ClaimTextOptions, around: Surroundings) {
    this.#options = options;
    this.#around = around;
    this.claim = options.edit.claim;
    this.#own = options.own;
    this.#saved = options.text;
    const { editing } = around.memory.kept;
    if (editing?.claim === this.claim) {
      this.#back = editing.back;
      this.#wrote = editing.saved;
    } else
      this.#back = options.own
        ? { kind: 'edit', edit: { ...options.edit, text: options.text } }
        : { kind: 'as-generated', claim: this.claim };
    // Typed in a page that was taken down before it could be saved.
    const unsaved = around.memory.unsaved.find(({ claim }) => claim === this.claim);
    this.#text = unsaved?.text ?? options.text;
    // Later: whoever asked for this object is drawing.
    if (unsaved) queueMicrotask(() => this.type(unsaved.text));
  }

  /** What a page after this one has to know of it. */
  get editing(): Editing {
    return { claim: this.claim, back: this.#back, saved: this.#wrote };
  }

  get section(): string {
    return this.#options.edit.section.id;
  }

  get text(): string {
    return this.#text;
  }

  get state(): SaveState {
    return this.#state;
  }

  type(text: string): void {
    this.#text = text;
    this.#remember();
    this.#become({ kind: 'typing' });
    clearTimeout(this.#timer);
    const now = performance.now();
    this.#since ??= now;
    // Nothing is taken out while somebody is in the middle of writing it anew.
    if (plain(text) === '') return;
    this.#timer = setTimeout(() => void this.flush(), Math.max(0, Math.min(PAUSE, this.#since + LONGEST - now)));
  }

  /** Saves what is not saved yet; failures are in `state`. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#since = undefined;
    if (plain(this.#text) !== '') this.#saving = this.#saving.then(() => this.#save());
    return this.#saving;
  }

  /** Another draft is shown: what is not saved yet is remembered, and saved when this one is shown again. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#left = true;
  }

  async close(): Promise<Closed> {
    const { generated } = this.#options;
    const empty = plain(this.#text) === '';
    clearTimeout(this.#timer);
    this.#saving = this.#saving.then(() => this.#save());
    await this.#saving;
    const { say } = this.#around;
    const added = this.#options.edit.base === '' && this.#back.kind === 'as-generated';
    const told = say(empty ? 'draft.did.remove' : added ? 'draft.did.add' : 'draft.did.edit');
    return {
      kept: this.#state.kind !== 'failed',
      ...(this.#wrote ? { deed: { told, traces: { done: [], undone: [] }, back: this.#back } } : {}),
      structural: this.#wrote && (empty || generated === undefined || plain(this.#text) === generated),
    };
  }

  async #save(): Promise<void> {
    if (this.#left) return;
    const text = this.#text;
    if (text === this.#saved) return this.#become({ kind: this.#wrote ? 'saved' : 'clean' });
    const act = this.#actFor(plain(text));
    if (!act) return this.#done(text, 'clean');
    this.#become({ kind: 'saving' });
    try {
      await this.#around.ask('act', { act });
      this.#wrote = true;
      this.#own = act.kind === 'edit';
      this.#done(text, 'saved');
    } catch (error) {
      return this.#become({ kind: 'failed', reason: messageOf(error) });
    }
    // What the checker says of it comes when it comes; the words are safe already.
    await this.#around.ask('claim', { claim: this.claim }).then(this.#around.patch, () => {});
  }

  #done(text: string, kind: 'clean' | 'saved'): void {
    this.#saved = text;
    this.#remember();
    this.#become({ kind: this.#text === text ? kind : 'typing' });
  }

  /** What saving these words means; nothing where nobody would see a difference. */
  #actFor(text: string): Act | undefined {
    const { edit, generated } = this.#options;
    if (text === '' && edit.base === '') return this.#own ? { kind: 'as-generated', claim: this.claim } : undefined;
    if (text === '') return { kind: 'edit', edit };
    if (text === generated) return this.#own ? { kind: 'as-generated', claim: this.claim } : undefined;
    return { kind: 'edit', edit: { ...edit, text } };
  }

  #remember(): void {
    if (this.#left) return;
    const { memory } = this.#around;
    memory.hold(this.claim, this.#text === this.#saved ? undefined : { ...this.#options.edit, text: this.#text });
    if (memory.kept.editing?.claim === this.claim) memory.keep({ editing: this.editing });
  }

  #become(state: SaveState): void {
    this.#state = state;
    this.#around.changed();
  }
}

/** As the store keeps it. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** A claim with what is needed to save words for it. */
export function textOf(claim: Claim, section: ClaimEdit['section']): ClaimTextOptions {
  return { edit: withoutWords(claim, section), text: claim.text, generated: generatedOf(claim), own: claim.own !== undefined };
}

const generatedOf = ({ text, own }: Claim): string | undefined => (own ? own.generated : text);

export const withoutWords = (claim: Claim, { id, title }: ClaimEdit['section']): ClaimTextOptions['edit'] => ({
  claim: claim.id,
  base: claim.own?.base ?? claim.text,
  section: { id, title },
  cited: claim.evidence.slice(0, MOST_CITED).map(({ contribution }) => contribution),
});

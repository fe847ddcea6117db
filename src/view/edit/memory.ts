import type { ClaimEdit } from '../../domain/draft.ts';
import type { Act, Traces } from '../../protocol/editing.ts';
import { readState, type ViewState } from '../ui/state.ts';

/** A thing done, in words, and how to take it back. */
export interface Deed {
  readonly told: string;
  readonly traces: Traces;
  /** What takes it back instead: of what is typed, some traces may have been lost with a page. */
  readonly back?: Act;
  /** It says who the person is: what another identity wrote has to be read. */
  readonly identity?: true;
  /** The type a contribution had by the user before; `null`: none of theirs. */
  readonly before?: { readonly contribution: string; readonly label: string | null };
}

/** Words typed that the store has not taken yet. */
export type Unsaved = ClaimEdit & { readonly text: string };

/** The claim whose words are being edited. */
export interface Editing {
  readonly claim: string;
  /** What brings it back to how it was. */
  readonly back: Act;
  /** Anything was saved since. */
  readonly saved: boolean;
}

/** What outlives the page: the editor takes it down when its tab is hidden, and brings it back with the window. */
export interface Kept {
  readonly view: ViewState;
  readonly unsaved: readonly Unsaved[];
  readonly editing: Editing | undefined;
  /** Newest last. */
  readonly done: readonly Deed[];
}

/** Deeds that can be undone one after the other. */
const DEEDS = 100;

/** The editor's own place for a panel's state, and what lies in it. */
export class Memory {
  readonly #set: (kept: Kept) => void;
  #kept: Kept;

  constructor(found: unknown, set: (kept: Kept) => void) {
    this.#set = set;
    this.#kept = read(found);
  }

  get kept(): Kept {
    return this.#kept;
  }

  keep(part: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...part };
    if (this.#kept.done.length > DEEDS) this.#kept = { ...this.#kept, done: this.#kept.done.slice(-DEEDS) };
    this.#set(this.#kept);
  }
}

/** It was written by this page's own code, by this version or another: what does not look like it is left. */
function read(found: unknown): Kept {
  const { view, unsaved, editing, done } =
    typeof found === 'object' && found !== null ? (found as Partial<Record<keyof Kept, unknown>>) : {};
  return {
    view: readState(view),
    unsaved: Array.isArray(unsaved) ? unsaved.filter(isUnsaved) : [],
    editing: isEditing(editing) ? editing : undefined,
    done: Array.isArray(done) ? done.filter(isDeed) : [],
  };
}

const has = <K extends string>(value: unknown, ...keys: readonly K[]): value is Record<K, unknown> =>
  typeof value === 'object' && value !== null && keys.every((key) => key in value);

const isUnsaved = (value: unknown): value is Unsaved =>
  has(value, 'claim', 'text', 'base', 'section', 'cited') && typeof value.text === 'string' && Array.isArray(value.cited);

const isEditing = (value: unknown): value is Editing =>
  has(value, 'claim', 'back', 'saved') && typeof value.claim === 'string' && has(value.back, 'kind');

const isDeed = (value: unknown): value is Deed =>
  has(value, 'told', 'traces') &&
  has(value.traces, 'done', 'undone') &&
  Array.isArray(value.traces.done) &&
  Array.isArray(value.traces.undone);

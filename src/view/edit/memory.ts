import type { ClaimEdit } from '../../domain/draft.ts';
import type { Act, Traces } from '../../protocol/editing.ts';
import { FIRST_STATE, readState, type ViewState } from '../ui/state.ts';

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

/** Whose record, and of which period. */
export type StoryKey = readonly [person: string, period: string];

/** Words typed that the store has not taken yet, and in whose draft: claims of others have the same ids. */
export type Unsaved = ClaimEdit & { readonly text: string; readonly story: StoryKey };

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
  /** What all but `unsaved` is about; undefined: nothing was shown yet. */
  readonly story: StoryKey | undefined;
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

  /** Words of the draft that is shown. */
  get unsaved(): readonly Unsaved[] {
    return this.#kept.unsaved.filter(({ story }) => isSame(story, this.#kept.story));
  }

  /** @param words of a claim of the draft that is shown; undefined: the store has them. */
  hold(claim: string, words: Omit<Unsaved, 'story'> | undefined): void {
    const { story, unsaved } = this.#kept;
    const others = unsaved.filter((one) => one.claim !== claim || !isSame(one.story, story));
    this.keep({ unsaved: words && story ? [...others, { ...words, story }] : others });
  }

  /**
   * What is shown is about this from now on: of anything else the words that were not saved stay, and which section was looked at, of the same
   * person the query too.
   * @returns whether it is another.
   */
  begin(story: StoryKey): boolean {
    const { story: before, view } = this.#kept;
    if (isSame(before, story)) return false;
    const query = before?.[0] === story[0] ? { query: view.query } : {};
    this.keep({ story, view: { ...FIRST_STATE, tab: view.tab, ...query }, editing: undefined, done: [] });
    return true;
  }

  keep(part: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...part };
    if (this.#kept.done.length > DEEDS) this.#kept = { ...this.#kept, done: this.#kept.done.slice(-DEEDS) };
    this.#set(this.#kept);
  }
}

const isSame = (a: StoryKey | undefined, b: StoryKey | undefined): boolean => a?.[0] === b?.[0] && a?.[1] === b?.[1];

/** It was written by this page's own code, by this version or another: what does not look like it is left. */
function read(found: unknown): Kept {
  const { story, view, unsaved, editing, done } =
    typeof found === 'object' && found !== null ? (found as Partial<Record<keyof Kept, unknown>>) : {};
  return {
    story: isStory(story) ? story : undefined,
    view: readState(view),
    unsaved: Array.isArray(unsaved) ? unsaved.filter(isUnsaved) : [],
    editing: isEditing(editing) ? editing : undefined,
    done: Array.isArray(done) ? done.filter(isDeed) : [],
  };
}

const has = <K extends string>(value: unknown, ...keys: readonly K[]): value is Record<K, unknown> =>
  typeof value === 'object' && value !== null && keys.every((key) => key in value);

const isStory = (value: unknown): value is StoryKey =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');

const isUnsaved = (value: unknown): value is Unsaved =>
  has(value, 'claim', 'text', 'base', 'section', 'cited', 'story') &&
  typeof value.text === 'string' &&
  Array.isArray(value.cited) &&
  isStory(value.story);

const isEditing = (value: unknown): value is Editing =>
  has(value, 'claim', 'back', 'saved') && typeof value.claim === 'string' && has(value.back, 'kind');

const isDeed = (value: unknown): value is Deed =>
  has(value, 'told', 'traces') &&
  has(value.traces, 'done', 'undone') &&
  Array.isArray(value.traces.done) &&
  Array.isArray(value.traces.undone);

import type { Explanation, Tag, TagFamily } from '../domain/tags.ts';
import type { ForeignModel } from './any/folder.ts';
import type { Reading } from './any/runtime.ts';
import type { Broken, Placement } from './choose.ts';
import type { HeadFile } from './head.ts';
import type { TagInput } from './input.ts';
import type { Embedding } from './vectors.ts';
import type { View } from './features.ts';

/** A head that learned from a user's corrections. */
export interface OwnHead {
  readonly hash: string;
  readonly file: HeadFile;
}

/** What the worker thread is started with. */
export interface WorkerOptions {
  readonly modelDir: string;
  readonly threads: number;
  /** In place of the shipped one that tells the same of the same kinds. */
  readonly head?: OwnHead;
}

/** An input on its way to the worker: at most `MAX_FILES` files, all of them counted. */
export interface WireInput extends Omit<TagInput, 'id'> {
  readonly fileCount: number;
  /** Brought along: the encoder is not asked for it. */
  readonly embedding?: Embedding;
}

export interface Job {
  readonly id: number;
  readonly inputs: readonly WireInput[];
  readonly view: View;
  /** Whether to say as well what carried each tag. */
  readonly explain: boolean;
  /** Whether to give what each text means as well. */
  readonly meaning: boolean;
  /** Shared with the asker, who sets [0] to 1 to have the rest left undone. */
  readonly cancel: Int32Array;
}

/** Texts for a model of somebody else's; `id` and `cancel` as above. */
export interface ReadJob extends Pick<Job, 'id' | 'cancel'> {
  readonly foreign: ForeignModel;
  readonly texts: readonly string[];
}

export type Tags = Readonly<Partial<Record<TagFamily, Tag>>>;

export type Explanations = Readonly<Partial<Record<TagFamily, Explanation>>>;

export interface Tagging {
  readonly tags: Tags;
  /** What the heads read: of commits and pull requests message and change together, of others what was said. */
  readonly embedding: Embedding;
  /** What the text means by itself; where it was asked for. */
  readonly meaning?: Embedding;
  /** By family; where it was asked for. */
  readonly explanations?: Explanations;
}

/** The answer to the thread's question on which device to run, or why on none. */
export type Placed = { readonly placement: Placement } | { readonly reason: string; readonly message: string };

/** Asks to let go of the models, once what is under way is done. */
export interface End {
  readonly end: true;
}

export type Reply =
  /** The answer to `End`: no native code runs any more. */
  | { readonly kind: 'idle' }
  /** Asks on which device to run; `broken`: where it was told to before, and could not. */
  | { readonly kind: 'place'; readonly broken?: Broken }
  | { readonly kind: 'done'; readonly id: number; readonly taggings: readonly Tagging[] }
  | { readonly kind: 'read'; readonly id: number; readonly readings: readonly Reading[] }
  | { readonly kind: 'cancelled'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string; readonly message: string };

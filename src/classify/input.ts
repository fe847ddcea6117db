import type { TagFamily } from '../domain/tags.ts';

/** Kinds of contribution that have tags. */
export const TAGGED_KINDS = ['commit', 'pull_request', 'review_comment', 'issue'] as const;
export type TaggedKind = (typeof TAGGED_KINDS)[number];

/** What the tagger reads of a contribution. */
export interface TagInput {
  readonly id: string;
  readonly kind: TaggedKind;
  /** Subject, empty line, body; of changes without what states the label (normalize's `plainText`). Any string; the first 4,000 characters are read. */
  readonly text: string;
  /** Null where lines cannot be known. Absent is as none. */
  readonly files?: readonly (readonly [path: string, added: number | null, deleted: number | null])[];
  /** What the author wrote the label to be, by family. */
  readonly stated?: Readonly<Partial<Record<TagFamily, string>>>;
}

/** Message and change of these are read together; of the others what was said. */
const WITH_CHANGE: ReadonlySet<TaggedKind> = new Set<TaggedKind>(['commit', 'pull_request']);
export const readsChange = ({ kind }: { readonly kind: TaggedKind }): boolean => WITH_CHANGE.has(kind);

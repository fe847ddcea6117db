import type { ContributionId } from '../../domain/ids.ts';
import type { Params, Reply } from '../../protocol/rpc.ts';
import type { SnapshotHead } from '../../protocol/snapshot.ts';

/** What the panel shows first, and what the main thread needs to page the rows under it. */
export interface TakenStory {
  readonly head: SnapshotHead;
  /** The theme of each contribution that has one. */
  readonly themeOf: ReadonlyMap<ContributionId, string>;
}

/** What the main thread asks of the work thread: all that computes for longer than a frame. */
export interface WorkMethods {
  readonly analyze: { readonly params: Params<'analyze'>; readonly reply: Reply<'analyze'> };
  readonly head: { readonly params: Params<'head'>; readonly reply: TakenStory };
  readonly erase: { readonly params: Record<string, never>; readonly reply: Reply<'erase'> };
}
export type WorkMethod = keyof WorkMethods;

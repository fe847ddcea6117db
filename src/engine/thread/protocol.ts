import type { Params, Reply, Story } from '../../protocol/rpc.ts';
import type { SnapshotHead } from '../../protocol/snapshot.ts';
import type { KeptStory } from '../kept.ts';

/** What the main thread asks of the work thread: all that computes for longer than a frame. */
export interface WorkMethods {
  readonly analyze: { readonly params: Params<'analyze'>; readonly reply: Reply<'analyze'> };
  readonly head: { readonly params: Story; readonly reply: KeptStory };
  /** The draft of the story that was read last, where only its edits have changed since any of these revisions; else read anew. */
  readonly redraft: {
    readonly params: Story & { readonly since: number; readonly until: number };
    readonly reply: Pick<SnapshotHead, 'draft' | 'revision'> & Pick<KeptStory, 'edits'>;
  };
  readonly identities: { readonly params: Params<'identities'>; readonly reply: Reply<'identities'> };
  readonly explain: { readonly params: Params<'explain'>; readonly reply: Reply<'explain'> };
  readonly document: { readonly params: Params<'document'>; readonly reply: Reply<'document'> };
  readonly previewLog: { readonly params: Params<'previewLog'>; readonly reply: Reply<'previewLog'> };
  readonly importLog: { readonly params: Params<'importLog'>; readonly reply: Reply<'importLog'> };
  readonly removeLog: { readonly params: Params<'removeLog'>; readonly reply: Reply<'removeLog'> };
  readonly undoLog: { readonly params: Record<string, never>; readonly reply: Reply<'undoLog'> };
  readonly learn: { readonly params: Record<string, never>; readonly reply: Reply<'learn'> };
  readonly promote: { readonly params: Params<'promote'>; readonly reply: Reply<'promote'> };
  readonly rollBack: { readonly params: Params<'rollBack'>; readonly reply: Reply<'rollBack'> };
  readonly erase: { readonly params: Record<string, never>; readonly reply: Reply<'erase'> };
}
export type WorkMethod = keyof WorkMethods;

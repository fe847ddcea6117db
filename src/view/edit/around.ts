import type { PanelMethod, PanelParams, PanelReply } from '../../protocol/panel.ts';
import type { Memory } from './memory.ts';
import type { Words } from './words.ts';

export type Ask = <M extends PanelMethod>(method: M, params: PanelParams<M>) => Promise<PanelReply<M>>;

/** What editing works with. */
export interface EditorOptions {
  readonly ask: Ask;
  readonly memory: Memory;
  readonly say: Words;
  /** Asks anew for all that is shown. */
  readonly reread: () => void;
  /** Puts a claim as it stands now into what is shown. */
  readonly patch: (answer: PanelReply<'claim'>) => void;
}

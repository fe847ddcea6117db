import type { PanelMethod, PanelParams, PanelReply } from '../../protocol/panel.ts';
import { useView } from '../ui/context.ts';
import { type Loaded, useLoaded } from '../ui/loaded.ts';
import { useEditor } from './context.ts';

/** Asks the editor once this is drawn, and again whenever what is shown is another. */
export function useAnswer<M extends PanelMethod>(method: M, params: PanelParams<M>): Loaded<PanelReply<M>> {
  const { source } = useView();
  const { ask } = useEditor();
  return useLoaded(() => ask(method, params), [source]);
}

import { useEffect, useState } from 'preact/hooks';
import type { PanelMethod, PanelParams, PanelReply } from '../../protocol/panel.ts';
import { useView } from '../ui/context.ts';
import { messageOf } from './around.ts';
import { useEditor } from './context.ts';

/** What was answered last, and why the last asking failed. Neither: it is under way. */
interface Answer<T> {
  readonly shown: T | undefined;
  readonly failure: string | undefined;
}

/** Asks once this is drawn, and again whenever what is shown is another. */
export function useAnswer<M extends PanelMethod>(method: M, params: PanelParams<M>): Answer<PanelReply<M>> {
  const { source } = useView();
  const { ask } = useEditor();
  const [shown, setShown] = useState<PanelReply<M>>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    let current = true;
    ask(method, params).then(
      (answer) => {
        if (!current) return;
        setShown(answer);
        setFailure(undefined);
      },
      (error: unknown) => current && setFailure(messageOf(error)),
    );
    return () => {
      current = false;
    };
  }, [source]);
  return { shown, failure };
}

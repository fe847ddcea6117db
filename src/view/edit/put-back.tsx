import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { NoiseRow } from '../../protocol/snapshot.ts';
import { useEditor } from './context.ts';

/** Lets a line of the noise ledger count after all, or leaves it out again. */
export function PutBack({ line }: { line: NoiseRow }): VNode {
  const editor = useEditor();
  const { say } = editor;
  const [busy, setBusy] = useState(false);
  const { contribution, path, reason, putBack } = line;
  const what = path ?? (line.subject || line.key);
  const turn = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const kind = putBack ? 'leave-out' : 'put-back';
    await editor.act({ kind, contribution, reason, ...(path === undefined ? {} : { path }) }, say(`noise.did.${kind}`, { what }));
    setBusy(false);
  };
  return (
    <span class="ledger-act">
      {putBack && <span class="note">{say('noise.counts')}</span>}
      <button
        type="button"
        class="more"
        aria-label={say(putBack ? 'noise.leave-out.label' : 'noise.put-back.label', { what: `${line.key} ${what}` })}
        aria-disabled={busy}
        onClick={() => void turn()}
      >
        {say(putBack ? 'noise.leave-out' : 'noise.put-back')}
      </button>
    </span>
  );
}

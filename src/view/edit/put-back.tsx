import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Act } from '../../protocol/editing.ts';
import type { NoiseRow } from '../../protocol/snapshot.ts';
import { useEditor } from './context.ts';

/** Lets a line of the noise ledger count after all, or leaves it out again; of a doubtful record, what is to become of it. */
export const PutBack = ({ line }: { line: NoiseRow }): VNode =>
  line.of !== undefined && line.reason === 'inconsistent' ? <Decide line={line} of={line.of} /> : <Turn line={line} />;

/** Does one act at a time. */
function useAct(): { readonly busy: boolean; readonly act: (act: Act, told: string) => void } {
  const editor = useEditor();
  const [busy, setBusy] = useState(false);
  const run = async (act: Act, told: string): Promise<void> => {
    if (busy) return;
    setBusy(true);
    await editor.act(act, told);
    setBusy(false);
  };
  return { busy, act: (act, told) => void run(act, told) };
}

function Turn({ line }: { line: NoiseRow }): VNode {
  const { say } = useEditor();
  const { busy, act } = useAct();
  const { contribution, path, reason, putBack } = line;
  const what = path ?? (line.subject || line.key);
  const kind = putBack ? 'leave-out' : 'put-back';
  return (
    <span class="ledger-act">
      {putBack && <span class="note">{say('noise.counts')}</span>}
      <button
        type="button"
        class="more"
        aria-label={say(putBack ? 'noise.leave-out.label' : 'noise.put-back.label', { what: `${line.key} ${what}` })}
        aria-disabled={busy}
        onClick={() => act({ kind, contribution, reason, ...(path === undefined ? {} : { path }) }, say(`noise.did.${kind}`, { what }))}
      >
        {say(putBack ? 'noise.leave-out' : 'noise.put-back')}
      </button>
    </span>
  );
}

/** Two records of the same work, or two that contradict each other: one and the same, or each for itself. Nobody but the reader can tell. */
function Decide({ line, of }: { line: NoiseRow; of: string }): VNode {
  const { say } = useEditor();
  const { busy, act } = useAct();
  const { contribution, reason, putBack, merged } = line;
  const what = line.subject || line.key;
  const button = (word: 'same' | 'apart' | 'undecided', deed: Act): VNode => (
    <button
      type="button"
      class="more"
      aria-label={say(`doubt.${word}.label`, { what: `${line.key} ${what}` })}
      aria-disabled={busy}
      onClick={() => act(deed, say(`doubt.did.${word}`, { what }))}
    >
      {say(`doubt.${word}`)}
    </button>
  );
  if (merged || putBack)
    return (
      <span class="ledger-act">
        <span class="note">{say(merged ? 'doubt.is.same' : 'doubt.is.apart')}</span>
        {button('undecided', merged ? { kind: 'undecided', contribution, of } : { kind: 'leave-out', contribution, reason, of })}
      </span>
    );
  return (
    <span class="ledger-act">
      {button('same', { kind: 'same-work', contribution, of })}
      {button('apart', { kind: 'put-back', contribution, reason, of })}
    </span>
  );
}

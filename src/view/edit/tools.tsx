import type { VNode } from 'preact';
import type { PanelParams } from '../../protocol/panel.ts';
import type { ContributionRow } from '../../protocol/snapshot.ts';
import type { Tools } from '../ui/tools.ts';
import { Carried } from './carried.tsx';
import { EditableClaim } from './claim.tsx';
import { UNDO_KEY, useEditor } from './context.ts';
import { AddClaim, ClaimNotes, DraftHints, Removed } from './draft.tsx';
import { IdentitiesSection } from './identities.tsx';
import { PutBack } from './put-back.tsx';
import { TaggerLine, TaggerSection } from './tagger.tsx';
import { TypeMenu } from './type-menu.tsx';

function RowHints(): VNode {
  const { say } = useEditor();
  return <p class="hints">{say('type.keys', { undo: UNDO_KEY })}</p>;
}

const ACTIONS = { selectPeriod: 'period', chooseIdentity: 'identity', refresh: 'refresh' } as const satisfies Partial<
  Record<PanelParams<'run'>['command'], string>
>;

/** The palette's commands, where one looks for them. */
function HeaderActions(): VNode {
  const { ask, say } = useEditor();
  return (
    <p class="header-actions" role="group" aria-label={say('header.actions')}>
      {(Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]).map((command) => (
        <button key={command} type="button" class="more" onClick={() => void ask('run', { command })}>
          {say(ACTIONS[command])}
        </button>
      ))}
    </p>
  );
}

const useShown = (row: ContributionRow): ContributionRow => useEditor().shown(row);

/** Everything the panel adds to the view. */
export const TOOLS: Tools = {
  HeaderActions,
  Identities: IdentitiesSection,
  Tagger: TaggerSection,
  TaggerLine,
  useShown,
  Carried,
  TypeMenu,
  RowHints,
  DraftHints,
  Claim: EditableClaim,
  ClaimNotes,
  AddClaim,
  Removed,
  PutBack,
};

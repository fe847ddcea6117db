import type { ComponentChildren, FunctionComponent } from 'preact';
import type { Claim, DraftSection } from '../../domain/draft.ts';
import type { ContributionRow, NoiseRow } from '../../protocol/snapshot.ts';

export interface TypeMenuProps {
  readonly row: ContributionRow;
  /** What the menu opens beside. */
  readonly anchor: Element;
  /** Called once; `retyped`: another type was chosen. */
  readonly onClose: (retyped: boolean) => void;
}

export interface ClaimProps {
  readonly claim: Claim;
  readonly section: Pick<DraftSection, 'id' | 'title'>;
  readonly active: boolean;
  /** The claim as it is read. */
  readonly children: ComponentChildren;
}

/** What the panel adds to the view and the report goes without: its code is in the panel's bundle alone. */
export interface Tools {
  /** Beside the name and the period: to choose others. */
  readonly HeaderActions: FunctionComponent;
  /** A section of its own: who the person is. */
  readonly Identities: FunctionComponent;
  /** Another: where the tagger runs, and how good it is. */
  readonly Tagger: FunctionComponent;
  /** Beside what is shown: which model tagged it, and the way to its section. */
  readonly TaggerLine: FunctionComponent;
  /** A row with what the user has just said of it and the store has not answered yet. */
  readonly useShown: (row: ContributionRow) => ContributionRow;
  /** Under the tagger's scores: what carried the type it gives. */
  readonly Carried: FunctionComponent<{ readonly row: ContributionRow }>;
  readonly TypeMenu: FunctionComponent<TypeMenuProps>;
  /** Which keys do what in the table. */
  readonly RowHints: FunctionComponent;
  /** Above the claims: which keys do what, and what has to be looked at again. */
  readonly DraftHints: FunctionComponent;
  readonly Claim: FunctionComponent<ClaimProps>;
  /** Beside a claim's evidence: what the user made of it. */
  readonly ClaimNotes: FunctionComponent<{ readonly claim: Claim }>;
  /** Under the claims of a section: another one. */
  readonly AddClaim: FunctionComponent<{ readonly section: Pick<DraftSection, 'id' | 'title'> }>;
  /** Under the draft: what was taken out. */
  readonly Removed: FunctionComponent;
  /** At the end of a line of the noise ledger. */
  readonly PutBack: FunctionComponent<{ readonly line: NoiseRow }>;
}

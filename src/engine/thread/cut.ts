import type { Suggestion } from '../../domain/assessment.ts';
import type { Draft } from '../../domain/draft.ts';
import type { Evidence } from '../../domain/evidence.ts';

/** Citations of one statement that are shown at most: fifty thousand are ten megabytes, and nobody reads them one by one. */
const SHOWN = 30;

interface Cites {
  readonly evidence: readonly Evidence[];
  readonly evidenceCount?: number;
}

const cut = <T extends Cites>(item: T): T =>
  item.evidence.length <= SHOWN
    ? item
    : { ...item, evidence: item.evidence.slice(0, SHOWN), evidenceCount: item.evidenceCount ?? item.evidence.length };

export const cutDraft = (draft: Draft): Draft => ({
  ...draft,
  sections: draft.sections.map((section) => ({ ...section, claims: section.claims.map(cut) })),
  removed: draft.removed.map(({ claim, section }) => ({ section, claim: cut(claim) })),
  refused: draft.refused.map(({ claim, problems }) => ({ claim: cut(claim), problems })),
});

export const cutSuggestions = (suggestions: readonly Suggestion[]): readonly Suggestion[] => suggestions.map(cut);

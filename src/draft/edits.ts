import type { Claim, ClaimEdit, Draft, DraftSection } from '../domain/draft.ts';
import { type Evidence, evidenceOf } from '../domain/evidence.ts';
import type { ContributionId } from '../domain/ids.ts';
import { checkClaim } from './check/check.ts';
import { type CheckContext, contextOf } from './check/context.ts';
import type { DraftInput } from './input.ts';

/** From this likeness of their citations (Jaccard) a claim and an edit are about the same. */
const SAME = 0.5;

/**
 * The draft as the user has made it: their words in place of what is generated, claims of their own, what they took out set apart. This is
 * the one place that decides; the panel, every export and the command line show what comes out of it.
 *
 * A claim is found by its id, else by what it cites: one more commit may have given it another id or another section. What is found nowhere
 * stays as a claim of the user's.
 */
export function withEdits(draft: Draft, edits: readonly ClaimEdit[], input: DraftInput): Draft {
  if (edits.length === 0) return draft;
  const context = contextOf(input);
  const found = claimsOf(draft, edits);
  const removed: Draft['removed'][number][] = [];
  const sections = draft.sections.map(({ claims, ...section }): DraftSection => {
    const kept: Claim[] = [];
    for (const generated of claims) {
      const edit = found.get(generated);
      if (!edit) kept.push(generated);
      // Under the id the user knows: what they undo is kept by it.
      else if (edit.text === undefined)
        removed.push({ section: { id: section.id, title: section.title }, claim: { ...generated, id: edit.claim } });
      else kept.push(ownClaim(edit, edit.text, generated, context));
    }
    return { ...section, claims: kept };
  });
  const placed = new Set(found.values());
  for (const edit of edits) {
    if (edit.text === undefined || placed.has(edit)) continue;
    const evidence = edit.cited.flatMap((id) => evidenceFor(id, context, input));
    const claim = ownClaim(edit, edit.text, { evidence, facts: [] }, context);
    const home = sections.findIndex(({ id }) => id === edit.section.id);
    const section = sections[home];
    if (section) sections[home] = { ...section, claims: [...section.claims, claim] };
    else sections.push({ ...edit.section, claims: [claim] });
  }
  return { ...draft, sections: sections.filter(({ claims }) => claims.length > 0), removed };
}

/** Which edit is about which claim. Ids decide first, so that nothing alike can take what is the same. */
function claimsOf(draft: Draft, edits: readonly ClaimEdit[]): ReadonlyMap<Claim, ClaimEdit> {
  const claims = draft.sections.flatMap((section) => section.claims);
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const found = new Map<Claim, ClaimEdit>();
  const lost: ClaimEdit[] = [];
  for (const edit of edits) {
    const claim = byId.get(edit.claim);
    if (claim) found.set(claim, edit);
    else lost.push(edit);
  }
  // The newest first: where two are about one claim, the later word holds.
  for (const edit of lost.reverse()) {
    let best: Claim | undefined;
    let most = SAME;
    for (const claim of claims) {
      const like = found.has(claim) ? 0 : likeness(edit.cited, claim.evidence);
      if (like >= most && (best === undefined || like > most)) [best, most] = [claim, like];
    }
    if (best) found.set(best, edit);
  }
  return found;
}

function likeness(cited: readonly ContributionId[], evidence: readonly Evidence[]): number {
  const own = new Set(cited);
  const shared = evidence.filter(({ contribution }) => own.has(contribution)).length;
  return shared === 0 ? 0 : shared / (own.size + evidence.length - shared);
}

function ownClaim(
  { claim: id, base }: ClaimEdit,
  text: string,
  { evidence, facts, text: generated }: Partial<Claim> & Pick<Claim, 'evidence' | 'facts'>,
  context: CheckContext,
): Claim {
  // Facts whose words are gone say nothing of this text.
  const claim = { id, text, evidence, facts: facts.filter((fact) => text.includes(fact.text)) };
  const problems = checkClaim(claim, context).map(({ message }) => message);
  return { ...claim, own: { base, problems, ...(generated === undefined ? {} : { generated }) } };
}

function evidenceFor(id: ContributionId, { work }: CheckContext, { urlOf }: DraftInput): readonly Evidence[] {
  const item = work.get(id);
  return item ? [evidenceOf(item, urlOf?.(item))] : [];
}

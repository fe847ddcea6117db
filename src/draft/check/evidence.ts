import type { Claim } from '../../domain/draft.ts';
import { labelOf } from '../../domain/evidence.ts';
import { within } from '../../domain/time.ts';
import type { Tagged } from '../../domain/tags.ts';
import type { CheckContext } from './context.ts';
import type { Problem, SayProblem } from './problem.ts';

/** Whether every citation exists, is the person's, lies in the period, counts, and is called by its own name. */
export function checkEvidence(claim: Claim, context: CheckContext, say: SayProblem): readonly Problem[] {
  if (claim.evidence.length === 0) return [{ kind: 'evidence', message: say('evidence.none') }];
  const reverts = claim.facts.some((fact) => fact.metric.of === 'reverted');
  return claim.evidence.flatMap(({ contribution, label, title }): readonly Problem[] => {
    const item = context.work.get(contribution);
    const found = (message: string): readonly Problem[] => [{ kind: 'evidence', message }];
    if (!item) return found(say('evidence.unknown', { label }));
    if (!item.credit.some((credit) => context.me.has(credit.identity))) return found(say('evidence.person', { label }));
    if (!within(context.period, item.at)) return found(say('evidence.period', { label }));
    const noise = item.noise.find((n) => n.path === undefined && !(reverts && n.reason === 'reverted'));
    if (noise || item.orphan) return found(say('evidence.noise', { label, reason: noise?.reason ?? 'orphan' }));
    const own = labelOf(item.kind, item.key);
    if (label !== own) return found(say('evidence.label', { key: own, label }));
    return title === item.subject ? [] : found(say('evidence.title', { label }));
  });
}

export const citedOf = (claim: Claim, context: CheckContext): readonly Tagged[] =>
  claim.evidence.flatMap(({ contribution }) => context.work.get(contribution) ?? []);

import type { Claim } from '../../domain/draft.ts';
import { raisedChinese } from '../chinese.ts';
import { partners } from '../growth.ts';
import { releaseIn } from '../phrase.ts';
import { hasInvisible } from '../plain.ts';
import { told } from '../subject.ts';
import type { CheckContext } from './context.ts';
import { checkEvidence, citedOf } from './evidence.ts';
import { checkFacts, standardFacts } from './facts.ts';
import { checkNames } from './names.ts';
import { checkDates, checkNumbers } from './numbers.ts';
import { problemSayer } from './problem.ts';
import type { Problem } from './problem.ts';
import { checkCitations, checkQuotes } from './quotes.ts';
import { coverBySubjects, Text } from './text.ts';

/**
 * What of a claim does not hold; empty when all does. Facts are computed again from the contributions; then the text itself is read, so
 * that edited text is checked like any other: each number, amount, date, name, quotation, citation and link must be accounted for by a
 * fact that holds, by the period, or by the words of cited evidence.
 */
export function checkClaim(claim: Claim, context: CheckContext): readonly Problem[] {
  const say = problemSayer(context.locale);
  const items = citedOf(claim, context);
  const { valid, problems } = checkFacts(claim, context, say);
  const text = new Text(claim.text);
  const facts = [...valid, ...standardFacts(claim, context)];
  for (const phrase of [...facts.map((fact) => fact.text), ...context.phrases].sort((a, b) => b.length - a.length))
    text.coverPhrase(phrase);
  coverBySubjects(text, items);
  for (const name of [...partners(items, context), ...items.flatMap((item) => releaseIn(told(item).words) ?? [])]) text.coverPhrase(name);
  if (context.locale === 'zh-cn') for (const phrase of items.flatMap((item) => raisedChinese(item) ?? [])) text.coverPhrase(phrase);
  return [
    ...(hasInvisible(claim.text) ? [{ kind: 'hidden', message: say('hidden') } as const] : []),
    ...checkEvidence(claim, context, say),
    ...problems,
    ...checkCitations(claim, text, items, say),
    ...checkQuotes(text, items, context, say),
    ...checkDates(claim, text, items, context, say),
    ...checkNumbers(text, facts, context, say),
    ...checkNames(text, items, context, say),
  ];
}

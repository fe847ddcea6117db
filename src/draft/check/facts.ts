import type { Claim } from '../../domain/draft.ts';
import type { Fact, Metric } from '../../domain/evidence.ts';
import { measure, population } from '../../domain/measure.ts';
import type { Tagged } from '../../domain/tags.ts';
import { capitalised } from '../english.ts';
import { factOf, factText, partText, TOLD_TYPES } from '../facts.ts';
import type { CheckContext } from './context.ts';
import { citedOf } from './evidence.ts';
import type { Problem, SayProblem } from './problem.ts';

/** Facts that hold, and what is wrong with the others. Each is computed again from the contributions themselves. */
export function checkFacts(
  claim: Claim,
  context: CheckContext,
  say: SayProblem,
): { readonly valid: readonly Fact[]; readonly problems: readonly Problem[] } {
  const cited = citedOf(claim, context);
  const valid: Fact[] = [];
  const problems: Problem[] = [];
  for (const fact of claim.facts) {
    const wrong = wrongWith(fact, cited, context, say);
    if (wrong === undefined) valid.push(fact);
    else problems.push({ kind: 'fact', message: wrong });
  }
  return { valid, problems };
}

function wrongWith(fact: Fact, cited: readonly Tagged[], context: CheckContext, say: SayProblem): string | undefined {
  const { text, metric, over } = fact;
  const items = itemsOf(fact, cited, context);
  if (!items) return say('fact.over', { text });
  const { value, total } = measure(metric, items, context.period.zone);
  if (value !== fact.value) return say('fact.value', { text, value });
  if (fact.total !== undefined && fact.total !== total) return say('fact.value', { text, value: total ?? 0 });
  if (context.suggested.get(text)?.metric.of === metric.of) return undefined;
  const said = factText(metric, items, context.period.zone, context.locale);
  if (said === undefined) return say('fact.unknown', { text });
  if (text === said || text === capitalised(said)) return undefined;
  const theme = typeof over === 'object' ? themeOf(items, said, text, context) : undefined;
  return theme ? undefined : say('fact.text', { text, said });
}

/** The contributions a fact is over; undefined where some of them are not cited. */
function itemsOf({ over, metric }: Fact, cited: readonly Tagged[], context: CheckContext): readonly Tagged[] | undefined {
  if (over === undefined) return cited;
  if (over === 'period') return population(metric, [...context.work.values()]);
  const byId = new Map(cited.map((item) => [item.id, item]));
  const items = over.flatMap((id) => byId.get(id) ?? []);
  return items.length === new Set(over).size ? items : undefined;
}

/** `Module resolution (14 changes)`: a theme's name before its number, and all items of that theme. */
function themeOf(items: readonly Tagged[], said: string, text: string, { themes, locale }: CheckContext): boolean {
  const known = [...themes].find(([name]) => text === partText(name, said, locale));
  if (known) return items.every((item) => known[1].has(item.id));
  // Without themes the parts are named by scope or area: the name is checked as a name.
  return themes.size === 0 && text.endsWith(partText('', said, locale).trimStart());
}

const STANDARD: readonly Metric[] = [
  ...(['count', 'repos', 'files', 'lines-added', 'lines-deleted', 'active-weeks', 'with-tests', 'co-authored', 'span'] as const).map(
    (of) => ({ of }),
  ),
  ...TOLD_TYPES.map((type) => ({ of: 'count-type', type }) as const),
];

/** Everything that can be said of the cited evidence in the product's own words: what a sentence written by hand may state. */
export function standardFacts(claim: Claim, context: CheckContext): readonly Fact[] {
  const cited = citedOf(claim, context);
  // Where the claim counts parts, the count of all of it would make a wrong part look right.
  const own = new Set(claim.facts.map(({ metric }) => metric.of));
  return STANDARD.filter(({ of }) => !own.has(of)).flatMap(
    (metric) => factOf(metric, cited, { zone: context.period.zone, locale: context.locale }) ?? [],
  );
}

import type { Locale } from '../domain/draft.ts';
import type { Fact, Metric } from '../domain/evidence.ts';
import type { ContributionId } from '../domain/ids.ts';
import { measure, UNIT_OF } from '../domain/measure.ts';
import type { Tagged } from '../domain/tags.ts';
import { sayer } from '../util/messages.ts';
import { monthText } from './dates.ts';
import { MESSAGES } from './messages.ts';

/** Types a draft counts, in the order it tells them. */
export const TOLD_TYPES = ['feat', 'fix', 'perf', 'refactor', 'test', 'docs', 'build', 'ci', 'style', 'chore', 'revert'] as const;
const isTold = (type: string): type is (typeof TOLD_TYPES)[number] => TOLD_TYPES.some((known) => known === type);

const SIMPLE = [
  'count',
  'repos',
  'files',
  'lines-added',
  'lines-deleted',
  'active-weeks',
  'with-tests',
  'co-authored',
  'releases',
  'reviewed',
  'reviewed-people',
  'defects-found',
  'issues-opened',
  'issues-discussed',
  'issues-closed',
  'logged',
  'log-days',
] as const;
const isSimple = (of: string): of is (typeof SIMPLE)[number] => SIMPLE.some((known) => known === of);

/** Those that say what they are a part of. */
const SHARES = ['with-tests', 'comments-followed', 'requests-answered', 'issues-done'] as const;
const isShare = (of: string): of is (typeof SHARES)[number] => SHARES.some((known) => known === of);

/**
 * The one way this product says a number: the checker makes it anew and compares. undefined for metrics a draft has no words for;
 * those come with the suggestions that state them.
 */
export function factText(metric: Metric, items: readonly Tagged[], zone: string, locale: Locale): string | undefined {
  const say = sayer(MESSAGES, locale);
  const { value, total = 0 } = measure(metric, items, zone);
  if (metric.of === 'span') return spanText(items, zone, locale);
  if (metric.of === 'count-type') return isTold(metric.type) ? say(`fact.type.${metric.type}`, { n: value }) : undefined;
  if (metric.of === 'unblocked') return say('fact.unblocked', { n: value, hours: metric.hours });
  // `5 of 5` is all of them; of one, `1 of 1` is plainer.
  if (metric.of === 'with-tests' && value === total && total > 1) return say('fact.with-tests.all', { n: value });
  if (isShare(metric.of)) return say(`fact.${metric.of}`, { n: value, total });
  return isSimple(metric.of) ? say(`fact.${metric.of}`, { n: value }) : undefined;
}

/** `in March 2026`, `from March to June 2026`. */
function spanText(items: readonly Tagged[], zone: string, locale: Locale): string | undefined {
  const times = items.map((item) => item.at).sort((a, b) => a - b);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const [from, to] = [monthText(first, zone, locale), monthText(last, zone, locale)];
  const say = sayer(MESSAGES, locale);
  if (from === to) return say('fact.span.one', { from });
  const year = locale === 'en' ? / \d+$/ : /^\d+年/;
  const same = year.exec(from)?.[0] === year.exec(to)?.[0];
  const short = same ? (locale === 'en' ? [from.replace(year, ''), to] : [from, to.replace(year, '')]) : [from, to];
  return say('fact.span.two', { from: short[0] ?? from, to: short[1] ?? to });
}

export interface FactOptions {
  readonly zone: string;
  readonly locale: Locale;
  /** Absent: over all of the claim's citations. */
  readonly over?: 'period' | readonly ContributionId[];
  /** Of a part with a name: `module resolution (14 changes)`. */
  readonly name?: string;
}

/** A fact, computed and said; undefined where there is nothing to say. */
export function factOf(metric: Metric, items: readonly Tagged[], { zone, locale, over, name }: FactOptions): Fact | undefined {
  const { value, total } = measure(metric, items, zone);
  const said = factText(metric, items, zone, locale);
  if (said === undefined) return undefined;
  const text = name === undefined ? said : partText(name, said, locale);
  const unit = UNIT_OF[metric.of] ?? 'count';
  return {
    text,
    value,
    ...(isShare(metric.of) && total !== undefined ? { total } : {}),
    unit,
    metric,
    ...(over === undefined ? {} : { over }),
  };
}

export const partText = (name: string, fact: string, locale: Locale): string => sayer(MESSAGES, locale)('fact.part', { name, fact });

/** Facts by type, in the order a draft tells them; types without any are left out. */
export function typeFacts(items: readonly Tagged[], options: FactOptions): readonly Fact[] {
  return TOLD_TYPES.flatMap((type) => factOf({ of: 'count-type', type }, items, options) ?? []).filter((fact) => fact.value > 0);
}

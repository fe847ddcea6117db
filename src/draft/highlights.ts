import { isDisputed } from '../domain/claims.ts';
import { pathFacts, touchesTests } from '../domain/measure.ts';
import { countedFiles } from '../domain/tags.ts';
import type { Tagged } from '../domain/tags.ts';
import { isTelling, spoken, told, toldType } from './subject.ts';
import { weightOf } from './weight.ts';

/** Fewer changes are told whole soon enough. */
const MANY = 20;
const MOST = 5;
/** Of one theme. */
const EACH = 2;
/** Kinds of work that stand for themselves; the others support them. */
const KINDS: ReadonlySet<string> = new Set(['feat', 'fix', 'perf', 'refactor']);

export interface Company {
  /** Users have to change something of theirs. */
  readonly breaking: boolean;
  readonly tests: boolean;
  readonly docs: boolean;
}

/** A line in a list of changes says that something is there, and not how to use it. */
const CHANGE_LOG = /(?:^|\/)(?:change-?log|changes|history|news)\b[^/]*$|(?:^|\/)\.changeset\//i;

/** What came with a change. */
export const companyOf = (item: Tagged): Company => ({
  breaking: item.stated?.breaking === true,
  tests: touchesTests(item),
  docs: countedFiles(item).some(({ path }) => pathFacts(path).kind === 'docs' && !CHANGE_LOG.test(path)),
});

/** How far one change stands out: what it weighs, and what came with it. Orders one person's own work, and is never shown. */
function standingOf(item: Tagged): number {
  const { breaking, tests, docs } = companyOf(item);
  const closes = item.host?.kind === 'pull_request' && (item.host.closes?.length ?? 0) > 0;
  return weightOf(item) * (breaking ? 1.4 : 1) * 1.15 ** [tests, docs, closes].filter(Boolean).length;
}

/**
 * The few changes of a long period that whoever reads only the beginning should know, those that stand out most first; what is said in the
 * same words is one of them. None where there are too few to choose from.
 * @param themes what belongs together: of each at most two are taken
 */
export function highlightsOf(work: readonly Tagged[], themes: readonly (readonly Tagged[])[]): readonly (readonly Tagged[])[] {
  if (work.length < MANY) return [];
  const themeOf = new Map(themes.flatMap((items, i) => items.map((item) => [item.id, i] as const)));
  const standing = work
    .filter((item) => KINDS.has(toldType(item) ?? '') && isTelling(item) && !isDisputed(item) && !told(item).reverts)
    .map((item) => ({ item, by: standingOf(item) }))
    .sort((a, b) => b.by - a.by || a.item.at - b.item.at || (a.item.id < b.item.id ? -1 : 1));
  const taken = new Map<number, number>();
  const chosen = [...Map.groupBy(standing, ({ item }) => spoken(told(item).words)).values()].filter(([first]) => {
    const theme = first && themeOf.get(first.item.id);
    if (theme === undefined) return true;
    taken.set(theme, (taken.get(theme) ?? 0) + 1);
    return (taken.get(theme) ?? 0) <= EACH;
  });
  return chosen.length > MOST ? chosen.slice(0, MOST).map((group) => group.map(({ item }) => item)) : [];
}

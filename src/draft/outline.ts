import { areaOf } from '../domain/areas.ts';
import type { SignalValue, Suggestion } from '../domain/assessment.ts';
import { isDisputed } from '../domain/claims.ts';
import { isRelease, measure, touchesSource } from '../domain/measure.ts';
import { LOG_CATEGORIES, type LogCategory } from '../domain/log.ts';
import { categoryIn, countedFiles, counts, isChange, isIssue, isLogged, isReview } from '../domain/tags.ts';
import type { Tagged } from '../domain/tags.ts';
import type { DraftInput } from './input.ts';
import { highlightsOf } from './highlights.ts';
import { isTelling, spoken, told, toldType } from './subject.ts';
import { byWeight, totalWeight } from './weight.ts';

/** One thing to say, and what it rests on. A narrator finds the words. */
export type Point =
  | { readonly kind: 'landed'; readonly items: readonly Tagged[] }
  | {
      readonly kind: 'themes';
      readonly parts: readonly Part[];
      readonly items: readonly Tagged[];
      readonly most: boolean;
      readonly besideReleases: boolean;
    }
  | { readonly kind: 'tested'; readonly items: readonly Tagged[] }
  /** One change that stands out; several where they say the same. */
  | { readonly kind: 'highlight'; readonly items: readonly Tagged[] }
  /** How much a theme is, and when. */
  | { readonly kind: 'summary'; readonly items: readonly Tagged[] }
  /** What was done, the weightiest first; `scope` where all of it is about one thing, `again` where an earlier one of its section was. */
  | { readonly kind: 'work'; readonly scope?: string; readonly again?: true; readonly items: readonly Tagged[] }
  /** Work that supports the rest, by type: tests, documentation, build. */
  | { readonly kind: 'support'; readonly type: string; readonly items: readonly Tagged[] }
  | { readonly kind: 'releases'; readonly items: readonly Tagged[] }
  /** What no sentence tells; `beside`: what its section says besides. */
  | { readonly kind: 'smaller'; readonly items: readonly Tagged[]; readonly beside: 'summary' | 'sentences' | 'nothing' }
  /** What was said in reviews of the same theme. */
  | { readonly kind: 'reviewed'; readonly items: readonly Tagged[] }
  /** Entries of work logs of one kind, those that took longest first; without a kind: the rest. */
  | { readonly kind: 'logged'; readonly category?: LogCategory; readonly items: readonly Tagged[] }
  | { readonly kind: 'growth'; readonly signal: string; readonly names: readonly string[]; readonly items: readonly Tagged[] }
  | { readonly kind: 'improve'; readonly suggestion: Suggestion; readonly items: readonly Tagged[] };

export interface Part {
  readonly name: string;
  readonly items: readonly Tagged[];
}

export interface OutlineSection {
  readonly id: string;
  /** A theme's name; absent for the sections every draft has. */
  readonly name?: string;
  readonly theme?: string;
  readonly points: readonly Point[];
}

/** Themes told in full; the weightiest of them get more room. */
const THEMES = 8;
const ROOM = [6, 5, 5, 4, 4, 3, 3, 3];
/** Contributions told in one bullet. */
const TOGETHER = 4;

/** What to say, in order: overview, highlights, themes by the weight of their work, growth and collaboration, improvements. */
export function outlineOf(input: DraftInput): readonly OutlineSection[] {
  const work = input.work.filter((item) => counts(item) && isChange(item));
  const logs = input.work.filter((item) => counts(item) && isLogged(item));
  if (work.length === 0) return logs.length === 0 ? [] : [{ id: 'logged', points: logged(logs) }];
  const said = input.work.filter((item) => counts(item) && !isChange(item) && !isLogged(item));
  const { named, rest } = partsOf(input, work);
  const saidIn = new Map(input.themes.flatMap(({ id, contributions }) => contributions.map((one) => [one, id] as const)));
  const byTheme = Map.groupBy(said.filter(isReview), ({ id }) => saidIn.get(id));
  const shown = named.slice(0, THEMES);
  const other = [...rest, ...named.slice(THEMES).flatMap(({ items }) => items)];
  const highlights = highlightsOf(
    work,
    named.map(({ items }) => items),
  );
  const above = new Set(highlights.flat());
  const sections: OutlineSection[] = [
    { id: 'overview', points: overview(work, shown) },
    { id: 'highlights', points: highlights.map((items) => ({ kind: 'highlight', items })) },
    ...shown.map(({ id, name, theme, items }, i): OutlineSection => ({
      id,
      name,
      ...(theme === undefined ? {} : { theme }),
      points: [...themePoints(items, ROOM[i] ?? 2, above), ...reviewPoints(theme === undefined ? [] : (byTheme.get(theme) ?? []))],
    })),
    { id: 'other', points: other.length > 0 ? themePoints(other, 4, above) : [] },
    { id: 'logged', points: logged(logs) },
    { id: 'growth', points: growth(input, [...work, ...said]) },
    { id: 'improve', points: improvements(input) },
  ];
  return sections.filter((section) => section.points.length > 0);
}

interface NamedPart extends Part {
  readonly id: string;
  readonly theme?: string;
}

/** The themes given, by weight; where there are none, what belongs together by scope or area. */
function partsOf(
  { themes }: DraftInput,
  work: readonly Tagged[],
): { readonly named: readonly NamedPart[]; readonly rest: readonly Tagged[] } {
  const byId = new Map(work.map((item) => [item.id, item]));
  const parts: NamedPart[] = [];
  for (const theme of themes.filter(({ id }) => id !== 'other')) {
    const items = theme.contributions.flatMap((id) => byId.get(id) ?? []);
    for (const item of items) byId.delete(item.id);
    if (items.length > 0) parts.push({ id: `theme-${theme.id}`, name: theme.name, theme: theme.id, items });
  }
  if (parts.length === 0) {
    const homes = [...Map.groupBy(byId.values(), homeOf)].filter(([name, items]) => name !== '' && items.length > 2);
    for (const [name, items] of homes) {
      for (const item of items) byId.delete(item.id);
      parts.push({ id: `area-${name}`, name, items });
    }
  }
  return { named: parts.sort((a, b) => totalWeight(b.items) - totalWeight(a.items)), rest: [...byId.values()] };
}

/** Where a contribution is at home when no theme says so: its scope, else the area most of its files lie in. */
function homeOf(item: Tagged): string {
  const { scope } = told(item);
  if (scope !== undefined) return scope;
  const areas = Map.groupBy(
    countedFiles(item).map((file) => areaOf(file.path)),
    (area) => area,
  );
  return [...areas].sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? '';
}

function overview(work: readonly Tagged[], themes: readonly NamedPart[]): readonly Point[] {
  // Releases are told as such: as a theme they would only show how often there was one.
  const ofWork = themes.filter(({ items }) => items.filter(isRelease).length * 2 < items.length);
  const named = ofWork.slice(0, 3);
  const besideReleases = ofWork.length < themes.length;
  const items = byWeight(named.flatMap((part) => part.items));
  return [
    { kind: 'landed', items: byWeight(work) },
    ...(named.length > 1 ? [{ kind: 'themes', parts: named, items, most: items.length * 2 > work.length, besideReleases } as const] : []),
    { kind: 'tested', items: byWeight(work.filter(touchesSource)) },
  ];
}

const SUPPORT = new Set(['test', 'docs', 'build', 'ci', 'style', 'chore']);

/** @param above what the draft has told before: it is counted here, and not told again */
function themePoints(items: readonly Tagged[], room: number, above: ReadonlySet<Tagged>): readonly Point[] {
  const releases = items.filter(isRelease);
  const sorted = byWeight(items.filter((item) => !isRelease(item) && !above.has(item)));
  // What its message claims and its change does not show is counted and cited, and not repeated.
  const telling = sorted.filter((item) => isTelling(item) && !isDisputed(item));
  const main = telling.filter((item) => !SUPPORT.has(toldType(item) ?? ''));
  const support = telling.filter((item) => SUPPORT.has(toldType(item) ?? ''));
  // The weightiest of all is told, however little stands beside it.
  const first = main[0];
  const rank = ({ items: told }: Point): number => (first && told.includes(first) ? Number.POSITIVE_INFINITY : totalWeight(told));
  const candidates = [...bullets(main), ...supporting(support)].sort((a, b) => rank(b) - rank(a));
  // Everything is told where that takes at most one bullet more than there is room for.
  const kept = candidates.length <= room + 1 ? candidates : candidates.slice(0, room);
  const told = new Set(kept.flatMap((point) => point.items));
  const smaller = sorted.filter((item) => !told.has(item));
  const summed = items.length > 2 && sorted.length > 0;
  const beside = summed ? 'summary' : kept.length + releases.length > 0 ? 'sentences' : 'nothing';
  return [
    ...(summed ? [{ kind: 'summary', items: byWeight(items) } as const] : []),
    ...again(kept),
    ...(releases.length > 0 ? [{ kind: 'releases', items: releases.toSorted((a, b) => b.at - a.at) } as const] : []),
    ...(smaller.length > 0 ? [{ kind: 'smaller', items: smaller, beside } as const] : []),
  ];
}

/** The points, those marked whose scope another before them has. */
function again(points: readonly Point[]): readonly Point[] {
  const scopes = new Set<string>();
  return points.map((point) => {
    if (point.kind !== 'work' || point.scope === undefined) return point;
    const before = scopes.size;
    return scopes.add(point.scope).size > before ? point : { ...point, again: true };
  });
}

const reviewPoints = (items: readonly Tagged[]): readonly Point[] => (items.length > 0 ? [{ kind: 'reviewed', items }] : []);

/** Work about one scope together; what stands alone in its scope with others of its type. */
function bullets(items: readonly Tagged[]): readonly Extract<Point, { kind: 'work' }>[] {
  const groups = [...Map.groupBy(items, (item) => told(item).scope?.toLowerCase() ?? '')];
  const alone = groups.filter(([scope, group]) => scope === '' || group.length === 1).flatMap(([, group]) => group);
  const byType = together([...Map.groupBy(byWeight(alone), (item) => toldType(item) ?? '').values()]);
  return [
    ...groups
      .filter(([scope, group]) => scope !== '' && group.length > 1)
      .flatMap(([, group]) => chunks(group).map((chunk) => ({ kind: 'work', scope: scopeOf(group), items: chunk }) as const)),
    ...byType.flatMap((group) => chunks(group).map((chunk) => ({ kind: 'work', items: chunk }) as const)),
  ];
}

/** Types with a single one to tell share a bullet. */
function together(groups: readonly (readonly Tagged[])[]): readonly (readonly Tagged[])[] {
  const single = groups.filter((group) => group.length === 1).flat();
  return single.length < 2 ? groups : [...groups.filter((group) => group.length > 1), byWeight(single)];
}

/** As its first spelling has it. */
const scopeOf = (group: readonly Tagged[]): string => group.flatMap((item) => told(item).scope ?? [])[0] ?? '';

const supporting = (items: readonly Tagged[]): readonly Extract<Point, { kind: 'support' }>[] =>
  [...Map.groupBy(items, (item) => toldType(item) ?? '')].map(([type, group]) => ({
    kind: 'support',
    type,
    items: distinct(byWeight(group)).slice(0, TOGETHER).flat(),
  }));

/** What is told in the same words together, in order of first mention. */
const distinct = (items: readonly Tagged[]): readonly (readonly Tagged[])[] => [
  ...Map.groupBy(items, (item) => {
    const { scope, words, reverts, step } = told(item);
    return JSON.stringify([scope, step?.what ?? spoken(words), reverts]);
  }).values(),
];

/** Groups of at most `TOGETHER` to tell, none of a single one left over; what says the same takes one place. */
function chunks(items: readonly Tagged[]): readonly (readonly Tagged[])[] {
  const groups = distinct(items);
  const count = Math.ceil(groups.length / TOGETHER);
  const size = Math.ceil(groups.length / Math.max(1, count));
  return Array.from({ length: count }, (_, i) => groups.slice(i * size, (i + 1) * size).flat());
}

/** What a work log says, kind by kind. */
function logged(items: readonly Tagged[]): readonly Point[] {
  const byCategory = Map.groupBy(items, categoryIn);
  const hours = ({ host }: Tagged): number => (host?.kind === 'work_log' ? (host.hours ?? 0) : 0);
  return [...LOG_CATEGORIES, undefined].flatMap((category): readonly Point[] => {
    const own = byCategory.get(category)?.toSorted((a, b) => hours(b) - hours(a) || b.at - a.at);
    return own ? [{ kind: 'logged', ...(category === undefined ? {} : { category }), items: own }] : [];
  });
}

/** Signals a draft can tell, in order. */
const GROWTH = ['areas', 'languages', 'kinds', 'firsts', 'modules', 'built-on', 'co-authored', 'reviews', 'issues-closed', 'issues'];

/** Those that need no names to be told. */
const COUNTED = ['co-authored', 'issues-closed'] as const;

function growth({ assessment }: DraftInput, work: readonly Tagged[]): readonly Point[] {
  const byId = new Map(work.map((item) => [item.id, item]));
  const signals = new Map<string, SignalValue>(assessment.dimensions.flatMap((d) => d.signals.map((s) => [s.id, s] as const)));
  return GROWTH.flatMap((id) => {
    const signal = signals.get(id);
    const items = signal?.evidence.flatMap((e) => byId.get(e.contribution) ?? []) ?? [];
    if (!signal?.value || items.length === 0) return [];
    const brought = id === 'languages' ? (signals.get('firsts')?.names ?? []) : [];
    // Whoever brought a language into a repository worked in it for the first time.
    const names = (signal.names ?? []).filter((name) => !brought.includes(name));
    // A signal cites the latest; what is counted is counted in all.
    const metric = COUNTED.find((of) => of === id);
    if (metric)
      return [{ kind: 'growth', signal: id, names, items: measure({ of: metric }, work.filter(isChange), assessment.period.zone).items }];
    // What was said in a review is its part.
    if (id === 'reviews') return [{ kind: 'growth', signal: id, names, items: work.filter(isReview) } as const];
    if (id === 'issues') return [{ kind: 'growth', signal: id, names, items: work.filter(isIssue) } as const];
    return names.length === 0 ? [] : [{ kind: 'growth', signal: id, names, items } as const];
  });
}

/** Improvements a draft takes up; the panel shows them all. What was reverted is no work that counts, and is cited here alone. */
const IMPROVEMENTS = 3;

function improvements({ suggestions, work }: DraftInput): readonly Point[] {
  const byId = new Map(work.map((item) => [item.id, item]));
  return suggestions
    .filter((suggestion) => !suggestion.personal)
    .map(
      (suggestion) => ({ kind: 'improve', suggestion, items: suggestion.evidence.flatMap((e) => byId.get(e.contribution) ?? []) }) as const,
    )
    .filter((point) => point.items.length > 0)
    .slice(0, IMPROVEMENTS);
}

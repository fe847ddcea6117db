import type { Theme } from '../domain/assessment.ts';
import { weekOf } from '../domain/calendar.ts';
import type { Locale } from '../domain/draft.ts';
import { evidenceOf } from '../domain/evidence.ts';
import { isRelease, measure, percentOf } from '../domain/measure.ts';
import { countedFiles, type Tagged, typeOf } from '../domain/tags.ts';
import { isDate } from '../domain/time.ts';
import type { Headline } from '../protocol/snapshot.ts';
import { OTHER } from '../themes/themes.ts';

export interface HeadlineInput {
  /** Counted contributions of the period, and of the one before it. */
  readonly work: readonly Tagged[];
  readonly before: readonly Tagged[];
  /** Whether there is a period before at all. */
  readonly hasBefore: boolean;
  readonly themes: readonly Theme[];
  readonly zone: string;
  readonly locale: Locale;
  readonly urlOf: (item: Tagged) => string | undefined;
}

/** The few numbers the overview opens with, each with what it was counted from. */
export function headlines(input: HeadlineInput): readonly Headline[] {
  const { work, before, themes, zone, urlOf } = input;
  if (work.length === 0) return [];
  const say = TEXTS[input.locale];
  const cite = (items: readonly Tagged[]): Pick<Headline, 'evidence' | 'evidenceCount'> => ({
    evidence: items.slice(0, CITED).map((item) => evidenceOf(item, urlOf(item))),
    ...(items.length > CITED ? { evidenceCount: items.length } : {}),
  });
  const withBefore = (value: number | undefined): { readonly before?: number } =>
    input.hasBefore && value !== undefined ? { before: value } : {};
  const lines = lineTotal(work);
  const tests = testShare(work);
  // What is left over is no theme to open with.
  const byId = new Map(work.map((item) => [item.id, item]));
  const [largest] = themes
    .filter(({ id }) => id !== OTHER)
    // Reviews are in themes as well, and these are figures of changes.
    .map(({ name, contributions }) => ({ name, items: contributions.flatMap((id) => byId.get(id) ?? []) }))
    // Of releases it would only say how often there was one.
    .filter(({ items }) => items.filter(isRelease).length * 2 < items.length)
    .sort((a, b) => b.items.length - a.items.length);
  const repos = new Set(work.map((item) => item.repo)).size;
  const typed = work.filter((item) => typeOf(item) !== undefined).length;
  return [
    {
      id: 'contributions',
      value: work.length,
      unit: 'count',
      ...withBefore(before.length),
      basis: say.contributions(work.length, typed),
      ...cite(work),
    },
    {
      id: 'active-weeks',
      value: activeWeeks(work, zone),
      unit: 'weeks',
      ...withBefore(activeWeeks(before, zone)),
      basis: say.weeks,
      ...cite(work),
    },
    ...(lines === undefined
      ? []
      : [
          {
            id: 'lines',
            value: lines.changed,
            unit: 'lines',
            ...withBefore(lineTotal(before)?.changed),
            basis: say.lines(lines.known, work.length),
            ...cite(lines.largest),
          } as const,
        ]),
    ...(tests === undefined
      ? []
      : [
          {
            id: 'tests',
            value: tests.percent,
            unit: 'percent',
            ...withBefore(testShare(before)?.percent),
            basis: say.tests(tests.with.length, tests.of),
            ...cite(tests.with),
          } as const,
        ]),
    // One is no news.
    ...(repos > 1 ? [{ id: 'repos', value: repos, unit: 'count', basis: say.repos, evidence: [] } as const] : []),
    ...(largest && largest.items.length > 0 && largest.items.length < work.length
      ? [
          {
            id: 'longest-theme',
            value: largest.items.length,
            unit: 'count',
            basis: say.theme(largest.name),
            ...cite(largest.items),
          } as const,
        ]
      : []),
  ];
}

const CITED = 12;

const activeWeeks = (work: readonly Tagged[], zone: string): number =>
  new Set(work.flatMap((item) => (isDate(item.at) ? [weekOf(item.at, zone)] : []))).size;

const linesOf = (item: Tagged): number => countedFiles(item).reduce((sum, file) => sum + (file.added ?? 0) + (file.deleted ?? 0), 0);

function lineTotal(
  work: readonly Tagged[],
): { readonly changed: number; readonly known: number; readonly largest: readonly Tagged[] } | undefined {
  const known = work.filter((item) => item.lines === 'counted');
  if (known.length === 0) return undefined;
  const sized = known.map((item) => ({ item, lines: linesOf(item) })).toSorted((a, b) => b.lines - a.lines);
  return { changed: sized.reduce((sum, { lines }) => sum + lines, 0), known: known.length, largest: sized.map(({ item }) => item) };
}

function testShare(
  work: readonly Tagged[],
): { readonly percent: number; readonly with: readonly Tagged[]; readonly of: number } | undefined {
  // The measure that signals and drafts use: the report cannot say two figures for one thing.
  const { value, total = 0, items } = measure({ of: 'with-tests' }, work, 'UTC');
  return total === 0 ? undefined : { percent: percentOf(value, total), with: items, of: total };
}

const TEXTS = {
  en: {
    contributions: (n: number, typed: number) => `${typed} of ${n} with a sure type; noise left out`,
    weeks: 'calendar weeks with at least one contribution',
    lines: (known: number, n: number) => `lines added and deleted in ${known} of ${n} contributions, generated files left out`,
    tests: (tested: number, n: number) => `${tested} of ${n} changes to source also touch tests`,
    repos: 'repositories with counted work',
    theme: (name: string) => `contributions to the largest theme, ${name}`,
  },
  'zh-cn': {
    contributions: (n: number, typed: number) => `${n} 项中有 ${typed} 项类型确定；已剔除噪声`,
    weeks: '至少有一项贡献的自然周',
    lines: (known: number, n: number) => `${n} 项贡献中 ${known} 项的增删行数，不含生成文件`,
    tests: (tested: number, n: number) => `${n} 项源码改动中有 ${tested} 项同时改动了测试`,
    repos: '有计入工作的仓库',
    theme: (name: string) => `最大主题“${name}”中的贡献`,
  },
} as const;

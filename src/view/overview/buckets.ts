import type { Bucket } from '../../protocol/snapshot.ts';

export type Step = 'week' | 'month' | 'quarter' | 'year';

export interface Timeline {
  readonly step: Step;
  readonly buckets: readonly Bucket[];
  /** Types that occur, most frequent first. */
  readonly types: readonly string[];
  readonly totals: Readonly<Record<string, number>>;
}

/** More bars than this are hard to tell apart. */
const MOST = 160;
const MONTHS: Readonly<Record<Exclude<Step, 'week'>, number>> = { month: 1, quarter: 3, year: 12 };

export const total = (bucket: Bucket): number => Object.values(bucket.counts).reduce((sum, n) => sum + n, 0);

/** Weeks merged into the smallest step that leaves a readable number of bars. A week belongs to the month it starts in. */
export function timeline(weeks: readonly Bucket[]): Timeline {
  const steps: readonly Step[] = ['week', 'month', 'quarter', 'year'];
  const merged = steps.map((step) => ({ step, buckets: step === 'week' ? weeks : merge(weeks, MONTHS[step]) }));
  const chosen = merged.find(({ buckets }) => buckets.length <= MOST) ?? { step: 'year' as const, buckets: merged.at(-1)?.buckets ?? [] };
  const totals: Record<string, number> = {};
  for (const { counts } of weeks) for (const [type, n] of Object.entries(counts)) totals[type] = (totals[type] ?? 0) + n;
  const types = Object.keys(totals)
    .filter((type) => (totals[type] ?? 0) > 0)
    .sort((a, b) => Number(a === 'unsure') - Number(b === 'unsure') || (totals[b] ?? 0) - (totals[a] ?? 0));
  return { ...chosen, types, totals };
}

function merge(weeks: readonly Bucket[], months: number): readonly Bucket[] {
  const merged = new Map<string, Record<string, number>>();
  for (const { date, counts } of weeks) {
    const month = Number(date.slice(5, 7)) - 1;
    const first = String(month - (month % months) + 1).padStart(2, '0');
    const start = `${date.slice(0, 4)}-${first}-01`;
    const into = merged.get(start) ?? {};
    for (const [type, n] of Object.entries(counts)) into[type] = (into[type] ?? 0) + n;
    merged.set(start, into);
  }
  return [...merged].map(([date, counts]) => ({ date, counts }));
}

/** The item with the largest figure; the first of equals. */
export function busiest<T>(items: readonly T[], figure: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>((best, item) => (best === undefined || figure(item) > figure(best) ? item : best), undefined);
}

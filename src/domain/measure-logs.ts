import { dayOf, daysBetween, isoDay } from './calendar.ts';
import type { Tagged } from './tags.ts';
import type { Period } from './time.ts';

/** What is written as a month or longer does not say on which days of it, or on how many. */
export const isOfDays = ({ host }: Tagged): boolean => host?.kind === 'work_log' && host.period === undefined;

/** A work-log entry as far as it lies in a period that it ends in: of one that began before, the days from the period's first on. */
export function inPeriod<T extends Pick<Tagged, 'host'>>(item: T, { from, zone }: Pick<Period, 'from' | 'zone'>): T {
  const { host } = item;
  const first = dayOf(from, zone);
  if (host?.kind !== 'work_log' || host.from === undefined || first === '' || host.from >= first) return item;
  return { ...item, host: { ...host, from: first } };
}

/** More than a year of days nobody lists. */
const MOST_DAYS = 400;

/** The days an entry names, ISO. */
export function loggedDays({ host, at }: Tagged, zone: string): readonly string[] {
  const last = dayOf(at, zone);
  const first = host?.kind === 'work_log' ? (host.from ?? last) : last;
  const length = Math.min(MOST_DAYS, Math.max(1, daysBetween(first, last)));
  return Array.from({ length }, (_, n) => isoDay(Date.parse(first) + n * 86_400_000));
}

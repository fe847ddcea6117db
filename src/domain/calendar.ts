import { isDate } from './time.ts';
import type { EpochMs } from './time.ts';

const DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(zone, made);
  return made;
}

/** The years that are written with four digits, a day less at each end: what the format above writes as ISO does. */
const [FIRST, LAST] = [Date.UTC(1000, 0, 2), Date.UTC(9999, 11, 31)];

/**
 * The calendar day `at` falls on in `zone`, ISO (`2026-07-01`); empty for a time no calendar shows. Before the year 1000 and after 9999,
 * which only a broken clock tells, it is the day in UTC (`+010209-01-27`).
 */
export function dayOf(at: EpochMs, zone: string): string {
  if (at >= FIRST && at < LAST) return format(zone).format(at);
  return isDate(at) ? isoDay(at) : '';
}

/** The day in UTC, ISO; for times a calendar shows. */
export const isoDay = (at: EpochMs): string => new Date(at).toISOString().replace(/T.*/, '');

/** The Monday of the week `at` falls in, ISO; empty for a time no calendar shows. */
export function weekOf(at: EpochMs, zone: string): string {
  const day = Date.parse(dayOf(at, zone));
  if (Number.isNaN(day)) return '';
  const fromMonday = (new Date(day).getUTCDay() + 6) % 7;
  return isoDay(Math.max(day - fromMonday * DAY, -8.64e15));
}

/** Every Monday from the week of `from` to the week of the last moment before `to`; none where a calendar does not show both. */
export function weeksBetween(from: EpochMs, to: EpochMs, zone: string): readonly string[] {
  const [first, last] = [Date.parse(weekOf(from, zone)), Date.parse(weekOf(to - 1, zone))];
  const weeks: string[] = [];
  for (let monday = first; monday <= last; monday += 7 * DAY) weeks.push(isoDay(monday));
  return weeks;
}

/** Days from one ISO day to another, both included. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY) + 1;

/** The hour (0-23) and the weekday (0 is Sunday) on the author's own clock. */
export function ownClock(at: EpochMs, offsetMinutes: number): { readonly hour: number; readonly weekday: number } {
  const own = new Date(at + offsetMinutes * 60_000);
  return { hour: own.getUTCHours(), weekday: own.getUTCDay() };
}

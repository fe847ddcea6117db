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

/** The calendar day `at` falls on in `zone`, ISO (`2026-07-01`); empty for a time no calendar shows. */
export const dayOf = (at: EpochMs, zone: string): string => (isDate(at) ? format(zone).format(at) : '');

/** The Monday of the week `at` falls in, ISO; empty for a time no calendar shows. */
export function weekOf(at: EpochMs, zone: string): string {
  const day = Date.parse(dayOf(at, zone));
  if (Number.isNaN(day)) return '';
  const fromMonday = (new Date(day).getUTCDay() + 6) % 7;
  return new Date(day - fromMonday * DAY).toISOString().slice(0, 10);
}

/** Days from one ISO day to another, both included. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY) + 1;

/** The hour (0-23) and the weekday (0 is Sunday) on the author's own clock. */
export function ownClock(at: EpochMs, offsetMinutes: number): { readonly hour: number; readonly weekday: number } {
  const own = new Date(at + offsetMinutes * 60_000);
  return { hour: own.getUTCHours(), weekday: own.getUTCDay() };
}

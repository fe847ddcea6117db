import { Temporal } from 'temporal-polyfill';
import { TrackRecordError } from '../domain/result.ts';
import type { EpochMs, Period } from '../domain/time.ts';

/** What the user typed; `name` alone (`2026-H2`, `last 90 days`, `a..b`, `all`) or explicit bounds, which win. */
export interface PeriodQuery {
  readonly name?: string | undefined;
  /** ISO date or date-time; a bare date starts that day. */
  readonly since?: string | undefined;
  /** ISO date or date-time; a bare date includes that day. */
  readonly until?: string | undefined;
}

/** Spoken of in help and errors. */
export const PERIOD_FORMS =
  '2026, 2026-H2, 2026-Q3, 2026-07, "last 90 days", "last 6 months", "this half", "last quarter", 2026-01-01..2026-06-30, all';

/** Every time a commit can state, those no calendar shows among them. */
const ALL: readonly [EpochMs, EpochMs] = [-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

/**
 * Resolves a period in the user's time zone.
 * @throws TrackRecordError `bad-period` with the forms that are understood.
 */
export function resolvePeriod(query: PeriodQuery, now: EpochMs, zone: string): Period {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  if (query.since !== undefined || query.until !== undefined) {
    const from = query.since === undefined ? ALL[0] : bound(query.since, zone, 'start');
    const to = query.until === undefined ? startOf(today.add({ days: 1 }), zone) : bound(query.until, zone, 'end');
    return period(`${query.since ?? ''}..${query.until ?? ''}`, from, to, zone);
  }
  const name = (query.name ?? 'last 12 months').trim();
  if (name === 'all') return period('all', ALL[0], ALL[1], zone);
  const range = /^(.+?)\.\.(.+)$/.exec(name);
  if (range) return period(name, bound(range[1] ?? '', zone, 'start'), bound(range[2] ?? '', zone, 'end'), zone);
  const dates = calendar(name, today) ?? relative(name, today);
  if (!dates) throw new TrackRecordError('bad-period', `"${name}" is not a period. Write one of: ${PERIOD_FORMS}.`);
  return period(name, startOf(dates[0], zone), startOf(dates[1], zone), zone);
}

/** The period of the same length just before: the previous half for a half, the previous 90 days for 90 days; none before `all`. */
export function periodBefore(period: Period): Period | undefined {
  if (period.from <= ALL[0] || period.to >= ALL[1]) return undefined;
  const { zone } = period;
  const [from, to] = [dateAt(period.from, zone), dateAt(period.to, zone)];
  const months = from.day === to.day ? from.until(to, { largestUnit: 'months' }).months : 0;
  const start = months > 0 ? from.subtract({ months }) : from.subtract({ days: from.until(to).days });
  const unit = /-H\d$/i.test(period.name) ? 'half' : /-Q\d$/i.test(period.name) ? 'quarter' : undefined;
  const name = unit ? calendarName(start, unit) : `${start.toString()}..${from.subtract({ days: 1 }).toString()}`;
  return { name, from: startOf(start, zone), to: period.from, zone };
}

function period(name: string, from: EpochMs, to: EpochMs, zone: string): Period {
  if (from >= to) throw new TrackRecordError('bad-period', `The period "${name}" is empty: it ends before it starts.`);
  return { name, from, to, zone };
}

type Dates = readonly [Temporal.PlainDate, Temporal.PlainDate];

function calendar(name: string, today: Temporal.PlainDate): Dates | undefined {
  const match = /^(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?$/i.exec(name);
  if (match) {
    const [, year, half, quarter, month] = match.map((part) => (part === undefined ? 0 : Number(part)));
    if (!year) return undefined;
    if (half) return span(year, half * 6 - 5, 6);
    if (quarter) return span(year, quarter * 3 - 2, 3);
    return month ? span(year, month, 1) : span(year, 1, 12);
  }
  const spoken = /^(this|last|previous) (year|half|quarter|month|week)$/i.exec(name);
  if (!spoken) return undefined;
  const isThis = spoken[1]?.toLowerCase() === 'this';
  if (spoken[2]?.toLowerCase() === 'week') {
    const monday = today.subtract({ days: today.dayOfWeek - 1 + (isThis ? 0 : 7) });
    return [monday, monday.add({ days: 7 })];
  }
  const months = { year: 12, half: 6, quarter: 3, month: 1 }[(spoken[2] ?? '').toLowerCase()] ?? 1;
  const start = today.with({ day: 1, month: today.month - ((today.month - 1) % months) });
  const from = isThis ? start : start.subtract({ months });
  return [from, from.add({ months })];
}

function relative(name: string, today: Temporal.PlainDate): Dates | undefined {
  const match = /^last (\d{1,4}) (day|week|month|year)s?$/i.exec(name);
  if (!match || Number(match[1]) === 0) return undefined;
  const unit = `${(match[2] ?? 'day').toLowerCase()}s`;
  const end = today.add({ days: 1 });
  return [end.subtract({ [unit]: Number(match[1]) }), end];
}

function span(year: number, month: number, months: number): Dates {
  const from = Temporal.PlainDate.from({ year, month, day: 1 });
  return [from, from.add({ months })];
}

function bound(text: string, zone: string, side: 'start' | 'end'): EpochMs {
  const trimmed = text.trim();
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(trimmed)) {
      const day = Temporal.PlainDate.from(trimmed, { overflow: 'reject' });
      return startOf(side === 'start' ? day : day.add({ days: 1 }), zone);
    }
    return /[zZ]$|[+-]\d{2}:?\d{2}$/.test(trimmed)
      ? Temporal.Instant.from(trimmed).epochMilliseconds
      : Temporal.PlainDateTime.from(trimmed).toZonedDateTime(zone).epochMilliseconds;
  } catch (cause) {
    throw new TrackRecordError('bad-period', `"${text}" is not a date. Write it as 2026-07-01 or 2026-07-01T09:00.`, { cause });
  }
}

const calendarName = (start: Temporal.PlainDate, unit: 'half' | 'quarter'): string =>
  unit === 'half' ? `${start.year}-H${start.month < 7 ? 1 : 2}` : `${start.year}-Q${Math.ceil(start.month / 3)}`;

const startOf = (day: Temporal.PlainDate, zone: string): EpochMs => day.toZonedDateTime(zone).epochMilliseconds;

const dateAt = (at: EpochMs, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();

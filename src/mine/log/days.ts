/** First and last calendar day, ISO. */
export interface Days {
  readonly from: string;
  readonly to: string;
  /** Written as a month or longer: some time in it, and not each day of it. */
  readonly period?: true;
}

const DAY = String.raw`\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?`;
const PERIOD = String.raw`\d{4}(?:-(?:[Hh][12]|[Qq][1-4]|[Ww]\d{2}|\d{2})|年(?:上半年|下半年|\d{1,2}月)?)`;
const BETWEEN = String.raw`\s*(?:\.\.|[–—~～至]|\bto\b)\s*`;
/** No part of a longer number, a version or a path. */
const ANY = new RegExp(String.raw`(?<![\d./-])(?:${DAY}(?:${BETWEEN}${DAY})?|${PERIOD})(?![\d/-])`, 'u');

/** The first date or period in a heading: what it says, and the heading without it. `invalid`: it has the form of one and no calendar knows it. */
export function findDays(text: string): { readonly days: Days | 'invalid'; readonly rest: string } | undefined {
  const whole = /^\s*(\d{4})\s*$/.exec(text)?.[1];
  if (whole !== undefined) return { days: readDays(whole) ?? 'invalid', rest: '' };
  const found = ANY.exec(text);
  if (!found) return undefined;
  const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
  return { days: readDays(found[0]) ?? 'invalid', rest: rest.replaceAll(/\s+/g, ' ').trim() };
}

/** A day, a range of days or a period, nothing else; a time of day behind a day is passed over. undefined for what is none. */
export function readDays(text: string): Days | undefined {
  const written = text.trim();
  const [, first, last] = new RegExp(`^(.+?)${BETWEEN}(.+)$`, 'u').exec(written) ?? [];
  const from = day(first ?? written);
  const to = last === undefined ? from : day(last);
  if (from !== undefined && to !== undefined) return from <= to ? { from, to } : undefined;
  return period(written);
}

function day(text: string): string | undefined {
  const [, year = '', month = '', date = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?$/iu.exec(
      text.trim(),
    ) ?? [];
  return year === '' ? undefined : iso(Number(year), Number(month), Number(date));
}

function iso(year: number, month: number, date: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, date));
  const isReal = year >= 1970 && at.getUTCMonth() === month - 1 && at.getUTCDate() === date;
  return isReal ? at.toISOString().slice(0, 10) : undefined;
}

function period(text: string): Days | undefined {
  const [, written = '', unit = ''] =
    /^(\d{4})(?:-?([HhQqWw]\d{1,2}|\d{2})|年(上半年|下半年|\d{1,2}月)?)?$/u.exec(text)?.map((part) => part ?? '') ?? [];
  const chinese = /年(.*)$/u.exec(text)?.[1] ?? '';
  const year = Number(written);
  if (written === '' || year < 1970) return undefined;
  const named = unit === '' ? chinese : unit.toUpperCase();
  const n = Number(/\d+/.exec(named)?.[0] ?? 0);
  if (named === '') return months(year, 1, 12);
  if (named.startsWith('H') || named.endsWith('半年')) {
    const half = named === '上半年' ? 1 : named === '下半年' ? 2 : n;
    return half === 1 || half === 2 ? months(year, half * 6 - 5, 6) : undefined;
  }
  if (named.startsWith('Q')) return n >= 1 && n <= 4 ? months(year, n * 3 - 2, 3) : undefined;
  if (named.startsWith('W')) return week(year, n);
  return n >= 1 && n <= 12 ? months(year, n, 1) : undefined;
}

const ISO = (at: number): string => new Date(at).toISOString().slice(0, 10);
const months = (year: number, month: number, count: number): Days => ({
  from: ISO(Date.UTC(year, month - 1, 1)),
  to: ISO(Date.UTC(year, month - 1 + count, 0)),
  period: true,
});

/** ISO 8601: the week of the year's first Thursday is its first. */
function week(year: number, n: number): Days | undefined {
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = Date.UTC(year, 0, 4 - ((fourth.getUTCDay() + 6) % 7) + (n - 1) * 7);
  const thursday = new Date(monday + 3 * 86_400_000);
  return n >= 1 && thursday.getUTCFullYear() === year ? { from: ISO(monday), to: ISO(monday + 6 * 86_400_000) } : undefined;
}

const NUMBER = String.raw`\d{1,4}(?:[.,]\d{1,2})?`;
const HOURS = new RegExp(String.raw`^(?:(${NUMBER})\s?(?:hours?|hrs?|h|小时))?\s?(?:(\d{1,4})\s?(?:minutes?|mins?|m|分钟?))?$`, 'iu');

/** `3h`, `1.5 h`, `1h30m`, `45 min`, `2小时`; with `plain` also a bare number of hours. undefined for what is none. */
export function readHours(text: string, plain = false): number | undefined {
  const written = text.trim();
  if (plain && new RegExp(`^${NUMBER}$`).test(written)) return hoursIn(Number(written.replace(',', '.')));
  const [all = '', hours = '0', minutes = '0'] = HOURS.exec(written) ?? [];
  return all === '' ? undefined : hoursIn(Number(hours.replace(',', '.')) + Number(minutes) / 60);
}

/** To a hundredth. Of a shift in which nothing happened it is 0; a year has no more than 9,000. */
const hoursIn = (hours: number): number | undefined => (hours >= 0 && hours <= 9000 ? Math.round(hours * 100) / 100 : undefined);

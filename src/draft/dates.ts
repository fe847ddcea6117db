import type { Locale } from '../domain/draft.ts';
import type { EpochMs, Period } from '../domain/time.ts';
import { hasBounds, isDate } from '../domain/time.ts';

const tags: Readonly<Record<Locale, string>> = { en: 'en-GB', 'zh-cn': 'zh-CN' };
const made = new Map<string, Intl.DateTimeFormat>();

function format(locale: Locale, zone: string, style: 'day' | 'month'): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${style}`;
  const known = made.get(key);
  if (known) return known;
  const day = style === 'day' ? ({ day: 'numeric' } as const) : {};
  const formatter = new Intl.DateTimeFormat(tags[locale], { timeZone: zone, year: 'numeric', month: 'long', ...day });
  made.set(key, formatter);
  return formatter;
}

/** `3 March 2026`, `2026年3月3日`. */
export const dayText = (at: EpochMs, zone: string, locale: Locale): string => (isDate(at) ? format(locale, zone, 'day').format(at) : '');

/** `March 2026`, `2026年3月`. */
export const monthText = (at: EpochMs, zone: string, locale: Locale): string =>
  isDate(at) ? format(locale, zone, 'month').format(at) : '';

/** First and last day of a period; none for one without bounds of its own. */
export function boundsText(period: Period, locale: Locale): readonly [from: string, to: string] | undefined {
  if (!hasBounds(period)) return undefined;
  const [from, to] = [dayText(period.from, period.zone, locale), dayText(period.to - 1, period.zone, locale)];
  const year = locale === 'en' ? / \d+$/ : /^\d+年/;
  // The year once where it is the same.
  if (year.exec(from)?.[0] !== year.exec(to)?.[0]) return [from, to];
  return locale === 'en' ? [from.replace(year, ''), to] : [from, to.replace(year, '')];
}

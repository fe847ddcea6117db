import { type EpochMs, isDate } from '../../domain/time.ts';
import type { Locale } from '../../domain/draft.ts';
import { type TextKey, en } from './en.ts';
import { zhCn } from './zh-cn.ts';

export type { TextKey };
export type TextArgs = Readonly<Record<string, string | number>>;
export type TextTable = Readonly<Record<TextKey, string>>;

export const TABLES: Readonly<Record<Locale, TextTable>> = { en, 'zh-cn': zhCn };

/** Words, numbers and dates of one locale and one time zone. Dates that no calendar has are shown as a dash. */
export interface Text {
  readonly locale: string;
  t(key: TextKey, args?: TextArgs): string;
  /** A word for a key that data made up, where the table has one; else the given spelling. */
  label(prefix: 'type', id: string): string;
  num(value: number, digits?: number): string;
  /** A part of 1 as a percentage. */
  percent(part: number): string;
  date(at: EpochMs): string;
  dateTime(at: EpochMs): string;
  /** An ISO calendar date (`2026-03-02`) without a zone of its own. */
  day(iso: string): string;
  month(iso: string): string;
}

/** So many decimals, and of less than that the first digit: 0.04 is not 0. */
const small = (digits: number): Intl.NumberFormatOptions => ({
  maximumFractionDigits: digits,
  maximumSignificantDigits: 1,
  roundingPriority: 'morePrecision',
});

const TAGS: Readonly<Record<Locale, string>> = { en: 'en', 'zh-cn': 'zh-CN' };

export function makeText(locale: Locale, zone: string, table: TextTable = TABLES[locale]): Text {
  const tag = TAGS[locale];
  const formats = new Map<number, Intl.NumberFormat>();
  const num = (value: number, digits = 0): string => {
    let format = formats.get(digits);
    if (!format) formats.set(digits, (format = new Intl.NumberFormat(tag, digits === 0 ? { maximumFractionDigits: 0 } : small(digits))));
    return format.format(value);
  };
  const percent = new Intl.NumberFormat(tag, { style: 'percent' });
  const zoned = (options: Intl.DateTimeFormatOptions): ((at: EpochMs) => string) => {
    const format = dateFormat(tag, options, zone);
    return (at) => (isDate(at) ? format.format(at) : '–');
  };
  const plain = (options: Intl.DateTimeFormatOptions): ((iso: string) => string) => {
    const format = dateFormat(tag, options, 'UTC');
    return (iso) => (Number.isNaN(Date.parse(iso)) ? iso : format.format(Date.parse(iso)));
  };
  const t = speaker(locale, table, num);
  return {
    locale: tag,
    t,
    label: (prefix, id) => (`${prefix}.${id}` in table ? t(`${prefix}.${id}` as TextKey) : id),
    num,
    percent: (part) => percent.format(part),
    date: zoned({ year: 'numeric', month: 'short', day: 'numeric' }),
    dateTime: zoned({ dateStyle: 'medium', timeStyle: 'short' }),
    day: plain({ year: 'numeric', month: 'short', day: 'numeric' }),
    month: plain({ year: 'numeric', month: 'short' }),
  };
}

/** A zone that this browser does not know must not cost the whole page. */
function dateFormat(tag: string, options: Intl.DateTimeFormatOptions, timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(tag, { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' });
  }
}

/** A table's texts, filled in. `num` writes numbers. */
export function speaker<K extends string>(
  locale: Locale,
  table: Readonly<Record<K, string>>,
  num: (value: number) => string,
): (key: K, args?: TextArgs) => string {
  const plural = new Intl.PluralRules(TAGS[locale]);
  return (key, args = {}) => fill(choose(table[key], args['n'], plural), args, num);
}

function choose(text: string, n: string | number | undefined, plural: Intl.PluralRules): string {
  const [one = '', many] = text.split(' | ');
  return many === undefined || (typeof n === 'number' && plural.select(n) === 'one') ? one : many;
}

const fill = (text: string, args: TextArgs, num: (value: number) => string): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = args[name];
    return value === undefined ? whole : typeof value === 'number' ? num(value) : value;
  });

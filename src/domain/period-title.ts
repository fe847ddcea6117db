import type { Locale } from './draft.ts';

/** One form of a period's name and how a language says it, with what the form holds. */
type Form = readonly [pattern: RegExp, text: string];

const WORDS: Readonly<Record<Locale, readonly Form[]>> = {
  en: [
    [/^all$/i, 'everything'],
    [/^(.+)\.\.$/, 'since $1'],
    [/^\.\.(.+)$/, 'until $1'],
    [/^(.+)\.\.(.+)$/, '$1 to $2'],
  ],
  'zh-cn': [
    [/^all$/i, '全部时间'],
    [/^(.+)\.\.$/, '$1 以来'],
    [/^\.\.(.+)$/, '截至 $1'],
    [/^(.+)\.\.(.+)$/, '$1 至 $2'],
    [/^12 months to (.+)$/, '截至 $1 的 12 个月'],
    [/^(\d{4})-H1$/i, '$1 年上半年'],
    [/^(\d{4})-H2$/i, '$1 年下半年'],
    [/^(\d{4})-Q([1-4])$/i, '$1 年第 $2 季度'],
    [/^(\d{4})-0?(\d{1,2})$/, '$1 年 $2 月'],
    [/^(\d{4})$/, '$1 年'],
    [/^last (\d+) days?$/i, '最近 $1 天'],
    [/^last (\d+) weeks?$/i, '最近 $1 周'],
    [/^last (\d+) months?$/i, '最近 $1 个月'],
    [/^last (\d+) years?$/i, '最近 $1 年'],
    [/^this year$/i, '今年'],
    [/^this half$/i, '本半年'],
    [/^this quarter$/i, '本季度'],
    [/^this month$/i, '本月'],
    [/^this week$/i, '本周'],
    [/^(?:last|previous) year$/i, '去年'],
    [/^(?:last|previous) half$/i, '上一个半年'],
    [/^(?:last|previous) quarter$/i, '上季度'],
    [/^(?:last|previous) month$/i, '上月'],
    [/^(?:last|previous) week$/i, '上周'],
  ],
};

/** A period's name as a title says it: names are written in English, and in the forms that `--period` reads. */
export function periodTitle(name: string, locale: Locale): string {
  for (const [pattern, text] of WORDS[locale]) if (pattern.test(name)) return name.replace(pattern, text);
  return name;
}

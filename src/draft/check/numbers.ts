import type { Claim, Locale } from '../../domain/draft.ts';
import type { Fact } from '../../domain/evidence.ts';
import { dayOf } from '../../domain/calendar.ts';
import type { Tagged } from '../../domain/tags.ts';
import { dayText, monthText } from '../dates.ts';
import type { CheckContext } from './context.ts';
import type { Problem, SayProblem } from './problem.ts';
import type { Text, Word } from './text.ts';

const ENGLISH: Readonly<Record<string, number>> = {
  zero: 0,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
/** Amounts nobody computed. */
const AMOUNT =
  /^(?:hundreds?|thousands?|millions?|billions?|dozens?|scores?|twice|thrice|twofold|threefold|tenfold|double[ds]?|doubling|triple[ds]?|tripling|quadrupled?|half|halve[ds]?|halving|percent|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\w+)$/;
const CHINESE =
  /(?:百分之)?[零〇一二两三四五六七八九十百千万亿半]+(?:成|倍|个|项|次|周|行|人|处|天|月|年|名|位|条|小时|分钟|种|款|家|百|千|万)|成倍|翻倍|翻番|一半|过半|数[十百千万]|上[百千万]|百分之/g;
/** Words with a numeral in them that count nothing. */
const NO_AMOUNT = /^一[个项次种条位名款人]$/;

/** Nouns whose number is one fact of a claim and no other, so that words may stand between: `9 small fixes`. */
const NOUNS: Readonly<Record<string, (fact: Fact) => boolean>> = {
  change: ({ metric }) => metric.of === 'count',
  commit: ({ metric }) => metric.of === 'count',
  fix: ({ metric }) => metric.of === 'count-type' && metric.type === 'fix',
  feature: ({ metric }) => metric.of === 'count-type' && metric.type === 'feat',
  refactoring: ({ metric }) => metric.of === 'count-type' && metric.type === 'refactor',
  revert: ({ metric }) => metric.of === 'count-type' && metric.type === 'revert',
  week: ({ metric }) => metric.of === 'active-weeks',
  repository: ({ metric }) => metric.of === 'repos',
  file: ({ metric }) => metric.of === 'files',
};

/** What may stand between a number and its noun without making it another number. */
const BETWEEN = /^(?:small|smaller|large|larger|big|bug|code|new|different|distinct|separate|further|more|other|calendar|source)$/;

const singular = (word: string): string =>
  word
    .replace(/ies$/, 'y')
    .replace(/(?<=x)es$/, '')
    .replace(/(?<![sx])s$/, '');

/** Whether every number and amount that nothing accounts for yet is a fact in other words. */
export function checkNumbers(text: Text, facts: readonly Fact[], { locale }: CheckContext, say: SayProblem): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [i, word] of text.words.entries()) {
    if (word.covered) continue;
    const value = valueOf(word, locale);
    if (value === undefined) continue;
    if (locale === 'en' && isFact(value, text.words.slice(i + 1, i + 5), facts)) word.covered = true;
    else problems.push({ kind: 'number', message: say('number', { text: word.text }) });
  }
  return [...problems, ...chinese(text, say)];
}

/** A number, NaN for an amount, undefined for what is neither. `one` counts before a noun alone, which is left to `1`. */
function valueOf({ text, lower }: Word, locale: Locale): number | undefined {
  if (/\p{N}/u.test(text)) {
    const plain = text.normalize('NFKC').replaceAll(/,(?=\d{3})/g, '');
    return /^\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
  }
  if (locale !== 'en') return undefined;
  return Object.hasOwn(ENGLISH, lower) ? ENGLISH[lower] : AMOUNT.test(lower) ? Number.NaN : undefined;
}

function isFact(value: number, after: readonly Word[], facts: readonly Fact[]): boolean {
  for (const { lower } of after) {
    const noun = NOUNS[singular(lower)];
    if (noun) return facts.some((fact) => fact.over === undefined && fact.value === value && noun(fact));
    if (!BETWEEN.test(lower)) return false;
  }
  return false;
}

function chinese(text: Text, say: SayProblem): readonly Problem[] {
  return [...text.text.matchAll(CHINESE)].flatMap((match): readonly Problem[] => {
    const word = text.words.find((w) => w.start <= match.index && w.end > match.index);
    if (word?.covered || NO_AMOUNT.test(match[0])) return [];
    return [{ kind: 'number', message: say('number', { text: match[0] }) }];
  });
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const RELATIVE =
  /\b(?:yesterday|today|tomorrow|recently|(?:last|this|next|past) (?:week|month|quarter|year|summer|winter|spring|autumn|fall))\b/gi;
const RELATIVE_CHINESE = /昨天|今天|前天|上周|上个?月|去年|今年|前年|最近|近期|本月|本周(?!期)/g;
const WEEKDAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');

/** Covers dates that are days of cited evidence (`on 3 March 2026`), and finds months, weekdays and relative dates that are not. */
export function checkDates(claim: Claim, text: Text, items: readonly Tagged[], context: CheckContext, say: SayProblem): readonly Problem[] {
  const { period, locale } = context;
  const { zone } = period;
  // A span has its own words; another date beside it would be a second opinion.
  if (!claim.facts.some((fact) => fact.metric.of === 'span' || fact.metric.of === 'active-weeks')) {
    for (const day of new Set(items.flatMap((item) => [dayText(item.at, zone, locale), dayOf(item.at, zone)]))) text.coverPhrase(day);
    for (const month of new Set(items.map((item) => monthText(item.at, zone, locale)))) text.coverPhrase(month);
  }
  const months = new Set(items.map((item) => Number(dayOf(item.at, zone).slice(5, 7)) - 1));
  const weekdays = new Set(items.map((item) => new Date(dayOf(item.at, zone)).getUTCDay()));
  const problems: Problem[] = [];
  for (const word of text.words) {
    if (word.covered || locale !== 'en' || !/^[A-Z]/.test(word.text)) continue;
    const month = MONTHS.findIndex(
      (name) => name === word.lower || (word.lower.length > 2 && word.lower !== 'mar' && name.slice(0, 3) === word.lower),
    );
    const weekday = WEEKDAYS.indexOf(word.lower.replace(/s$/, ''));
    if ((month >= 0 && !months.has(month)) || (weekday >= 0 && !weekdays.has(weekday)))
      problems.push({ kind: 'date', message: say('date', { text: word.text }) });
    else if (month >= 0 || weekday >= 0) word.covered = true;
  }
  for (const match of text.text.matchAll(locale === 'en' ? RELATIVE : RELATIVE_CHINESE)) {
    const inside = text.words.filter((w) => w.start < match.index + match[0].length && w.end > match.index);
    if (inside.some((w) => !w.covered)) problems.push({ kind: 'date', message: say('relative', { text: match[0] }) });
  }
  return problems;
}

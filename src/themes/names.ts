import type { Locale } from '../domain/draft.ts';
import { KINDS } from './facets.ts';
import type { Facets, Kind, Spellings } from './facets.ts';
import { keyOf } from './terms.ts';
import { cased, initialism, longForm } from './words.ts';

/** Names of the kinds of work, and of what belongs nowhere. */
const NAMED: Readonly<Record<Locale, Readonly<Record<Kind | '#other', string>>>> = {
  en: {
    '#docs': 'Documentation',
    '#ci': 'CI',
    '#tests': 'Tests',
    '#tooling': 'Build and tooling',
    '#deps': 'Dependencies',
    '#release': 'Releases',
    '#perf': 'Performance',
    '#other': 'Other work',
  },
  'zh-cn': {
    '#docs': '文档',
    '#ci': 'CI',
    '#tests': '测试',
    '#tooling': '构建与工具',
    '#deps': '依赖',
    '#release': '发布',
    '#perf': '性能',
    '#other': '其他工作',
  },
};
const PUNCTUATION: Readonly<Record<Locale, readonly [colon: string, comma: string, and: string]>> = {
  en: [': ', ', ', ' and '],
  'zh-cn': ['：', '、', ' 与 '],
};

export const otherName = (locale: Locale): string => NAMED[locale]['#other'];

/** A pair, a word, is worth a place in a name from this share of the theme's contributions. */
const TELLING = 0.1;
const TELLING_WORD = 0.15;
/** Share of a theme in which a pair of words has to stand to take the place of one of them. */
const NEARLY_ALWAYS = 0.45;
/** Letters by which two forms of a word are told to be one. */
const STEM = 5;
const MOST_TERMS = 6;
const IN_NAME = 2;
const NAME_LENGTH = 60;
/** Two words together say more than each alone. */
const PAIR_BONUS = 1.4;

export interface Named {
  readonly name: string;
  readonly terms: readonly string[];
}

/** How often each word or pair occurs in the subjects of all contributions, once each. */
export function frequencies(facets: readonly Facets[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const f of facets) for (const key of new Set(f.terms.map((t) => t.key))) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/**
 * A theme's name from its own words: its leading facets, then the one or two words that set its subjects apart from the others'
 * (class-based TF-IDF: Grootendorst 2022, arXiv 2203.05794): `CSS: Lightning CSS, Sass`, `Documentation: migration guide`.
 */
export function nameTheme(
  leading: readonly string[],
  members: readonly Facets[],
  all: { readonly frequencies: ReadonlyMap<string, number>; readonly n: number },
  spellings: Spellings,
  locale: Locale,
): Named {
  const [colon, comma, and] = PUNCTUATION[locale];
  const tokens = counted(members);
  const heads: string[] = [];
  for (const key of leading) {
    const written = label(fuller(key, tokens, members.length), spellings, locale);
    if (heads.length === 0 || (heads.length < IN_NAME && !FROM_CODE.test(written) && !heads.some((h) => alike(h, written))))
      heads.push(written);
  }
  const head = heads.map((h, i) => (i === 0 ? capitalised(h) : h)).join(and);
  const words = telling(leading, tokens, members.length, all)
    .map((key) => shown(key, spellings))
    .filter((word, i, all) => !heads.some((h) => alike(h, word)) && !all.slice(0, i).some((earlier) => shareWord(earlier, word)));
  let name = head;
  let room = heads.length > 1 ? 0 : IN_NAME;
  for (const word of words) {
    const longer = name + (name === head ? colon : comma) + word;
    if (room > 0 && longer.length <= NAME_LENGTH) {
      name = longer;
      room--;
    }
  }
  return { name, terms: [...heads, ...words].slice(0, MOST_TERMS) };
}

const isKind = (key: string): key is Kind => (KINDS as readonly string[]).includes(key);
const label = (key: string, spellings: Spellings, locale: Locale): string =>
  isKind(key) ? NAMED[locale][key] : (longForm(key) ?? shown(key, spellings));
const shown = (key: string, spellings: Spellings): string => spellings.of(key).split(' ').map(cased).join(' ');
const capitalised = (text: string): string =>
  initialism(text)
    ? text.toUpperCase()
    : /^\p{Ll}/u.test(text) && !OWN_CASE.test(text)
      ? text.charAt(0).toUpperCase() + text.slice(1)
      : text;
/** Readable as a detail, not as the half of a heading. */
const FROM_CODE = /[_.]|[a-z][A-Z]/;
/** Names that begin small wherever they stand, and names from code. */
const OWN_CASE = /^(?:esbuild|webpack|npm|pnpm|gRPC|macOS|iOS)\b|^[a-z]+(?:[A-Z]|[._/][a-z])/;

/** Whether naming both would say one thing twice: one lies in the other, or they are one word in two forms. */
function alike(a: string, b: string): boolean {
  const [x, y] = [keyOf(a), keyOf(b)];
  return x.includes(y) || y.includes(x) || (x.length > STEM && y.length > STEM && x.slice(0, STEM) === y.slice(0, STEM));
}

const shareWord = (a: string, b: string): boolean => {
  const words = new Set(a.split(' ').map(keyOf));
  return b.split(' ').some((w) => words.has(keyOf(w)));
};

interface Count {
  n: number;
  readonly pair: boolean;
}

/** In how many of the subjects each term occurs. */
function counted(members: readonly Facets[]): ReadonlyMap<string, Count> {
  const counts = new Map<string, Count>();
  for (const { terms } of members) {
    for (const { key, pair } of new Map(terms.map((t) => [t.key, t])).values()) {
      const seen = counts.get(key);
      if (seen) seen.n++;
      else counts.set(key, { n: 1, pair: pair === true });
    }
  }
  return counts;
}

/** The pair a word nearly always stands in: `hook filter` for `filter`. */
function fuller(key: string, counts: ReadonlyMap<string, Count>, n: number): string {
  let best = key;
  let most = n * NEARLY_ALWAYS;
  for (const [other, count] of counts)
    if (count.pair && other !== key && other.includes(key) && count.n > most) [best, most] = [other, count.n];
  return best;
}

function telling(
  leading: readonly string[],
  counts: ReadonlyMap<string, Count>,
  members: number,
  all: { readonly frequencies: ReadonlyMap<string, number>; readonly n: number },
): readonly string[] {
  const scored = [...counts]
    .filter(
      ([key, { n, pair }]) =>
        n >= Math.max(2, members * (pair ? TELLING : TELLING_WORD)) && !leading.some((l) => l.includes(key) || key.includes(l)),
    )
    .map(([key, { n, pair }]) => ({
      key,
      score: (n / members) * Math.log(1 + all.n / (all.frequencies.get(key) ?? 1)) * (pair ? PAIR_BONUS : 1),
    }))
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
  const kept: string[] = [];
  for (const { key } of scored) if (!kept.some((k) => k.includes(key) || key.includes(k))) kept.push(key);
  return kept.slice(0, MOST_TERMS);
}

/** A hole in a message: `{name}`, or `{n:change|changes}` for the plural form that `n` asks for in the language. */
type Hole<S extends string> = S extends `${string}{${infer H}}${infer Rest}`
  ? (H extends `${infer Name}:${string}` ? Name : H) | Hole<Rest>
  : never;

type Values<S extends string> = Readonly<Record<Hole<S>, string | number>>;

/** Renders a message of a table in one language; the values its holes need are checked at compile time against the English text. */
export type Say<T> = <K extends keyof T & string>(
  key: K,
  ...values: T[K] extends string ? ([Hole<T[K]>] extends [never] ? [] : [Values<T[K]>]) : never
) => string;

export type Languages<T> = { readonly en: T; readonly 'zh-cn': { readonly [K in keyof T]: string } };

/** Checks that every language has every key; `test/util` checks their holes. */
export const messageTable = <const T extends Readonly<Record<string, string>>>(tables: Languages<T>): Languages<T> => tables;

export type Fill = (message: string, values: Readonly<Record<string, string | number>>) => string;

/** Fills the holes of any message. Numbers are grouped as the language writes them (`1,234`); plural forms by CLDR rules, `one` first, then `other`. */
export function filler(locale: 'en' | 'zh-cn'): Fill {
  return (fillers[locale] ??= make(locale));
}

const fillers: { [K in 'en' | 'zh-cn']?: Fill } = {};

function make(locale: 'en' | 'zh-cn'): Fill {
  const tag = locale === 'zh-cn' ? 'zh-CN' : 'en';
  const plural = new Intl.PluralRules(tag);
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1, maximumSignificantDigits: 1, roundingPriority: 'morePrecision' });
  return (message, values) =>
    message.replaceAll(/\{(\w+)(?::([^}]*))?\}/g, (_, name: string, forms: string | undefined) => {
      const value = values[name] ?? '';
      if (forms === undefined) return typeof value === 'number' ? number.format(value) : value;
      const [one = '', other = one] = forms.split('|');
      return typeof value === 'number' && plural.select(value) === 'one' ? one : other;
    });
}

/** A table in one language. */
export function sayer<T extends Readonly<Record<string, string>>>(tables: Languages<T>, locale: keyof Languages<T>): Say<T> {
  const fill = filler(locale);
  return (key, ...values) => fill(tables[locale][key], values[0] ?? {});
}

/** Chinese has a space before a figure or a Latin name alone: the first that stands between two of its own signs goes. */
export const closedUp = (text: string): string => text.replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/u, '');

/** The holes of a message by name, sorted: the same in every language, or a value is lost. */
export const holesOf = (message: string): readonly string[] =>
  [...new Set([...message.matchAll(/\{(\w+)(?::[^}]*)?\}/g)].map((match) => match[1] ?? ''))].sort();

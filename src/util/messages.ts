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

/** Numbers are grouped as the language writes them (`1,234`); plural forms by CLDR rules, `one` first, then `other`. */
export function sayer<T extends Readonly<Record<string, string>>>(tables: Languages<T>, locale: keyof Languages<T>): Say<T> {
  const tag = locale === 'zh-cn' ? 'zh-CN' : 'en';
  const plural = new Intl.PluralRules(tag);
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  return (key, ...values) => {
    const given: Readonly<Record<string, string | number>> = values[0] ?? {};
    return tables[locale][key].replaceAll(/\{(\w+)(?::([^}]*))?\}/g, (_, name: string, forms: string | undefined) => {
      const value = given[name] ?? '';
      if (forms === undefined) return typeof value === 'number' ? number.format(value) : value;
      const [one = '', other = one] = forms.split('|');
      return typeof value === 'number' && plural.select(value) === 'one' ? one : other;
    });
  };
}

/** The holes of a message by name, sorted: the same in every language, or a value is lost. */
export const holesOf = (message: string): readonly string[] =>
  [...new Set([...message.matchAll(/\{(\w+)(?::[^}]*)?\}/g)].map((match) => match[1] ?? ''))].sort();

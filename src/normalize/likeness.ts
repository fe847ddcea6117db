import { prefixOf } from './stated.ts';

/** Words that make no title alike. */
const STOP = new Set('a an and as at by for from in into is it its of on or the this to up was with 的 了 和 与 在 对'.split(' '));

/** What a title is compared by: its words without prefix, references and small words; of Chinese, each two characters. */
export function wordsIn(title: string): ReadonlySet<string> {
  const plain = prefixOf(title)
    .rest.replaceAll(/https?:\/\/\S+|(?:[\w.-]+\/[\w.-]+)?#\d+/g, ' ')
    .normalize('NFKC')
    .toLowerCase();
  const words = new Set<string>();
  for (const [word] of plain.matchAll(/\p{Script=Han}+|[\p{L}\p{N}]+/gu)) {
    if (!/\p{Script=Han}/u.test(word)) {
      if (!STOP.has(word)) words.add(stem(word));
    } else for (let i = 0; i < Math.max(1, word.length - 1); i++) words.add(word.slice(i, i + 2));
  }
  return words;
}

/** `fixed`, `fixes` and `fix` are one word: enough for titles, and no more. */
const stem = (word: string): string => (word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, '').replace(/e$/, '') : word);

/** Share of words two titles have in common, 0 to 1; 0 where either has fewer than three to go by. */
export function likenessOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (Math.min(a.size, b.size) < 3) return 0;
  let both = 0;
  for (const word of a) if (b.has(word)) both++;
  return both / (a.size + b.size - both);
}

/** Titles that come again and again, and say of no work in particular that it is the same. */
export const isGeneric = (title: string): boolean =>
  /^(?:weekly|daily|stand-?up|sync|meeting|1:1|one-on-one|周会|例会|站会)\b/iu.test(title.trim());

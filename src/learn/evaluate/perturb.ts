import type { Random } from '../../util/random.ts';

/**
 * Changes of a message that do not change what it says; a label should stand through them. What training puts into messages (`tune/noise.ts`)
 * is kept apart from these: other slips of the finger, other names, emoji and sentences.
 */
export const PERTURBATIONS = {
  /** Two neighbouring letters inside one word in eight change places. */
  typos: (text: string, random: Random): string =>
    text.replace(/\p{L}{4,}/gu, (word) => {
      if (random.next() >= 1 / 8) return word;
      const letters = Array.from(word);
      const at = 1 + random.below(letters.length - 3);
      return [...letters.slice(0, at), letters[at + 1], letters[at], ...letters.slice(at + 2)].join('');
    }),
  'upper case': (text: string): string => text.toUpperCase(),
  'lower case': (text: string): string => text.toLowerCase(),
  'an emoji before it': (text: string, random: Random): string => `${random.pick(PICTURES)} ${text}`,
  'an emoji within it': (text: string, random: Random): string => put(text, random, () => random.pick(PICTURES)),
  'a ticket before it, in brackets': (text: string, random: Random): string => `[PROJ-${1 + random.below(9999)}] ${text}`,
  'a ticket before it, bare': (text: string, random: Random): string => `PROJ-${1 + random.below(9999)} ${text}`,
  'an area before it': (text: string, random: Random): string => `${random.pick(['parser', 'ui', 'http', 'storage'])}: ${text}`,
  'a word twice': (text: string, random: Random): string => put(text, random, (word) => word),
  'a sentence more': (text: string, random: Random): string =>
    `${text}\n\n${random.pick(['Thanks to all who looked at this.', 'See the discussion of last week.', 'More of this follows next week.'])}`,
} as const satisfies Readonly<Record<string, (text: string, random: Random) => string>>;

const PICTURES = ['🎉', '🚀', '🔥', '🙈', '🦄'];

/** Puts a word more behind one of the first line. */
function put(text: string, random: Random, more: (word: string) => string): string {
  const [line = '', ...rest] = text.split('\n');
  const words = line.split(' ');
  const at = random.below(words.length);
  return [words.toSpliced(at + 1, 0, more(words[at] ?? '')).join(' '), ...rest].join('\n');
}

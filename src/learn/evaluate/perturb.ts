import type { Random } from '../../util/random.ts';

/** Changes of a message that do not change what it says; a label should stand through them. */
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
  emoji: (text: string, random: Random): string => `${random.pick(['🎉', '🚀', '✨', '🔥', '🙈'])} ${text}`,
  'ticket before it': (text: string, random: Random): string => `[PROJ-${1 + random.below(9999)}] ${text}`,
  'a sentence more': (text: string, random: Random): string =>
    `${text}\n\n${random.pick(['Thanks to all who looked at this.', 'See the discussion of last week.', 'More of this follows next week.'])}`,
} as const satisfies Readonly<Record<string, (text: string, random: Random) => string>>;

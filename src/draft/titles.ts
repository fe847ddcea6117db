import { outside } from './plain.ts';

/** Small words, of which a title capitals some: no names. `A` may be one (`Option A`), and stays. */
const SMALL = new Set(
  `an the and or but nor for of in on at to from by with without into onto over under as via per when while if than then that this is are be not no
  all more only its their our after before during between through against about up out off`.split(/\s+/),
);
/** Nouns and adjectives of commit subjects that name nothing by themselves. */
const COMMON = new Set(
  `support error errors warning warnings test tests unit documentation typo typos bug bugs fix fixes feature features improvement improvements
  instruction instructions example examples handling dependency dependencies validation functionality behavior behaviour implementation compatibility
  missing unused unnecessary redundant broken wrong incorrect invalid outdated duplicate duplicated deprecated optional initial additional existing
  better proper cleanup option options method methods function functions field fields value values version versions message messages parameter
  parameters argument arguments file files header headers setting settings tweak tweaks update updates change changes correction corrections`.split(
    /\s+/,
  ),
);
/** What commands and pages of programs are named after. */
const SHOWN = new Set(
  `device file folder view panel page menu model period identity history log key theme window tab author language account device devices`.split(
    /\s+/,
  ),
);

const WORD = /[A-Za-z][\w'’-]*/g;
const CAPITAL = /^[A-Z][a-z]+$/;
const lower = (word: string): string => word.toLowerCase();

/** Whether every word but small ones begins with a capital: then capitals tell no names apart. */
const isTitled = (words: readonly string[]): boolean => words.every((word) => !/^[a-z]/.test(word) || SMALL.has(word));

/**
 * A title as it is told in the middle of a sentence: `Support For Docker Compose` becomes `support for Docker Compose`. Small words lose their
 * capital, and common ones that no name follows; whatever may be a name, an acronym or code stays. What is no title is returned as it is.
 */
export function untitled(text: string): string {
  const plain = text.replaceAll(/`[^`]*`/g, ' ');
  if (!isTitled(plain.match(WORD) ?? [])) return text;
  return outside(text, (part) =>
    part.replaceAll(/[A-Za-z][\w'’-]*(?: [A-Za-z][\w'’-]*)*/g, (run) => {
      const words = run.split(' ');
      let named = false;
      for (let at = words.length - 1; at >= 0; at--) {
        const word = words[at] ?? '';
        const small = SMALL.has(lower(word));
        if (small) named = false;
        if (CAPITAL.test(word) && (small || (!named && COMMON.has(lower(word))))) words[at] = lower(word);
        else if (!small) named = true;
      }
      return words.join(' ');
    }),
  );
}

/** Whether `Select Device, and …` begins with what a command or a page is called: a title of its own in a sentence that is none. */
export function isCalled(first: string, rest: string): boolean {
  const [, noun = '', more = ''] = /^([A-Z][a-z]+)(?:[,:;]| [–—-] | and )\s*(.*)$/.exec(rest) ?? [];
  return CAPITAL.test(first) && SHOWN.has(lower(noun)) && !isTitled(more.match(WORD) ?? []);
}

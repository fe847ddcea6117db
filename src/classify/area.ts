const LETTER = '[\\p{L}\\p{N}_./*@+-]';
/** What was done, and no area. */
const DONE = '(?:add|breaking|change|delete|improve|move|new|release|remove|rename|update|upgrade)[a-z]*:';
/** Words and paths, several with commas: `parser: `, `net/http, net/url: `, with a Chinese colon too. Empty where it is left out to see what it says. */
const AREAS = new RegExp(`^(?:(?!${DONE})${LETTER}{0,40}(?: ?[,&] ?${LETTER}{1,40})*(?::\\s+|：\\s*)(?=\\S))+`, 'iu');

/**
 * A message without the areas that it begins with: where a change was made its paths say, and how repositories name theirs is a habit that says
 * nothing of its type. Linear in what it reads.
 */
export const withoutArea = (text: string): string => text.replace(AREAS, '');

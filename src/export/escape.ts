import { outside, visible, withCode } from '../draft/plain.ts';

/** What Markdown (CommonMark with GitHub's additions) would read as markup, made to stand for itself. */
const MARKUP = /[\\*_{}[\]<>|~$]|!(?=\[)|&(?=#?\w+;)|#(?=\d)/g;
/** What begins a block at the start of a line. */
const BLOCK = /^(?:#{1,6}(?=\s)|[+>=-]|\d{1,9}(?=[.)]))/;

/** Text with code in backticks (claims, names of themes) as Markdown; anything else in it stands for itself. */
export const markdown = (text: string): string => outside(balanced(visible(text)), (part) => part.replaceAll(MARKUP, '\\$&'));

/** The same where it begins a line or a list item. */
export const line = (text: string): string => markdown(text).replace(BLOCK, (found) => (/^\d/.test(found) ? `${found}\\` : `\\${found}`));

/** Text somebody wrote (a subject, a path) as Markdown: names in code, mentions and addresses not alive. */
export const foreign = (text: string): string => markdown(withCode(visible(text)));

/** A backtick without a partner would make the rest of the line code. */
const balanced = (text: string): string => (text.split('`').length % 2 === 1 ? text : text.replaceAll('`', "'"));

/** An address of the web as it may stand in a link; undefined for any other. */
export function address(url: string | undefined): string | undefined {
  if (url === undefined || !/^https?:\/\/[^\s]+$/i.test(url)) return undefined;
  return url.replaceAll(
    /[()<>"'\\`|[\]{}^]/g,
    (character) => `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

import { outside, visible, withCode } from '../draft/plain.ts';

/** What Markdown (CommonMark with GitHub's additions) would read as markup, made to stand for itself. */
const MARKUP = /[\\*_{}[\]<>|~$]|!(?=\[)|&(?=#?\w+;)|#(?=\d)|^(?:#{1,6}(?=\s)|[+>=-]|\d{1,9}(?=[.)]))/gm;

/** Text with code in backticks (claims, names of themes) as Markdown; anything else in it stands for itself. */
export const markdown = (text: string): string =>
  outside(balanced(visible(text)), (part) => part.replaceAll(MARKUP, (found) => (/^\d/.test(found) ? `${found}\\` : `\\${found}`)));

/** Text somebody wrote (a subject, a path) as Markdown: names in code, mentions and addresses not alive. */
export const foreign = (text: string): string => markdown(withCode(visible(text)));

/** A backtick without a partner would make the rest of the line code. */
const balanced = (text: string): string => (text.split('`').length % 2 === 1 ? text : text.replaceAll('`', "'"));

/** A link where the address is one of the web, else the label alone. */
export function link(label: string, url: string | undefined): string {
  if (url === undefined || !/^https?:\/\/[^\s]+$/i.test(url)) return label;
  const safe = url.replaceAll(
    /[()<>"'\\`|[\]{}^]/g,
    (character) => `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return `[${label}](${safe})`;
}

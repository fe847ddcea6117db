/** Characters written without spaces between words: each is a word of its own in the index, so that any part of a phrase is found. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/** Text as the index takes it. */
export const indexed = (text: string): string => text.replace(UNSPACED, ' $& ');

/** What the index's tokenizer (unicode61) takes as a part of a word. */
const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;

/**
 * What a user typed, as an FTS5 query that cannot fail: every word must occur, the last letters of each may be missing
 * (`pars` finds `parser`); words joined by punctuation (`src/parser.ts`, `fix-up`) must stand next to each other.
 * @returns undefined where there is nothing to look for.
 */
export function matchQuery(typed: string): string | undefined {
  const phrases = typed
    .split(/\s+/)
    .map((part) => indexed(part).match(WORD) ?? [])
    .filter((words) => words.length > 0)
    .map((words) => `"${words.join(' ')}" *`);
  return phrases.length === 0 ? undefined : phrases.join(' ');
}

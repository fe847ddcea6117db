import type { Tagged } from '../../domain/tags.ts';
import { phraseOf } from '../phrase.ts';
import { WORD } from './context.ts';

/** A word of the text under check, where it stands, and whether something accounts for it. */
export interface Word {
  readonly text: string;
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  covered: boolean;
}

/** The text under check: what evidence, facts and quotations account for is covered; the rest is asked about. */
export class Text {
  readonly text: string;
  readonly words: readonly Word[];

  constructor(text: string) {
    this.text = text;
    this.words = [...text.matchAll(WORD)].map((match) => ({
      text: match[0],
      lower: match[0].toLowerCase(),
      start: match.index,
      end: match.index + match[0].length,
      covered: false,
    }));
  }

  cover(start: number, end: number): void {
    for (const word of this.words) if (word.start < end && word.end > start) word.covered = true;
  }

  /** Covers every place `phrase` stands in, where it is no part of a longer word or number. */
  coverPhrase(phrase: string): void {
    if (phrase === '') return;
    for (let at = this.text.indexOf(phrase); at >= 0; at = this.text.indexOf(phrase, at + 1)) {
      if (joined(this.text, at, phrase) || joined(this.text, at + phrase.length, phrase)) continue;
      this.cover(at, at + phrase.length);
    }
  }
}

/** Whether a word or number goes on across a place: `1 fix` in `41 fixes` is no `1 fix`. Han characters do not join. */
function joined(text: string, at: number, phrase: string): boolean {
  const [before, after] = [text[at - 1] ?? '', text[at] ?? ''];
  if (phrase === '' || before === '' || after === '') return false;
  const letter = /[\p{L}\p{N}]/u;
  const han = /\p{Script=Han}/u;
  if (/[.,]/.test(before) && /\d/.test(after) && /\d/.test(text[at - 2] ?? '')) return true;
  return letter.test(before) && letter.test(after) && !han.test(before) && !han.test(after);
}

/** So many words in a row are no accident. */
const RUN = 3;

/**
 * Covers words that stand in the text as they do in the words of a cited subject: three or more in a row, or all that follows its verb.
 * Each place in a subject accounts for one place in the text.
 */
export function coverBySubjects(text: Text, items: readonly Tagged[]): void {
  const subjects = items.map((item) => [...phraseOf(item).object.matchAll(WORD)].map((match) => match[0].toLowerCase()));
  const places = new Map<string, { readonly subject: number; readonly at: number }[]>();
  for (const [subject, words] of subjects.entries()) {
    for (const [at, word] of words.entries()) {
      const known = places.get(word);
      if (known) known.push({ subject, at });
      else places.set(word, [{ subject, at }]);
    }
  }
  const used = new Set<string>();
  for (let i = 0; i < text.words.length;) {
    let best = { length: 0, subject: 0, at: 0 };
    for (const { subject, at } of places.get(text.words[i]?.lower ?? '') ?? []) {
      const words = subjects[subject] ?? [];
      let length = 0;
      while (at + length < words.length && words[at + length] === text.words[i + length]?.lower && !used.has(`${subject} ${at + length}`))
        length++;
      const whole = at === 0 && length > 0 && length === words.length;
      if ((length >= RUN || whole) && length > best.length) best = { length, subject, at };
    }
    for (let k = 0; k < best.length; k++) {
      used.add(`${best.subject} ${best.at + k}`);
      const word = text.words[i + k];
      if (word) word.covered = true;
    }
    i += Math.max(1, best.length);
  }
}

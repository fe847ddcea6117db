import type { Tagged } from '../domain/tags.ts';
import { clausesOf, phraseOf, sentenceOf } from './phrase.ts';
import type { Phrase } from './phrase.ts';
import { code } from './plain.ts';
import { placesIn, told } from './subject.ts';

/** Who the sentence is about: nobody named in a self-assessment's bullets, a name or `they` in a lead's draft. */
export interface Voice {
  readonly subject: string;
}

const SUPPORT: Readonly<Record<string, string>> = {
  test: 'In tests',
  docs: 'In the documentation',
  build: 'In the build',
  ci: 'In CI',
};

/** Phrases that say by themselves what they are part of. */
const SELF_SAID: Readonly<Record<string, RegExp>> = {
  test: /^tested\b|\btests?\b/i,
  docs: /^documented\b|\b(?:docs?|documentation)\b/i,
  build: /\bbuilds?\b/i,
  ci: /\bCI\b/,
};

/** `In `ssr`, added stubs for bundled packages; fixed circular imports.` */
export function workEnglish(items: readonly Tagged[], scope: string | undefined, { subject }: Voice): string {
  const phrases = items.map((item) => (scope === undefined ? placed(item) : phraseOf(item)));
  const clauses = subjectFirst(sentenceOf(clausesOf(phrases)), subject);
  return ended(scope === undefined ? capitalised(clauses) : `In ${places(scope)}, ${clauses}`);
}

export function supportEnglish(items: readonly Tagged[], type: string, { subject }: Voice): string {
  const phrases = items.map(placed);
  // `In tests, added tests for the parser` says it twice, and so does `In the documentation, documented …`.
  const itself = SELF_SAID[type];
  const place = itself !== undefined && phrases.every(({ verb, object }) => itself.test(`${verb} ${object}`)) ? undefined : SUPPORT[type];
  const told = place === undefined || type !== 'docs' ? phrases : phrases.map(described);
  const clauses = subjectFirst(sentenceOf(clausesOf(told)), subject);
  return ended(place === undefined ? capitalised(clauses) : `${place}, ${clauses}`);
}

const described = (phrase: Phrase): Phrase => ({ ...phrase, verb: phrase.verb.replace(/^documented(?!\S)/, 'described') });

/** The phrase with its scope, where the words do not name it. */
function placed(item: Tagged): Phrase {
  const phrase = phraseOf(item);
  const { scope } = told(item);
  if (scope === undefined || /^(?:deps|release|docs?|tests?|ci|build)$/i.test(scope)) return phrase;
  if (phrase.object.toLowerCase().includes(scope.toLowerCase())) return phrase;
  return { ...phrase, object: `${phrase.object} in ${places(scope)}` };
}

const places = (scope: string): string => listEnglish(placesIn(scope).map(code));

const subjectFirst = (clauses: string, subject: string): string => (subject === '' ? clauses : `${subject} ${clauses}`);

export const capitalised = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/** A full stop where nothing ends the sentence yet. */
const ended = (text: string): string => (/[.!?…]”?$/.test(text) ? text : `${text}.`);

/** `a, b and c`. */
export function listEnglish(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

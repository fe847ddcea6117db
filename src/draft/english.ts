import type { Tagged } from '../domain/tags.ts';
import { clausesOf, phraseOf, sentenceOf } from './phrase.ts';
import type { Phrase } from './phrase.ts';
import { code } from './plain.ts';
import { placesIn, SAYS_NO_PLACE, told } from './subject.ts';

/** Who the sentence is about: nobody named in a self-assessment's bullets, a name or `they` in a lead's draft. */
export interface Voice {
  readonly subject: string;
  /** Set where its place has been told of before. */
  readonly again?: true;
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
  docs: /^documented\b|\b(?:docs?|docstrings?|documentation|read-?me)\b/i,
  build: /\bbuilds?\b/i,
  ci: /\bCI\b|\b(?:workflows?|GitHub Actions)\b/,
};

/** `In `ssr`, added stubs for bundled packages; fixed circular imports.` */
export function workEnglish(items: readonly Tagged[], scope: string | undefined, { subject, again }: Voice): string {
  const phrases = items.map((item) => (scope === undefined ? placed(item) : phraseOf(item)));
  const clauses = subjectFirst(sentenceOf(clausesOf(phrases)), subject);
  return ended(scope === undefined ? capitalised(clauses) : `${again ? 'Also in' : 'In'} ${places(scope)}, ${clauses}`);
}

export function supportEnglish(items: readonly Tagged[], type: string, { subject }: Voice): string {
  const phrases = items.map(placed);
  // `In tests, added tests for the parser` says it twice, and so does `In the documentation, documented …`: what names the field has no lead.
  const [lead, itself] = [SUPPORT[type], SELF_SAID[type]];
  const named = ({ verb, object }: Phrase): boolean => lead === undefined || itself?.test(`${verb} ${object}`) === true;
  const led = phrases.every(named) ? [] : (type === 'docs' ? phrases.map(described) : phrases).filter((phrase) => !named(phrase));
  const alone = led.length === 0 ? phrases : phrases.filter(named).filter(({ object }) => !led.some((other) => other.object === object));
  const told = (part: readonly Phrase[], who: string): string => subjectFirst(sentenceOf(clausesOf(part)), who);
  const first = led.length === 0 ? '' : ended(`${lead}, ${told(led, subject)}`);
  const then = alone.length === 0 ? '' : ended(capitalised(told(alone, first === '' || subject === '' ? subject : 'they')));
  return [first, then].filter((sentence) => sentence !== '').join(' ');
}

const described = (phrase: Phrase): Phrase => ({ ...phrase, verb: phrase.verb.replace(/^documented(?!\S)/, 'described') });

/** The phrase with its scope, where the words do not name it. */
function placed(item: Tagged): Phrase {
  const phrase = phraseOf(item);
  const { scope } = told(item);
  if (scope === undefined || SAYS_NO_PLACE.test(scope)) return phrase;
  if (phrase.object.toLowerCase().includes(scope.toLowerCase())) return phrase;
  return { ...phrase, place: `in ${places(scope)}` };
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

import type { Person } from '../../domain/contribution.ts';
import type { Audience, Locale } from '../../domain/draft.ts';
import type { Fact } from '../../domain/evidence.ts';
import type { ContributionId, IdentityId } from '../../domain/ids.ts';
import { LOG_CATEGORIES } from '../../domain/log.ts';
import type { Tagged } from '../../domain/tags.ts';
import type { Period } from '../../domain/time.ts';
import { sayer } from '../../util/messages.ts';
import { boundsText } from '../dates.ts';
import { capitalised } from '../english.ts';
import type { DraftInput } from '../input.ts';
import { MESSAGES } from '../messages.ts';
import { repoName, themeName, until } from '../narrate.ts';
import { nameOf } from '../voice.ts';
import { visible } from '../plain.ts';

/** What a claim is checked against; made once for a draft, and again when a user edits it. */
export interface CheckContext {
  readonly locale: Locale;
  readonly audience: Audience;
  readonly person: Person;
  readonly me: ReadonlySet<IdentityId>;
  readonly period: Period;
  /** Everything of the person in the period, with noise. */
  readonly work: ReadonlyMap<ContributionId, Tagged>;
  /** Themes by shown name. */
  readonly themes: ReadonlyMap<string, ReadonlySet<ContributionId>>;
  /** Facts that suggestions state, by their text. */
  readonly suggested: ReadonlyMap<string, Fact>;
  /** Words that are names here though no evidence has them: themes, repositories, languages, the person. Lower case. */
  readonly vocabulary: ReadonlySet<string>;
  /** Shown names of repositories by id. */
  readonly repoNames: ReadonlyMap<string, string>;
  /** Other people known by name. */
  readonly people: readonly string[];
  /** Words that hold for the period itself: its bounds; and what kinds of work-log entries are called. */
  readonly phrases: readonly string[];
}

export function contextOf(input: DraftInput): CheckContext {
  const { person, period, locale, audience, assessment, suggestions } = input;
  const work = new Map(input.work.map((item) => [item.id, item]));
  const repoNames = new Map([...new Set(input.work.map((item) => item.repo))].map((repo) => [repo, repoName(repo, input)]));
  const names = assessment.dimensions.flatMap((d) => d.signals.flatMap((s) => s.names ?? []));
  const themes = new Map(input.themes.map((theme) => [themeName(theme.name), new Set(theme.contributions)]));
  const vocabulary = new Set([...names, ...themes.keys(), ...repoNames.values(), nameOf(input), period.name].flatMap(wordsOf));
  const bounds = boundsText(until(input), locale);
  const say = sayer(MESSAGES, locale);
  return {
    locale,
    audience,
    person,
    me: new Set(person.identities.map((identity) => identity.id)),
    period,
    work,
    themes,
    suggested: new Map(suggestions.flatMap((s) => (s.facts ?? []).map((fact) => [fact.text, fact] as const))),
    vocabulary,
    repoNames,
    people: (input.people ?? []).map(visible).filter((name) => name !== nameOf(input) && name.length > 2),
    phrases: [
      ...(bounds ? between(say('period.between', { from: bounds[0], to: bounds[1] }), period.name) : [period.name]),
      ...LOG_CATEGORIES.map((category) => say(`logged.${category}`)),
    ],
  };
}

/** As it begins a sentence, and within one. */
const between = (phrase: string, name: string): readonly string[] => [phrase, capitalised(phrase), name];

/** Words as the checker compares them: lower case, letters and digits with what joins them. */
export const wordsOf = (text: string): readonly string[] => [...text.matchAll(WORD)].map((match) => match[0].toLowerCase());

/** A run of Han characters is one word, and ends where a number begins; `5.0.1`, `don't`, `node:fs` and `a_b` are one as well. */
export const WORD = /\p{Script=Han}+|[\p{L}\p{N}_](?:(?!\p{Script=Han})[\p{L}\p{N}_]|[.'’:@#$+/-](?=(?!\p{Script=Han})[\p{L}\p{N}_]))*/gu;

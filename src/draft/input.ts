import type { Assessment, Suggestion, Theme } from '../domain/assessment.ts';
import type { Person } from '../domain/contribution.ts';
import type { Audience, Locale } from '../domain/draft.ts';
import type { Tagged } from '../domain/tags.ts';
import type { EpochMs, Period } from '../domain/time.ts';

/** All that a draft depends on. */
export interface DraftInput {
  readonly person: Person;
  readonly period: Period;
  readonly previous?: Period | undefined;
  /** What counts as today: a period that is not over ends here. */
  readonly now?: EpochMs | undefined;
  readonly audience: Audience;
  readonly locale: Locale;
  /** The person's contributions in the period with noise marked: what counts is told, what a revert took out is counted by one suggestion. */
  readonly work: readonly Tagged[];
  readonly themes: readonly Theme[];
  readonly assessment: Assessment;
  readonly suggestions: readonly Suggestion[];
  /** Shown names of repositories; the id where absent. */
  readonly repoNames?: ReadonlyMap<string, string> | undefined;
  /** Everybody known by name in the repositories: names the checker knows to ask about. */
  readonly people?: readonly string[] | undefined;
  readonly urlOf?: ((item: Tagged) => string | undefined) | undefined;
}

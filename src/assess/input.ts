import type { Person } from '../domain/contribution.ts';
import type { Audience, Locale } from '../domain/draft.ts';
import type { SlimCommit } from '../domain/slim.ts';
import type { Tagged } from '../domain/tags.ts';
import type { EpochMs, Period } from '../domain/time.ts';
import type { Footprint } from './footprint.ts';
import type { Rubric } from './rubric.ts';

/** All that an assessment depends on: the same input gives the same result, on any machine. */
export interface AssessInput {
  readonly person: Person;
  readonly period: Period;
  readonly previous?: Period | undefined;
  /** What counts as today: a period that is not over is measured up to here. */
  readonly now: EpochMs;
  /** The person's contributions in the period, noise and orphans marked, in any order. */
  readonly work: readonly Tagged[];
  /** The same of the period before; empty without one. */
  readonly before: readonly Tagged[];
  /** What they did over all their known history: `footprintOf`. */
  readonly earlier: Footprint;
  /** Every commit of the repositories by people (no bots), theirs included, in time order; read once. */
  readonly others: Iterable<SlimCommit>;
  readonly rubric: Rubric;
  readonly locale: Locale;
  readonly audience?: Audience | undefined;
  /** Web address of a contribution, where its host's links are known. */
  readonly urlOf?: ((item: Tagged) => string | undefined) | undefined;
  /** Kinds of suggestion the user turned off. */
  readonly off?: readonly string[] | undefined;
}

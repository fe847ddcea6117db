import type { Tagged } from '../../domain/tags.ts';
import type { RubricSignal } from '../rubric.ts';
import type { Scope } from '../scope.ts';

/** What a signal found in one period. The rubric's minimum decides whether it says anything. */
export interface Reading {
  /** Contributions there were to go by, or what `of` says. */
  readonly n: number;
  readonly of?: 'weeks' | 'files';
  /** In the unit the rubric states; ignored where `n` is below the minimum. */
  readonly value: number;
  /** What was counted, in words, with its numbers. */
  readonly basis: string;
  /** Contributions the value was counted from. */
  readonly items: readonly Tagged[];
  readonly names?: readonly string[];
  /** Said instead of "not enough" where there is nothing at all. */
  readonly nothing?: string;
  /** Nothing that could tell of it was read: then it is no evidence that is missing. */
  readonly unread?: boolean;
}

/** Reads one signal of one period; the same function reads the period before. */
export type ReadSignal = (scope: Scope, signal: RubricSignal) => Reading;

/** To one decimal, and less than that to its first digit: what was done is never rounded to nothing. */
export const round = (value: number): number => Number(value < 0.1 ? value.toPrecision(1) : value.toFixed(1));

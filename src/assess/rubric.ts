import type { SignalValue } from '../domain/assessment.ts';
import type { Locale } from '../domain/draft.ts';

/** A text of the rubric: one for all languages, or one for each. */
export type Localised = string | { readonly en: string; readonly 'zh-cn'?: string | undefined };

export interface Source {
  readonly title: string;
  readonly url: string;
}

/** One signal as the rubric in force defines it. */
export interface RubricSignal {
  readonly id: string;
  readonly title: Localised;
  readonly formula: Localised;
  readonly reason: Localised;
  readonly source?: Source | undefined;
  readonly unit: SignalValue['unit'];
  /** 0..1 beside the other signals of its dimension; 0 is shown and not counted. */
  readonly weight: number;
  /** Values from the lowest level to the highest, evenly spaced; rising or falling throughout. */
  readonly levels: readonly number[];
  /** Contributions below which it says nothing. */
  readonly minimum: number;
  /** Parameter of `follow-ups`. */
  readonly days?: number | undefined;
}

export interface RubricDimension {
  readonly id: string;
  readonly title: Localised;
  readonly weight: number;
  readonly signals: readonly RubricSignal[];
}

export interface Rubric {
  readonly name: string;
  /** SHA-256 of the rubric in force, hex: two assessments with the same hash were made by the same rules. */
  readonly hash: string;
  readonly overall: boolean;
  /** Share of a dimension's signals, by weight, below which it has no level. 0..1 */
  readonly coverage: number;
  /** Names of levels, rising `from` 0. */
  readonly scale: readonly { readonly from: number; readonly name: Localised }[];
  readonly dimensions: readonly RubricDimension[];
}

export const localised = (text: Localised, locale: Locale): string => (typeof text === 'string' ? text : (text[locale] ?? text.en));

/** 0..1 for a value by a signal's levels: linear between two of them, held at the ends. */
export function levelOf(value: number, levels: readonly number[]): number {
  const steps = levels.length - 1;
  const rising = (levels[0] ?? 0) < (levels[steps] ?? 0);
  const reached = (at: number): boolean => (rising ? value >= (levels[at] ?? 0) : value <= (levels[at] ?? 0));
  if (!reached(0)) return 0;
  for (let i = 0; i < steps; i++) {
    if (reached(i + 1)) continue;
    const [low, high] = [levels[i] ?? 0, levels[i + 1] ?? 0];
    return (i + (value - low) / (high - low)) / steps;
  }
  return 1;
}

export const betterOf = (levels: readonly number[]): 'more' | 'less' => ((levels[0] ?? 0) < (levels.at(-1) ?? 0) ? 'more' : 'less');

import type { Evidence, Fact } from './evidence.ts';
import type { Period } from './time.ts';

/** One measured quantity behind a dimension. */
export interface SignalValue {
  readonly id: string;
  readonly title: string;
  /** undefined: not enough evidence; never zero by default. */
  readonly value?: number;
  readonly unit: 'count' | 'percent' | 'weeks' | 'days' | 'lines' | 'per-week';
  /** The same signal one period before. */
  readonly before?: number;
  /** What was counted, in words, with its n: `12 of 41 changes touch tests`. */
  readonly basis: string;
  /** Formula as the rubric states it. */
  readonly formula: string;
  /** Why this is worth measuring, as the rubric states it. */
  readonly reason: string;
  /** 0..1 after the rubric's levels; undefined without a value. */
  readonly level?: number;
  /** Its weight in the dimension, 0..1. */
  readonly weight?: number;
  /** Which way is better; absent where the rubric does not say. */
  readonly better?: 'more' | 'less';
  /** What was counted, where it has names: areas, languages, technologies, people. */
  readonly names?: readonly string[];
  /** Published work the reason rests on. */
  readonly source?: { readonly title: string; readonly url: string };
  readonly evidence: readonly Evidence[];
  /** How many there are where `evidence` was cut; absent where it holds them all. */
  readonly evidenceCount?: number;
}

export interface DimensionValue {
  readonly id: string;
  readonly title: string;
  readonly weight: number;
  /** Weighted mean of its signals' levels, 0..1; undefined: too little evidence (`coverage` is below what the rubric asks for). */
  readonly level?: number;
  readonly before?: number;
  /** Name of the rubric's level reached, e.g. `steady`. */
  readonly levelName?: string;
  /** Share by weight of the signals with enough evidence, among those that anything read could tell of; 0..1. */
  readonly coverage: number;
  /** Why signals have no value, in words: a line for each reason. */
  readonly missing: readonly string[];
  readonly signals: readonly SignalValue[];
}

/** Why signals have no value, and which: what is not measured for the same reason stands together. */
export const unmeasured = (signals: readonly SignalValue[]): readonly { readonly basis: string; readonly titles: readonly string[] }[] =>
  [
    ...Map.groupBy(
      signals.filter(({ value }) => value === undefined),
      ({ basis }) => basis,
    ),
  ].map(([basis, same]) => ({ basis, titles: same.map(({ title }) => title) }));

/** What a Rubric says of one Person in one Period. */
export interface Assessment {
  readonly person: string;
  readonly period: Period;
  readonly previous?: Period;
  readonly rubric: { readonly name: string; readonly hash: string };
  readonly dimensions: readonly DimensionValue[];
  /** Only where the rubric turns it on. */
  readonly overall?: number;
}

/** An improvement, with reasons; a kindness, not a verdict. */
export interface Suggestion {
  readonly id: string;
  readonly title: string;
  readonly observation: string;
  readonly evidence: readonly Evidence[];
  /** How many there are where `evidence` was cut; absent where it holds them all. */
  readonly evidenceCount?: number;
  readonly reason: string;
  /** Published work the reason rests on. */
  readonly source: { readonly title: string; readonly url: string };
  readonly nextStep: string;
  /** How to tell that it worked, measurable by the product. */
  readonly check: string;
  /** 0..1: how strongly the evidence supports it; orders the list. */
  readonly strength: number;
  /** The numbers in `observation`, so that a draft that quotes it can be checked. */
  readonly facts?: readonly Fact[];
  /** About well-being, or too personal for others: shown to its subject only. */
  readonly personal?: boolean;
}

/** Contributions that belong together, and a name for them from their own words. */
export interface Theme {
  readonly id: string;
  readonly name: string;
  /** Terms the name was made from, most telling first. */
  readonly terms: readonly string[];
  readonly contributions: readonly string[];
  /** The one closest to the centre. */
  readonly representative: string;
}

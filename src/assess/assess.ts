import type { Assessment, DimensionValue, SignalValue } from '../domain/assessment.ts';
import { unmeasured } from '../domain/assessment.ts';
import type { Evidence } from '../domain/evidence.ts';
import { evidenceOf } from '../domain/evidence.ts';
import type { Tagged } from '../domain/tags.ts';
import type { AssessInput } from './input.ts';
import { betterOf, levelOf, localised } from './rubric.ts';
import type { Rubric, RubricDimension, RubricSignal } from './rubric.ts';
import { scopeOf } from './scope.ts';
import type { Scope } from './scope.ts';
import { SIGNALS } from './signals/catalogue.ts';
import type { Reading } from './signals/signal.ts';

/** What the rubric says of a person in a period, with what it was in the period before. Too little evidence is no value, never zero. */
export const assess = (input: AssessInput): Assessment => assessScope(input, scopeOf(input));

/** The same over a scope that was made already. */
export function assessScope(input: AssessInput, scope: Scope): Assessment {
  const { person, period, previous, rubric } = input;
  const dimensions = rubric.dimensions.map((dimension) => dimensionValue(dimension, input, scope));
  const overall = rubric.overall && input.audience !== 'lead' ? weighted(dimensions) : undefined;
  return {
    person: person.id,
    period,
    ...(previous ? { previous } : {}),
    rubric: { name: rubric.name, hash: rubric.hash },
    dimensions,
    ...(overall === undefined ? {} : { overall }),
  };
}

function dimensionValue(dimension: RubricDimension, input: AssessInput, scope: Scope): DimensionValue {
  const { locale, rubric } = input;
  const read = dimension.signals.map((signal) => signalValue(signal, input, scope));
  const signals = read.map(({ value }) => value);
  const coverage = coverageOf(read.filter(({ unread }) => !unread).map(({ value }) => value));
  const level = coverage < rubric.coverage ? undefined : weighted(signals);
  const before = level === undefined ? undefined : levelBefore(level, read);
  const levelName = level === undefined ? undefined : nameOf(level, rubric, locale);
  return {
    id: dimension.id,
    title: localised(dimension.title, locale),
    weight: dimension.weight,
    ...(level === undefined ? {} : { level }),
    ...(before === undefined ? {} : { before }),
    ...(levelName === undefined ? {} : { levelName }),
    coverage,
    missing: missingOf(signals, scope),
    signals,
  };
}

interface ReadValue {
  readonly value: SignalValue;
  readonly levelBefore: number | undefined;
  readonly unread: boolean;
}

function signalValue(signal: RubricSignal, input: AssessInput, scope: Scope): ReadValue {
  const { locale } = input;
  const reading = SIGNALS.get(signal.id)?.(scope, signal);
  const past = scope.before && SIGNALS.get(signal.id)?.(scope.before, signal);
  const enough = reading !== undefined && reading.n >= signal.minimum;
  const before = past && past.n >= signal.minimum ? past.value : undefined;
  const basis = enough ? reading.basis : missing(reading, signal, scope);
  const value: SignalValue = {
    id: signal.id,
    title: localised(signal.title, locale),
    ...(enough ? { value: reading.value, level: levelOf(reading.value, signal.levels) } : {}),
    unit: signal.unit,
    ...(before === undefined ? {} : { before }),
    basis,
    formula: localised(signal.formula, locale),
    reason: localised(signal.reason, locale),
    weight: signal.weight,
    better: betterOf(signal.levels),
    ...(enough && reading.names && reading.names.length > 0 ? { names: reading.names } : {}),
    ...(signal.source ? { source: signal.source } : {}),
    evidence: enough ? cite(reading.items, input) : [],
    ...(enough && reading.items.length > CITED ? { evidenceCount: reading.items.length } : {}),
  };
  return { value, levelBefore: before === undefined ? undefined : levelOf(before, signal.levels), unread: reading?.unread ?? false };
}

function missing(reading: Reading | undefined, { minimum }: RubricSignal, { say }: Scope): string {
  const n = reading?.n ?? 0;
  return n === 0 && reading?.nothing ? reading.nothing : say(`basis.too-little.${reading?.of ?? 'contributions'}`, { n, minimum });
}

const missingOf = (signals: readonly SignalValue[], { say }: Scope): readonly string[] =>
  unmeasured(signals).map(({ titles, basis }) => say('missing', { titles: titles.join(say('join')), basis }));

/** More than this nobody opens; the basis says how many there are. */
const CITED = 50;

/** Citations, latest first. */
const cite = (items: readonly Tagged[], { urlOf }: AssessInput): readonly Evidence[] =>
  items
    .toSorted((a, b) => b.at - a.at)
    .slice(0, CITED)
    .map((item) => evidenceOf(item, urlOf?.(item)));

/** Mean of the levels there are, by weight; undefined without any. */
function weighted(parts: readonly { readonly weight?: number; readonly level?: number }[]): number | undefined {
  let [sum, weights] = [0, 0];
  for (const { level, weight = 0 } of parts) {
    if (level === undefined) continue;
    sum += level * weight;
    weights += weight;
  }
  return weights > 0 ? sum / weights : undefined;
}

/** Like is compared with like: the level less what the signals that both periods have went up by. */
function levelBefore(level: number, read: readonly ReadValue[]): number | undefined {
  const rise = weighted(
    read.flatMap(({ value, levelBefore }) =>
      value.level === undefined || levelBefore === undefined ? [] : [{ weight: value.weight ?? 0, level: value.level - levelBefore }],
    ),
  );
  return rise === undefined ? undefined : Math.min(1, Math.max(0, level - rise));
}

function coverageOf(signals: readonly SignalValue[]): number {
  const of = (list: readonly SignalValue[]): number => list.reduce((sum, s) => sum + (s.weight ?? 0), 0);
  const all = of(signals);
  return all === 0 ? 0 : of(signals.filter((s) => s.value !== undefined)) / all;
}

const nameOf = (level: number, { scale }: Rubric, locale: AssessInput['locale']): string | undefined => {
  const name = scale.findLast(({ from }) => level >= from)?.name;
  return name === undefined ? undefined : localised(name, locale);
};

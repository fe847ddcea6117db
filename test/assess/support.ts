import type { DimensionValue, SignalValue } from '../../src/domain/assessment.ts';
import type { Tagged } from '../../src/domain/tags.ts';
import { assess } from '../../src/assess/assess.ts';
import { footprintOf } from '../../src/assess/footprint.ts';
import type { AssessInput } from '../../src/assess/input.ts';
import { defaultRubric } from '../../src/assess/rubric-file.ts';
import { ADA, H1, H2_BEFORE, slim } from '../support/work.ts';

/** An input from what a test says; everybody's history is what is given as work, before and others. */
export function input(options: {
  readonly work: readonly Tagged[];
  readonly before?: readonly Tagged[];
  readonly others?: readonly Tagged[];
  readonly more?: Partial<AssessInput>;
}): AssessInput {
  const { work, before = [], others = [], more = {} } = options;
  return {
    person: ADA,
    period: H1,
    previous: H2_BEFORE,
    now: Date.parse('2026-08-01'),
    work,
    before,
    earlier: footprintOf([...before, ...work]),
    others: [...before, ...work, ...others].sort((a, b) => a.at - b.at).map((item) => slim(item)),
    rubric: defaultRubric(),
    locale: 'en',
    ...more,
  };
}

export function signal(given: AssessInput, id: string): SignalValue {
  const found = assess(given)
    .dimensions.flatMap((d) => d.signals)
    .find((s) => s.id === id);
  if (!found) throw new Error(`no signal ${id}`);
  return found;
}

export function dimension(given: AssessInput, id: string): DimensionValue {
  const found = assess(given).dimensions.find((d) => d.id === id);
  if (!found) throw new Error(`no dimension ${id}`);
  return found;
}

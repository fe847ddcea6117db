import * as v from 'valibot';

/** What a rubric file may say. Each message completes "<key> …": `weight must be a number from 0 to 1, got "lots"`. */
const text = v.pipe(
  v.string('must be text'),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(500, 'must be at most 500 characters'),
);
const localised = v.union([text, v.strictObject({ en: text, 'zh-cn': v.optional(text) })], 'must be text, or texts as { en: …, zh-cn: … }');
const range = (low: number, high: number, what = `must be a number from ${low} to ${high}`) =>
  v.pipe(v.number(what), v.minValue(low, what), v.maxValue(high, what));
const id = v.pipe(v.string('must be text'), v.regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and dashes'));

const source = v.strictObject(
  { title: text, url: v.pipe(v.string('must be text'), v.regex(/^https:\/\/\S+$/, 'must be a web address that starts with https://')) },
  'must be { title: …, url: … }',
);

const LEVELS = 'must be two or more numbers that rise or fall throughout';
const levels = v.pipe(
  v.array(v.number(LEVELS), LEVELS),
  v.minLength(2, LEVELS),
  v.maxLength(20, 'must be at most 20 numbers'),
  v.check((list) => monotone(list), LEVELS),
);

function monotone(list: readonly number[]): boolean {
  const steps = list.slice(1).map((value, i) => Math.sign(value - (list[i] ?? 0)));
  return steps[0] !== 0 && steps.every((step) => step === steps[0]);
}

export const UNITS = ['count', 'percent', 'weeks', 'days', 'lines', 'per-week'] as const;

const signal = v.strictObject(
  {
    id,
    title: v.optional(localised),
    formula: v.optional(localised),
    reason: v.optional(localised),
    source: v.optional(source),
    unit: v.optional(v.picklist(UNITS, `must be one of ${UNITS.join(', ')}`)),
    weight: v.optional(range(0, 1)),
    levels: v.optional(levels),
    minimum: v.optional(v.pipe(range(1, 10_000, 'must be a whole number from 1'), v.integer('must be a whole number from 1'))),
    days: v.optional(
      v.pipe(range(1, 90, 'must be a whole number of days from 1 to 90'), v.integer('must be a whole number of days from 1 to 90')),
    ),
  },
  'must be a signal with an id',
);

const dimension = v.strictObject(
  {
    id,
    title: v.optional(localised),
    weight: v.optional(range(0, 1)),
    signals: v.optional(v.array(signal, 'must be a list of signals')),
    remove: v.optional(v.array(id, 'must be a list of signals')),
  },
  'must be a dimension with an id',
);

const scale = v.pipe(
  v.array(v.strictObject({ from: range(0, 1), name: localised }, 'must be { from: …, name: … }'), 'must be a list of { from: …, name: … }'),
  v.minLength(1, 'must name at least one level'),
  v.check(
    (list) => list[0]?.from === 0 && list.every(({ from }, i) => i === 0 || from > (list[i - 1]?.from ?? 0)),
    'must start from 0 and rise',
  ),
);

export const rubricFile = v.strictObject(
  {
    extends: v.optional(v.literal('default', 'must be default: no other rubric can be extended')),
    name: v.optional(text),
    overall: v.optional(v.boolean('must be true or false')),
    coverage: v.optional(range(0, 1)),
    scale: v.optional(scale),
    remove: v.optional(v.array(id, 'must be a list of dimensions')),
    dimensions: v.optional(v.array(dimension, 'must be a list of dimensions')),
  },
  'must be a rubric: keys such as name and dimensions',
);

export type RubricFile = v.InferOutput<typeof rubricFile>;
export type DimensionFile = v.InferOutput<typeof dimension>;
export type SignalFile = v.InferOutput<typeof signal>;

import * as v from 'valibot';
import type { Document } from 'yaml';
import type { Locale } from '../domain/draft.ts';
import type { Miss, Result } from '../domain/result.ts';
import { nearest } from '../util/nearest.ts';
import { type Fault, leaves, offsetOf, type Path, pathOf, readYaml, shown } from '../util/yaml.ts';
import { DEFAULT_RUBRIC } from './rubric.default.ts';
import { mergeRubric } from './rubric-merge.ts';
import { rubricFile } from './rubric-schema.ts';
import { constraintIn, faultSayer } from './rubric-words.ts';
import type { Rubric } from './rubric.ts';

/** A fault of a rubric file, where it is. */
export type RubricProblem = Fault;

/** All faults at once; `message` has a line for each: `rubric.yaml:14:7: weight must be a number from 0 to 1, got "lots"`. */
export interface RubricMiss extends Miss {
  readonly problems: readonly RubricProblem[];
}

/** More than any rubric needs; a file of that size is another file. */
const MAX_CHARACTERS = 200_000;

/**
 * Reads a rubric. A signal the default knows may leave out what it does not change; `extends: default` starts from the default's dimensions.
 * Misses: `bad-rubric`, with the place of each fault.
 */
export const parseRubric = (text: string, file = 'rubric.yaml', locale: Locale = 'en'): Result<Rubric, RubricMiss> =>
  read(text, { file, base: defaultRubric(), locale });

let shipped: Rubric | undefined;

/** The rubric that ships. */
export function defaultRubric(): Rubric {
  if (shipped) return shipped;
  const parsed = read(DEFAULT_RUBRIC, { file: 'rubric.default.yaml', base: undefined, locale: 'en' });
  if (!parsed.ok) throw new Error(parsed.error.message);
  shipped = parsed.value;
  return shipped;
}

interface Reading {
  readonly file: string;
  readonly base: Rubric | undefined;
  /** Of what is said of faults in it; what the YAML library says stays English. */
  readonly locale: Locale;
}

function read(text: string, { file, base, locale }: Reading): Result<Rubric, RubricMiss> {
  const say = faultSayer(locale);
  const problems: RubricProblem[] = [];
  const failed = (): { readonly ok: false; readonly error: RubricMiss } => {
    problems.sort((a, b) => a.line - b.line || a.column - b.column);
    const message = problems.map((p) => `${file}:${p.line}:${p.column}: ${p.message}`).join('\n');
    return { ok: false, error: { reason: 'bad-rubric', message, problems } };
  };
  if (text.length > MAX_CHARACTERS) {
    problems.push({ line: 1, column: 1, message: say('large', { most: String(MAX_CHARACTERS), length: String(text.length) }) });
    return failed();
  }
  const { document, value, faults, faultAt } = readYaml(text);
  problems.push(...faults);
  if (problems.length > 0) return failed();
  const add = (offset: number, message: string): void => void problems.push(faultAt(offset, message));
  const checked = v.safeParse(rubricFile, value ?? {});
  if (!checked.success) {
    for (const issue of checked.issues.flatMap(leaves)) add(...describe(issue, document, locale));
    return failed();
  }
  const problem = (path: Path, message: string): void => add(offsetOf(document, path), message);
  const rubric = mergeRubric(checked.output, base, { report: problem, say });
  return problems.length > 0 ? failed() : { ok: true, value: rubric };
}

function describe(issue: v.BaseIssue<unknown>, document: Document, locale: Locale): [offset: number, message: string] {
  const say = faultSayer(locale);
  const path = pathOf(issue);
  const key = path.findLast((step) => typeof step === 'string') ?? say('file');
  if (issue.kind === 'schema' && issue.type === 'strict_object' && issue.expected === 'never') {
    const at = offsetOf(document, path, 'key');
    if (KEYS.includes(key)) return [at, say('misplaced', { key })];
    const near = nearest(key, KEYS);
    const written = JSON.stringify(key);
    return [at, near ? say('key-near', { key: written, near }) : say('key', { key: written })];
  }
  if (issue.received === 'undefined' && path.length > 0) {
    return [offsetOf(document, path.slice(0, -1)), say('missing', { key })];
  }
  return [offsetOf(document, path), say('wrong', { key, constraint: constraintIn(locale, issue.message), value: shown(issue.input) })];
}

const KEYS =
  'extends name overall scale remove dimensions id title weight signals formula reason source unit levels minimum days url from en zh-cn'.split(
    ' ',
  );

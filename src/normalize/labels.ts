import type { Stated } from '../domain/contribution.ts';
import type { CommitType } from '../domain/tags.ts';

/** Labels that mean one type and nothing else; GitHub's own are `bug`, `enhancement`, `documentation`. */
const TYPES: ReadonlyMap<string, CommitType> = new Map<string, CommitType>([
  ['bug', 'fix'],
  ['bugfix', 'fix'],
  ['fix', 'fix'],
  ['enhancement', 'feat'],
  ['feature', 'feat'],
  ['documentation', 'docs'],
  ['docs', 'docs'],
  ['refactor', 'refactor'],
  ['refactoring', 'refactor'],
  ['performance', 'perf'],
  ['perf', 'perf'],
  ['tests', 'test'],
  ['testing', 'test'],
  ['ci', 'ci'],
  ['build', 'build'],
  ['chore', 'chore'],
]);
/** `type: bug`, `kind/bug`. */
const PREFIX = /^(?:type|kind|t|c)\s*[:/-]\s*/i;

/** What a pull request's labels state; nothing where they name several types, or none. */
export function labelled(labels: readonly string[]): Stated | undefined {
  const types = new Set(labels.flatMap((label) => TYPES.get(label.trim().replace(PREFIX, '').toLowerCase()) ?? []));
  const [type] = types;
  return type !== undefined && types.size === 1 ? { type, breaking: false } : undefined;
}

import { COMMIT_TYPES, type CommitType } from '../../domain/tags.ts';

/** What other people's models call our types (README, "A model of your own"), in lower case without what separates words. */
const SYNONYMS: Readonly<Record<CommitType, readonly string[]>> = {
  feat: ['feature', 'features', 'newfeature', 'featureaddition', 'enhancement'],
  fix: ['bug', 'bugfix', 'bugfixes', 'fixes', 'fixed', 'bugreport', 'hotfix', 'corrective', 'defect'],
  docs: ['doc', 'documentation'],
  style: ['styles', 'formatting', 'format', 'codestyle'],
  refactor: ['refactoring', 'refactored', 'restructure', 'codequality'],
  perf: ['performance', 'optimization', 'optimisation', 'performanceimprovement'],
  test: ['tests', 'testing'],
  build: ['deps', 'dependency', 'dependencies', 'buildsystem'],
  ci: ['continuousintegration', 'cicd', 'workflow'],
  chore: ['chores', 'maintenance', 'housekeeping'],
  revert: ['reverts', 'reverted'],
};

const TYPE_OF: ReadonlyMap<string, CommitType> = new Map(
  COMMIT_TYPES.flatMap((type) => [type, ...SYNONYMS[type]].map((word) => [word, type] as const)),
);

/**
 * The type each label of a model stands for, where every one stands for one and there are two of them at least; undefined where the labels
 * are others: then they are a dimension of their own. Several labels may mean one type.
 */
export function asTypes(labels: readonly string[]): readonly CommitType[] | undefined {
  const types = labels.flatMap((label) => TYPE_OF.get(label.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')) ?? []);
  return types.length === labels.length && new Set(types).size > 1 ? types : undefined;
}

import { fileKind } from '../../domain/file-kind.ts';
import type { FileKind } from '../../domain/file-kind.ts';
import type { CommitType } from '../../domain/tags.ts';

/** What a change that touches files of one kind only is, as far as that alone tells. */
const ONLY: Readonly<Partial<Record<FileKind, CommitType>>> = {
  test: 'test',
  docs: 'docs',
  ci: 'ci',
  build: 'build',
  lock: 'build',
  config: 'chore',
  style: 'style',
  generated: 'chore',
  vendored: 'build',
};

/** Kinds that go along with others and do not decide. */
const COMPANIONS: ReadonlySet<FileKind> = new Set(['lock', 'generated', 'asset', 'data']);

export type ChangedFile = readonly [path: string, added: number | null, deleted: number | null];

/**
 * The baseline that reads paths alone: the kind all files share decides, lock files and generated ones aside; otherwise a change that mostly adds
 * is a feature and any other a fix, the two most frequent types.
 */
export function typeByPaths(files: readonly ChangedFile[]): CommitType {
  const kinds = new Set(files.map(([path]) => fileKind(path)));
  const telling = [...kinds].filter((kind) => !COMPANIONS.has(kind));
  const [only] = telling.length > 0 ? telling : kinds;
  const type = only === undefined || telling.length > 1 ? undefined : ONLY[only];
  if (type) return type;
  const added = files.reduce((sum, f) => sum + (f[1] ?? 0), 0);
  const deleted = files.reduce((sum, f) => sum + (f[2] ?? 0), 0);
  return added >= 30 && added > 4 * deleted ? 'feat' : 'fix';
}

/** The most frequent label of a training set: what any method must beat. */
export function majority(labels: readonly number[]): number {
  const counts = Map.groupBy(labels, (label) => label);
  return [...counts].sort(([a, x], [b, y]) => y.length - x.length || a - b)[0]?.[0] ?? 0;
}

import { TrackRecordError } from '../../domain/result.ts';
import type { FoldGroup } from '../evaluate/folds.ts';
import { groupedFolds } from '../evaluate/folds.ts';

/** One example of a data set, without its text: that is taken from the repository, or from a folder. */
export interface ManifestEntry {
  readonly repository: string;
  readonly sha: string;
  readonly label: string;
  /** `fold0` to `fold3`; `train` and `test` where a data set comes split. */
  readonly split: string;
}

const COLUMNS = 'repository\tsha\tlabel\tsplit';

/** Tab-separated lines under a header, in the order given. */
export const writeManifest = (entries: readonly ManifestEntry[]): string =>
  [COLUMNS, ...entries.map(({ repository, sha, label, split }) => [repository, sha, label, split].join('\t')), ''].join('\n');

/** @throws TrackRecordError `bad-manifest` with the first line that does not hold. */
export function readManifest(text: string): ManifestEntry[] {
  const [head, ...lines] = text.split(/\r?\n/);
  if (head !== COLUMNS) throw bad(1, `it should read "${COLUMNS.replaceAll('\t', ' ')}", with tabs between`);
  return lines.flatMap((line, i) => {
    if (line === '') return [];
    const [repository = '', sha = '', label = '', split = '', ...more] = line.split('\t');
    if (split === '' || more.length > 0) throw bad(i + 2, 'it does not have four columns');
    if (!/^[0-9a-f]{40,64}$/.test(sha)) throw bad(i + 2, `"${sha}" is not a commit's sha`);
    return [{ repository, sha, label, split }];
  });
}

const bad = (line: number, why: string): TrackRecordError =>
  new TrackRecordError('bad-manifest', `The manifest cannot be used: line ${line}: ${why}.`);

/** A labelled example of a repository. */
export interface Labelled {
  readonly repo: string;
  readonly sha: string;
  readonly type: string;
}

/** Entries for labelled commits, whole repositories dealt into folds so that labels are spread as evenly as possible. */
export function foldManifest(commits: readonly Labelled[], labels: readonly string[], folds: number): ManifestEntry[] {
  const kept = commits.filter((c) => labels.includes(c.type));
  const groups = [...Map.groupBy(kept, (c) => c.repo)].map(([name, own]): FoldGroup => ({
    name,
    counts: labels.map((label) => own.filter((c) => c.type === label).length),
  }));
  const fold = groupedFolds(groups, folds);
  return kept.map((c) => ({ repository: c.repo, sha: c.sha, label: c.type, split: `fold${fold.get(c.repo) ?? 0}` }));
}

/**
 * What the manifest names, found among the texts at hand, in the manifest's order.
 * @returns also the entries that are not there: a clone that was rewritten, a folder of another version
 */
export function joined<T extends Pick<Labelled, 'repo' | 'sha'>>(
  entries: readonly ManifestEntry[],
  texts: readonly T[],
): { readonly found: readonly { readonly entry: ManifestEntry; readonly text: T }[]; readonly missing: readonly ManifestEntry[] } {
  const byKey = new Map(texts.map((t) => [`${t.repo}@${t.sha}`, t]));
  const found: { entry: ManifestEntry; text: T }[] = [];
  const missing: ManifestEntry[] = [];
  for (const entry of entries) {
    const text = byKey.get(`${entry.repository}@${entry.sha}`);
    if (text) found.push({ entry, text });
    else missing.push(entry);
  }
  return { found, missing };
}

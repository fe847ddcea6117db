import { plainText, wholeText } from '../../src/normalize/text.ts';
import type { LabelledCommit } from '../../src/learn/data/commits.ts';
import { joined } from '../../src/learn/data/manifest.ts';
import type { ManifestEntry } from '../../src/learn/data/manifest.ts';
import type { TuneItem } from '../../src/learn/tune/examples.ts';

export interface TuneSet {
  readonly items: readonly TuneItem[];
  /** Of each item, in their order; -1: of a repository that is only trained on. */
  readonly fold: readonly number[];
  /** In the manifest, but not among the commits at hand. */
  readonly missing: number;
}

/** What the manifest names, with the text and files the tagger would see of it. */
export function tuneSet(manifest: readonly ManifestEntry[], commits: readonly LabelledCommit[], labels: readonly string[]): TuneSet {
  const { found, missing } = joined(manifest, commits);
  const items = found.map(({ entry, text: commit }): TuneItem => {
    return {
      id: `${entry.repository}@${entry.sha}`,
      text: wholeText(plainText(commit)),
      files: commit.files,
      label: labels.indexOf(entry.label),
      group: entry.repository,
    };
  });
  return {
    items,
    fold: found.map(({ entry }) => (entry.split === 'train' ? -1 : Number(entry.split.replace('fold', '')))),
    missing: missing.length,
  };
}

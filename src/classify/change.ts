import type { TagInput } from './input.ts';

type Files = NonNullable<TagInput['files']>;

/** Files shown, and the last parts of a path that are: the first folders are a repository's own habit, the last ones tell the work. */
const SHOWN_FILES = 6;
const SHOWN_PARTS = 3;

/**
 * A change in one line, for an encoder that reads it after the message: `3 files +40 -2: node/server/index.ts, ...`. Files with the most
 * changed lines first; where lines are not known, in the order given. Empty where there are no files.
 */
export function changeLine(files: Files): string {
  if (files.length === 0) return '';
  const added = files.reduce((sum, file) => sum + (file[1] ?? 0), 0);
  const deleted = files.reduce((sum, file) => sum + (file[2] ?? 0), 0);
  const largest = files.toSorted((a, b) => changed(b) - changed(a)).slice(0, SHOWN_FILES);
  const paths = largest.map(([path]) => path.split('/').slice(-SHOWN_PARTS).join('/'));
  return `${files.length} ${files.length === 1 ? 'file' : 'files'} +${added} -${deleted}: ${paths.join(', ')}`;
}

const changed = ([, added, deleted]: Files[number]): number => (added ?? 0) + (deleted ?? 0);

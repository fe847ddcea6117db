import { withoutArea } from './area.ts';
import { type FeatureInput, MAX_FILES, type View } from './features.ts';
import type { TagInput } from './input.ts';
import type { TextTokenizer } from './tokenizer.ts';

type Files = NonNullable<TagInput['files']>;

/** Files shown, and the last parts of a path that are: the first folders are a repository's own habit, the last ones tell the work. */
const SHOWN_FILES = 6;
const SHOWN_PARTS = 3;

/**
 * A change in one line, for an encoder that reads it after the message: `3 files +40 -2: node/server/index.ts, ...`. Files with the most
 * changed lines first; where lines are not known, in the order given. Lines and paths are of the first `MAX_FILES`, as all that is read of
 * files. Empty where there are none.
 * @param count of all files, where only the first are given
 */
export function changeLine(all: Files, count = all.length): string {
  const files = all.slice(0, MAX_FILES);
  if (files.length === 0) return '';
  const added = files.reduce((sum, file) => sum + (file[1] ?? 0), 0);
  const deleted = files.reduce((sum, file) => sum + (file[2] ?? 0), 0);
  const paths = largestFirst(files)
    .slice(0, SHOWN_FILES)
    .map(([path]) => path.split('/').slice(-SHOWN_PARTS).join('/'));
  return `${count} ${count === 1 ? 'file' : 'files'} +${added} -${deleted}: ${paths.join(', ')}`;
}

/** Files with the most changed lines first; where lines are not known, in the order given. */
export const largestFirst = (files: Files): Files => files.toSorted((a, b) => changed(b) - changed(a));

const changed = ([, added, deleted]: Files[number]): number => (added ?? 0) + (deleted ?? 0);

/** How long an input of the change encoder is, in tokens, and how many of them the message may take; the change takes the rest. */
export interface ChangeLimits {
  readonly tokens: number;
  readonly messageTokens: number;
}

/**
 * What the change encoder reads of a contribution: `[CLS] message [SEP] change [SEP]`, each a sentence of its own. Without files the
 * message may take all. `view` leaves the one or the other out. Never empty.
 */
export function changeTokens(
  tokenizer: TextTokenizer,
  { text, files = [], fileCount = files.length }: FeatureInput,
  { tokens, messageTokens }: ChangeLimits,
  view: View = 'both',
): readonly number[] {
  const message = view === 'paths' ? '' : withoutArea(text);
  const line = view === 'text' ? '' : changeLine(files, fileCount);
  if (line === '') return tokenizer.encode(message, tokens);
  if (view === 'paths') return tokenizer.encode(line, tokens);
  const first = tokenizer.encode(message, messageTokens);
  // The second sentence goes without its own [CLS].
  return [...first, ...tokenizer.encode(line, tokens - first.length + 1).slice(1)];
}

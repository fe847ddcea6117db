import type { Trailer } from '../../domain/commit.ts';

/** Lines git itself writes: with one of them, a quarter of trailer lines makes a trailer block (trailer.c, git_generated_prefixes). */
const GENERATED = ['Signed-off-by: ', '(cherry picked from commit '];
const KEY = /^[A-Za-z0-9-]+[ \t]*:|^:/;

/**
 * Trailers of a message by git's rules (git-interpret-trailers(1), `--no-divider`): the last paragraph but never the first,
 * when all its lines are trailers, or one was written by git and at least a quarter are. Folded lines are unfolded.
 * `whole` is false for the tail of a longer message, whose first lines may lack their beginning.
 */
export function parseTrailers(message: string, whole = true): readonly Trailer[] {
  // Nearly every message ends here: no `key: value` line in its last paragraph.
  if (!message.includes(':')) return [];
  const lines = withoutTrailingNoise(message.split('\n'));
  const from = blockStart(lines, whole);
  if (from === undefined) return [];
  const trailers: { key: string; value: string }[] = [];
  let open: { key: string; value: string } | undefined;
  for (const line of lines.slice(from)) {
    if (line.startsWith('#')) {
      open = undefined; // Nothing is folded across a comment.
      continue;
    }
    if (open !== undefined && isSpace(line)) {
      open.value = `${open.value} ${line.trim()}`.trim();
      continue;
    }
    const separator = KEY.test(line) ? line.indexOf(':') : -1;
    open = separator < 1 ? undefined : { key: line.slice(0, separator).trim(), value: line.slice(separator + 1).trim() };
    if (open !== undefined) trailers.push(open);
  }
  return trailers;
}

const isBlank = (line: string): boolean => line.trim() === '';
const isSpace = (line: string): boolean => line.startsWith(' ') || line.startsWith('\t');

/** Without blank lines and comments at the end. */
function withoutTrailingNoise(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  while (end > 0 && (isBlank(lines[end - 1] ?? '') || lines[end - 1]?.startsWith('#') === true)) end -= 1;
  return lines.slice(0, end);
}

/** First line of the trailer block, walking up from the end as git does. */
function blockStart(lines: readonly string[], whole: boolean): number | undefined {
  let title = 0;
  if (whole) while (title < lines.length && (lines[title]?.startsWith('#') === true || !isBlank(lines[title] ?? ''))) title += 1;
  let trailers = 0;
  let others = 0;
  let continued = 0;
  let generated = false;
  for (let at = lines.length - 1; at >= title; at -= 1) {
    const line = lines[at] ?? '';
    if (line.startsWith('#')) {
      others += continued;
      continued = 0;
    } else if (isBlank(line)) {
      others += continued;
      const accepted = (generated && trailers * 3 >= others) || (trailers > 0 && others === 0);
      return accepted ? at + 1 : undefined;
    } else if (GENERATED.some((prefix) => line.startsWith(prefix))) {
      trailers += 1;
      continued = 0;
      generated = true;
    } else if (!isSpace(line) && KEY.test(line) && line.indexOf(':') >= 1) {
      trailers += 1;
      continued = 0;
    } else if (isSpace(line)) continued += 1;
    else {
      others += continued + 1;
      continued = 0;
    }
  }
  return undefined;
}

export interface Part {
  readonly text: string;
  /** Which of the two texts it stands in. */
  readonly in: 'both' | 'before' | 'after';
}

/** Longer texts are not taken apart: the table would be large, and the reader none the wiser. */
const MOST = 600;

/** Two texts word by word (Han characters one by one), by their longest common subsequence. */
export function diffWords(before: string, after: string): readonly Part[] {
  const [a, b] = [tokens(before), tokens(after)];
  if (a.length > MOST || b.length > MOST)
    return parts([
      { text: before, in: 'before' },
      { text: after, in: 'after' },
    ]);
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] =
        a[i] === b[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
  const found: Part[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      found.push({ text: left, in: 'both' });
      i++;
      j++;
    } else if (right === undefined || (left !== undefined && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))) {
      found.push({ text: left ?? '', in: 'before' });
      i++;
    } else {
      found.push({ text: right, in: 'after' });
      j++;
    }
  }
  return parts(found);
}

const tokens = (text: string): readonly string[] => text.match(/\s+|\p{Script=Han}|[^\s\p{Script=Han}]+/gu) ?? [];

/** Neighbours of one kind as one part. */
function parts(found: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  for (const part of found) {
    const last = joined.at(-1);
    if (last?.in === part.in) joined[joined.length - 1] = { text: last.text + part.text, in: part.in };
    else if (part.text !== '') joined.push(part);
  }
  return joined;
}

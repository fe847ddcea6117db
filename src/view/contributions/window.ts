/** Which rows of a long list to draw, in rows. */
export interface Span {
  readonly first: number;
  readonly count: number;
}

/** Rows move in steps of this many, so that a pixel of scrolling does not make a new page. */
const STEP = 8;

/** The rows in sight and a few on either side. `scrollTop`, `height` and `rowHeight` are px. */
export function spanOf(scrollTop: number, height: number, rowHeight: number, total: number): Span {
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight / STEP) * STEP - STEP;
  const start = Math.max(0, Math.min(first, total - 1));
  const count = Math.ceil(height / rowHeight / STEP) * STEP + 3 * STEP;
  return { first: start, count: Math.max(0, Math.min(count, total - start)) };
}

/** Where to scroll so that a row is in sight, moving as little as possible. */
export function scrollFor(index: number, scrollTop: number, height: number, rowHeight: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop;
}

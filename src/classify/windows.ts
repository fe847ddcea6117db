/** A producer that pauses so long has its items sent on: someone may be waiting for them. */
const PAUSE_MS = 40;

/** How many items go together. Small at first, so that the first answer comes soon; large later, so that texts of like length meet. */
export const WINDOW_SIZES = [32, 128, 512];

/**
 * Groups a stream for work in batches. A group is sent when it is full, when its items' weight is, or when the producer pauses.
 * Holds one group, never the stream.
 */
export async function* windows<T>(
  items: AsyncIterable<T> | Iterable<T>,
  weigh: (item: T) => number,
  sizes: readonly number[] = WINDOW_SIZES,
): AsyncGenerator<readonly T[]> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : asynchronous(items[Symbol.iterator]());
  let group: T[] = [];
  let weight = 0;
  let sent = 0;
  let next = iterator.next();
  try {
    for (;;) {
      const size = sizes[Math.min(sent, sizes.length - 1)] ?? 1;
      const full = group.length > 0 && weight >= size;
      const result = full ? 'pause' : group.length === 0 ? await next : await withinPause(next);
      if (result === 'pause') {
        yield group;
        sent++;
        group = [];
        weight = 0;
      } else if (result.done) break;
      else {
        group.push(result.value);
        weight += weigh(result.value);
        next = iterator.next();
      }
    }
    if (group.length > 0) yield group;
  } finally {
    next.catch(() => {}); // nobody waits for it any more
    // A producer that is waiting for its next item closes when it has that, which may be never.
    const closed = Promise.resolve(iterator.return?.());
    closed.catch(() => {});
    await withinPause(closed);
  }
}

async function withinPause<T>(next: Promise<T>): Promise<T | 'pause'> {
  let timer: NodeJS.Timeout | undefined;
  const pause = new Promise<'pause'>((resolve) => {
    timer = setTimeout(resolve, PAUSE_MS, 'pause');
  });
  try {
    return await Promise.race([next, pause]);
  } finally {
    clearTimeout(timer);
  }
}

const asynchronous = <T>(iterator: Iterator<T>): AsyncIterator<T> => ({
  next: async () => iterator.next(),
  return: async () => iterator.return?.() ?? { done: true, value: undefined },
});

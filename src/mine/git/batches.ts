/** Puts small parts together, in their order: a batch has at least `size` items, unless they take longer than `flushMs` to come. */
export async function* inBatches<T>(
  source: AsyncIterable<readonly T[]>,
  size: number,
  flushMs: number,
): AsyncGenerator<readonly T[], void, undefined> {
  let batch: T[] = [];
  let since = performance.now();
  for await (const some of source) {
    for (const item of some) batch.push(item);
    if (batch.length < size && performance.now() - since < flushMs) continue;
    yield batch;
    batch = [];
    since = performance.now();
  }
  if (batch.length > 0) yield batch;
}

/**
 * A bounded queue between producers and one consumer: `push` waits while `capacity` items are not taken yet,
 * so that a slow consumer slows its producers. Promises are awaited in the order they were pushed, and a rejected one ends the iteration. Iterating ends after `close`, or throws what `fail` was given.
 */
export class Channel<T> implements AsyncIterable<Awaited<T>> {
  readonly #capacity: number;
  readonly #items: T[] = [];
  #wakeConsumer: (() => void) | undefined;
  #wakeProducers: (() => void)[] = [];
  #end: { readonly error?: unknown } | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Resolves to false when the consumer has gone: nothing more is wanted. */
  async push(item: T): Promise<boolean> {
    while (this.#end === undefined && this.#items.length >= this.#capacity) {
      await new Promise<void>((resolve) => this.#wakeProducers.push(resolve));
    }
    if (this.#end !== undefined) return false;
    this.#items.push(item);
    this.#wakeConsumer?.();
    return true;
  }

  close(): void {
    this.#finish({});
  }

  fail(error: unknown): void {
    this.#finish({ error });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Awaited<T>, void, undefined> {
    try {
      for (;;) {
        const item = this.#items.shift();
        if (item !== undefined) {
          this.#release();
          yield item;
        } else if (this.#end !== undefined) {
          if ('error' in this.#end) throw this.#end.error;
          return;
        } else {
          await new Promise<void>((resolve) => {
            this.#wakeConsumer = resolve;
          });
          this.#wakeConsumer = undefined;
        }
      }
    } finally {
      this.#finish({});
    }
  }

  #finish(end: { readonly error?: unknown }): void {
    this.#end ??= end;
    this.#wakeConsumer?.();
    this.#release();
  }

  #release(): void {
    const waiting = this.#wakeProducers;
    this.#wakeProducers = [];
    for (const wake of waiting) wake();
  }
}

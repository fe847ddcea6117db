export interface BackoffOptions {
  /** Wait before the start that follows the first crash, ms; doubled by each further one. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** So many crashes within `withinMs` and it is left alone until somebody asks for it. */
  readonly crashes: number;
  readonly withinMs: number;
}

export const BACKOFF: BackoffOptions = { firstMs: 250, longestMs: 30_000, crashes: 5, withinMs: 180_000 };

/** When a process that crashes may be started again. Times are milliseconds of one monotonic clock. */
export class Backoff {
  readonly #options: BackoffOptions;
  #crashes: readonly number[] = [];

  constructor(options: BackoffOptions = BACKOFF) {
    this.#options = options;
  }

  crashed(now: number): void {
    this.#crashes = [...this.#recent(now), now];
  }

  /** Milliseconds to wait from `now`; undefined: not again by itself. */
  wait(now: number): number | undefined {
    const { firstMs, longestMs, crashes } = this.#options;
    const recent = this.#recent(now);
    const last = recent.at(-1);
    if (last === undefined) return 0;
    if (recent.length >= crashes) return undefined;
    return Math.max(0, last + Math.min(longestMs, firstMs * 2 ** (recent.length - 1)) - now);
  }

  forget(): void {
    this.#crashes = [];
  }

  #recent(now: number): readonly number[] {
    return this.#crashes.filter((at) => now - at < this.#options.withinMs);
  }
}

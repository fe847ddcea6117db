/** How often the store is asked for its revision, ms: a few microseconds each. */
const EVERY = 1000;
/** Told at most so often while the store keeps changing, ms. */
const SELDOM = 10_000;

export interface WatchOptions {
  readonly revision: () => number;
  readonly tell: (revision: number) => void;
  /** What it costs to show a revision, ms: what is dear is told seldom. */
  readonly cost: () => number;
}

/** Notices what this window's analysis, or another window, writes: tells when it has come to rest, or now and then while it goes on. */
export class Watch {
  readonly #options: WatchOptions;
  readonly #timer: NodeJS.Timeout;
  #told: number;
  #seen: number;
  #toldAt = performance.now();

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#told = options.revision();
    this.#seen = this.#told;
    this.#timer = setInterval(() => this.#look(), EVERY).unref();
  }

  /** The editor knows of this revision. */
  know(revision: number): void {
    this.#told = revision;
    this.#toldAt = performance.now();
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const { revision: ask, tell, cost } = this.#options;
    const revision = ask();
    const settled = revision === this.#seen;
    this.#seen = revision;
    if (revision === this.#told) return;
    if (!settled && performance.now() - this.#toldAt < Math.max(SELDOM, 10 * cost())) return;
    this.know(revision);
    tell(revision);
  }
}

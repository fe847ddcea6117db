/** What a GitHub lets through: so many points a window, and so many requests a minute. */
export interface LimitsSpec {
  readonly points: number;
  /** ms */
  readonly window: number;
  readonly requestsAMinute: number;
  readonly now: () => number;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const MINUTE = 60_000;

/** Counts what is asked of a GitHub, and refuses in its words what is too much: its clock alone lifts a limit. */
export class Limits {
  readonly #spec: LimitsSpec;
  #left: number;
  #resets: number;
  #times: readonly number[] = [];
  /** How often each was met. */
  readonly met = { primary: 0, secondary: 0 };

  constructor(spec: LimitsSpec) {
    this.#spec = spec;
    this.#left = spec.points;
    this.#resets = spec.now() + spec.window;
  }

  /** Of all answers. */
  get headers(): Readonly<Record<string, string>> {
    return { 'x-ratelimit-remaining': String(this.#left), 'x-ratelimit-reset': String(Math.ceil(this.#resets / 1000)) };
  }

  /** Takes a request of so many points, or says why not. */
  refuses(points: number): Answer | undefined {
    const { points: all, window, requestsAMinute, now } = this.#spec;
    const time = now();
    if (time >= this.#resets) [this.#left, this.#resets] = [all, time + window];
    this.#times = this.#times.filter((at) => at > time - MINUTE);
    const [first] = this.#times;
    if (first !== undefined && this.#times.length >= requestsAMinute) {
      this.met.secondary++;
      const headers = { ...this.headers, 'retry-after': String(Math.ceil((first + MINUTE - time) / 1000)) };
      return { status: 403, headers, body: { message: 'You have exceeded a secondary rate limit.' } };
    }
    if (points > this.#left) {
      this.met.primary++;
      const headers = { ...this.headers, 'x-ratelimit-remaining': '0' };
      return { status: 200, headers, body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] } };
    }
    this.#times = [...this.#times, time];
    this.#left -= points;
    return undefined;
  }
}

import { setTimeout as wait } from 'node:timers/promises';
import { Octokit } from '@octokit/rest';
import * as v from 'valibot';
import type { HostOptions, Place, Spent } from '../host.ts';
import { HostError, type HostReason } from '../errors.ts';
import { costOf } from './reply.ts';

/** Longer than this nobody is kept waiting: the user is told when to come again. */
const LONGEST_WAIT = 5 * 60_000;
/** GitHub ends a query by itself after ten seconds. */
const TIMEOUT = 60_000;
/** What GitHub asks for where it names no time for a secondary limit. */
const SECONDARY = 60_000;
/** Before a server that stumbled is asked again. */
const PAUSE = 2000;
const TRIES = 3;

/** A query was too much at once, or the connection did not hold: a smaller one may pass. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** Asks one GitHub, with one token, and keeps to its limits. Not for use by two callers at once. */
export class Client {
  readonly #options: HostOptions;
  readonly #octokit: Octokit;
  #place = '';
  readonly #spent = { requests: 0, overflow: 0, repeated: 0, points: 0, waited: 0 };

  constructor(options: HostOptions) {
    this.#options = options;
    const { api, token } = options.access;
    const silent = { debug() {}, info() {}, warn() {}, error() {} };
    this.#octokit = new Octokit({ auth: token, baseUrl: api, userAgent: 'track-record', log: silent });
  }

  get spent(): Spent {
    return { ...this.#spent };
  }

  /**
   * The answer's data; where parts of it failed, the rest. Waits and tries again where that may help.
   * @throws TooLarge to be asked again for less; HostError for what does not pass by itself.
   */
  async ask(query: string, variables: Readonly<Record<string, unknown>>, overflow = false): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      this.#options.signal?.throwIfAborted();
      this.#spent.requests++;
      if (overflow) this.#spent.overflow++;
      const outcome = await this.#once(query, variables);
      if ('data' in outcome) {
        this.#spent.points += costOf(outcome.data);
        return outcome.data;
      }
      if (outcome.wait === undefined || tries >= TRIES) throw outcome.error;
      this.#spent.repeated++;
      await this.#wait(outcome.wait, outcome.limit === true);
    }
  }

  /** What the next requests are about, as errors name it. */
  about({ owner, name }: Place): void {
    this.#place = `${owner}/${name}`;
  }

  /** One that was asked again for less. */
  repeated(): void {
    this.#spent.repeated++;
  }

  async #once(query: string, variables: Readonly<Record<string, unknown>>): Promise<Outcome> {
    const { signal } = this.#options;
    const timeout = AbortSignal.timeout(TIMEOUT);
    const request = { signal: AbortSignal.any([timeout, ...(signal ? [signal] : [])]), redirect: 'error' as const };
    try {
      const data: unknown = await this.#octokit.graphql(query, { ...variables, request });
      // Octokit takes an answer that was cut off, or that is no JSON, for an empty one.
      return typeof data === 'object' && data !== null ? { data } : { error: new TooLarge('the answer was cut off') };
    } catch (error) {
      signal?.throwIfAborted();
      return this.#judge(failureOf(error));
    }
  }

  /** What to do about a failure. */
  #judge({ status, headers, errors, data, message }: Failure): Outcome {
    const types = errors.map(({ type }) => type);
    const limit = this.#limitOf(headers, message);
    if (types.includes('RATE_LIMITED') || status === 429 || (status === 403 && limit !== undefined))
      return this.#limited(limit ?? SECONDARY);
    if (errors.length > 0) return this.#judgeErrors(types, errors.map((error) => error.message).join('; '), data);
    if (status === 401) return this.#no('host-token-refused');
    if (status === 403) return this.#no(headers['x-github-sso'] === undefined ? 'host-forbidden' : 'host-sso');
    if (status === 404) return this.#no('host-not-found');
    if (status === undefined || status === 502 || status === 504) return { error: new TooLarge(message || `status ${status}`) };
    const failing = this.#no('host-failing', String(status));
    return status >= 500 ? { ...failing, wait: PAUSE } : failing;
  }

  /** Of an answer that says what was wrong. */
  #judgeErrors(types: readonly string[], said: string, data: unknown): Outcome {
    if (/SAML/i.test(said)) return this.#no('host-sso');
    // A part that is closed to the token, or gone, is no reason to lose the rest.
    if (types.every((type) => type === 'FORBIDDEN' || type === 'NOT_FOUND') && isPartial(data)) return { data };
    if (types.includes('NOT_FOUND')) return this.#no('host-not-found');
    if (types.includes('FORBIDDEN') || types.includes('INSUFFICIENT_SCOPES')) return this.#no('host-forbidden');
    if (types.includes('INVALID_CURSOR_ARGUMENTS')) return this.#no('host-cursor', said);
    if (/doesn't (?:exist|accept)/.test(said)) return this.#no('host-strange', said.slice(0, 200));
    // `Something went wrong while executing your query`: GitHub's own timeout.
    return { error: new TooLarge(said.slice(0, 200)) };
  }

  #no(reason: HostReason, detail = ''): { readonly error: HostError } {
    return { error: new HostError(reason, { host: this.#options.access.host, place: this.#place, detail }) };
  }

  #limited(ms: number): Outcome {
    const when = new Date(this.#options.now() + ms).toISOString().slice(0, 16).replace('T', ' ');
    const refused = this.#no('host-rate-limited', when);
    return ms > LONGEST_WAIT ? refused : { ...refused, wait: ms, limit: true };
  }

  /** Milliseconds until a limit is over; undefined where the answer speaks of none. */
  #limitOf(headers: Failure['headers'], message: string): number | undefined {
    const after = Number(headers['retry-after']);
    if (Number.isFinite(after) && after > 0) return after * 1000;
    if (headers['x-ratelimit-remaining'] === '0') {
      return Math.max(1000, Number(headers['x-ratelimit-reset'] ?? 0) * 1000 - this.#options.now() + 1000);
    }
    return /secondary rate limit|abuse detection/i.test(message) ? SECONDARY : undefined;
  }

  async #wait(ms: number, limit: boolean): Promise<void> {
    const { signal, waits, sleep = (time, stop) => wait(time, undefined, stop ? { signal: stop } : {}) } = this.#options;
    if (limit) waits?.(ms);
    this.#spent.waited += ms;
    await sleep(ms, signal);
  }
}

type Outcome = { readonly data: unknown } | { readonly error: Error; readonly wait?: number; readonly limit?: boolean };

interface Failure {
  /** Absent: no answer came. */
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly { readonly type: string; readonly message: string }[];
  readonly data: unknown;
  readonly message: string;
}

const text = v.fallback(v.string(), '');
const headersOf = v.fallback(
  v.pipe(
    v.record(v.string(), v.unknown()),
    v.transform((all) => Object.fromEntries(Object.entries(all).map(([name, value]) => [name.toLowerCase(), String(value)]))),
  ),
  {},
);
/** An answer of 200 with `errors`, as Octokit throws it. */
const graphqlError = v.object({
  name: v.literal('GraphqlResponseError'),
  message: text,
  headers: headersOf,
  errors: v.array(v.object({ type: text, message: text })),
  data: v.unknown(),
});
/** Any other answer; without `response`, none came. */
const requestError = v.object({ message: text, status: v.number(), response: v.object({ headers: headersOf }) });

function failureOf(error: unknown): Failure {
  const answered = v.safeParse(graphqlError, error);
  if (answered.success) return { ...answered.output, status: 200 };
  const refused = v.safeParse(requestError, error);
  if (refused.success) return { ...refused.output, headers: refused.output.response.headers, errors: [], data: undefined };
  return { status: undefined, headers: {}, errors: [], data: undefined, message: error instanceof Error ? error.message : '' };
}

const isPartial = (data: unknown): boolean =>
  v.is(
    v.union([
      v.object({ repository: v.object({ pullRequests: v.object({ nodes: v.array(v.unknown()) }) }) }),
      // One that was asked for by its number; null where it is closed to the token, or gone.
      v.object({ repository: v.object({ pullRequest: v.nullable(v.object({})) }) }),
      v.object({ repository: v.object({ issue: v.nullable(v.object({})) }) }),
      v.object({ search: v.object({ nodes: v.array(v.unknown()) }) }),
      // Of several that were asked for by their numbers, and of several searches, in one request.
      v.object({ repository: v.object({ p0: v.nullable(v.object({})) }) }),
      v.object({ s0: v.object({ nodes: v.array(v.unknown()) }) }),
      v.object({ node: v.nullable(v.object({})) }),
    ]),
    data,
  );

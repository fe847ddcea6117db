import { setTimeout as wait } from 'node:timers/promises';
import { Octokit } from '@octokit/rest';
import type { HostOptions, Place, Spent } from '../host.ts';
import { HostError, type HostReason } from '../errors.ts';
import { type Failure, failureOf, isPartial, isTold } from './failure.ts';
import { forOlder, lackingOf, type Older } from './older.ts';
import { costOf } from './reply.ts';

/** Longer than this nobody is kept waiting: the user is told when to come again. */
const LONGEST_WAIT = 5 * 60_000;
/** GitHub ends a query by itself after ten seconds. */
const TIMEOUT = 60_000;
/** What is one short list nobody waits longer for. */
const QUICK = 15_000;
/** What GitHub asks for where it names no time for a secondary limit, and twice as much each time it is met again. */
const SECONDARY = 60_000;
/** An allowance that is used up: the first is documented, the second is what is answered. */
const USED_UP: ReadonlySet<string> = new Set(['RATE_LIMITED', 'RATE_LIMIT']);
/** Before a server that stumbled is asked again. */
const PAUSE = 2000;
const TRIES = 3;

/** A query was too much at once, or the connection did not hold: a smaller one may pass. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
  /** Whether the host said so: else no answer came, or not all of it. */
  readonly answered: boolean;

  constructor(message: string, answered: boolean) {
    super(message);
    this.answered = answered;
  }
}

/** Asks one GitHub, with one token, and keeps to its limits. Not for use by two callers at once. */
export class Client {
  readonly #options: HostOptions;
  readonly #octokit: Octokit;
  #place = '';
  /** Fields that this server has turned out not to have. */
  readonly #lacking = new Set<Older>();
  readonly #closed = new Map<string, HostError>();
  readonly #spent = { requests: 0, overflow: 0, repeated: 0, points: 0, waited: 0 };

  constructor(options: HostOptions) {
    this.#options = options;
    const { api, token } = options.access;
    const silent = { debug() {}, info() {}, warn() {}, error() {} };
    this.#octokit = new Octokit({ auth: token, baseUrl: api, userAgent: 'track-record', log: silent });
    this.#octokit.hook.after('request', ({ headers }) => {
      // Of a search that went through: what belongs to some organisations was left out of it.
      if (String(headers['x-github-sso'] ?? '').startsWith('partial-results')) this.#isClosed('host-sso-part');
    });
  }

  /** Why parts of what was asked for were not told, each reason once. */
  get closed(): readonly HostError[] {
    return [...this.#closed.values()];
  }

  get spent(): Spent {
    return { ...this.#spent };
  }

  /**
   * The answer's data; where parts of it failed, the rest. Waits and tries again where that may help.
   * @throws TooLarge to be asked again for less; HostError for what does not pass by itself.
   */
  async ask(query: string, variables: Readonly<Record<string, unknown>>, overflow = false): Promise<unknown> {
    const send = (request: object) => this.#octokit.graphql(forOlder(query, this.#lacking), { ...variables, request });
    const data = await this.#answer(send, TIMEOUT, overflow);
    this.#spent.points += costOf(data);
    return data;
  }

  /**
   * What REST answers about whose the token is. Its allowance is another than that of queries, and an answer that nothing has changed takes
   * nothing of it. @throws as `ask`.
   */
  async get(path: OwnPath, { etag, page }: OwnRequest = {}): Promise<OwnAnswer | 'unchanged'> {
    const given = {
      ...(page === undefined ? {} : { per_page: 100, page }),
      ...(etag === undefined ? {} : { headers: { 'if-none-match': etag } }),
    };
    const answer = await this.#answer(async (request) => {
      try {
        const { data, headers } = await this.#octokit.request(`GET ${path}`, { ...given, request });
        return typeof data === 'object' ? { data, etag: headers.etag, more: /rel="next"/.test(headers.link ?? '') } : undefined;
      } catch (error) {
        if (failureOf(error).status === 304) return UNCHANGED;
        throw error;
      }
    }, QUICK);
    return answer === UNCHANGED ? 'unchanged' : (answer as OwnAnswer);
  }

  async #answer(send: Send, timeout: number, overflow = false): Promise<unknown> {
    for (let [tries, limits] = [1, 0]; ; tries++) {
      this.#options.signal?.throwIfAborted();
      this.#spent.requests++;
      if (overflow) this.#spent.overflow++;
      const outcome = await this.#once(send, timeout, SECONDARY * 2 ** limits);
      if ('lacks' in outcome) {
        for (const one of outcome.lacks) this.#lacking.add(one);
        this.#spent.repeated++;
        tries--;
        continue;
      }
      if ('data' in outcome) return outcome.data;
      if (outcome.wait === undefined || tries >= TRIES) throw outcome.error;
      this.#spent.repeated++;
      if (outcome.limit) limits++;
      await this.#wait(outcome.wait, outcome.limit === true);
    }
  }

  /** What the next requests are about, as errors name it. */
  about({ owner, name }: Place): void {
    this.#place = `${owner}/${name}`;
  }

  /** A part was not told, and is gone on without. */
  missed(why: HostError): void {
    this.#closed.set(why.message, why);
  }

  /** One that was asked again for less. */
  repeated(): void {
    this.#spent.repeated++;
  }

  async #once(send: Send, timeout: number, pause: number): Promise<Outcome> {
    const { signal } = this.#options;
    const request = { signal: AbortSignal.any([AbortSignal.timeout(timeout), ...(signal ? [signal] : [])]), redirect: 'error' as const };
    try {
      const data = await send(request);
      // Octokit takes an answer that was cut off, or that is no JSON, for an empty one.
      return typeof data === 'object' && data !== null ? { data } : { error: new TooLarge('the answer was cut off', false) };
    } catch (error) {
      signal?.throwIfAborted();
      return this.#judge(failureOf(error), pause);
    }
  }

  /** What to do about a failure. @param pause where the host names no time, ms */
  #judge({ status, headers, errors, data, message }: Failure, pause: number): Outcome {
    const isUsedUp = errors.some(({ type }) => USED_UP.has(type));
    const isSecondary = /secondary rate limit|abuse detection/i.test(message);
    const limit = this.#limitOf(headers, isUsedUp);
    if (isUsedUp || isSecondary || status === 429 || (status === 403 && limit !== undefined)) return this.#limited(limit ?? pause);
    if (errors.length > 0) return this.#judgeErrors(errors, data);
    if (status === 401) return this.#no('host-token-refused');
    if (status === 403) return headers['x-github-sso'] === undefined ? this.#forbidden(message) : this.#no('host-sso');
    if (status === 404) return this.#no('host-not-found');
    if (status === undefined || status === 502 || status === 504)
      return { error: new TooLarge(message || `status ${status}`, status !== undefined) };
    const failing = this.#no('host-failing', String(status));
    return status >= 500 ? { ...failing, wait: PAUSE } : failing;
  }

  /** Of an answer that says what was wrong. */
  #judgeErrors(errors: Failure['errors'], data: unknown): Outcome {
    const types = errors.map(({ type }) => type);
    const said = errors.map(({ message }) => message).join('; ');
    const isSso = /SAML/i.test(said);
    // A part that is closed to the token, or gone, is no reason to lose the rest; where nothing is left, the reason is the answer.
    if (types.every((type) => type === 'FORBIDDEN' || type === 'NOT_FOUND') && isPartial(data) && (!isSso || isTold(data))) {
      for (const { type, message } of errors)
        if (type === 'FORBIDDEN') this.#isClosed(/SAML/i.test(message) ? 'host-sso-part' : 'host-part', message);
      return { data };
    }
    if (isSso) return this.#no('host-sso');
    if (types.includes('NOT_FOUND')) return this.#no('host-not-found');
    if (types.includes('FORBIDDEN') || types.includes('INSUFFICIENT_SCOPES')) return this.#forbidden(said);
    if (types.includes('INVALID_CURSOR_ARGUMENTS')) return this.#no('host-cursor', said);
    const lacks = lackingOf(said).filter((one) => !this.#lacking.has(one));
    if (lacks.length > 0) return { lacks };
    if (/doesn't (?:exist|accept)/.test(said)) return this.#no('host-strange', said);
    // `Something went wrong while executing your query`: GitHub's own timeout. RESOURCE_LIMITS_EXCEEDED: too much at once.
    return { error: new TooLarge(this.#quiet(said), true) };
  }

  /** An owner's rules are nothing that another scope would help against. */
  #forbidden(said: string): Outcome {
    if (/OAuth App access restrictions/i.test(said)) return this.#no('host-app');
    if (/IP allow list/i.test(said)) return this.#no('host-network');
    return this.#no('host-forbidden', said);
  }

  #no(reason: HostReason, detail = ''): { readonly error: HostError } {
    return { error: new HostError(reason, { host: this.#options.access.host, place: this.#place, detail: this.#quiet(detail) }) };
  }

  #isClosed(reason: HostReason, detail = ''): void {
    this.missed(this.#no(reason, detail).error);
  }

  /** A host's own words: not many of them, and never the token, should it be among them. */
  #quiet(said: string): string {
    return said.replaceAll(this.#options.access.token, '…').replaceAll(/\s+/g, ' ').slice(0, 200);
  }

  #limited(ms: number): Outcome {
    const when = new Date(this.#options.now() + ms).toISOString().slice(0, 16).replace('T', ' ');
    const refused = this.#no('host-rate-limited', when);
    return ms > LONGEST_WAIT ? refused : { ...refused, wait: ms, limit: true };
  }

  /** Milliseconds until a limit is over; undefined where the answer names no time. */
  #limitOf(headers: Failure['headers'], isUsedUp: boolean): number | undefined {
    const after = Number(headers['retry-after']);
    if (Number.isFinite(after) && after > 0) return after * 1000;
    const left = Number(headers['x-ratelimit-reset'] ?? 0) * 1000 - this.#options.now();
    // What is left is not always told as 0 where an allowance is used up.
    return headers['x-ratelimit-remaining'] === '0' || (isUsedUp && left > 0) ? Math.max(1000, left + 1000) : undefined;
  }

  async #wait(ms: number, limit: boolean): Promise<void> {
    const { signal, waits, sleep = (time, stop) => wait(time, undefined, stop ? { signal: stop } : {}) } = this.#options;
    if (limit) waits?.(ms);
    this.#spent.waited += ms;
    await sleep(ms, signal);
  }
}

/** What REST is asked for, and nothing else. */
export type OwnPath = '/user' | '/user/emails';
export interface OwnRequest {
  /** Of an earlier answer. */
  readonly etag?: string | undefined;
  /** Of a list, from 1. */
  readonly page?: number;
}
export interface OwnAnswer {
  readonly data: unknown;
  readonly etag: string | undefined;
  /** Whether another page follows. */
  readonly more: boolean;
}
const UNCHANGED = {};

/** One request; `request` is how it is to be made. */
type Send = (request: object) => Promise<unknown>;

type Outcome =
  | { readonly data: unknown }
  | { readonly lacks: readonly Older[] }
  | { readonly error: Error; readonly wait?: number; readonly limit?: boolean };

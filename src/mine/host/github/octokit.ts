import { setTimeout as timeout } from 'node:timers/promises';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import Bottleneck from 'bottleneck/light.js';
import type { HostOptions, Spent } from '../host.ts';
import { type Failure, failureIn, failureOf } from './failure.ts';
import { type LimitMet, limitOf } from './limit.ts';

/** Longer than this nobody is kept waiting: the user is told when to come again. */
const LONGEST_WAIT = 5 * 60_000;
/** Before a server that stumbled is asked again. */
const PAUSE = 2000;
/** How often a request is made again. */
const RETRIES = 2;
/** GitHub takes 2,000 queries a minute. By itself the plugin lets one a second through, as of requests that write something. */
const PACE = new Bottleneck.Group({ id: 'queries', maxConcurrent: 1, minTime: 60_000 / 2000 });

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

/** What is known of one request beside what it asks, from attempt to attempt: Octokit hands it on as it is. */
export class Asked {
  /** Milliseconds that each answer may take. */
  readonly within: number;
  /** It reads on in a long list. */
  readonly overflow: boolean;
  attempts = 0;
  /** How many it met, and the last one. */
  limits = 0;
  limit: LimitMet | undefined;

  constructor(within: number, overflow = false) {
    this.within = within;
    this.overflow = overflow;
  }
}

/** What a request is given for Octokit's hooks. */
export interface Given {
  readonly asked: Asked;
}

/** @throws Error where a request was made without. */
function askedIn(given: unknown): Asked {
  if (!(given instanceof Asked)) throw new Error('it is not said how this is asked');
  return given;
}

export interface CountingOctokit {
  readonly octokit: Octokit;
  /** Counted with each attempt. */
  readonly spent: Omit<Spent, 'points'>;
}

/**
 * An Octokit that keeps to its host's limits, and asks again where that may help: the plugins decide that. What is waited is waited here, where it
 * can be told of before and ends with the signal. Its requests throw RequestError, LimitMet, TooLarge, or the signal's reason.
 */
export function octokitOf({ access, now, signal, waits, sleep = interruptible }: HostOptions): CountingOctokit {
  const spent = { requests: 0, overflow: 0, repeated: 0, waited: 0 };

  const wait = async (ms: number): Promise<void> => {
    spent.waited += ms;
    await sleep(ms, signal);
  };

  /** Makes and judges one attempt. @param retries made before because a server stumbled */
  const attempt = async <T>(send: () => Promise<T>, asked: Asked, retries: number): Promise<T> => {
    asked.attempts++;
    spent.requests++;
    if (asked.overflow) spent.overflow++;
    if (asked.attempts > 1) spent.repeated++;
    const outcome = await send().then(
      (answer) => ({ answer, failure: failureIn(answer) }),
      (error: unknown) => ({ error, failure: failureOf(error) }),
    );
    const { failure } = outcome;
    if (failure) {
      signal?.throwIfAborted();
      const limit = limitOf(failure, asked.limits, now());
      if (limit) {
        asked.limits++;
        throw (asked.limit = limit);
      }
      const tooLarge = tooLargeOf(failure);
      if (tooLarge) throw tooLarge;
    }
    // What parts of an answer failed at is for whoever asked to judge.
    if ('answer' in outcome) return outcome.answer;
    if ((failure?.status ?? 0) >= 500 && retries < RETRIES) await wait(PAUSE);
    throw outcome.error;
  };

  /** Whether to ask again, told when it is time to. The plugin waits for a promise; its types do not say so. */
  const onRateLimit = (_: number, { request: { asked } }: { readonly request: Readonly<Record<string, unknown>> }): unknown => {
    const { limit, limits } = askedIn(asked);
    if (!limit || limits > RETRIES || limit.wait > LONGEST_WAIT) return false;
    waits?.(limit.wait);
    return wait(limit.wait).then(
      () => true,
      () => false,
    );
  };

  // The innermost makes each attempt; one of the others makes another after a limit, and one where a server stumbled.
  const WithPlugins = Octokit.plugin(
    (plain) => {
      plain.hook.wrap('request', async (send, options) => {
        const { request } = options;
        const asked = askedIn(request['asked']);
        signal?.throwIfAborted();
        // Written into the options: hooks hand on those they were given, and not what they call the next with.
        request.signal = AbortSignal.any([AbortSignal.timeout(asked.within), ...(signal ? [signal] : [])]);
        return attempt(async () => send(options), asked, Number(request['retryCount'] ?? 0));
      });
      return {};
    },
    throttling,
    retry,
  );
  const octokit = new WithPlugins({
    auth: access.token,
    baseUrl: access.api,
    userAgent: 'track-record',
    log: { debug() {}, info() {}, warn() {}, error() {} },
    throttle: { id: access.host, write: PACE, onRateLimit, onSecondaryRateLimit: onRateLimit, retryAfterBaseValue: 0 },
    retry: { retries: RETRIES, retryAfterBaseValue: 0 },
    request: { redirect: 'error' },
  });
  return { octokit, spent };
}

/** Of no answer, one that was cut off, and one that did not come in time: GitHub ends queries after ten seconds, in one of these words. */
function tooLargeOf({ status, errors, message }: Failure): TooLarge | undefined {
  if (status === undefined) return new TooLarge(message, false);
  const isLate =
    status === 502 || status === 504 || (errors[0]?.message ?? '').startsWith('Something went wrong while executing your query');
  return isLate ? new TooLarge(`status ${status}`, true) : undefined;
}

const interruptible: NonNullable<HostOptions['sleep']> = async (ms, signal) => timeout(ms, undefined, signal ? { signal } : {});

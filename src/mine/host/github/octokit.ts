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

/** What is said of a request beside what it asks. */
export interface Asked {
  /** Milliseconds that each answer may take. */
  readonly within: number;
  /** It reads on in a long list. */
  readonly overflow?: boolean;
}

/** The same object with each attempt: Octokit's hooks hand on what they were given, not what they are called with. */
interface Attempted extends Asked {
  /** What ends the attempt. */
  signal?: AbortSignal;
  attempts?: number;
  /** How many it met, and the last one. */
  limits?: number;
  limit?: LimitMet;
  /** How often it was made again: the plugins' own count. */
  readonly retryCount?: number;
}

type Attempt = <T>(send: () => Promise<T>, request: Attempted) => Promise<T>;

/** The innermost makes and judges each attempt; the plugins make another after a limit, and where a server stumbled. */
const WithPlugins = Octokit.plugin(
  (octokit, { attempt }) => {
    octokit.hook.wrap('request', async (send, options) =>
      (attempt as Attempt)(async () => send(options), options.request as unknown as Attempted),
    );
    return {};
  },
  throttling,
  retry,
);

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

  const attempt: Attempt = async (send, request) => {
    signal?.throwIfAborted();
    request.attempts = (request.attempts ?? 0) + 1;
    spent.requests++;
    if (request.overflow) spent.overflow++;
    if (request.attempts > 1) spent.repeated++;
    request.signal = AbortSignal.any([AbortSignal.timeout(request.within), ...(signal ? [signal] : [])]);
    const outcome = await send().then(
      (answer) => ({ answer, failure: failureIn(answer) }),
      (error: unknown) => ({ error, failure: failureOf(error) }),
    );
    const { failure } = outcome;
    if (failure) {
      signal?.throwIfAborted();
      const limit = limitOf(failure, request.limits ?? 0, now());
      if (limit) {
        request.limits = (request.limits ?? 0) + 1;
        throw (request.limit = limit);
      }
      const tooLarge = tooLargeOf(failure);
      if (tooLarge) throw tooLarge;
    }
    // What parts of an answer failed at is for whoever asked to judge.
    if ('answer' in outcome) return outcome.answer;
    if ((failure?.status ?? 0) >= 500 && (request.retryCount ?? 0) < RETRIES) await wait(PAUSE);
    throw outcome.error;
  };

  /** Whether to ask again, told when it is time to. The plugin waits for a promise; its types do not say so. */
  const onRateLimit = (_: number, options: { readonly request: object }): unknown => {
    const { limit, limits = 0 } = options.request as Attempted;
    if (!limit || limits > RETRIES || limit.wait > LONGEST_WAIT) return false;
    waits?.(limit.wait);
    return wait(limit.wait).then(
      () => true,
      () => false,
    );
  };

  const octokit = new WithPlugins({
    auth: access.token,
    baseUrl: access.api,
    userAgent: 'track-record',
    log: { debug() {}, info() {}, warn() {}, error() {} },
    throttle: { id: access.host, write: PACE, onRateLimit, onSecondaryRateLimit: onRateLimit, retryAfterBaseValue: 0 },
    retry: { retries: RETRIES, retryAfterBaseValue: 0 },
    request: { redirect: 'error' },
    attempt,
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

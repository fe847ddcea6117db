import type { Failure } from './failure.ts';

/** An allowance that is used up: the first is documented, the second is what is answered. */
const USED_UP: ReadonlySet<string> = new Set(['RATE_LIMITED', 'RATE_LIMIT']);
/** What GitHub asks for where it names no time for a secondary limit, and twice as much each time it is met again. */
const SECONDARY = 60_000;

/** A limit that was met, shaped as plugin-throttling knows one: it does not know all the words and statuses that limits are told in. */
export class LimitMet extends Error {
  override readonly name = 'LimitMet';
  readonly status = 429;
  readonly response = { headers: { 'x-ratelimit-remaining': '0' } };
  /** Milliseconds until it is over. */
  readonly wait: number;

  constructor(wait: number) {
    super('a limit was met');
    this.wait = wait;
  }
}

/** The limit that a failure tells of, in whatever words and with whatever status. @param met how many the same request has met before. */
export function limitOf({ status, headers, errors, message }: Failure, met: number, now: number): LimitMet | undefined {
  const isUsedUp = errors.some(({ type }) => USED_UP.has(type));
  const isSecondary = /secondary rate limit|abuse detection/i.test(message);
  const named = namedWait(headers, isUsedUp, now);
  const isLimit = isUsedUp || isSecondary || status === 429 || (status === 403 && named !== undefined);
  return isLimit ? new LimitMet(named ?? SECONDARY * 2 ** met) : undefined;
}

/** Milliseconds until a limit is over; undefined where the answer names no time. */
function namedWait(headers: Failure['headers'], isUsedUp: boolean, now: number): number | undefined {
  const after = Number(headers['retry-after']);
  if (Number.isFinite(after) && after > 0) return after * 1000;
  const left = Number(headers['x-ratelimit-reset'] ?? 0) * 1000 - now;
  // What is left is not always told as 0 where an allowance is used up.
  return headers['x-ratelimit-remaining'] === '0' || (isUsedUp && left > 0) ? Math.max(1000, left + 1000) : undefined;
}

/** Milliseconds since 1970-01-01T00:00:00Z; negative before it. Git allows dates that `Date` does not: see `isDate`. */
export type EpochMs = number;

/** A half-open interval [from, to) with a name, resolved in the user's time zone. */
export interface Period {
  /** `2026-H2`, `last 90 days`, `2026-01-01..2026-07-01`, `all`. */
  readonly name: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** IANA zone the bounds and all calendar days are computed in, e.g. `Europe/Berlin`. */
  readonly zone: string;
}

const MAX_DATE = 8.64e15;

/** Whether a time can be shown as a calendar date at all. */
export const isDate = (at: EpochMs): boolean => Number.isFinite(at) && Math.abs(at) <= MAX_DATE;

const OPEN = 20 * 366 * 86_400_000;

/** Whether a period has bounds worth showing: `all` and those open at one end begin or end where no calendar does. */
export const hasBounds = ({ from, to }: Pick<Period, 'from' | 'to'>): boolean => to - from <= OPEN;

export const within = (period: Period, at: EpochMs): boolean => at >= period.from && at < period.to;

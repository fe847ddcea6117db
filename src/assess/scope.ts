import type { IdentityId } from '../domain/ids.ts';
import { counts, isChange, isIssue, isLogged, isReview } from '../domain/tags.ts';
import type { Tagged } from '../domain/tags.ts';
import type { EpochMs, Period } from '../domain/time.ts';
import { isDate } from '../domain/time.ts';
import { sayer } from '../util/messages.ts';
import type { Say } from '../util/messages.ts';
import type { Footprint } from './footprint.ts';
import { historyOf } from './history.ts';
import type { History } from './history.ts';
import type { AssessInput } from './input.ts';
import { MESSAGES } from './messages.ts';

export type SayAssess = Say<(typeof MESSAGES)['en']>;

/** One period with all that signals and suggestions read: the same functions judge a period and the one before. */
export interface Scope {
  readonly zone: string;
  /** The part of the period that has been and that holds work where the period is open. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Weeks from `from` to `to`, at least 1. */
  readonly weeks: number;
  /** What counts, in time order. */
  readonly work: readonly Tagged[];
  /** With noise and orphans, in time order. */
  readonly all: readonly Tagged[];
  /** Reviews and their comments that count, in time order. */
  readonly reviews: readonly Tagged[];
  /** Issues that were opened and what was said in others', in time order. */
  readonly issues: readonly Tagged[];
  /** Entries of work logs that count, in time order. */
  readonly logged: readonly Tagged[];
  readonly history: History;
  readonly earlier: Footprint;
  readonly say: SayAssess;
  /** The same one period before. */
  readonly before?: Scope;
}

const WEEK = 7 * 86_400_000;
/** An open period (`all`) is measured over the work it holds. */
const OPEN = 20 * 366 * 86_400_000;

export function scopeOf(input: AssessInput): Scope {
  const me = new Set<IdentityId>(input.person.identities.map((identity) => identity.id));
  const history = historyOf(input.others, [...input.work, ...input.before], me);
  const shared = { history, earlier: input.earlier, say: sayer(MESSAGES, input.locale) };
  const { previous, period, now } = input;
  const before = previous ? { ...bounds(previous, input.before, now), ...shared } : undefined;
  return { ...bounds(period, input.work, now), ...shared, ...(before ? { before } : {}) };
}

function bounds(
  period: Period,
  items: readonly Tagged[],
  now: EpochMs,
): Pick<Scope, 'zone' | 'from' | 'to' | 'weeks' | 'work' | 'all' | 'reviews' | 'issues' | 'logged'> {
  const dated = items.filter((item) => isDate(item.at)).sort((a, b) => a.at - b.at);
  const all = dated.filter(isChange);
  const work = all.filter(counts);
  const reviews = dated.filter((item) => counts(item) && isReview(item));
  const issues = dated.filter((item) => counts(item) && isIssue(item));
  const logged = dated.filter((item) => counts(item) && isLogged(item));
  const open = period.to - period.from > OPEN;
  const from = open ? (work[0]?.at ?? period.from) : period.from;
  const end = open ? (work.at(-1)?.at ?? period.to) + 1 : period.to;
  const to = Math.max(from + 1, now > from ? Math.min(end, now) : end);
  return { zone: period.zone, from, to, weeks: Math.max(1, (to - from) / WEEK), work, all, reviews, issues, logged };
}

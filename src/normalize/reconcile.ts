import type { NoiseReason } from '../domain/contribution.ts';
import { NOISE_REASONS } from '../domain/contribution.ts';
import type { Missing, Reconciliation } from '../domain/reconciliation.ts';
import { counts, type Tagged } from '../domain/tags.ts';
import type { Period } from '../domain/time.ts';

/** What a host says of one account's pull requests, opened in a period. */
export interface Told {
  readonly host: string;
  readonly login: string;
  /** In all repositories that the token may see. */
  readonly everywhere: number;
  /** In each of those that were asked about, by `owner/name`. */
  readonly here: ReadonlyMap<string, number>;
}

/** All that the account opened in the period; or in the places asked about, or outside them. */
export interface Narrowed {
  readonly where?: 'in' | 'outside';
  readonly unmerged?: boolean;
}

interface Known {
  readonly pulls: readonly Tagged[];
  readonly period: Period;
  readonly isOwn: (pull: Tagged) => boolean;
  /** The host's own page of what such a search finds. */
  readonly pageOf: (narrowed: Narrowed) => string;
}

/**
 * Accounts for every pull request that a host finds. `pulls`: those of the repositories that were asked about, whatever became of them; `isOwn`
 * says whether the account opened it, which is what the host goes by.
 */
export function reconcile(told: Told, { pulls, period, isOwn, pageOf }: Known): Reconciliation {
  const within = (at: number): boolean => at >= period.from && at < period.to;
  const isFound = (pull: Tagged): boolean => isOwn(pull) && pull.host?.kind === 'pull_request' && within(pull.host.createdAt);
  const isCounted = (pull: Tagged): boolean => counts(pull) && within(pull.at);
  const found = pulls.filter(isFound);
  const by = Map.groupBy(found, (pull): Missing | 'counted' =>
    isCounted(pull) ? 'counted' : counts(pull) ? 'other-period' : (reasonOf(pull) ?? 'unexplained'),
  );
  const n = (why: Missing | 'counted'): number => by.get(why)?.length ?? 0;
  const here = [...told.here.values()].reduce((sum, one) => sum + one, 0);
  const groups = [
    ...NOISE_REASONS.map((why) => [why, n(why)] as const),
    ['other-period', n('other-period')] as const,
    ['not-selected', told.everywhere - here] as const,
    ['unexplained', here - found.length + n('unexplained')] as const,
  ].filter(([, amount]) => amount !== 0);
  return {
    host: told.host,
    login: told.login,
    found: told.everywhere,
    counted: n('counted'),
    url: pageOf({}),
    groups: groups.map(([why, amount]) => ({ why, n: amount, url: pageOf(narrowed(why)) })),
    beside: pulls.filter((pull) => isCounted(pull) && !isFound(pull)).length,
  };
}

/** The reason that weighs most, where there are several. */
const reasonOf = ({ noise }: Tagged): NoiseReason | undefined => noise.find(({ path }) => path === undefined)?.reason;

/** What of a group a host's own search can tell apart. */
const narrowed = (why: Missing): Narrowed =>
  why === 'not-selected' ? { where: 'outside' } : { where: 'in', unmerged: why === 'unmerged' };

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

/**
 * Accounts for every pull request that a host finds. `pulls`: those of the repositories that were asked about, whatever became of them; `isOwn`
 * says whether the account opened it, which is what the host goes by.
 */
export function reconcile(
  told: Told,
  { pulls, period, isOwn }: { readonly pulls: readonly Tagged[]; readonly period: Period; readonly isOwn: (pull: Tagged) => boolean },
): Reconciliation {
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
    url: searchUrl(told, period, ''),
    groups: groups.map(([why, amount]) => ({ why, n: amount, url: searchUrl(told, period, filterOf(why, told)) })),
    beside: pulls.filter((pull) => isCounted(pull) && !isFound(pull)).length,
  };
}

/** The reason that weighs most, where there are several. */
const reasonOf = ({ noise }: Tagged): NoiseReason | undefined => noise.find(({ path }) => path === undefined)?.reason;

/** What of a group the host's own search can tell apart. */
function filterOf(why: Missing, { here }: Told): string {
  const places = [...here.keys()];
  if (why === 'not-selected') return places.map((place) => `-repo:${place}`).join(' ');
  const selected = places.map((place) => `repo:${place}`).join(' ');
  return why === 'unmerged' ? `${selected} is:closed is:unmerged` : selected;
}

function searchUrl({ host, login }: Told, { from, to }: Period, more: string): string {
  const q = `is:pr author:${login} created:${dayOf(from)}..${dayOf(to - 1)} ${more}`.trim();
  return `https://${host}/search?${new URLSearchParams({ q, type: 'pullrequests' })}`;
}

/** To the second, and within what a search takes for a date. */
const dayOf = (at: number): string =>
  new Date(Math.min(Math.max(at, Date.UTC(2000)), Date.UTC(3000))).toISOString().replace(/\.\d+Z$/, 'Z');

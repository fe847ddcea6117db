import type { Period } from '../../../domain/time.ts';
import type { IssuesRequest, OpenedSearch, Place } from '../host.ts';
import type { FoundIssues } from './reply-issues.ts';

/** A search hands out so many at most; what lies behind them is found by another that ends where the first did. */
const HANDED_OUT = 1000;

/** Where reading what is found goes on. */
export interface Spot {
  /** Only what was last updated up to then; as the host spells times. */
  readonly upTo?: string | undefined;
  /** Behind this place of the search. */
  readonly cursor?: string | undefined;
}

/** A spot as it is kept: times have no spaces. */
const told = ({ upTo = '', cursor = '' }: Spot): string => `${upTo} ${cursor}`;

export function spotOf(kept: string | undefined): Spot {
  const [upTo, cursor] = (kept ?? '').split(' ');
  return { upTo: upTo || undefined, cursor: cursor || undefined };
}

/** Letters, digits and single hyphens; `_` in names that an organisation manages. Nothing else may stand in a search. */
export const isLogin = (login: string): boolean => /^[a-z0-9][a-z0-9_-]{0,99}$/i.test(login);

/** Owners and names of repositories that a search can be about. */
export const isPlace = ({ owner, name }: Place): boolean => isLogin(owner) && /^[a-z0-9._-]{1,100}$/i.test(name);

/** What to search for, newest update first. `involves`: opened, said something in, was assigned or mentioned. */
export function termsOf({ place: { owner, name }, by, since }: Pick<IssuesRequest, 'place' | 'by' | 'since'>, { upTo = '' }: Spot): string {
  return [`repo:${owner}/${name}`, 'is:issue', by && `involves:${by}`, updatedTerm(since, upTo), 'sort:updated-desc']
    .filter(Boolean)
    .join(' ');
}

/** What to search for to find where somebody worked. `within`: `org:acme`, or '' for everywhere; `who`: `is:pr author:ada` */
export function workedTerms(
  { within, who, since }: { readonly within: string; readonly who: string; readonly since: string },
  { upTo = '' }: Spot,
): string {
  return [within, who, updatedTerm(since, upTo), 'sort:updated-desc'].filter(Boolean).join(' ');
}

const updatedTerm = (since: string, upTo: string): string => {
  const span = since && upTo ? `${since}..${upTo}` : since ? `>=${since}` : upTo && `<=${upTo}`;
  return span && `updated:${span}`;
};

/** What to search for to count the pull requests that an account opened in a period; without a place, everywhere. */
export function openedTerms(login: string, { from, to }: Pick<Period, 'from' | 'to'>, place?: Place): string {
  const [first, last] = [from > YEAR_2000 ? second(from) : undefined, to < YEAR_3000 ? second(to - 1) : undefined];
  const created = first && last ? `${first}..${last}` : first ? `>=${first}` : last && `<=${last}`;
  return [place && `repo:${place.owner}/${place.name}`, 'is:pr', `author:${login}`, created && `created:${created}`]
    .filter(Boolean)
    .join(' ');
}

/** The page on which a person finds the same. */
export function openedPage(host: string, { login, period, places, where, unmerged = false }: OpenedSearch): string {
  const within = where === undefined ? [] : places.map((place) => `${where === 'in' ? '' : '-'}repo:${place}`);
  const q = [openedTerms(login, period), ...within, ...(unmerged ? ['is:closed', 'is:unmerged'] : [])].join(' ');
  return `https://${host}/search?${new URLSearchParams({ q, type: 'pullrequests' })}`;
}

const [YEAR_2000, YEAR_3000] = [Date.UTC(2000), Date.UTC(3000)];
/** Searches know no parts of a second. */
const second = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** Where to go on behind a page, if anywhere, and how many nobody will ever be told of: more of one and the same second than are handed out. */
export function behind(
  { upTo }: Spot,
  { next, total, oldest }: Pick<FoundIssues, 'next' | 'total' | 'oldest'>,
): { readonly next?: Spot & { readonly told: string }; readonly lost: number } {
  const to = (spot: Spot) => ({ next: { ...spot, told: told(spot) }, lost: 0 });
  if (next !== undefined) return to({ upTo, cursor: next });
  if (total <= HANDED_OUT) return { lost: 0 };
  return oldest === undefined || oldest === upTo ? { lost: total - HANDED_OUT } : to({ upTo: oldest });
}

import { isoDay } from '../domain/calendar.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { ContributionId, IdentityId, RepoId } from '../domain/ids.ts';
import type { LogCategory } from '../domain/log.ts';
import type { EpochMs } from '../domain/time.ts';
import { isGeneric, likenessOf, wordsIn } from './likeness.ts';

/** Why a work-log entry does not fit what else is known. */
export type Clue =
  /** Its text names the other. */
  | { readonly clue: 'names' }
  /** Titles as good as alike, within days. */
  | { readonly clue: 'title' }
  /** Another log says the same for the same days. */
  | { readonly clue: 'logged' }
  /** It is dated before the other existed, or long after it was done; ISO days. */
  | { readonly clue: 'before' | 'after'; readonly dated: string; readonly other: string }
  /** The other is somebody else's. */
  | { readonly clue: 'owner'; readonly owner: string };

/** An entry and the work it may be the same as, or contradicts. */
export interface Doubt {
  readonly entry: ContributionId;
  readonly of: ContributionId;
  /** The other's key as people write it, and its title where that is stored. */
  readonly label: string;
  readonly title?: string;
  readonly clues: readonly Clue[];
}

/** A commit, a pull request or another log's entry that one may be compared with. */
export interface Work {
  readonly id: ContributionId;
  readonly kind: Contribution['kind'];
  readonly repo: RepoId;
  readonly key: string;
  readonly label: string;
  readonly author: IdentityId;
  /** From its beginning to its end; the same for a commit. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly title?: string;
}

/** What an entry's text names. `repo`: `owner/name` or `host/owner/name`, lower case. */
export interface Reference {
  readonly repo?: string;
  readonly sha?: string;
  readonly number?: number;
}

export interface DoubtInput {
  /** One person's entries. */
  readonly entries: readonly Contribution[];
  /** Their commits and pull requests that count or are in the ledger, and entries. */
  readonly own: readonly Work[];
  /** Works that a reference names, whosever they are. */
  readonly named: (reference: Reference) => readonly Work[];
  readonly me: ReadonlySet<IdentityId>;
  readonly nameOf: (identity: IdentityId) => string;
}

const DAY = 86_400_000;
/** Logs are written from memory: titles are compared this far around, days. */
const AROUND = 3 * DAY;
/** A clock and a time zone may differ by a day. */
const BEFORE = 1.5 * DAY;
const AFTER = 10 * DAY;

/** Kinds of work that name others' without being it: an outage names the change that caused it. */
const ABOUT_OTHERS = new Set<LogCategory>(['on-call', 'incident', 'mentoring', 'hiring', 'support', 'talk', 'planning', 'learning']);

/** Everything doubtful of each entry, the strongest first. Nothing is decided here. */
export function findDoubts(input: DoubtInput): readonly Doubt[] {
  const near = nearby(input.own);
  return input.entries.flatMap((entry) => {
    const found = new Map<ContributionId, { readonly work: Work; readonly clues: Clue[] }>();
    const note = (work: Work, ...clues: readonly Clue[]): void => {
      if (clues.length === 0) return;
      const known = found.get(work.id) ?? { work, clues: [] };
      known.clues.push(...clues);
      found.set(work.id, known);
    };
    for (const work of namedBy(entry, input.named)) note(work, ...namingClues(entry, work, input));
    for (const work of near(entry)) note(work, ...likenessClues(entry, work));
    return [...found.values()]
      .map(({ work, clues }): Doubt => ({
        entry: entry.id,
        of: work.id,
        label: work.label,
        ...(work.title === undefined ? {} : { title: work.title }),
        clues,
      }))
      .sort((a, b) => strength(b) - strength(a) || (a.of < b.of ? -1 : 1));
  });
}

const WEIGHT: Readonly<Record<Clue['clue'], number>> = { names: 4, owner: 3, title: 2, logged: 2, before: 1, after: 1 };
const strength = ({ clues }: Doubt): number => clues.reduce((sum, { clue }) => sum + WEIGHT[clue], 0);

/** First and last moment of an entry's days. */
function spanOf(entry: Contribution): readonly [EpochMs, EpochMs] {
  const first = entry.host?.kind === 'work_log' && entry.host.from !== undefined ? Date.parse(`${entry.host.from}T12:00Z`) : entry.at;
  return [Math.min(first, entry.at), entry.at];
}

function namingClues(entry: Contribution, work: Work, { me, nameOf }: DoubtInput): readonly Clue[] {
  const [from, to] = spanOf(entry);
  const category = entry.host?.kind === 'work_log' ? entry.host.category : undefined;
  const isSame = category === undefined || !ABOUT_OTHERS.has(category);
  const before: readonly Clue[] = to < work.from - BEFORE ? [{ clue: 'before', dated: isoDay(to), other: isoDay(work.from) }] : [];
  if (!isSame) return before;
  const after: readonly Clue[] = from > work.to + AFTER ? [{ clue: 'after', dated: isoDay(from), other: isoDay(work.to) }] : [];
  const owner: readonly Clue[] = me.has(work.author) ? [] : [{ clue: 'owner', owner: nameOf(work.author) }];
  return [{ clue: 'names' }, ...owner, ...before, ...after];
}

function likenessClues(entry: Contribution, work: Work): readonly Clue[] {
  if (work.id === entry.id || work.title === undefined) return [];
  const [from, to] = spanOf(entry);
  const isLogged = work.kind === 'work_log';
  // Of two logs that say the same, one is asked about; within a log a title may well come again.
  if (isLogged && (work.repo === entry.repo || work.id > entry.id)) return [];
  if (work.from > to + AROUND || work.to < from - AROUND) return [];
  if (isGeneric(entry.subject) || likenessOf(wordsIn(entry.subject), wordsIn(work.title)) < ALIKE) return [];
  return [{ clue: isLogged ? 'logged' : 'title' }];
}
const ALIKE = 0.7;

/** What is done around an entry's days, without comparing each with each, nor a log with itself. */
function nearby(own: readonly Work[]): (entry: Contribution) => readonly Work[] {
  const byDay = new Map<number, Map<string, Work[]>>();
  const long: Work[] = [];
  for (const work of own) {
    const [first, last] = [Math.floor(work.from / DAY), Math.floor(work.to / DAY)];
    if (last - first > 60) long.push(work);
    else
      for (let day = first; day <= last; day++) {
        const places = byDay.get(day) ?? new Map<string, Work[]>();
        const there = places.get(placeOf(work)) ?? [];
        if (there.length === 0) places.set(placeOf(work), there);
        there.push(work);
        byDay.set(day, places);
      }
  }
  return (entry) => {
    const [from, to] = spanOf(entry);
    // What took months names its parts in its own words: only its last weeks are looked at.
    const first = Math.max(Math.floor((from - AROUND) / DAY), Math.floor((to - AROUND) / DAY) - 31);
    const found = new Set(long);
    for (let day = first; day <= Math.floor((to + AROUND) / DAY); day++)
      for (const [place, works] of byDay.get(day) ?? []) if (place !== placeOf(entry)) for (const work of works) found.add(work);
    return [...found];
  };
}

/** A log by its name; everything else is not told apart. */
const placeOf = ({ kind, repo }: Pick<Work, 'kind' | 'repo'>): string => (kind === 'work_log' ? repo : '');

/** Works an entry is about by its own words: its title or link names them, or its note names that one alone. */
function namedBy(entry: Contribution, named: DoubtInput['named']): readonly Work[] {
  const link = entry.host?.kind === 'work_log' ? (entry.host.link ?? '') : '';
  const said = referencesIn(`${entry.subject} ${link}`);
  const noted = referencesIn(entry.body);
  const references = said.length > 0 ? said : noted.length === 1 ? noted : [];
  const works = new Map<ContributionId, Work>();
  for (const reference of references) {
    const found = named(reference);
    // `#12` without a repository: the one nearest in time, where several have a 12.
    const [nearest] = found.toSorted((a, b) => Math.abs(a.to - entry.at) - Math.abs(b.to - entry.at));
    if (nearest) works.set(nearest.id, nearest);
  }
  return [...works.values()];
}

const URL_OF =
  /https?:\/\/([\w.-]+(?::\d+)?)\/([\w./-]{1,200}?)\/(?:-\/)?(?:(?:pulls?|merge_requests)\/(\d{1,9})|commits?\/([0-9a-f]{7,64}))/gi;
const NUMBERED = /(?:([\w.-]{1,100}\/[\w.-]{1,100}))?#(\d{1,9})\b/g;
const SHA = /(?<![\w/#.-])(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{7,64}(?![\w-])/g;

/** What a text names: addresses of pull requests and commits, `owner/name#12`, `#12`, shas of seven digits or more. */
export function referencesIn(text: string): readonly Reference[] {
  const found = new Map<string, Reference>();
  const add = (reference: Reference): void => void found.set(JSON.stringify(reference), reference);
  const rest = text
    .slice(0, 10_000)
    .replaceAll(URL_OF, (_, host: string, repo: string, number: string | undefined, sha: string | undefined) => {
      const place = `${host}/${repo}`.toLowerCase();
      add(number === undefined ? { repo: place, sha: (sha ?? '').toLowerCase() } : { repo: place, number: Number(number) });
      return ' ';
    });
  for (const [, repo, number] of rest.matchAll(NUMBERED))
    add({ number: Number(number), ...(repo === undefined ? {} : { repo: repo.toLowerCase() }) });
  for (const [sha] of rest.matchAll(SHA)) add({ sha });
  return [...found.values()].slice(0, 20);
}

/** Whether a reference's repository, as far as it names one, is this. */
export const isOfRepo = ({ repo }: Reference, id: RepoId): boolean =>
  repo === undefined || id.toLowerCase() === repo || id.toLowerCase().endsWith(`/${repo}`);

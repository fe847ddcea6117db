import type { Contribution, Noise, Person } from '../domain/contribution.ts';
import { labelOf } from '../domain/evidence.ts';
import { type ContributionId, type IdentityId, isLog, pullId, type RepoId } from '../domain/ids.ts';
import type { Tagged } from '../domain/tags.ts';
import { type Clue, type Doubt, findDoubts, isOfRepo, type Reference, type Work } from '../normalize/doubts.ts';
import type { Store } from '../store/store.ts';
import { everybody } from './people.ts';

export interface Doubtful extends Doubt {
  /** What the user has said of the two; absent: nothing yet. */
  readonly decided?: 'same' | 'apart';
}

/**
 * What of these entries looks like work that is stored already, or contradicts it: of each its strongest doubt that is not settled, else the
 * last one that is. Whatever a human has merged stays merged.
 */
export function doubtsOf(store: Store, entries: readonly Contribution[]): readonly Doubtful[] {
  if (entries.length === 0) return [];
  const people = everybody(store);
  const personOf = new Map(people.flatMap((person) => person.identities.map(({ id }) => [id, person] as const)));
  const nameOf = (identity: IdentityId): string => personOf.get(identity)?.name ?? identity.replace(/\s*<[^<>]*>$/, '');
  const decided = new Map(store.workDecisions().map(({ entry, of, same }) => [`${entry}\n${of}`, same ? 'same' : 'apart'] as const));
  const named = namer(store);
  const byPerson = Map.groupBy(entries, ({ author }) => personOf.get(author)?.id ?? author);
  return [...byPerson.values()].flatMap((own) => {
    const first = own[0]?.author ?? '';
    const identities = personOf.get(first)?.identities.map(({ id }) => id) ?? [first];
    const known = store
      .query({ identities, kinds: ['commit', 'pull_request', 'work_log'] })
      .filter(({ orphan, noise }) => !orphan && !isPart(noise));
    const doubts = findDoubts({ entries: own, own: known.map(workOf), named, me: new Set(identities), nameOf });
    return [...Map.groupBy(doubts, ({ entry }) => entry).values()].flatMap((of) => {
      const all = of.map((doubt): Doubtful => {
        const said = decided.get(`${doubt.entry}\n${doubt.of}`);
        return said ? { ...doubt, decided: said } : doubt;
      });
      return all.find((one) => one.decided === 'same') ?? all.find((one) => one.decided === undefined) ?? all[0] ?? [];
    });
  });
}

/** Writes what is doubtful of these entries, or of all, into the noise ledger: until a human has decided, it counts once, as what the history shows. */
export function judgeLogs(store: Store, entries = entriesIn(store, {})): void {
  const lines = Map.groupBy(
    doubtsOf(store, entries).map(({ entry, of, label, title, clues }): Noise => ({
      contribution: entry,
      reason: 'inconsistent',
      detail: JSON.stringify({ label, ...(title === undefined ? {} : { title }), clues } satisfies DoubtDetail),
      of,
    })),
    ({ contribution }) => contribution,
  );
  const logs = new Map(store.logs().map((log) => [log.id, log]));
  const before = new Map(store.ledger({ repos: [...logs.keys()] }).map((line) => [line.contribution, line]));
  const changed = entries.filter(({ id }) => {
    const [[now] = [], old] = [lines.get(id), before.get(id)];
    return now?.of !== old?.of || now?.detail !== old?.detail;
  });
  for (const [repo, contributions] of Map.groupBy(changed, (item) => item.repo)) {
    const log = logs.get(repo);
    if (log) store.writeBatch({ repo: log, contributions, noise: contributions.flatMap(({ id }) => lines.get(id) ?? []) });
  }
}

/** A person's work-log entries as they were imported. */
export const loggedBy = (store: Store, { identities }: Pick<Person, 'identities'>): readonly Contribution[] =>
  entriesIn(store, { identities: identities.map(({ id }) => id) });

/** Entries as they were imported, of a person or of a log. */
export const entriesIn = (
  store: Store,
  of: { readonly identities?: readonly IdentityId[]; readonly repos?: readonly RepoId[] },
): readonly Contribution[] =>
  store.query({ ...of, kinds: ['work_log'] }).map(({ tag: _tag, correction: _correction, noise: _noise, share: _share, ...item }) => item);

/** What a ledger line of an inconsistent entry keeps: said in the reader's language where it is shown. */
export interface DoubtDetail {
  readonly label: string;
  readonly title?: string;
  readonly clues: readonly Clue[];
}

/** Parts of a pull request are compared as that. */
const isPart = (noise: readonly Noise[]): boolean =>
  noise.some(({ path, reason }) => path === undefined && (reason === 'part' || reason === 'duplicate' || reason === 'bot'));

function workOf({ id, kind, repo, key, author, at, landedAt, subject, host }: Tagged): Work {
  const base = { id, kind, repo, key, label: labelOf(kind, key), author, title: subject };
  if (host?.kind === 'pull_request') {
    const from = Math.min(host.createdAt, ...host.commits.map((commit) => commit.at));
    return { ...base, from, to: Math.max(from, host.mergedAt ?? host.closedAt ?? host.createdAt) };
  }
  if (host?.kind === 'work_log')
    return { ...base, from: host.from === undefined ? at : Math.min(at, Date.parse(`${host.from}T12:00Z`)), to: at };
  return { ...base, from: at, to: Math.max(at, landedAt) };
}

/** Looks up what entries name, each once. */
function namer(store: Store): (reference: Reference) => readonly Work[] {
  const repos = store.repos().filter(({ id }) => !isLog(id));
  const found = new Map<string, readonly Work[]>();
  const look = (reference: Reference): readonly Work[] => {
    const { sha, number } = reference;
    const places = repos.filter(({ id }) => isOfRepo(reference, id));
    if (sha !== undefined)
      return store
        .commitsNamed(sha)
        .filter(({ repo }) => places.some(({ id }) => id === repo))
        .map(({ id, sha: key, repo, author, at, subject }): Work => {
          const work = { id, kind: 'commit', repo, key, label: labelOf('commit', key), author, from: at, to: at } as const;
          return subject === null ? work : { ...work, title: subject };
        });
    if (number === undefined) return [];
    const ids = places.map(({ id }) => pullId(id, number));
    const pulls = store.query({ ids }).map(workOf);
    const reviewed = places
      .filter(({ id }) => !pulls.some(({ repo }) => repo === id))
      .flatMap(({ id }) => reviewedPull(store, id, number) ?? []);
    return [...pulls, ...reviewed];
  };
  return (reference) => {
    const key = JSON.stringify(reference);
    const known = found.get(key) ?? look(reference);
    found.set(key, known);
    return known;
  };
}

/** Somebody else's pull request, as far as reviews of it tell. */
function reviewedPull(store: Store, repo: string, number: number): Work | undefined {
  const [review] = store.reviewsOf(repo, number);
  if (!review || review.of === null) return undefined;
  const { of, subject, at } = review;
  const id: ContributionId = pullId(repo, number);
  return {
    id,
    kind: 'pull_request',
    repo,
    key: String(number),
    label: `#${number}`,
    author: of,
    from: at - 30 * 86_400_000,
    to: at,
    title: subject,
  };
}

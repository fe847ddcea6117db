import type { Identity, Person } from '../domain/contribution.ts';
import type { IdentityId } from '../domain/ids.ts';
import { TrackRecordError } from '../domain/result.ts';
import { type Decisions, persons, type Resolution, resolvePerson } from '../normalize/persons.ts';
import { verifiedIdentities } from '../normalize/verified.ts';
import type { Store } from '../store/store.ts';

/** An identity and how many commits it wrote. */
export interface Author {
  readonly identity: Identity;
  readonly commits: number;
}

/** A person and how many commits all their identities wrote. */
export interface Candidate {
  readonly person: Person;
  readonly commits: number;
}

/** The user's merges and dismissals, as pairs. */
export function decisions(store: Store): Decisions {
  const pairs = (groups: readonly { readonly identities: readonly IdentityId[] }[]): (readonly [IdentityId, IdentityId])[] =>
    groups.flatMap(({ identities: [first, ...rest] }) => (first === undefined ? [] : rest.map((next) => [first, next] as const)));
  return { accepted: pairs(store.merges()), rejected: pairs(store.dismissals()) };
}

/** Everybody who is stored, and these beside them, put together into people. */
export function everybody(store: Store, beside: readonly Identity[] = []): readonly Person[] {
  const known = [...store.identities(), ...beside];
  return together(known, verified(store, known), decisions(store));
}

/** The user's own addresses, as code hosts have verified them. @param known all identities there are */
export const verified = (store: Store, known: readonly Identity[]): readonly Identity[] =>
  verifiedIdentities(store.mailboxes(), known, decisions(store).rejected);

/** An address that nothing is known under is nobody by itself. */
function together(known: readonly Identity[], own: readonly Identity[], decided: Decisions): readonly Person[] {
  const addresses = new Set(own.map(({ id }) => id));
  return persons([...known, ...own], decided).filter(({ identities }) => identities.some(({ id }) => !addresses.has(id)));
}

/** Authors put together into people, most commits first. @param own the user's addresses */
export function candidates(authors: readonly Author[], decided: Decisions, own: readonly Identity[] = []): readonly Candidate[] {
  const commits = new Map<IdentityId, number>();
  for (const { identity, commits: n } of authors) commits.set(identity.id, (commits.get(identity.id) ?? 0) + n);
  const all = [...new Map(authors.map(({ identity }) => [identity.id, identity])).values()];
  // A person is called by an identity of git's wherever there is one, whatever was read from a host since.
  const unique = [...all.filter((identity) => !isAccount(identity)), ...all.filter(isAccount)];
  return together(unique, own, decided)
    .map((person) => ({ person, commits: person.identities.reduce((sum, { id }) => sum + (commits.get(id) ?? 0), 0) }))
    .sort((a, b) => b.commits - a.commits);
}

export const isAccount = ({ id }: Identity): boolean => !id.endsWith('>');

/** How the person was found: said to the user where nobody was named. */
export interface Chosen {
  readonly person: Person;
  readonly how: 'asked' | 'git-config' | 'chosen' | 'most-commits';
}

export interface ChooseOptions {
  /** What the user typed. */
  readonly who?: string | undefined;
  /** The user by the repositories' git config. */
  readonly user?: { readonly name: string; readonly email: string } | undefined;
  /** Asks the user for one of the candidates; undefined where nobody can be asked. */
  readonly ask?: ((candidates: readonly Candidate[]) => Promise<number | undefined>) | undefined;
}

/** How many authors are offered to choose from. */
const OFFERED = 15;

/**
 * The person a run is about: the one named, of several called so whom the user chooses; else the user of the git config where they have commits,
 * else whom the user chooses, else who has most commits.
 * @throws TrackRecordError `no-commits`, `author-unknown` with near misses, `author-ambiguous` with the candidates.
 */
export async function choosePerson(people: readonly Candidate[], { who, user, ask }: ChooseOptions): Promise<Chosen> {
  if (people.length === 0) throw new TrackRecordError('no-commits', 'There are no commits by people here yet: nothing to report on.');
  const everyone = people.map(({ person }) => person);
  if (who !== undefined) {
    const found = resolvePerson(who, everyone);
    const fitting = found.kind === 'ambiguous' ? people.filter(({ person }) => found.candidates.includes(person)) : [];
    const answer = fitting.length > 0 ? await ask?.(fitting.slice(0, OFFERED)) : undefined;
    const picked = answer === undefined ? undefined : fitting[answer];
    return picked ? { person: picked.person, how: 'chosen' } : { person: matched(who, found, fitting), how: 'asked' };
  }
  if (user !== undefined) {
    const found = resolvePerson(`${user.name} <${user.email}>`, everyone);
    if (found.kind === 'match') return { person: found.person, how: 'git-config' };
  }
  const offered = people.slice(0, OFFERED);
  const answer = await ask?.(offered);
  const chosen = offered[answer ?? 0] ?? offered[0];
  if (!chosen) throw new TrackRecordError('no-commits', 'There are no commits by people here yet: nothing to report on.');
  return { person: chosen.person, how: answer === undefined ? 'most-commits' : 'chosen' };
}

/** @throws TrackRecordError `author-unknown`, `author-ambiguous`. */
export const named = (who: string, people: readonly Person[]): Person => matched(who, resolvePerson(who, people));

/** @param counted those who fit, where it is known how many commits each has. @throws as `named`. */
function matched(who: string, found: Resolution, counted: readonly Candidate[] = []): Person {
  if (found.kind === 'match') return found.person;
  if (found.kind === 'ambiguous') {
    throw new TrackRecordError(
      'author-ambiguous',
      `"${who}" fits several people:\n${listed(found.candidates, counted)}\nName one by e-mail. Where they are one person, merge them once one was read: trackrecord identities merge E-MAIL E-MAIL`,
    );
  }
  const near = found.near.length > 0 ? ` Did you mean:\n${listed(found.near)}` : ' See who is there with: trackrecord identities';
  throw new TrackRecordError('author-unknown', `Nobody called "${who}" has commits here.${near}`);
}

const listed = (people: readonly Person[], counted: readonly Candidate[] = []): string => {
  const commits = new Map(counted.map((one) => [one.person, one.commits]));
  return people
    .slice(0, 10)
    .map((person) => {
      const emails = [...new Set(person.identities.map(({ email }) => email))].join(', ');
      const count = commits.get(person);
      return `  ${person.name} (${emails})${count === undefined ? '' : `: ${count} ${count === 1 ? 'commit' : 'commits'}`}`;
    })
    .join('\n');
};

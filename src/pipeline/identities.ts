import type { Person } from '../domain/contribution.ts';
import type { IdentityId, RepoId } from '../domain/ids.ts';
import { TrackRecordError } from '../domain/result.ts';
import { type MergeSuggestion, suggestMerges } from '../normalize/identities.ts';
import { toMailmap } from '../normalize/mailmap.ts';
import type { Identities, IdentityWords } from '../protocol/editing.ts';
import type { Store } from '../store/store.ts';
import { everybody, named } from './people.ts';

export interface IdentityReport {
  readonly people: readonly Person[];
  /** Not taken by themselves: a human decides. Numbered from 1 in this order. */
  readonly suggestions: readonly MergeSuggestion[];
  /** Decisions of the user in force. */
  readonly merges: readonly { readonly id: string; readonly identities: readonly IdentityId[]; readonly kind: 'merged' | 'apart' }[];
}

export function identityReport(store: Store): IdentityReport {
  const identities = store.identities();
  const people = everybody(store);
  const personOf = new Map(people.flatMap((person) => person.identities.map(({ id }) => [id, person.id] as const)));
  const apart = new Set(store.dismissals().flatMap(({ identities: [a, ...rest] }) => rest.flatMap((b) => [`${a}\0${b}`, `${b}\0${a}`])));
  return {
    people,
    suggestions: suggestMerges(identities).filter(({ a, b }) => personOf.get(a) !== personOf.get(b) && !apart.has(`${a}\0${b}`)),
    merges: [
      ...store.merges().map(({ id, identities: own }) => ({ id, identities: own, kind: 'merged' as const })),
      ...store.dismissals().map(({ id, identities: own }) => ({ id, identities: own, kind: 'apart' as const })),
    ],
  };
}

/** Suggestions and other authors shown at most. */
const SHOWN = 200;

/** Who a person is in these repositories, who else they may be, and what was decided. */
export function identitiesOf(store: Store, person: Person, repos: readonly RepoId[]): Omit<Identities, 'revision'> {
  const commits = new Map(store.authors(repos).map(({ identity, contributions }) => [identity.id, contributions]));
  const known = new Map([...store.identities(), ...person.identities].map((identity) => [identity.id, identity]));
  const words = (id: IdentityId): IdentityWords => ({ ...(known.get(id) ?? { id, name: id, email: '' }), commits: commits.get(id) ?? 0 });
  const theirs = new Set(person.identities.map(({ id }) => id));
  const { suggestions, merges } = identityReport(store);
  const about = suggestions.map(({ a, b, clue }) => ({ a: words(a), b: words(b), clue, theirs: theirs.has(a) || theirs.has(b) }));
  const own = person.identities.map(({ id }) => words(id));
  // The account's spelling of an address says nothing beside the one that work was done under.
  const worked = new Set(own.filter((one) => one.commits > 0).map(({ email }) => email));
  return {
    person: { id: person.id, name: person.name, identities: own.filter(({ email, commits }) => commits > 0 || !worked.has(email)) },
    suggestions: [
      ...about.filter((one) => one.theirs),
      ...about.filter((one) => !one.theirs && one.a.commits > 0 && one.b.commits > 0),
    ].slice(0, SHOWN),
    decisions: merges.map(({ id, kind, identities }) => ({ id, kind, identities: identities.map(words) })),
    others: [...commits.keys()]
      .filter((id) => !theirs.has(id))
      .slice(0, SHOWN)
      .map(words),
  };
}

/** What deciding came to: acts done, acts taken back. */
interface Decision {
  readonly done: string[];
  readonly undone: string[];
}

/** These two are one person, whatever was said before to keep their people apart. */
export function mergePair(store: Store, a: IdentityId, b: IdentityId): Decision {
  const people = everybody(store);
  const groupOf = (id: IdentityId): ReadonlySet<IdentityId> =>
    new Set(people.find(({ identities }) => identities.some((one) => one.id === id))?.identities.map((one) => one.id) ?? [id]);
  const [ours, theirs] = [groupOf(a), groupOf(b)];
  const undone = store
    .dismissals()
    .filter(({ identities }) => identities.some((id) => ours.has(id)) && identities.some((id) => theirs.has(id)))
    .map(({ id }) => id);
  store.undo(...undone);
  return { done: [store.acceptMerge([a, b])], undone };
}

/**
 * The same of two people as somebody writes them: by e-mail, login or name.
 * @throws TrackRecordError `author-unknown`, `author-ambiguous`, `same-person`
 */
export function mergeNamed(store: Store, a: string, b: string): { readonly a: IdentityId; readonly b: IdentityId; readonly id: string } {
  const { people } = identityReport(store);
  const [one, other] = [named(a, people), named(b, people)];
  if (one.id === other.id) throw new TrackRecordError('same-person', `"${a}" and "${b}" are one person already: ${one.name}.`);
  const { done } = mergePair(store, one.id, other.id);
  return { a: one.id, b: other.id, id: done[0] ?? '' };
}

/** `identity` is none of these, and is not suggested to be. */
export function separate(store: Store, identity: IdentityId, from: readonly IdentityId[]): Decision {
  const others = new Set(from.filter((id) => id !== identity));
  const undone = store
    .merges()
    .filter(({ identities }) => identities.includes(identity) && identities.some((id) => others.has(id)))
    .map(({ id }) => id);
  store.undo(...undone);
  return { done: others.size > 0 ? [store.dismissMerge([identity, ...others])] : [], undone };
}

/** @throws TrackRecordError `no-merge` where the id names none in force. */
export function forgetDecision(store: Store, id: string): Decision {
  undoMerge(store, id);
  return { done: [], undone: [id] };
}

/** A decided suggestion and the id to undo it by. */
interface Decided extends MergeSuggestion {
  readonly id: string;
}

/** @throws TrackRecordError `no-suggestion`. */
export function acceptSuggestion(store: Store, number: number): Decided {
  const { a, b, ...rest } = suggestion(store, number);
  return { a, b, ...rest, id: store.acceptMerge([a, b]) };
}

/** @throws TrackRecordError `no-suggestion`. */
export function dismissSuggestion(store: Store, number: number): Decided {
  const { a, b, ...rest } = suggestion(store, number);
  return { a, b, ...rest, id: store.dismissMerge([a, b]) };
}

/** @throws TrackRecordError `no-merge` where the id names none in force. */
export function undoMerge(store: Store, id: string): void {
  if (!identityReport(store).merges.some((merge) => merge.id === id)) {
    throw new TrackRecordError('no-merge', `There is no merge with the id "${id}". See those in force with: trackrecord identities`);
  }
  store.undo(id);
}

/** People with several identities, as a .mailmap git reads. */
export const mailmapOf = (store: Store): string => toMailmap(everybody(store));

function suggestion(store: Store, number: number): MergeSuggestion {
  const { suggestions } = identityReport(store);
  const found = suggestions[number - 1];
  if (!found)
    throw new TrackRecordError(
      'no-suggestion',
      `There is no suggestion ${number}; there are ${suggestions.length}. See them with: trackrecord identities`,
    );
  return found;
}

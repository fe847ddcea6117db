import type { Person } from '../domain/contribution.ts';
import type { IdentityId } from '../domain/ids.ts';
import { TrackRecordError } from '../domain/result.ts';
import { type MergeSuggestion, suggestMerges } from '../normalize/identities.ts';
import { toMailmap } from '../normalize/mailmap.ts';
import { persons } from '../normalize/persons.ts';
import type { Store } from '../store/store.ts';
import { decisions } from './people.ts';

export interface IdentityReport {
  readonly people: readonly Person[];
  /** Not taken by themselves: a human decides. Numbered from 1 in this order. */
  readonly suggestions: readonly MergeSuggestion[];
  /** Decisions of the user in force. */
  readonly merges: readonly { readonly id: string; readonly identities: readonly IdentityId[]; readonly kind: 'merged' | 'apart' }[];
}

export function identityReport(store: Store): IdentityReport {
  const identities = store.identities();
  const people = persons(identities, decisions(store));
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
export const mailmapOf = (store: Store): string => toMailmap(persons(store.identities(), decisions(store)));

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

import type { Identity, Person } from '../domain/contribution.ts';
import { accountKey, type IdentityId } from '../domain/ids.ts';
import { foldName, splitEmail, usableName } from './generic.ts';
import { automaticMerges, DisjointSets } from './identities.ts';

/** A user's word on two identities, stored as pairs so that each can be undone. */
export interface Decisions {
  readonly accepted?: readonly (readonly [IdentityId, IdentityId])[];
  /** Never one person, whatever else suggests it. */
  readonly rejected?: readonly (readonly [IdentityId, IdentityId])[];
}

/**
 * Identities put together into people: one mailbox or account by itself, anything else only where accepted. Identities come in the order
 * first seen, which decides ids and order of the result; a person's id is their first identity's.
 */
export function persons(identities: readonly Identity[], decisions: Decisions = {}): readonly Person[] {
  const byId = new Map(identities.map((i) => [i.id, i]));
  const sets = new DisjointSets(byId.keys());
  const apart = (a: IdentityId, b: IdentityId): boolean =>
    (decisions.rejected ?? []).some(([x, y]) => {
      const [rx, ry, ra, rb] = [sets.root(x), sets.root(y), sets.root(a), sets.root(b)];
      return (rx === ra && ry === rb) || (rx === rb && ry === ra);
    });
  const automatic = automaticMerges([...byId.values()]);
  for (const [a, b] of [...(decisions.accepted ?? []), ...automatic.map((s) => [s.a, s.b] as const)]) if (!apart(a, b)) sets.join(a, b);

  const members = new Map<IdentityId, Identity[]>();
  for (const identity of byId.values()) {
    const root = sets.root(identity.id);
    members.set(root, [...(members.get(root) ?? []), identity]);
  }
  return [...members.values()].map((own) => ({ id: own[0]?.id ?? '', name: displayName(own), identities: own }));
}

/** A full name before a handle, either before an e-mail's first part. */
function displayName(identities: readonly Identity[]): string {
  const usable = identities.filter((i) => usableName(i.name));
  const full = usable.find((i) => /\s|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(i.name.trim()));
  const first = identities[0];
  return (full ?? usable[0])?.name.trim() ?? first?.login ?? (first && (splitEmail(first.email).local || first.name)) ?? '';
}

/** What somebody typed, looked up. */
export type Resolution =
  | { readonly kind: 'match'; readonly person: Person }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Person[] }
  /** `near`: spelled alike, best first, at most five. */
  | { readonly kind: 'none'; readonly near: readonly Person[] };

/**
 * Finds the person meant by a name, an e-mail, a login, `host/login` or `Name <email>`. The most exact reading that anyone fits decides: e-mail,
 * then account, login and full name; where several fit it, the user must choose. Case, width and repeated spaces do not count.
 */
export function resolvePerson(query: string, people: readonly Person[]): Resolution {
  const text = query.trim();
  const email = (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim().toLowerCase();
  const name = foldName(text.replace(/<[^<>]*>\s*$/, ''));
  const handle = name.replace(/^@/, '');
  const readings: readonly ((identity: Identity) => boolean)[] = [
    (i) => email.includes('@') && i.email === email,
    (i) => handle.includes('/') && accountKey(i) === handle,
    (i) => handle !== '' && i.login?.toLowerCase() === handle,
    (i) => name !== '' && foldName(i.name) === name,
  ];
  for (const reading of readings) {
    const found = people.filter(
      (p) => p.identities.some(reading) || (reading === readings.at(-1) && name !== '' && foldName(p.name) === name),
    );
    if (found[0] && found.length === 1) return { kind: 'match', person: found[0] };
    if (found.length > 1) return { kind: 'ambiguous', candidates: found };
  }
  return { kind: 'none', near: near(name === '' ? email : name, people) };
}

const NEAR = 5;
const NEAR_SCORE = 0.6;

function near(query: string, people: readonly Person[]): readonly Person[] {
  if (query === '') return [];
  const words = query.split(/[\s@.]+/).filter((w) => w.length > 1);
  const scored = people.map((person) => {
    const spellings = person.identities
      .flatMap((i) => [foldName(i.name), splitEmail(i.email).local, i.login?.toLowerCase() ?? ''])
      .filter((s) => s !== '');
    return { person, score: Math.max(0, ...spellings.map((s) => likeness(query, words, s))) };
  });
  return scored
    .filter((s) => s.score > NEAR_SCORE)
    .sort((a, b) => b.score - a.score)
    .slice(0, NEAR)
    .map((s) => s.person);
}

/** 0 to 1: shared words, one inside the other, or few letters apart. */
function likeness(query: string, words: readonly string[], spelling: string): number {
  if (spelling.includes(query) || (spelling.length > 3 && query.includes(spelling))) return 0.9;
  const shared = words.filter((w) => spelling.split(/[\s.]+/).includes(w)).length;
  if (shared > 0) return 0.5 + (0.4 * shared) / Math.max(words.length, 1);
  const longest = Math.max(query.length, spelling.length);
  return longest > 64 ? 0 : 1 - distance(query, spelling) / longest - 0.1;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

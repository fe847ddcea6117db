import type { Identity } from '../domain/contribution.ts';
import type { IdentityId } from '../domain/ids.ts';
import { foldName, isNoreply, splitEmail, usableEmail, usableLocal, usableName } from './generic.ts';

/** Two identities that may be one person, for a human to accept. */
export interface MergeSuggestion {
  readonly a: IdentityId;
  readonly b: IdentityId;
  /** In words: `same e-mail, other name`. */
  readonly reason: string;
  /** 0 to 1; orders the list. Not a probability that was measured. */
  readonly confidence: number;
  /** One mailbox or one account, so taken without asking; can be undone like the rest. */
  readonly automatic: boolean;
}

/** More names than this on one address are several people at one mailbox. */
const SHARED_MAILBOX = 6;
const MIN_HANDLE = 5;

interface Clue {
  readonly reason: string;
  readonly confidence: number;
  readonly automatic: boolean;
  /** Identities with an equal key are linked; undefined keys link nothing. */
  readonly key: (identity: Identity) => string | undefined;
  /** The other end's key, where it is another property. */
  readonly other?: (identity: Identity) => string | undefined;
}

const localOf = (i: Identity): string | undefined => {
  const { local } = splitEmail(i.email);
  return !isNoreply(i.email) && usableLocal(local) ? local : undefined;
};
const login = (i: Identity): string | undefined => i.login?.toLowerCase();
const account = (i: Identity): string | undefined => /^(\d+)[+-][^@]+@(users\.noreply\..+)$/i.exec(i.email)?.slice(1).join('@');
/** A name that is a handle: one word, long or with a digit or a hyphen, so that a login equal to it is no accident. */
const handle = (text: string | undefined): string | undefined =>
  text !== undefined && text.length >= MIN_HANDLE && /^[a-z0-9][a-z0-9_.-]*$/.test(text) && (/[\d_.-]/.test(text) || text.length >= 8)
    ? text
    : undefined;
const named = (i: Identity, rest: string | undefined): string | undefined =>
  rest !== undefined && usableName(i.name) ? `${foldName(i.name)}\0${rest}` : undefined;

/** Strongest first. A name by itself is in none of them: two people may share one. */
const CLUES: readonly Clue[] = [
  { reason: 'same account number in the no-reply address', confidence: 0.99, automatic: true, key: account },
  { reason: 'same e-mail, other name', confidence: 0.97, automatic: true, key: (i) => i.email },
  { reason: 'same login', confidence: 0.95, automatic: true, key: login },
  {
    reason: 'same name, and the login of one begins the e-mail of the other',
    confidence: 0.9,
    automatic: false,
    key: (i) => named(i, login(i)),
    other: (i) => named(i, localOf(i)),
  },
  { reason: 'same name and same e-mail name at another domain', confidence: 0.85, automatic: false, key: (i) => named(i, localOf(i)) },
  {
    reason: 'the login of one is the name of the other',
    confidence: 0.7,
    automatic: false,
    key: (i) => handle(login(i)),
    other: (i) => handle(foldName(i.name)),
  },
  {
    reason: 'the login of one begins the e-mail of the other',
    confidence: 0.6,
    automatic: false,
    key: (i) => handle(login(i)),
    other: (i) => handle(localOf(i)),
  },
];

/**
 * Who may be the same person, strongest clue first; a pair that earlier ones already join is not repeated.
 * Blank and generic names, placeholders and shared mailboxes link nothing. Deterministic in the order given.
 */
export function suggestMerges(identities: readonly Identity[]): readonly MergeSuggestion[] {
  const sets = new DisjointSets(identities.map((i) => i.id));
  const out: MergeSuggestion[] = [];
  for (const { key, other, reason, confidence, automatic } of CLUES) {
    for (const group of grouped(identities, key, other)) {
      const [first, ...rest] = group;
      if (first === undefined || (automatic && new Set(group.map((i) => foldName(i.name))).size > SHARED_MAILBOX)) continue;
      for (const next of rest) if (sets.join(first.id, next.id)) out.push({ a: first.id, b: next.id, reason, confidence, automatic });
    }
  }
  return out;
}

/** Identities with equal keys, in the order met. With `other`, only groups that have both ends. */
function grouped(identities: readonly Identity[], key: Clue['key'], other: Clue['other']): readonly (readonly Identity[])[] {
  const groups = new Map<string, { readonly ones: Identity[]; readonly others: Identity[] }>();
  const at = (k: string): { readonly ones: Identity[]; readonly others: Identity[] } => {
    const group = groups.get(k) ?? { ones: [], others: [] };
    groups.set(k, group);
    return group;
  };
  for (const identity of identities) {
    if (!usableEmail(identity.email)) continue; // `root@localhost` is anybody
    const own = key(identity);
    const end = other?.(identity);
    if (own !== undefined) at(own).ones.push(identity);
    if (end !== undefined && end !== own) at(end).others.push(identity);
  }
  return [...groups.values()]
    .filter((g) => other === undefined || (g.ones.length > 0 && g.others.length > 0))
    .map((g) => [...g.ones, ...g.others]);
}

/** Union-find over ids; the first id given is a set's root. */
export class DisjointSets {
  readonly #parent: Map<string, string>;
  constructor(ids: Iterable<string>) {
    this.#parent = new Map(Array.from(ids, (id) => [id, id]));
  }

  root(id: string): string {
    let at = id;
    for (let up = this.#parent.get(at); up !== undefined && up !== at; up = this.#parent.get(at)) at = up;
    for (let step = id; step !== at;) {
      const up = this.#parent.get(step) ?? at;
      this.#parent.set(step, at);
      step = up;
    }
    return at;
  }

  /** Whether two sets became one. Unknown ids are left alone. */
  join(a: string, b: string): boolean {
    const [x, y] = [this.root(a), this.root(b)];
    if (x === y || !this.#parent.has(x) || !this.#parent.has(y)) return false;
    this.#parent.set(y, x);
    return true;
  }
}

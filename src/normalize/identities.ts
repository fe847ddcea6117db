import type { Clue, Identity } from '../domain/contribution.ts';
import { accountKey, type IdentityId } from '../domain/ids.ts';
import { foldName, isNoreply, splitEmail, usableEmail, usableLocal, usableName } from './generic.ts';

/** Two identities that may be one person, for a human to accept. */
export interface MergeSuggestion {
  readonly a: IdentityId;
  readonly b: IdentityId;
  readonly clue: Clue;
  /** The clue in words: `same e-mail, other name`. */
  readonly reason: string;
  /** 0 to 1; orders the list. Not a probability that was measured. */
  readonly confidence: number;
  /** One mailbox or one account, so taken without asking; can be undone like the rest. */
  readonly automatic: boolean;
}

/** More names than this on one address are several people at one mailbox. */
const SHARED_MAILBOX = 6;
const MIN_HANDLE = 5;
const LONG_HANDLE = 8;

/** What of an identity can tell it from others; undefined where it is too common to. */
interface Facts {
  readonly id: IdentityId;
  readonly email: string;
  /** Folded. */
  readonly name: string;
  readonly login: string | undefined;
  /** Login and its host. */
  readonly at: string | undefined;
  /** Number and host of a no-reply address. */
  readonly account: string | undefined;
  readonly local: string | undefined;
  /** Login, name and local part where they are handles. */
  readonly handle: { readonly login: string | undefined; readonly name: string | undefined; readonly local: string | undefined };
  /** Name with login or local part. */
  readonly named: { readonly login: string | undefined; readonly local: string | undefined };
}

function factsOf(identity: Identity): Facts {
  const name = foldName(identity.name);
  const login = identity.login?.toLowerCase();
  const { local: written } = splitEmail(identity.email);
  const local = !isNoreply(identity.email) && usableLocal(written) ? written : undefined;
  const telling = usableName(identity.name);
  const named = (rest: string | undefined): string | undefined => (telling && rest !== undefined ? `${name}\0${rest}` : undefined);
  return {
    id: identity.id,
    email: identity.email,
    name,
    login,
    at: accountKey(identity),
    account: ACCOUNT.exec(identity.email)?.slice(1).join('@'),
    local,
    handle: { login: handle(login), name: handle(name), local: handle(local) },
    named: { login: named(login), local: named(local) },
  };
}

const ACCOUNT = /^(\d+)[+-][^@]+@(users\.noreply\..+)$/i;

/** One word, long or with a digit or a hyphen: two equal ones are no accident. */
const handle = (text: string | undefined): string | undefined =>
  text !== undefined && text.length >= MIN_HANDLE && HANDLE.test(text) && (/[\d_.-]/.test(text) || text.length >= LONG_HANDLE)
    ? text
    : undefined;
const HANDLE = /^[a-z0-9][a-z0-9_.-]*$/;

interface Link {
  readonly clue: Clue;
  readonly reason: string;
  readonly confidence: number;
  readonly automatic: boolean;
  /** Identities with an equal key are linked; undefined keys link nothing. */
  readonly key: (facts: Facts) => string | undefined;
  /** The other end's key, where it is another property. */
  readonly other?: (facts: Facts) => string | undefined;
}

/** Strongest first. A name by itself is in none of them: two people may share one. */
const LINKS: readonly Link[] = [
  { clue: 'account', reason: 'same account number in the no-reply address', confidence: 0.99, automatic: true, key: (f) => f.account },
  { clue: 'email', reason: 'same e-mail, other name', confidence: 0.97, automatic: true, key: (f) => f.email },
  { clue: 'login', reason: 'same login', confidence: 0.95, automatic: true, key: (f) => f.at },
  {
    clue: 'name-and-login',
    reason: 'same name, and the login of one begins the e-mail of the other',
    confidence: 0.9,
    automatic: false,
    key: (f) => f.named.login,
    other: (f) => f.named.local,
  },
  {
    clue: 'name-and-local',
    reason: 'same name and same e-mail name at another domain',
    confidence: 0.85,
    automatic: false,
    key: (f) => f.named.local,
  },
  {
    clue: 'login-is-name',
    reason: 'the login of one is the name of the other',
    confidence: 0.7,
    automatic: false,
    key: (f) => f.handle.login,
    other: (f) => f.handle.name,
  },
  {
    clue: 'login-and-local',
    reason: 'the login of one begins the e-mail of the other',
    confidence: 0.6,
    automatic: false,
    key: (f) => f.handle.login,
    other: (f) => f.handle.local,
  },
];

/**
 * Who may be the same person, strongest clue first; a pair that earlier ones already join is not repeated.
 * Blank and generic names, placeholders and shared mailboxes link nothing. Deterministic in the order given.
 */
export const suggestMerges = (identities: readonly Identity[]): readonly MergeSuggestion[] => merges(identities, LINKS);

/** Those that are taken without asking. They are the strongest, so the others change nothing about them. */
export const automaticMerges = (identities: readonly Identity[]): readonly MergeSuggestion[] =>
  merges(
    identities,
    LINKS.filter((link) => link.automatic),
  );

function merges(identities: readonly Identity[], links: readonly Link[]): readonly MergeSuggestion[] {
  const sets = new DisjointSets(identities.map((i) => i.id));
  const facts = identities.filter((i) => usableEmail(i.email) && !GATEWAY.test(i.name)).map(factsOf);
  const out: MergeSuggestion[] = [];
  for (const { key, other, clue, reason, confidence, automatic } of links) {
    for (const group of grouped(facts, key, other)) {
      const [first, ...rest] = group;
      if (first === undefined || (automatic && new Set(group.map((f) => f.name)).size > SHARED_MAILBOX)) continue;
      for (const next of rest) if (sets.join(first.id, next.id)) out.push({ a: first.id, b: next.id, clue, reason, confidence, automatic });
    }
  }
  return out;
}

/** `Ada Example via a mailing list <list@example.com>`: the address is the list's. */
const GATEWAY = /\svia\s/i;

/** Those with equal keys, in the order met. With `other`, only groups that have both ends. */
function grouped(facts: readonly Facts[], key: Link['key'], other: Link['other']): readonly (readonly Facts[])[] {
  const groups = new Map<string, { readonly ones: Facts[]; readonly others: Facts[] }>();
  const at = (k: string): { readonly ones: Facts[]; readonly others: Facts[] } => {
    const group = groups.get(k) ?? { ones: [], others: [] };
    groups.set(k, group);
    return group;
  };
  for (const f of facts) {
    const own = key(f);
    const end = other?.(f);
    if (own !== undefined) at(own).ones.push(f);
    if (end !== undefined && end !== own) at(end).others.push(f);
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

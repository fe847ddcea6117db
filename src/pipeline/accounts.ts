import { createHash } from 'node:crypto';
import type { Identity, Person } from '../domain/contribution.ts';
import { accountKey, type IdentityId } from '../domain/ids.ts';
import { knownAs } from '../normalize/account.ts';
import type { Normalized } from '../normalize/commit.ts';
import type { Whose } from './mine.ts';

/** Whose work is kept, and by which accounts, as far as is known. */
export class People {
  readonly #person: Person | undefined;
  readonly #identities: Map<IdentityId, Identity>;
  readonly #emails: Set<string>;
  /** As `accountKey` has them. */
  readonly #accounts = new Set<string>();

  constructor(whose: Whose) {
    this.#person = whose === 'everyone' ? undefined : whose;
    this.#identities = new Map(this.#person?.identities.map((identity) => [identity.id, identity]));
    this.#emails = new Set(this.#person?.identities.map(({ email }) => email).filter((email) => email !== ''));
    for (const account of [...this.#identities.values()].map(accountKey)) if (account !== undefined) this.#accounts.add(account);
  }

  get whose(): Whose {
    return this.#person ? { ...this.#person, identities: [...this.#identities.values()] } : 'everyone';
  }

  /** Undefined: everybody. */
  get person(): Person | undefined {
    return this.#person;
  }

  has(identity: Identity): boolean {
    return this.#identities.has(identity.id) || this.#emails.has(identity.email) || this.knows(identity);
  }

  knows(account: Pick<Identity, 'login' | 'host'>): boolean {
    const key = accountKey(account);
    return this.#person === undefined || (key !== undefined && this.#accounts.has(key));
  }

  /** Whether it is theirs, as author or with a part of the credit. */
  made({ people, contribution }: Normalized): boolean {
    const ids = new Set([contribution.author, ...contribution.credit.map(({ identity }) => identity)]);
    return people.some((identity) => ids.has(identity.id) && this.has(identity));
  }

  /** Whether it is a review of their pull request, or a comment of one, by a human. */
  wasGiven({ people, contribution: { host }, noise }: Normalized): boolean {
    const of = host?.kind === 'review' || host?.kind === 'review_comment' ? host.of : undefined;
    return of !== undefined && noise.length === 0 && people.some((identity) => identity.id === of && this.has(identity));
  }

  /** Their accounts at a host; undefined: everybody's. */
  loginsAt(host: string): readonly string[] | undefined {
    if (!this.#person) return undefined;
    return [...this.#accounts].flatMap((account) => (account.startsWith(`${host}/`) ? [account.slice(host.length + 1)] : [])).sort();
  }

  /** Says that an account is theirs. @returns whether that was new. */
  learn(account: { readonly login: string; readonly host: string }): boolean {
    const isNew = !this.knows(account);
    if (isNew) this.#accounts.add(accountKey(account) ?? '');
    return isNew;
  }

  /** Takes up what is theirs of these. */
  meet(identities: readonly Identity[]): void {
    if (this.#person) for (const identity of identities) if (this.has(identity)) this.#take(identity);
  }

  /** What a host told, with whoever is theirs of it taken up, and spelled as `knownAs` has it. */
  met<T extends Normalized>(items: readonly T[]): readonly T[] {
    if (!this.#person) return items;
    return items.map((item) => ({ ...item, people: item.people.map((one) => (this.has(one) ? this.#take(one) : one)) }));
  }

  #take(identity: Identity): Identity {
    const known = this.#identities.get(identity.id);
    const { login, host } = identity;
    const one = known && login !== undefined && host !== undefined ? knownAs(known, { login, kind: 'user' }, host) : identity;
    // A commit's own spelling says nothing of accounts, and takes none away.
    if (known?.login === undefined || one.login !== undefined) this.#identities.set(one.id, one);
    return one;
  }

  /** Addresses that no account of this host is known of yet. */
  unknownAt(host: string): readonly Identity[] {
    if (!this.#person) return [];
    const all = [...this.#identities.values()];
    const known = new Set(all.filter((one) => one.login !== undefined && one.host === host).map(({ email }) => email));
    return all.filter(({ email }) => email !== '' && !known.has(email) && !email.includes('@users.noreply.'));
  }

  /** Of their accounts at a host. */
  fingerprint(host: string): string {
    const logins = this.loginsAt(host);
    return logins ? createHash('sha256').update(logins.join(' ')).digest('hex').slice(0, 16) : '';
  }
}

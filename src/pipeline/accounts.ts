import { createHash } from 'node:crypto';
import type { Identity, Person } from '../domain/contribution.ts';
import type { IdentityId } from '../domain/ids.ts';
import type { Normalized } from '../normalize/commit.ts';
import type { Whose } from './mine.ts';

/** Whose work is kept, and by which accounts, as far as is known. */
export class People {
  readonly #person: Person | undefined;
  readonly #identities: Map<IdentityId, Identity>;
  readonly #emails: Set<string>;
  readonly #logins = new Set<string>();

  constructor(whose: Whose) {
    this.#person = whose === 'everyone' ? undefined : whose;
    this.#identities = new Map(this.#person?.identities.map((identity) => [identity.id, identity]));
    this.#emails = new Set(this.#person?.identities.map(({ email }) => email).filter((email) => email !== ''));
    for (const { login } of this.#identities.values()) if (login !== undefined) this.#logins.add(login.toLowerCase());
  }

  get whose(): Whose {
    return this.#person ? { ...this.#person, identities: [...this.#identities.values()] } : 'everyone';
  }

  /** Undefined: everybody. */
  get person(): Person | undefined {
    return this.#person;
  }

  has({ id, email, login }: Identity): boolean {
    return this.#person === undefined || this.#identities.has(id) || this.#emails.has(email) || this.knows(login);
  }

  knows(login: string | undefined): boolean {
    return this.#person === undefined || (login !== undefined && this.#logins.has(login.toLowerCase()));
  }

  /** Whether it is theirs, as author or with a part of the credit. */
  made({ people, contribution }: Normalized): boolean {
    const ids = new Set([contribution.author, ...contribution.credit.map(({ identity }) => identity)]);
    return people.some((identity) => ids.has(identity.id) && this.has(identity));
  }

  /** Their accounts; undefined: everybody's. */
  get logins(): readonly string[] | undefined {
    return this.#person && [...this.#logins].sort();
  }

  /** Says that an account is theirs. @returns whether that was new. */
  learn(login: string): boolean {
    if (this.knows(login)) return false;
    this.#logins.add(login.toLowerCase());
    return true;
  }

  /** Takes up what is theirs of these. */
  meet(identities: readonly Identity[]): void {
    if (this.#person) for (const identity of identities) if (this.has(identity)) this.#identities.set(identity.id, identity);
  }

  /** Addresses that no account is known of yet. */
  get unknown(): readonly Identity[] {
    return this.#person ? [...this.#identities.values()].filter(({ login }) => login === undefined) : [];
  }

  get fingerprint(): string {
    return this.#person
      ? createHash('sha256')
          .update([...this.#logins].sort().join(' '))
          .digest('hex')
          .slice(0, 16)
      : '';
  }
}

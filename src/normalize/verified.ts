import type { Identity } from '../domain/contribution.ts';
import { accountKey, identityId } from '../domain/ids.ts';
import type { Mailbox } from '../domain/mailbox.ts';
import type { Decisions } from './persons.ts';

/**
 * The addresses a host has verified as its user's own, each as a spelling of the account: whatever is written under one meets the others by the
 * rules for identities. Left out is an address that is known as another account's of that host, and one that the user has set apart.
 * @param known all identities there are
 */
export function verifiedIdentities(
  mailboxes: readonly Mailbox[],
  known: readonly Identity[],
  rejected: Decisions['rejected'] = [],
): readonly Identity[] {
  const byId = new Map(known.map((identity) => [identity.id, identity]));
  const spelled = mailboxes.flatMap(({ host, login, name, emails }) => {
    const account = accountKey({ login, host });
    const others = new Set(
      known.filter((one) => one.login !== undefined && one.host === host && accountKey(one) !== account).map(({ email }) => email),
    );
    const all = new Set(emails);
    const isTheirs = (id: string): boolean => {
      const one = byId.get(id);
      return id.startsWith(`${host}/${login} <`) || (one !== undefined && (accountKey(one) === account || all.has(one.email)));
    };
    const apart = new Set(
      rejected.flatMap(([a, b]) => {
        const [one, other] = [byId.get(a)?.email, byId.get(b)?.email];
        if (one !== undefined && all.has(one) && isTheirs(b)) return [one];
        return other !== undefined && all.has(other) && isTheirs(a) ? [other] : [];
      }),
    );
    return emails
      .filter((email) => !others.has(email) && !apart.has(email))
      .map((email): Identity => ({ id: identityId(`${host}/${login}`, email), name, email, login, host }));
  });
  return [...new Map(spelled.filter(({ id }) => !byId.has(id)).map((one) => [one.id, one])).values()];
}

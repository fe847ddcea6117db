import { createHash } from 'node:crypto';
import type { Identity } from '../domain/contribution.ts';
import { detailOf } from '../domain/details.ts';
import { identityId, type RepoId } from '../domain/ids.ts';
import type { Account } from '../domain/pull.ts';
import type { Rules } from './rules.ts';

/** Where what a code host tells belongs. */
export interface HostPlace {
  readonly repo: RepoId;
  /** Lower-cased name of the code host: logins are its own. */
  readonly host: string;
  readonly rules: Rules;
}

/** GitHub's own name for accounts that are gone. */
export const GHOST: Account = { login: 'ghost', kind: 'other' };

/** How an account is spelled: its no-reply address joins it to what was committed under that address. */
export function accountIdentity({ login, name, number }: Account, host: string): Identity {
  const local = number === undefined ? login : `${number}+${login}`;
  return { id: `${host}/${login}`, name: name ?? login, email: `${local}@users.noreply.${host}`.toLowerCase(), login, host };
}

/**
 * Says that an address is an account's. Who is known by an account of another host stays so: that it is this one's too is told by a spelling of
 * its own, `host/login <address>`.
 */
export const knownAs = (owner: Identity, { login, name }: Account, host: string): Identity =>
  owner.login === undefined || owner.host === undefined || owner.host === host
    ? { ...owner, login, host }
    : { id: identityId(`${host}/${login}`, owner.email), name: name ?? login, email: owner.email, login, host };

/** Why an account is no person's; undefined where it is one's. */
export const botReason = (account: Account, host: string, rules: Rules): string | undefined =>
  account.kind === 'bot' ? detailOf('bot-type', { who: account.login }) : rules.bot(accountIdentity(account, host));

/** What was written on a code host. A title is one line, whatever was put there. */
export const written = (subject: string, body: string) => ({
  subject: subject.replaceAll(/\s+/g, ' ').trim(),
  body: body.replaceAll('\r\n', '\n').trim(),
  messageHash: createHash('sha256').update(`${subject}\n\n${body}`).digest('hex'),
  trailers: [],
  refs: [],
  parents: [],
  orphan: false,
});

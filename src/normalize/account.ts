import { createHash } from 'node:crypto';
import type { Identity } from '../domain/contribution.ts';
import { detailOf } from '../domain/details.ts';
import type { RepoId } from '../domain/ids.ts';
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
  return { id: `${host}/${login}`, name: name ?? login, email: `${local}@users.noreply.${host}`.toLowerCase(), login };
}

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

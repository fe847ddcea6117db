import type { Contribution } from '../domain/contribution.ts';
import type { HostFacts } from '../domain/host.ts';
import type { ContributionId } from '../domain/ids.ts';
import type { Account } from '../domain/pull.ts';
import { accountIdentity, botReason, type HostPlace, written } from './account.ts';
import type { Normalized } from './commit.ts';

/** What somebody wrote on a code host, and where it is found there. */
export interface Words {
  readonly key: string;
  readonly at: number;
  readonly subject: string;
  readonly body: string;
  readonly by: Account;
}

/** What was said on a code host as a contribution of whoever said it: it changes no file, and nobody shares the credit. */
export function saidOf(facts: HostFacts, id: ContributionId, { key, at, subject, body, by }: Words, place: HostPlace): Normalized {
  const author = accountIdentity(by, place.host);
  const contribution: Contribution = {
    ...written(subject, body),
    id,
    kind: facts.kind,
    repo: place.repo,
    key,
    author: author.id,
    credit: [{ identity: author.id, role: 'author', share: 1 }],
    at,
    offset: 0,
    landedAt: at,
    files: [],
    lines: 'counted',
    assistants: [],
    host: facts,
  };
  const machine = machineReason(by, place);
  return { contribution, noise: machine === undefined ? [] : [{ contribution: id, reason: 'bot', detail: machine }], people: [author] };
}

/** Why nobody said it: an assistant's words are no person's, whoever asked for them. */
export const machineReason = (account: Account, { host, rules }: HostPlace): string | undefined =>
  rules.assistant(accountIdentity(account, host)) ?? botReason(account, host, rules);

import { accountHosts } from '../pipeline/hosts.ts';
import type { LoadRequest } from '../pipeline/load.ts';
import type { Pipeline } from '../pipeline/open.ts';
import { beyondOf, usual } from '../pipeline/places.ts';
import type { Accounts, Story } from '../protocol/rpc.ts';

/** The editor's words for whose work, where and when, as the pipeline takes them. Hosts without an account are not asked. */
export const loadRequest = (
  { options }: Pick<Pipeline, 'options'>,
  { folders, author, period, places = [], accounts = [] }: Story & { readonly accounts?: Accounts },
): LoadRequest => ({
  folders,
  who: author,
  period: { name: period },
  ...beyondOf(usual(places), process.env, options.locale),
  ...(accounts.length > 0 ? { hosts: accountHosts(accounts, process.env) } : {}),
});

import { accountHosts } from '../pipeline/hosts.ts';
import type { LoadRequest } from '../pipeline/load.ts';
import type { Accounts, Story } from '../protocol/rpc.ts';

/** The editor's words for whose work, where and when, as the pipeline takes them. Hosts without an account are not asked. */
export const loadRequest = ({ folders, author, period, accounts = [] }: Story & { readonly accounts?: Accounts }): LoadRequest => ({
  folders,
  who: author,
  period: { name: period },
  ...(accounts.length > 0 ? { hosts: accountHosts(accounts, process.env) } : {}),
});

import type { Result } from '../../domain/result.ts';
import { accessBy, githubAccess, isGitHub } from './access.ts';
import type { HostError } from './errors.ts';
import { openedPage as openedAtGitHub } from './github/search.ts';
import type { CodeHost, HostAccess, HostOptions, OpenedSearch, Place } from './host.ts';
import type { Repository } from '../git/repository.ts';

/** The code hosts a run may ask, because the user said so. */
export interface Hosts {
  /** The host of a repository and its place there; undefined where it is on none that is known. */
  place(repository: Pick<Repository, 'id' | 'remote'>): { readonly host: string; readonly place: Place } | undefined;
  /** Asked once for each host of a run. */
  access(host: string): Promise<Result<HostAccess, HostError>>;
  connect(options: HostOptions): Promise<CodeHost>;
  /** Whether the user asked for these very repositories: then one that is on no known host is warned of. */
  readonly asked: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** By the tokens of the environment and of the hosts' own command lines. GitHub is the one kind there is: another is told apart and connected here. */
export const environmentHosts = (env: Environment): Hosts => ({
  place: placer((host) => isGitHub(host, env)),
  access: (host) => githubAccess(host, env),
  connect: connectGitHub,
  asked: true,
});

/** A token and the host it was made for. */
export interface Account {
  readonly host: string;
  readonly token: string;
}

/** By these tokens alone: no other is looked for, and repositories elsewhere are passed over. */
export function accountHosts(accounts: readonly Account[], env: Environment): Hosts {
  const tokens = new Map(accounts.map(({ host, token }) => [host, token]));
  return {
    place: placer((host) => tokens.has(host)),
    access: async (host) => accessBy(host, tokens.get(host) ?? '', env),
    connect: connectGitHub,
    asked: false,
  };
}

/** A host's own page of what such a search finds: only hosts that count pull requests are asked for one. */
export const openedPage = (host: string, search: OpenedSearch): string => openedAtGitHub(host, search);

/** Where a repository is, by its remote: `host/owner/name`. */
const placer =
  (isKnown: (host: string) => boolean): Hosts['place'] =>
  ({ id, remote }) => {
    const [host = '', owner, name, ...more] = remote === undefined ? [] : id.split('/');
    return owner && name && more.length === 0 && isKnown(host) ? { host, place: { owner, name } } : undefined;
  };

// Its client is large, and most runs ask no host.
const connectGitHub: Hosts['connect'] = async (options) => new (await import('./github/github.ts')).GitHub(options);

import type { Result } from '../../domain/result.ts';
import { CONNECTORS } from './connectors.ts';
import { HostError } from './errors.ts';
import type { CodeHost, Connector, Environment, HostAccess, HostOptions, Place } from './host.ts';
import { type KindId, KINDS } from './kinds.ts';
import type { Repository } from '../git/repository.ts';

/** The code hosts a run may ask, because the user said so. */
export interface Hosts {
  /** The host of a repository and its place there; undefined where it is on none that is known. */
  place(repository: Pick<Repository, 'id' | 'remote'>): { readonly host: string; readonly place: Place } | undefined;
  /** Asked once for each host of a run. */
  access(host: string): Promise<Result<HostAccess, HostError>>;
  connect(options: HostOptions): Promise<CodeHost>;
  /** Names of the kinds the user asked for these very repositories: then one that is on no known host is warned of. Empty: nobody did. */
  readonly asked: readonly string[];
}

/** By the tokens of the environment and of the hosts' own command lines. @param asked kinds the user asked for; no other is */
export function environmentHosts(env: Environment, asked: readonly KindId[] = KINDS.map(({ id }) => id)): Hosts {
  const connectors = asked.map((id) => CONNECTORS[id]);
  return hostsBy({
    at: (host) => connectors.find((one) => one.isHost(host, env)),
    access: (connector, host) => connector.access(host, env),
    asked: KINDS.filter(({ id }) => asked.includes(id)).map(({ name }) => name),
  });
}

/** A token, the host it was made for, and what kind of host that is. */
export interface Account {
  readonly kind: string;
  readonly host: string;
  readonly token: string;
}

/** By these tokens alone: no other is looked for, and repositories elsewhere are passed over. */
export function accountHosts(accounts: readonly Account[], env: Environment): Hosts {
  const known = new Map(accounts.map((account) => [account.host, account]));
  return hostsBy({
    at: (host) => connectorOf(known.get(host)?.kind),
    access: async (connector, host) => connector.accessBy(host, known.get(host)?.token ?? '', env),
    asked: [],
  });
}

/** The server that names without a host are on. */
export const ownServer = (kind: KindId, env: Environment): string => CONNECTORS[kind].ownServer(env);

/** Hosts' own pages of what such a search finds; undefined where there is no such kind of host. */
export const openedPages = (kind: string | undefined): Connector['openedPage'] | undefined => connectorOf(kind)?.openedPage;

const connectorOf = (kind: string | undefined): Connector | undefined => {
  const known = KINDS.find(({ id }) => id === kind);
  return known && CONNECTORS[known.id];
};

interface Ways {
  readonly at: (host: string) => Connector | undefined;
  readonly access: (connector: Connector, host: string) => Promise<Result<HostAccess, HostError>>;
  readonly asked: Hosts['asked'];
}

function hostsBy({ at, access, asked }: Ways): Hosts {
  const unknown = (host: string) => new HostError('host-name', { host });
  return {
    // By its remote: `host/owner/name`.
    place: ({ id, remote }) => {
      const [host = '', ...owners] = remote === undefined ? [] : id.split('/');
      const [name, connector] = [owners.pop(), at(host)];
      const isOne = connector && name && owners.every(Boolean) && (owners.length === 1 || (owners.length > 1 && connector.groups));
      return isOne ? { host, place: { owner: owners.join('/'), name } } : undefined;
    },
    access: async (host) => {
      const connector = at(host);
      return connector ? access(connector, host) : { ok: false, error: unknown(host) };
    },
    connect: async (options) => {
      const { host } = options.access;
      const connector = at(host);
      if (!connector) throw unknown(host);
      return connector.connect(options);
    },
    asked,
  };
}

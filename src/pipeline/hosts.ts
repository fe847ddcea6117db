import type { Result } from '../domain/result.ts';
import { githubAccess, isGitHub } from '../mine/host/access.ts';
import type { HostError } from '../mine/host/errors.ts';
import type { CodeHost, HostAccess, HostOptions, Place } from '../mine/host/host.ts';
import type { Repository } from '../mine/git/repository.ts';

/** The code hosts a run may ask, because the user said so. */
export interface Hosts {
  /** The host of a repository and its place there; undefined where it is on none that is known. */
  place(repository: Pick<Repository, 'id' | 'remote'>): { readonly host: string; readonly place: Place } | undefined;
  /** Asked once for each host of a run. */
  access(host: string): Promise<Result<HostAccess, HostError>>;
  connect(options: HostOptions): Promise<CodeHost>;
}

/** GitHub, by the tokens of the environment and of GitHub's command line. */
export const githubHosts = (env: Readonly<Record<string, string | undefined>>): Hosts => ({
  place: ({ id, remote }) => {
    const [host = '', owner, name, ...more] = remote === undefined ? [] : id.split('/');
    return owner && name && more.length === 0 && isGitHub(host, env) ? { host, place: { owner, name } } : undefined;
  },
  access: (host) => githubAccess(host, env),
  // Its client is large, and most runs ask no host.
  connect: async (options) => new (await import('../mine/host/github/github.ts')).GitHub(options),
});

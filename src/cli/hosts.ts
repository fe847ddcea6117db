import type { Locale } from '../domain/draft.ts';
import { KINDS } from '../mine/host/kinds.ts';
import { environmentHosts } from '../pipeline/hosts.ts';
import type { LoadRequest } from '../pipeline/load.ts';
import { beyondOf } from '../pipeline/places.ts';
import type { HostOptions } from './host-options.ts';

/** Which code hosts the user asked for, and about what beyond the clones: names without a host are on the own server of the kind they were given for. */
export function hostsOf(options: HostOptions, locale: Locale): Pick<LoadRequest, 'hosts' | 'places' | 'owners'> {
  const asked = KINDS.flatMap(({ id }) => {
    const repos = options[`${id}Repo` as const];
    const owners = options[`${id}Org` as const];
    const everywhere = options[`${id}Everywhere` as const] === true;
    if (options[id] !== true && !repos && !owners && !everywhere) return [];
    return [{ kind: id, names: [...(repos ?? []), ...(owners ?? []).map((owner) => `${owner}/*`), ...(everywhere ? ['*/*'] : [])] }];
  });
  const { env } = process;
  const hosts =
    asked.length > 0
      ? environmentHosts(
          env,
          asked.map(({ kind }) => kind),
        )
      : undefined;
  return { hosts, ...beyondOf(asked, env, locale) };
}

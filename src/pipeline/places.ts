import type { Repo } from '../domain/contribution.ts';
import type { Locale } from '../domain/draft.ts';
import { parsePlace } from '../domain/place.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { Repository } from '../mine/git/repository.ts';
import type { Environment, Place } from '../mine/host/host.ts';
import { type KindId, USUAL_KIND } from '../mine/host/kinds.ts';
import type { Store } from '../store/store.ts';
import { type Hosts, ownServer } from '../mine/host/hosts.ts';
import { messageTable, sayer } from '../util/messages.ts';

/** What a code host is asked of: a clone, or a repository that there is no clone of. */
export type HostedRepo = Pick<Repo, 'id' | 'name' | 'path' | 'remote'>;

export const MESSAGES = messageTable({
  en: {
    'bad-place':
      '"{name}" is no repository of a code host. Write it as OWNER/NAME, an organisation as OWNER/*, and either with HOST/ before it where it is not on {host}.',
  },
  'zh-cn': {
    'bad-place': '“{name}”不是代码托管平台上的仓库。请写作 OWNER/NAME；组织写作 OWNER/*；若不在 {host} 上，请在前面加上 HOST/。',
  },
});

/** An organisation, or anybody who has repositories (`*`: everybody), whose repositories are read as far as the person worked in them. */
export interface Owner {
  /** Lower-cased name. */
  readonly host: string;
  readonly owner: string;
}

export const isAnybody = (owner: string): boolean => owner === '*';

/** What is named beyond the clones at hand. */
export interface Beyond {
  readonly places: readonly HostedRepo[];
  readonly owners: readonly Owner[];
}

/** Names as users write them, of repositories and their owners: without a host they are on this kind's own server. */
export interface Named {
  readonly kind: KindId;
  readonly names: readonly string[];
}

/** Of names that were given for no kind of host. */
export const usual = (names: readonly string[]): readonly Named[] => [{ kind: USUAL_KIND.id, names }];

/**
 * Repositories and their owners by their names: `OWNER/NAME`, `OWNER/*`, `*` for both, each with `HOST/` before it or not.
 * @throws TrackRecordError `bad-place`
 */
export function beyondOf(named: readonly Named[], env: Environment, locale: Locale): Beyond {
  const [places, owners] = [new Map<string, HostedRepo>(), new Map<string, Owner>()];
  for (const { kind, names } of named) {
    const server = ownServer(kind, env);
    for (const name of names) {
      const written = parsePlace(name);
      if (!written) throw new TrackRecordError('bad-place', sayer(MESSAGES, locale)('bad-place', { name, host: server }));
      const { host = server, owner } = written;
      const place = placeAt(host, written);
      if (written.name === '*') owners.set(place.id.toLowerCase(), { host: host.toLowerCase(), owner });
      else places.set(place.id.toLowerCase(), place);
    }
  }
  return { places: [...places.values()], owners: [...owners.values()] };
}

/** A repository that there is no clone of. */
export function placeAt(host: string, { owner, name }: Place): HostedRepo {
  const id = `${host.toLowerCase()}/${owner}/${name}`;
  return { id, name: `${owner}/${name}`, path: '', remote: `https://${id}` };
}

/** A repository by its path on its host. */
export function placeOf(path: string): Place | undefined {
  const [, owner, name] = /^(.+)\/([^/]+)$/.exec(path) ?? [];
  return owner === undefined || name === undefined ? undefined : { owner, name };
}

/** What a clone is a fork of, as git's usual name for that remote tells: pull requests are there. */
export function upstreamOf({ id, remotes }: Pick<Repository, 'id' | 'remotes'>): readonly HostedRepo[] {
  return remotes.flatMap(({ name, host, path }) => {
    const at = name === 'upstream' && host !== undefined ? placeOf(path) : undefined;
    const place = at && placeAt(host ?? '', at);
    return place && place.id.toLowerCase() !== id.toLowerCase() ? [place] : [];
  });
}

/** Those that can be asked about, and those that were. */
export const upstreamsOf = (
  store: Pick<Store, 'repos' | 'formerNames'>,
  repositories: readonly Repository[],
  hosts: Pick<Hosts, 'place'> | undefined,
): readonly HostedRepo[] => {
  const known = new Set(store.repos().map(({ id }) => id.toLowerCase()));
  return asNamed(store, repositories.flatMap(upstreamOf)).filter(
    (place) => hosts?.place(place) !== undefined || known.has(place.id.toLowerCase()),
  );
};

/** Those of the places that are not among the clones anyway. */
export function withoutClones(places: readonly HostedRepo[], clones: readonly HostedRepo[]): readonly HostedRepo[] {
  const known = new Set(clones.map(({ id }) => id.toLowerCase()));
  return [...new Map(places.map((place) => [place.id.toLowerCase(), place])).values()].filter(({ id }) => !known.has(id.toLowerCase()));
}

/** A place as the store knows it, where a clone of it was read. */
export function asStored(store: Pick<Store, 'repos' | 'formerNames'>, places: readonly HostedRepo[]): readonly HostedRepo[] {
  if (places.length === 0) return places;
  const known = new Map(store.repos().map((repo) => [repo.id.toLowerCase(), repo]));
  return asNamed(store, places).map((place) => known.get(place.id.toLowerCase()) ?? place);
}

/** Those whose host has said that they are called otherwise by now, clones too, by that name: they are stored under it. */
export function asNamed<R extends HostedRepo>(store: Pick<Store, 'repos' | 'formerNames'>, repositories: readonly R[]): readonly R[] {
  const names = new Map(store.formerNames().map(({ former, now }) => [former.toLowerCase(), now]));
  if (names.size === 0) return repositories;
  const known = new Map(store.repos().map((repo) => [repo.id, repo]));
  return repositories.map((repository) => {
    const { id, name, remote } = known.get(names.get(repository.id.toLowerCase()) ?? '') ?? {};
    return id === undefined ? repository : { ...repository, id, name, remote };
  });
}

/** What the store knows of the repositories of these owners. */
export function storedOf(store: Pick<Store, 'repos'>, owners: readonly Owner[]): readonly Repo[] {
  if (owners.length === 0) return [];
  const prefixes = owners.map(({ host, owner }) => (isAnybody(owner) ? `${host}/` : `${host}/${owner}/`).toLowerCase());
  return store.repos().filter(({ id }) => prefixes.some((prefix) => id.toLowerCase().startsWith(prefix)));
}

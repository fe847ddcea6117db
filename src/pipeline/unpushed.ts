import { isDeepStrictEqual } from 'node:util';
import type { Repo } from '../domain/contribution.ts';
import type { Tagged } from '../domain/tags.ts';
import type { RefTips } from '../mine/git/refs.ts';
import { openRepository, type Repository } from '../mine/git/repository.ts';
import { findPushed, findUnpushed } from '../mine/git/unpushed.ts';
import type { Store } from '../store/store.ts';
import type { Mark } from '../store/write.ts';
import type { Context } from '../util/context.ts';
import { asNamed } from './places.ts';
import { repoOf } from './repositories.ts';

/** Where in the store it lies, by the clone's folder, which commits are in a clone alone, and which of those another clone has seen on the remote. */
const [UNPUSHED, PUSHED] = ['on no branch of a remote', 'on a branch of a remote'];

/** Looks which commits nobody else has seen, and keeps that. Clones that are gone say nothing any more. @returns how many there are */
export async function markUnpushed(store: Store, repository: Repository, refs: RefTips, ctx: Context): Promise<number> {
  const { id, commonDir } = repository;
  const told = (location: string): Mark => store.watermark(id, location) ?? {};
  forgetFolder(store, repository);
  const folders = new Set([UNPUSHED, PUSHED].flatMap((location) => Object.keys(told(location))));
  const gone = await Promise.all([...folders].map(async (folder) => ((await isClone(store, folder, repository, ctx)) ? [] : [folder])));
  for (const folder of gone.flat()) folders.delete(folder);
  folders.add(commonDir);
  /** @param shas undefined: what was told before stays. */
  const keep = (location: string, shas: readonly string[] | undefined): void => {
    const all = { ...told(location), ...(shas && { [commonDir]: shas.join(' ') }) };
    const mark = Object.fromEntries(Object.entries(all).filter(([folder, each]) => each !== '' && folders.has(folder)));
    if (!isDeepStrictEqual(mark, told(location))) store.writeBatch({ repo: repoOf(repository), watermark: { location, mark } });
  };
  keep(UNPUSHED, await findUnpushed(repository, refs, ctx));
  const others = Object.entries(told(UNPUSHED)).flatMap(([folder, shas]) => (folder === commonDir ? [] : shasOf(shas)));
  keep(PUSHED, await findPushed(repository, refs, others, ctx));
  return shasOf(told(UNPUSHED)[commonDir]).length;
}

const isOf = (a: Pick<Repo, 'id'>, b: Pick<Repo, 'id'>): boolean => a.id.toLowerCase() === b.id.toLowerCase();

/** Whether a folder still holds a clone of the same project. One that cannot be looked at now may. */
async function isClone(store: Store, folder: string, repository: Repository, ctx: Context): Promise<boolean> {
  if (folder === repository.commonDir) return true;
  const opened = await openRepository(folder, ctx);
  return opened.ok ? asNamed(store, [opened.value]).some((one) => isOf(one, repository)) : !GONE.has(opened.error.reason);
}
const GONE: ReadonlySet<string> = new Set(['path-missing', 'not-a-folder', 'not-a-repository']);

/** What lies in a folder now is no clone of what was there before, of which it says nothing any more. */
function forgetFolder(store: Store, repository: Repository): void {
  for (const repo of store.repos())
    for (const location of [UNPUSHED, PUSHED]) {
      const { [repository.commonDir]: before, ...mark } = (isOf(repo, repository) ? undefined : store.watermark(repo.id, location)) ?? {};
      if (before !== undefined) store.writeBatch({ repo, watermark: { location, mark } });
    }
}

const shasOf = (told: string | undefined): readonly string[] => (told ? told.split(' ') : []);

type Asked = Pick<Tagged, 'repo' | 'kind' | 'key'> & { readonly noise?: readonly { readonly reason: string }[] };

/** Whether a commit is in a clone alone, as far as that was looked: its host has no page of it. What came with a pull request was pushed once. */
export function unpushedIn(store: Pick<Store, 'watermark'>, repos: readonly Repo[]): (item: Asked) => boolean {
  const toldAt = (id: string, location: string): Set<string> => new Set(Object.values(store.watermark(id, location) ?? {}).flatMap(shasOf));
  const shas = new Map(repos.map(({ id }) => [id, toldAt(id, UNPUSHED).difference(toldAt(id, PUSHED))]));
  return ({ repo, kind, key, noise = [] }) =>
    kind === 'commit' && shas.get(repo)?.has(key) === true && !noise.some(({ reason }) => reason === 'part');
}

import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Repo } from '../domain/contribution.ts';
import type { Tagged } from '../domain/tags.ts';
import type { RefTips } from '../mine/git/refs.ts';
import type { Repository } from '../mine/git/repository.ts';
import { findPushed, findUnpushed } from '../mine/git/unpushed.ts';
import type { Store } from '../store/store.ts';
import type { Mark } from '../store/write.ts';
import type { Context } from '../util/context.ts';
import { repoOf } from './repositories.ts';

/** Where in the store it lies, by the clone's folder, which commits are in a clone alone, and which of those another clone has seen on the remote. */
const [UNPUSHED, PUSHED] = ['on no branch of a remote', 'on a branch of a remote'];

/** Looks which commits nobody else has seen, and keeps that. Clones that are gone say nothing any more. @returns how many there are */
export async function markUnpushed(store: Store, repository: Repository, refs: RefTips, ctx: Context): Promise<number> {
  const { id, commonDir } = repository;
  const told = (location: string): Mark => store.watermark(id, location) ?? {};
  /** @param shas undefined: what was told before stays. */
  const keep = (location: string, shas: readonly string[] | undefined): void => {
    const all = { ...told(location), ...(shas && { [commonDir]: shas.join(' ') }) };
    const mark = Object.fromEntries(Object.entries(all).filter(([folder, each]) => each !== '' && existsSync(folder)));
    if (!isDeepStrictEqual(mark, told(location))) store.writeBatch({ repo: repoOf(repository), watermark: { location, mark } });
  };
  keep(UNPUSHED, await findUnpushed(repository, refs, ctx));
  const others = Object.entries(told(UNPUSHED)).flatMap(([folder, shas]) => (folder === commonDir ? [] : shasOf(shas)));
  keep(PUSHED, await findPushed(repository, refs, others, ctx));
  return shasOf(told(UNPUSHED)[commonDir]).length;
}

const shasOf = (told: string | undefined): readonly string[] => (told ? told.split(' ') : []);

type Asked = Pick<Tagged, 'repo' | 'kind' | 'key'> & { readonly noise?: readonly { readonly reason: string }[] };

/** Whether a commit is in a clone alone, as far as that was looked: its host has no page of it. What came with a pull request was pushed once. */
export function unpushedIn(store: Pick<Store, 'watermark'>, repos: readonly Repo[]): (item: Asked) => boolean {
  const toldAt = (location: string): Set<string> =>
    new Set(repos.flatMap(({ id }) => Object.values(store.watermark(id, location) ?? {}).flatMap(shasOf)));
  const shas = toldAt(UNPUSHED).difference(toldAt(PUSHED));
  return ({ kind, key, noise = [] }) => kind === 'commit' && shas.has(key) && !noise.some(({ reason }) => reason === 'part');
}

import type { Repo } from '../domain/contribution.ts';
import type { Tagged } from '../domain/tags.ts';
import type { RefTips } from '../mine/git/refs.ts';
import type { Repository } from '../mine/git/repository.ts';
import { findUnpushed } from '../mine/git/unpushed.ts';
import type { Store } from '../store/store.ts';
import type { Context } from '../util/context.ts';
import { repoOf } from './repositories.ts';

/** Where in the store it lies which commits are in a clone alone, by the clone's folder. */
const LOCATION = 'on no branch of a remote';

/** Looks which commits nobody else has seen, and keeps that. @returns how many there are */
export async function markUnpushed(store: Store, repository: Repository, refs: RefTips, ctx: Context): Promise<number> {
  const shas = await findUnpushed(repository, refs, ctx);
  const before = store.watermark(repository.id, LOCATION) ?? {};
  const mark = { ...before, [repository.commonDir]: shas.join(' ') };
  if (mark[repository.commonDir] !== (before[repository.commonDir] ?? ''))
    store.writeBatch({ repo: repoOf(repository), watermark: { location: LOCATION, mark } });
  return shas.length;
}

type Asked = Pick<Tagged, 'repo' | 'kind' | 'key'> & { readonly noise?: readonly { readonly reason: string }[] };

/** Whether a commit is in a clone alone, as far as that was looked: its host has no page of it. What came with a pull request was pushed once. */
export function unpushedIn(store: Pick<Store, 'watermark'>, repos: readonly Repo[]): (item: Asked) => boolean {
  const shas = new Set(repos.flatMap(({ id }) => Object.values(store.watermark(id, LOCATION) ?? {}).flatMap((all) => all.split(' '))));
  return ({ kind, key, noise = [] }) => kind === 'commit' && shas.has(key) && !noise.some(({ reason }) => reason === 'part');
}

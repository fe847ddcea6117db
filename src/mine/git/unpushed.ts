import type { Context } from '../../util/context.ts';
import { existingCommits, isSha, type RefTips } from './refs.ts';
import { mainRemote } from './remote.ts';
import type { Repository } from './repository.ts';
import { tryGit } from './spawn.ts';

/** More are not named: then nothing here goes to that remote. */
const MOST = 5000;

/**
 * Newest commits of local branches that no branch of the remote and no tag reaches: nobody else has seen them yet. None where that cannot be told:
 * without a remote, or where its branches are not kept apart, as in a mirror. undefined: git could not tell now.
 */
export async function findUnpushed(repository: Repository, refs: RefTips, ctx: Context): Promise<readonly string[] | undefined> {
  const local = tipsOf(refs, (name) => name === 'HEAD' || name.startsWith('refs/heads/'));
  return local.length === 0 || remoteTips(repository, refs).length === 0
    ? []
    : beyondRemote(repository, { refs, from: local, most: MOST }, ctx);
}

/** Which of `shas` are here, and are reached by a branch of the remote or a tag. undefined: git could not tell now. */
export async function findPushed(
  repository: Repository,
  refs: RefTips,
  shas: readonly string[],
  ctx: Context,
): Promise<readonly string[] | undefined> {
  const there = remoteTips(repository, refs).length === 0 ? [] : await existingCommits(repository, shas, ctx);
  if (there.length === 0) return [];
  const unpushed = await beyondRemote(repository, { refs, from: there }, ctx);
  if (unpushed === undefined) return undefined;
  const beyond = new Set(unpushed);
  return there.filter((sha) => !beyond.has(sha));
}

async function beyondRemote(
  repository: Repository,
  { refs, from, most }: { readonly refs: RefTips; readonly from: readonly string[]; readonly most?: number },
  { signal }: Context,
): Promise<readonly string[] | undefined> {
  const known = [...remoteTips(repository, refs), ...tipsOf(refs, (name) => name.startsWith('refs/tags/'))];
  const answer = await tryGit({
    git: repository.git,
    cwd: repository.path,
    args: ['rev-list', ...(most === undefined ? [] : [`--max-count=${most}`]), '--stdin'],
    input: [...from, ...known.map((sha) => `^${sha}`), ''].join('\n'),
    signal,
  });
  return answer?.toString('latin1').split('\n').filter(isSha);
}

/** Of the remote that links lead to, and of others on its host: forks share their commits. A copy kept elsewhere shows nobody anything. */
function remoteTips({ remotes }: Repository, refs: RefTips): readonly string[] {
  const main = mainRemote(remotes);
  const prefixes = remotes.filter(({ host }) => main !== undefined && host === main.host).map(({ name }) => `refs/remotes/${name}/`);
  return tipsOf(refs, (ref) => prefixes.some((prefix) => ref.startsWith(prefix)));
}

const tipsOf = (refs: RefTips, isOf: (name: string) => boolean): readonly string[] =>
  Object.entries(refs).flatMap(([name, sha]) => (isOf(name) && isSha(sha) ? [sha] : []));

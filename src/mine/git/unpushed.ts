import type { Context } from '../../util/context.ts';
import { isSha, type RefTips } from './refs.ts';
import type { Repository } from './repository.ts';
import { tryGit } from './spawn.ts';

/** More are not named: then nothing here goes to that remote. */
const MOST = 5000;

/**
 * Newest commits of local branches that no remote-tracking branch and no tag reaches: nobody else has seen them yet. None where that cannot be told:
 * without a remote, or where its branches are not kept apart, as in a mirror.
 */
export async function findUnpushed(repository: Repository, refs: RefTips, ctx: Context): Promise<readonly string[]> {
  const tips = (of: RegExp): string[] =>
    Object.entries(refs)
      .filter(([name, sha]) => of.test(name) && isSha(sha))
      .map(([, sha]) => sha);
  const [local, remote] = [tips(/^(?:HEAD$|refs\/heads\/)/), tips(/^refs\/remotes\//)];
  if (repository.remote === undefined || local.length === 0 || remote.length === 0) return [];
  const answer = await tryGit({
    git: repository.git,
    cwd: repository.path,
    args: ['rev-list', `--max-count=${MOST}`, '--stdin'],
    input: [...local, ...[...remote, ...tips(/^refs\/tags\//)].map((sha) => `^${sha}`), ''].join('\n'),
    signal: ctx.signal,
  });
  return answer === undefined ? [] : answer.toString('latin1').split('\n').filter(isSha);
}

import { TrackRecordError } from '../../domain/result.ts';
import type { Context } from '../../util/context.ts';
import { GitError } from './errors.ts';
import { findObjects } from './objects.ts';
import type { Repository } from './repository.ts';
import { runGit, tryGit } from './spawn.ts';

/** Full ref name (`refs/heads/main`, `HEAD`) to the sha of the commit it leads to. */
export type RefTips = Readonly<Record<string, string>>;

/** Branches, remote-tracking branches, tags and HEAD. Refs that lead to no commit (a tag of a blob, a branch not born yet) are left out. */
export async function readRefs(repository: Repository, ctx: Context): Promise<RefTips> {
  const call = { git: repository.git, cwd: repository.path, signal: ctx.signal };
  const [head, listed] = await Promise.all([
    tryGit({ ...call, args: ['rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}'] }),
    listRefs(repository, ctx),
  ]);
  return Object.fromEntries([...(head === undefined ? [] : [['HEAD', head.toString('latin1').trim()] as const]), ...listed]);
}

const LISTED = ['refs/heads', 'refs/remotes', 'refs/tags'];

async function listRefs(repository: Repository, ctx: Context): Promise<readonly (readonly [name: string, sha: string])[]> {
  const call = { git: repository.git, cwd: repository.path, signal: ctx.signal };
  const list = async (fields: string): Promise<string[][]> => {
    const answer = await runGit({ ...call, args: ['for-each-ref', `--format=%(symref)%00%(refname)%00${fields}`, ...LISTED] });
    const rows = answer.toString('utf8').split('\n');
    // `origin/HEAD` is another name for a branch that is listed itself.
    return rows.map((row) => row.split('\0')).filter(([symref, name]) => symref === '' && name !== undefined);
  };
  try {
    const rows = await list('%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)');
    return rows.flatMap(([, name = '', type, sha = '', peeledType, peeled = '']) => {
      if (type === 'commit') return [[name, sha] as const];
      return peeledType === 'commit' ? [[name, peeled] as const] : [];
    });
  } catch (error) {
    if (!(error instanceof GitError) || error.exit === undefined) throw error;
    // One ref leads to an object that is not there: ask for names only, and look which lead somewhere.
    const rows = await list('%(objectname)');
    const names = rows.map(([, , sha = '']) => `${sha}^{commit}`);
    const found = await findObjects(repository, names, ctx);
    return rows.flatMap(([, name = ''], at) => {
      const sha = found[at];
      if (sha === undefined) ctx.log.warn('a ref that leads nowhere is passed over', { name });
      return sha === undefined ? [] : [[name, sha] as const];
    });
  }
}

/**
 * Shas to read history from. Without `branch`: HEAD, local and remote-tracking branches, because work is often merged upstream
 * and never pulled; tags alone and stashes hold no work of their own. With it: that branch, remote branch (`origin/x`, or `x` of any remote) or tag.
 * Throws `branch-missing`.
 */
export function chooseTips(refs: RefTips, branch?: string): readonly string[] {
  if (branch === undefined) {
    const names = Object.keys(refs).filter((name) => name === 'HEAD' || /^refs\/(heads|remotes)\//.test(name));
    return [...new Set(names.map((name) => refs[name] ?? ''))];
  }
  const remote = Object.keys(refs).find((name) => name.startsWith('refs/remotes/') && name.endsWith(`/${branch}`));
  const name = [branch, `refs/heads/${branch}`, `refs/remotes/${branch}`, `refs/tags/${branch}`, remote].find(
    (one) => one !== undefined && one in refs,
  );
  const sha = name === undefined ? undefined : refs[name];
  if (sha !== undefined) return [sha];
  const known = Object.keys(refs)
    .filter((one) => one.startsWith('refs/heads/'))
    .map((one) => one.slice('refs/heads/'.length));
  const there = known.length === 0 ? 'There are none.' : `There are: ${known.slice(0, 10).join(', ')}.`;
  throw new TrackRecordError('branch-missing', `There is no branch ${branch} in this repository. ${there}`);
}

/** Short names of the refs at each commit: `main`, `origin/main`, `v1.0`. */
export function refsBySha(refs: RefTips): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const [name, sha] of Object.entries(refs)) {
    if (name === 'HEAD') continue;
    const short = name.replace(/^refs\/(heads|remotes|tags)\//, '');
    const list = names.get(sha);
    if (list === undefined) names.set(sha, [short]);
    else list.push(short);
  }
  return names;
}

/** Those of `shas` that are there and are commits. */
export async function existingCommits(repository: Repository, shas: Iterable<string>, ctx: Context): Promise<readonly string[]> {
  const asked = [...new Set(shas)].filter(isSha);
  const found = await findObjects(
    repository,
    asked.map((sha) => `${sha}^{commit}`),
    ctx,
  );
  return asked.filter((_, at) => found[at] !== undefined);
}

/** How many commits `tips` reach that `known` do not. About a second where there are 100,000; undefined where git cannot tell. */
export async function countCommits(
  repository: Repository,
  { tips, known }: { readonly tips: readonly string[]; readonly known: readonly string[] },
  ctx: Context,
): Promise<number | undefined> {
  const from = (await existingCommits(repository, known, ctx)).map((sha) => `^${sha}`);
  const answer = await tryGit({
    git: repository.git,
    cwd: repository.path,
    args: ['rev-list', '--count', '--stdin'],
    input: [...tips.filter(isSha), ...from, ''].join('\n'),
    signal: ctx.signal,
  });
  return answer === undefined ? undefined : Number(answer.toString('latin1'));
}

/** What git's standard input may be given as a commit: anything else could be read as an option. */
export const isSha = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

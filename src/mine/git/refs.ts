import { TrackRecordError } from '../../domain/result.ts';
import type { Context } from '../../util/context.ts';
import { findObjects } from './objects.ts';
import type { Repository } from './repository.ts';
import { runGit, tryGit } from './spawn.ts';

/** Full ref name (`refs/heads/main`, `HEAD`) to the sha of the commit it leads to. */
export type RefTips = Readonly<Record<string, string>>;

/** Branches, remote-tracking branches, tags and HEAD. Refs that lead to no commit (a tag of a blob, a branch not born yet) are left out. */
export async function readRefs(repository: Repository, ctx: Context): Promise<RefTips> {
  const call = { git: repository.git, cwd: repository.path, signal: ctx.signal };
  const format = '%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)%00%(symref)%00%(refname)';
  const [head, listed] = await Promise.all([
    tryGit({ ...call, args: ['rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}'] }),
    runGit({ ...call, args: ['for-each-ref', `--format=${format}`, 'refs/heads', 'refs/remotes', 'refs/tags'] }),
  ]);
  const tips: [string, string][] = [];
  if (head !== undefined) tips.push(['HEAD', head.toString('latin1').trim()]);
  for (const line of listed.toString('utf8').split('\n')) {
    const [type, sha = '', peeledType, peeled = '', symref, name] = line.split('\0');
    // `origin/HEAD` is another name for a branch that is listed itself.
    if (name === undefined || symref !== '') continue;
    if (type === 'commit') tips.push([name, sha]);
    else if (peeledType === 'commit') tips.push([name, peeled]);
  }
  return Object.fromEntries(tips);
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

/** What git's standard input may be given as a commit: anything else could be read as an option. */
export const isSha = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

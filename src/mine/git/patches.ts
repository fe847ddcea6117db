import type { Context } from '../../util/context.ts';
import { Diffs } from './diffs.ts';
import { FRUGAL } from './env.ts';
import { GitError } from './errors.ts';
import { DIFF_ARGUMENTS } from './format.ts';
import { isSha } from './refs.ts';
import type { Repository } from './repository.ts';
import { startGit } from './spawn.ts';

/** Since 2.39 a patch id covers binary files by their blobs; before, any two changes of one picture had the same. */
const PATCH_ID_SINCE = [2, 39] as const;

/**
 * Sha to patch id (`git patch-id --stable`): the same for the same change wherever it was applied. Merges, empty commits and commits whose
 * blobs are missing have none; neither has any with a git older than 2.39. Reads whole diffs: for some commits, not a history.
 */
export async function patchIds(repository: Repository, shas: readonly string[], ctx: Context): Promise<ReadonlyMap<string, string>> {
  const [major = 0, minor = 0] = repository.git.version.split('.').map(Number);
  const asked = shas.filter((sha) => isSha(sha) && !repository.shallow.has(sha));
  if (asked.length === 0 || major < PATCH_ID_SINCE[0] || (major === PATCH_ID_SINCE[0] && minor < PATCH_ID_SINCE[1])) return new Map();
  if (repository.partial) return readPatchIds(repository, await completeOnes(repository, asked, ctx), ctx);
  try {
    return await readPatchIds(repository, asked, ctx);
  } catch (error) {
    if (!(error instanceof GitError) || error.exit === undefined) throw error;
    ctx.log.debug('patch ids: git died on a commit, leaving incomplete ones out', { stderr: error.stderr.slice(0, 200) });
    return readPatchIds(repository, await completeOnes(repository, asked, ctx), ctx);
  }
}

/** Sha to the paths in which it changed white space and blank lines only. Commits that cannot be read are absent. */
export async function whitespaceOnly(
  repository: Repository,
  shas: readonly string[],
  ctx: Context,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const diffs = new Diffs(repository, { of: 'words' }, ctx);
  try {
    const read = await diffs.read(shas.filter(isSha));
    return new Map(read.flatMap(({ sha, missing, whitespace = [] }) => (missing === undefined ? [[sha, whitespace]] : [])));
  } finally {
    diffs.close();
  }
}

/** Those of `shas` whose diff git can read to its end. */
async function completeOnes(repository: Repository, shas: readonly string[], ctx: Context): Promise<readonly string[]> {
  const diffs = new Diffs(repository, { of: 'lines' }, ctx);
  try {
    return (await diffs.read(shas)).flatMap(({ sha, missing }) => (missing === undefined ? [sha] : []));
  } finally {
    diffs.close();
  }
}

async function readPatchIds(repository: Repository, shas: readonly string[], ctx: Context): Promise<ReadonlyMap<string, string>> {
  if (shas.length === 0) return new Map();
  const call = { git: repository.objects, cwd: repository.path, settings: FRUGAL, signal: ctx.signal };
  const patches = startGit({
    ...call,
    args: ['diff-tree', '--stdin', '--root', '-p', '--full-index', '--no-renames', ...DIFF_ARGUMENTS, '--src-prefix=a/', '--dst-prefix=b/'],
    input: `${shas.join('\n')}\n`,
  });
  const ids = startGit({ ...call, args: ['patch-id', '--stable'] });
  const feed = async (): Promise<void> => {
    try {
      for await (const chunk of patches.output) await ids.write(chunk);
    } finally {
      ids.end();
    }
  };
  const read = async (): Promise<string> => {
    let text = '';
    for await (const chunk of ids.output) text += chunk.toString('latin1');
    return text;
  };
  try {
    const [, text] = await Promise.all([feed(), read()]);
    return new Map(
      text
        .split('\n')
        .map((line) => line.split(' '))
        .flatMap(([id, sha]) => (id === undefined || sha === undefined ? [] : [[sha, id] as const])),
    );
  } finally {
    patches.stop();
    ids.stop();
  }
}

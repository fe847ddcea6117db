import type { Context } from '../../util/context.ts';
import type { Repository } from './repository.ts';
import { tryGit } from './spawn.ts';

/** Larger ones are no settings a person wrote. */
const LIMIT = 1 << 20;

/** Texts of these files as HEAD has them; those that are not there, missing from the clone or larger than 1 MiB are absent. */
export async function readBlobs(repository: Repository, paths: readonly string[], ctx: Context): Promise<ReadonlyMap<string, string>> {
  const read = async (path: string): Promise<readonly [string, string] | undefined> => {
    const blob = await tryGit({
      git: repository.git,
      cwd: repository.path,
      args: ['cat-file', 'blob', `HEAD:${path}`],
      signal: ctx.signal,
    });
    return blob === undefined || blob.length > LIMIT ? undefined : [path, blob.toString('utf8')];
  };
  return new Map((await Promise.all(paths.map(read))).filter((entry) => entry !== undefined));
}

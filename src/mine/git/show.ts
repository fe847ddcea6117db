import type { Context } from '../../util/context.ts';
import { GitError } from './errors.ts';
import type { Repository } from './repository.ts';
import { runGit } from './spawn.ts';

export interface FileAt {
  readonly sha: string;
  readonly path: string;
  /** `before`: as its first parent has it. */
  readonly side: 'before' | 'after';
}

/**
 * A file's bytes as a commit has them, straight from the object: no filter or text conversion of the repository runs.
 * Undefined where the commit has no such file, or a partial clone not its content. @throws GitError `output-too-large` past `limit` bytes
 */
export async function fileAt(
  repository: Repository,
  { sha, path, side }: FileAt,
  limit: number,
  ctx: Context,
): Promise<Buffer | undefined> {
  const call = {
    git: repository.objects,
    cwd: repository.path,
    args: ['cat-file', 'blob', '--end-of-options', `${sha}${side === 'before' ? '^1' : ''}:${path}`],
    signal: ctx.signal,
  };
  try {
    return await runGit(call, limit);
  } catch (error) {
    if (error instanceof GitError && error.exit !== undefined) return undefined;
    throw error;
  }
}

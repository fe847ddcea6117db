import type { Context } from '../../util/context.ts';
import type { Repository } from './repository.ts';
import { runGit } from './spawn.ts';

/** For each of `names` (a sha, or one with `^1`, `^{tree}` behind it): the sha of the object if it is there. In the same order. */
export async function findObjects(
  repository: Repository,
  names: readonly string[],
  ctx: Context,
): Promise<readonly (string | undefined)[]> {
  if (names.length === 0) return [];
  const answer = await runGit({
    git: repository.objects,
    cwd: repository.path,
    args: ['cat-file', '--batch-check=%(objectname) %(objecttype)'],
    input: `${names.join('\n')}\n`,
    signal: ctx.signal,
  });
  const lines = answer.toString('latin1').split('\n');
  return names.map((_, at) => /^([0-9a-f]{40,64}) (?:blob|tree|commit|tag)$/.exec(lines[at] ?? '')?.[1]);
}

/** Those of `shas` whose own tree and whose first parent's are not there: a clone without trees. */
export async function withoutTrees(repository: Repository, shas: readonly string[], ctx: Context): Promise<ReadonlySet<string>> {
  const found = await findObjects(
    repository,
    shas.flatMap((sha) => [`${sha}^{tree}`, `${sha}^1`, `${sha}^1^{tree}`]),
    ctx,
  );
  return new Set(
    shas.filter((_, at) => {
      const [tree, parent, parentTree] = found.slice(at * 3, at * 3 + 3);
      return tree === undefined || (parent !== undefined && parentTree === undefined);
    }),
  );
}

/** Those of `blobs` that are not there. */
export async function missingBlobs(repository: Repository, blobs: Iterable<string>, ctx: Context): Promise<ReadonlySet<string>> {
  const asked = [...new Set(blobs)];
  const found = await findObjects(repository, asked, ctx);
  return new Set(asked.filter((_, at) => found[at] === undefined));
}

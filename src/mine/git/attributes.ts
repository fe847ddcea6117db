import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Context } from '../../util/context.ts';
import type { Repository } from './repository.ts';
import { runGit, tryGit } from './spawn.ts';

export const LINGUIST_ATTRIBUTES = ['linguist-generated', 'linguist-vendored', 'linguist-documentation'] as const;
export type LinguistAttribute = (typeof LINGUIST_ATTRIBUTES)[number];

/** `true` and `false` as set in a .gitattributes (`-attr` is false); absent where nothing is said. */
export type PathAttributes = Readonly<Partial<Record<LinguistAttribute, boolean>>>;

/**
 * Linguist's attributes of paths by every .gitattributes file of `treeish`, in all folders, as git reads them. Works the same in bare
 * repositories and whatever the work tree holds: the tree is read into an index of its own, outside the repository.
 * Paths nothing is said of, and all paths where there is no such tree, are absent.
 * In a partial clone a .gitattributes that is missing says nothing.
 */
export async function checkAttributes(
  repository: Repository,
  paths: readonly string[],
  ctx: Context,
  treeish = 'HEAD',
): Promise<ReadonlyMap<string, PathAttributes>> {
  const found = new Map<string, Partial<Record<LinguistAttribute, boolean>>>();
  if (paths.length === 0) return found;
  const folder = await mkdtemp(path.join(tmpdir(), 'track-record-'));
  try {
    const env = { GIT_INDEX_FILE: path.join(folder, 'index') };
    const call = { git: repository.objects, cwd: repository.path, env, signal: ctx.signal };
    const tree = await tryGit({
      ...call,
      git: repository.git,
      args: ['rev-parse', '--verify', '--quiet', '--end-of-options', `${treeish}^{tree}`],
    });
    if (tree === undefined) return found;
    await runGit({ ...call, args: ['read-tree', tree.toString('latin1').trim()] });
    const answer = await runGit({
      ...call,
      args: ['check-attr', '--cached', '--stdin', '-z', ...LINGUIST_ATTRIBUTES],
      // An absolute path or one that climbs out would end git: history has none.
      input: paths.map((one) => `${one}\0`).join(''),
    });
    const fields = answer.toString('utf8').split('\0');
    for (let at = 0; at + 2 < fields.length; at += 3) {
      const [file = '', attribute = '', value = ''] = fields.slice(at, at + 3);
      const set = value === 'set' || value === 'true' ? true : value === 'unset' || value === 'false' ? false : undefined;
      if (set !== undefined) found.set(file, { ...found.get(file), [attribute]: set });
    }
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

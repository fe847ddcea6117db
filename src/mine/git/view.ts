import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Git } from './spawn.ts';

export interface ObjectStore {
  readonly commonDir: string;
  readonly objectFormat: 'sha1' | 'sha256';
  /** Where .gitattributes are; undefined for a bare repository. */
  readonly worktree?: string | undefined;
}

/** Empty git directories made so far, by what they are for; removed when the process ends. */
const made = new Map<string, string>();

/**
 * A git that sees the objects of a partial clone and knows nothing of its remotes: a missing blob is then missing, where the clone's
 * own config would have git start a fetch, or die because it may not. Throws what the file system throws.
 */
export function objectsOnly(git: Git, { commonDir, objectFormat, worktree }: ObjectStore): Git {
  const key = `${objectFormat} ${commonDir}`;
  let gitDir = made.get(key);
  if (gitDir === undefined || statSync(gitDir, { throwIfNoEntry: false }) === undefined) {
    gitDir = emptyGitDir(objectFormat);
    made.set(key, gitDir);
  }
  return {
    ...git,
    env: {
      ...git.env,
      GIT_DIR: gitDir,
      GIT_OBJECT_DIRECTORY: path.join(commonDir, 'objects'),
      ...(worktree !== undefined && { GIT_WORK_TREE: worktree }),
    },
  };
}

function emptyGitDir(objectFormat: ObjectStore['objectFormat']): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'track-record-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(path.join(folder, 'refs'));
  writeFileSync(path.join(folder, 'HEAD'), 'ref: refs/heads/none\n');
  const version = objectFormat === 'sha1' ? 0 : 1;
  const extensions = objectFormat === 'sha1' ? '' : `[extensions]\n\tobjectFormat = ${objectFormat}\n`;
  writeFileSync(path.join(folder, 'config'), `[core]\n\trepositoryFormatVersion = ${version}\n${extensions}`);
  return folder;
}

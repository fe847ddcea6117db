import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { asOptions, gitEnvironment, OVERRIDES } from './env.ts';
import { GitError } from './errors.ts';
import { runGit, type Git } from './spawn.ts';

/** 2.30 (2020): `--end-of-options`, SHA-256 repositories and `--no-relative` are all there. */
export const MINIMUM_GIT = [2, 30] as const;

export interface LocateOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Programs under this folder are not run: a repository may carry a `git` of its own, and PATH may lead there. */
  readonly outside?: string;
  readonly idleMs?: number;
  readonly signal?: AbortSignal;
}

/** Five minutes: one commit that imports a large tree can keep `--numstat` busy for more than one. */
const IDLE_MS = 300_000;

/** Finds git on PATH and checks its version. Throws `git-missing`, `git-too-old`, `git-timeout`. */
export async function locateGit(options: LocateOptions = {}): Promise<Git> {
  const git = await findGit(options);
  return { ...git, version: await versionOf(git, options.signal) };
}

/** A git on PATH that has not said yet which one it is. Throws `git-missing`. */
export async function findGit(options: LocateOptions = {}): Promise<Git> {
  const env = options.env ?? process.env;
  const folders = await searchPath(env, options.outside);
  const binary = await firstExecutable(folders);
  if (binary === undefined) {
    throw new GitError(
      'git-missing',
      'git was not found on PATH. Install it from https://git-scm.com/downloads, or add its folder to PATH.',
    );
  }
  return {
    binary,
    version: '',
    env: gitEnvironment(env, folders.join(path.delimiter)),
    options: ['--no-pager', ...asOptions(OVERRIDES)],
    idleMs: options.idleMs ?? IDLE_MS,
  };
}

/** What git says it is. Throws `git-missing`, `git-too-old`, `git-timeout`. */
export async function versionOf(git: Git, signal: AbortSignal | undefined): Promise<string> {
  const { binary } = git;
  const said = await runGit({ git, cwd: path.dirname(binary), args: ['version'], idleMs: Math.min(git.idleMs, 30_000), signal });
  const version = /git version (\d+)\.(\d+)\S*/.exec(said.toString('utf8'));
  if (version === null)
    throw new GitError('git-missing', `${binary} does not answer like git. Install git, or put its folder first on PATH.`);
  const [major, minor] = [Number(version[1]), Number(version[2])];
  if (major < MINIMUM_GIT[0] || (major === MINIMUM_GIT[0] && minor < MINIMUM_GIT[1])) {
    const found = `${major}.${minor}`;
    throw new GitError(
      'git-too-old',
      `${binary} is git ${found}; ${MINIMUM_GIT.join('.')} or newer is needed. Update git and run this again.`,
    );
  }
  return version[0].slice('git version '.length);
}

/** Folders of PATH that are absolute and do not lie in `outside`. */
async function searchPath(env: NodeJS.ProcessEnv, outside: string | undefined): Promise<string[]> {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH');
  const folders = (name === undefined ? '' : (env[name] ?? '')).split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  if (outside === undefined) return folders;
  const root = await realpath(outside).catch(() => outside);
  const kept = await Promise.all(
    folders.map(async (folder) => {
      const inside = path.relative(root, await realpath(folder).catch(() => folder));
      return inside === '' || !(inside.startsWith('..') || path.isAbsolute(inside)) ? [] : [folder];
    }),
  );
  return kept.flat();
}

async function firstExecutable(folders: readonly string[]): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  for (const folder of folders) {
    const file = path.join(folder, name);
    try {
      await access(file, constants.X_OK);
      if ((await stat(file)).isFile()) return file;
    } catch {
      // Not in this folder: the next one may have it.
    }
  }
  return undefined;
}

import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { simpleGit, type SimpleGit } from 'simple-git';
import type { Repo } from '../../domain/contribution.ts';
import { miss, ok, TrackRecordError, type Result } from '../../domain/result.ts';
import type { Context } from '../../util/context.ts';
import { GUARDED, OVERRIDES, OVERRIDES_ALLOWED } from './env.ts';
import { gitFailure } from './errors.ts';
import { findGit, type LocateOptions, versionOf } from './locate.ts';
import { mainRemote, parseRemote, type Remote } from './remote.ts';
import { tryGit, type Git } from './spawn.ts';
import { objectsOnly } from './view.ts';

/** A clone on this machine: what the other functions here need to know of it. Which page on the web it has is for `normalize/links` to say. */
export interface Repository extends Omit<Repo, 'web'> {
  readonly git: Git;
  /** For reading objects by their sha: in a partial clone it knows nothing of remotes, so that nothing is fetched or waited for. */
  readonly objects: Git;
  readonly gitDir: string;
  /** Shared by all worktrees of a clone; the same as `gitDir` elsewhere. */
  readonly commonDir: string;
  readonly bare: boolean;
  readonly objectFormat: 'sha1' | 'sha256';
  /** Shas whose parents a shallow clone left out: their diff would be the whole tree. */
  readonly shallow: ReadonlySet<string>;
  /** A partial clone: some blobs may be missing, and are never fetched. */
  readonly partial: boolean;
  readonly remotes: readonly Remote[];
  /** Who the user is, by the config in force there. */
  readonly user?: { readonly name: string; readonly email: string };
}

export type OpenOptions = Omit<LocateOptions, 'outside' | 'signal'>;

/**
 * Finds the repository `folder` lies in: a clone, worktree, submodule or bare repository. Misses: `path-missing`, `not-a-folder`,
 * `not-a-repository`, `dubious-ownership`, `git-missing`, `git-too-old`, `git-timeout`, `bad-config`, `permission-denied`.
 */
export async function openRepository(folder: string, ctx: Context, options: OpenOptions = {}): Promise<Result<Repository>> {
  const start = path.resolve(folder);
  const found = await stat(start).catch(() => undefined);
  if (found === undefined) return miss('path-missing', `${start} is not there, or may not be read. Name the folder of a clone.`);
  if (!found.isDirectory()) return miss('not-a-folder', `${start} is a file. Name the folder of a clone.`);
  try {
    const git = await findGit({ ...options, outside: await likelyRoot(start) });
    const asked = describe(git, start, ctx);
    // One that is too old may fail at it in words of its own.
    asked.catch(() => {});
    const version = await versionOf(git, ctx.signal);
    const repository = await asked;
    return ok({ ...repository, git: { ...repository.git, version }, objects: { ...repository.objects, version } });
  } catch (error) {
    ctx.signal?.throwIfAborted();
    if (error instanceof TrackRecordError) return { ok: false, error: { reason: error.reason, message: error.message } };
    throw error;
  }
}

async function describe(git: Git, start: string, ctx: Context): Promise<Repository> {
  const client = discoveryClient(git, start, ctx);
  const ask = async (...args: string[]): Promise<string> => (await client.raw(['rev-parse', ...args])).replace(/\r?\n$/, '');
  const answers = async (): Promise<Repository> => {
    // What needs no answer is asked at once: each git costs ten milliseconds, most of them waiting.
    const alongside = [ask('--git-common-dir'), client.listConfig(), client.getRemotes(true)] as const;
    for (const question of alongside) question.catch(() => {}); // the first one says why better
    // The path comes last: it may hold newlines.
    const [bare = '', inside = '', shallow = '', format = '', ...rest] = (
      await ask('--is-bare-repository', '--is-inside-work-tree', '--is-shallow-repository', '--show-object-format', '--absolute-git-dir')
    ).split('\n');
    const gitDir = rest.join('\n');
    const [top, common, config, written] = await Promise.all([inside === 'true' ? ask('--show-toplevel') : gitDir, ...alongside]);
    const commonDir = await realpath(path.resolve(start, common));
    const remotes = written.map(({ name, refs }) => parseRemote(name, refs.fetch));
    const partial = Object.keys(config.all).some(
      (key) => key === 'extensions.partialclone' || /^remote\..*\.(promisor|partialclonefilter)$/.test(key),
    );
    const objectFormat = format === 'sha256' ? 'sha256' : 'sha1';
    const worktree = bare === 'true' ? undefined : path.resolve(top);
    const setting = (key: string): string | undefined => [config.all[key]].flat().at(-1);
    const name = setting('author.name') ?? setting('user.name');
    const email = setting('author.email') ?? setting('user.email');
    const objects = partial ? objectsOnly(git, { commonDir, objectFormat, worktree }) : git;
    return {
      ...identity(remotes, commonDir),
      path: path.resolve(top),
      git: partial ? await withMailmap(git, objects, { folder: start, bare: worktree === undefined }, ctx) : git,
      objects,
      gitDir,
      commonDir,
      bare: bare === 'true',
      objectFormat,
      shallow: shallow === 'true' ? await shallowBoundary(commonDir) : new Set(),
      partial,
      remotes,
      ...(email !== undefined && { user: { name: name ?? '', email } }),
    };
  };
  return answers().catch((error: unknown) => {
    throw discoveryFailure(error, start);
  });
}

/** simple-git with the same guards as our own spawns: for questions with short answers. */
function discoveryClient(git: Git, folder: string, ctx: Context): SimpleGit {
  return simpleGit({
    baseDir: folder,
    binary: git.binary,
    config: [...OVERRIDES],
    unsafe: OVERRIDES_ALLOWED,
    allowEnvironment: [...GUARDED, 'GIT_CONFIG_GLOBAL'],
    timeout: { block: Math.min(git.idleMs, 30_000) },
    trimmed: false,
    ...(ctx.signal && { abort: ctx.signal }),
  }).env({ ...git.env });
}

/** A `git log` dies on a .mailmap that is missing from a partial clone: it is named by its sha where it is there, and else left out. */
async function withMailmap(git: Git, objects: Git, { folder, bare }: { folder: string; bare: boolean }, ctx: Context): Promise<Git> {
  const call = { cwd: folder, signal: ctx.signal };
  const named = bare
    ? await tryGit({ ...call, git, args: ['rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD:.mailmap'] })
    : undefined;
  const sha = named?.toString('latin1').trim() ?? '';
  const there = sha !== '' && (await tryGit({ ...call, git: objects, args: ['cat-file', '-e', sha] })) !== undefined;
  return { ...git, options: [...git.options, '-c', `mailmap.blob=${there ? sha : ''}`] };
}

function discoveryFailure(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || error instanceof TrackRecordError) return error;
  if (/block timeout reached/.test(error.message)) {
    return new TrackRecordError(
      'git-timeout',
      `git gave no answer in ${folder} and was ended. Check the disk or network drive it lies on.`,
      {
        cause: error,
      },
    );
  }
  return gitFailure(128, error.message, folder, 'rev-parse');
}

const nameIn = (folder: string): string => path.basename(folder).replace(/\.git$/, '');
/** Folders of clones that are named after what they are: what they were cloned from says more. */
const SAYS_NOTHING = /^(?:repo|repository|git|src|source|code|clone|checkout|work|workspace|bare|main|master)$/i;

function identity(remotes: readonly Remote[], commonDir: string): Pick<Repository, 'id' | 'name' | 'remote'> {
  const main = mainRemote(remotes);
  if (main === undefined || main.path === '') {
    // The clone's folder, also for its worktrees, which share its history.
    const clone = path.basename(commonDir) === '.git' ? path.dirname(commonDir) : commonDir;
    const folder = nameIn(clone);
    const hash = createHash('sha256').update(commonDir).digest('hex').slice(0, 8);
    const names = [folder, ...remotes.map((remote) => nameIn(remote.path))];
    return { id: `local/${folder}-${hash}`, name: names.find((name) => name !== '' && !SAYS_NOTHING.test(name)) ?? folder };
  }
  return { id: `${main.host}/${main.path}`, name: main.path, remote: main.url };
}

/** `shallow` in the common folder lists one sha a line. */
async function shallowBoundary(commonDir: string): Promise<ReadonlySet<string>> {
  const lines = await readFile(path.join(commonDir, 'shallow'), 'utf8');
  return new Set(lines.split('\n').filter((line) => line !== ''));
}

/** The nearest folder above with a `.git`, so that nothing in it is taken for the user's own git. */
async function likelyRoot(start: string): Promise<string> {
  for (let at = start; ; at = path.dirname(at)) {
    if ((await stat(path.join(at, '.git')).catch(() => undefined)) !== undefined) return at;
    if (path.dirname(at) === at) return start;
  }
}

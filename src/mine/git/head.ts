import path from 'node:path';
import type { Context } from '../../util/context.ts';
import { readSettings, SETTINGS_LIMIT } from '../../util/files.ts';
import { GitError } from './errors.ts';
import type { Repository } from './repository.ts';
import { runGit, startGit, tryGit } from './spawn.ts';
import { TokenReader } from './tokens.ts';

/** Bytes read at most of all together. */
const TOTAL = 16 << 20;
/** Files read at most, those of the highest folders first. */
const FILES = 1000;

/**
 * Texts of the files of HEAD that `wanted` takes, by their path, in all folders; links, submodules and what is missing from the clone or
 * larger than 1 MiB are absent. Where whole trees are missing, only what comes before the first of them is found: the top's own dot files.
 */
export async function readHead(
  repository: Repository,
  wanted: (path: string) => boolean,
  ctx: Context,
): Promise<ReadonlyMap<string, string>> {
  const files = (await listHead(repository, wanted, ctx)).sort((a, b) => depth(a.path) - depth(b.path)).slice(0, FILES);
  const texts = await readBlobs(
    repository,
    files.map(({ sha }) => sha),
    ctx,
  );
  return new Map(
    files.flatMap((file) => {
      const text = texts.get(file.sha);
      return text === undefined ? [] : [[file.path, text] as const];
    }),
  );
}

/** What the clone itself, and no commit, says of its files' attributes; it wins over every .gitattributes. */
export async function readInfoAttributes(repository: Repository): Promise<string | undefined> {
  return readSettings(path.join(repository.commonDir, 'info', 'attributes'));
}

const depth = (file: string): number => file.split('/').length;

interface HeadFile {
  readonly path: string;
  readonly sha: string;
}

async function listHead(repository: Repository, wanted: (path: string) => boolean, ctx: Context): Promise<HeadFile[]> {
  const call = { git: repository.objects, cwd: repository.path, signal: ctx.signal };
  const head = await tryGit({ ...call, git: repository.git, args: ['rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD'] });
  if (head === undefined) return [];
  const listing = startGit({ ...call, args: ['ls-tree', '-r', '-z', '--full-tree', head.toString('latin1').trim()], input: '' });
  const found: HeadFile[] = [];
  const tokens = new TokenReader();
  try {
    for await (const chunk of listing.output) {
      tokens.push(chunk, (token) => {
        const [, sha = '', file = ''] = /^100(?:644|755) blob ([0-9a-f]+)\t([\s\S]+)$/.exec(token.head.toString('utf8')) ?? [];
        if (file !== '' && wanted(file)) found.push({ path: file, sha });
      });
    }
  } catch (error) {
    if (!(error instanceof GitError) || error.exit === undefined) throw error;
    ctx.log.debug('the tree of HEAD is not all there', { reason: error.reason });
  }
  return found;
}

/** By sha; what is not there, no blob, or too large is absent. */
async function readBlobs(repository: Repository, shas: readonly string[], ctx: Context): Promise<ReadonlyMap<string, string>> {
  const call = { git: repository.objects, cwd: repository.path, signal: ctx.signal };
  const listed = (some: readonly string[]): string => some.map((sha) => `${sha}\n`).join('');
  const sized = (line: string): { readonly sha: string; readonly size: number } | undefined => {
    const [, sha, size] = /^([0-9a-f]+) blob (\d+)$/.exec(line) ?? [];
    return sha === undefined ? undefined : { sha, size: Number(size) };
  };
  if (shas.length === 0) return new Map();
  const sizes = (await runGit({ ...call, args: ['cat-file', '--batch-check'], input: listed([...new Set(shas)]) })).toString('latin1');
  let total = 0;
  const small = sizes.split('\n').flatMap((line) => {
    const { sha, size = Infinity } = sized(line) ?? {};
    if (sha === undefined || size > SETTINGS_LIMIT || total + size > TOTAL) return [];
    total += size;
    return [sha];
  });
  const texts = new Map<string, string>();
  let left = await runGit({ ...call, args: ['cat-file', '--batch'], input: listed(small) });
  while (left.length > 0) {
    const from = left.indexOf('\n') + 1;
    const answer = sized(left.toString('latin1', 0, from - 1));
    if (from === 0 || answer === undefined) break;
    texts.set(answer.sha, left.toString('utf8', from, from + answer.size));
    left = left.subarray(from + answer.size + 1);
  }
  return texts;
}

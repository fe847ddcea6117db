// Builds repositories for tests with plain git and fast-import: ordinary ones, and odd ones no porcelain would make.
// Nothing of the machine's own git config reaches them.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';

export type Bytes = string | Buffer;

export interface Who {
  readonly name: Bytes;
  readonly email: Bytes;
  /** Seconds since 1970; any integer fast-import takes. Default: grows by a minute a commit from 2024-01-01. */
  readonly at?: number | bigint;
  /** As git writes it, `+0200`. */
  readonly zone?: string;
}

export interface CommitSpec {
  readonly message?: Bytes;
  readonly author?: Who;
  readonly committer?: Who;
  /** Value of the commit's `encoding` header. */
  readonly encoding?: string;
  /** Path to content; null deletes it. Paths are bytes without NUL. */
  readonly files?: Readonly<Record<string, Bytes | null>> | readonly (readonly [Bytes, Bytes | null])[];
  readonly renames?: readonly (readonly [from: Bytes, to: Bytes])[];
  /** Full ref; default `refs/heads/main`. */
  readonly ref?: string;
  /** Numbers of earlier commits of this list (from 0), instead of the ref's last one; `[]` begins anew. */
  readonly parents?: readonly number[];
}

export const ADA: Who = { name: 'Ada Example', email: 'ada@example.com' };
export const BOB: Who = { name: 'Bob Example', email: 'bob@example.com' };

const START = Date.UTC(2024, 0, 1) / 1000;

/** A folder removed after the test. */
export function scratch(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'track-record-test-')));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Environment of the gits that build: no config but the repository's own. `home` may hold a .gitconfig for those that read. */
export function cleanEnvironment(home = '/nonexistent'): NodeJS.ProcessEnv {
  // npm's own would have paths read from where npm was called; where compiled code is kept is for our programs to choose.
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^GIT_|^XDG_|^npm_|^INIT_CWD$|^HOME$|^EMAIL$|^NODE_COMPILE_CACHE$/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    // What devices do is found out once for all tests.
    TRACKRECORD_CACHE: path.join(tmpdir(), 'track-record-test-cache'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ada Example',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_AUTHOR_DATE: `${START} +0000`,
    GIT_COMMITTER_NAME: 'Ada Example',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
    GIT_COMMITTER_DATE: `${START} +0000`,
    GIT_ALLOW_PROTOCOL: 'file',
    LC_ALL: 'C',
  };
}

/** Runs git in `cwd` and returns what it wrote, without the last newline. Throws with its complaint. */
export function git(
  cwd: string,
  args: readonly string[],
  options: { readonly input?: Bytes; readonly env?: NodeJS.ProcessEnv } = {},
): string {
  const done = spawnSync('git', args, {
    cwd,
    env: { ...cleanEnvironment(), ...options.env },
    input: options.input ?? '',
    maxBuffer: 1 << 28,
  });
  if (done.status !== 0)
    throw new Error(`git ${args.join(' ')}: ${done.status ?? done.signal}: ${done.stderr.toString()}${done.error?.message ?? ''}`);
  return done.stdout.toString().replace(/\n$/, '');
}

export interface InitOptions {
  readonly bare?: boolean;
  readonly sha256?: boolean;
}

/** An empty repository on branch main. */
export function init(folder: string, { bare = false, sha256 = false }: InitOptions = {}): string {
  git(path.dirname(folder), [
    'init',
    '-q',
    '--initial-branch=main',
    '--template=',
    ...(bare ? ['--bare'] : []),
    ...(sha256 ? ['--object-format=sha256'] : []),
    folder,
  ]);
  return folder;
}

/** Adds `commits` to a repository and returns their shas. Checks HEAD out where there is a work tree. */
export function importCommits(folder: string, commits: Iterable<CommitSpec>): string[] {
  const parts: Buffer[] = [];
  let count = 0;
  for (const commit of commits) parts.push(...fastImport(commit, count++));
  // What can be known without a process more is: hundreds of repositories are built in a run.
  const notes = mkdtempSync(path.join(tmpdir(), 'track-record-marks-'));
  try {
    const marks = path.join(notes, 'marks');
    git(folder, ['fast-import', '--quiet', '--date-format=raw-permissive', `--export-marks=${marks}`, '--force'], {
      input: Buffer.concat(parts),
    });
    const shas = readMarks(marks, count);
    if (existsSync(path.join(folder, '.git'))) git(folder, ['reset', '-q', '--hard']);
    return shas;
  } finally {
    rmSync(notes, { recursive: true, force: true });
  }
}

/** A repository with these commits: `{ path, shas }`. */
export function build(
  folder: string,
  commits: readonly CommitSpec[],
  options: InitOptions = {},
): { readonly path: string; readonly shas: readonly string[] } {
  return { path: init(folder, options), shas: importCommits(folder, commits) };
}

/** Feeds commits to fast-import as they are made: for repositories too large to hold. */
export async function streamCommits(folder: string, commits: Iterable<CommitSpec>): Promise<void> {
  const child = spawn('git', ['fast-import', '--quiet', '--date-format=raw-permissive'], {
    cwd: folder,
    env: cleanEnvironment(),
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  let count = 0;
  for (const commit of commits) {
    const data = Buffer.concat(fastImport(commit, count++));
    if (!child.stdin.write(data)) await new Promise((resolve) => child.stdin.once('drain', resolve));
  }
  child.stdin.end();
  const exit = await closed;
  if (exit !== 0) throw new Error(`git fast-import: ${exit}`);
}

/** Writes a commit object of exactly these bytes, which git itself may refuse to make, and lets `ref` point at it. */
export function writeCommit(folder: string, content: Bytes, ref = 'refs/heads/main'): string {
  const sha = git(folder, ['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'], { input: content });
  git(folder, ['update-ref', ref, sha]);
  return sha;
}

const bytes = (text: Bytes): Buffer => (typeof text === 'string' ? Buffer.from(text) : text);

function readMarks(file: string, count: number): string[] {
  const shas: string[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [mark = '', sha = ''] = line.split(' ');
    if (sha !== '') shas[Number(mark.slice(1)) - 1] = sha;
  }
  if (shas.length !== count) throw new Error(`${count} commits were given, ${shas.length} made`);
  return shas;
}

/** One commit in fast-import's language; marks are numbers from 1. */
function fastImport(commit: CommitSpec, index: number): Buffer[] {
  const { ref = 'refs/heads/main', message = `commit ${index}\n`, author = ADA, encoding, parents, renames = [] } = commit;
  const committer = commit.committer ?? author;
  const parts: Buffer[] = [];
  const add = (...texts: Bytes[]): void => {
    for (const text of texts) parts.push(bytes(text));
  };
  if (parents?.length === 0) add(`reset ${ref}\n`);
  add(`commit ${ref}\nmark :${index + 1}\n`, ...person('author', author, index), ...person('committer', committer, index));
  if (encoding !== undefined) add(`encoding ${encoding}\n`);
  add(...data(message));
  for (const [at, parent] of (parents ?? []).entries()) add(`${at === 0 ? 'from' : 'merge'} :${parent + 1}\n`);
  for (const [from, to] of renames) add('R ', quoted(from), ' ', quoted(to), '\n');
  const files = commit.files ?? {};
  for (const [file, content] of Array.isArray(files) ? (files as readonly (readonly [Bytes, Bytes | null])[]) : Object.entries(files)) {
    if (content === null) add('D ', quoted(file), '\n');
    else add('M 100644 inline ', quoted(file), '\n', ...data(content));
  }
  add('\n');
  return parts;
}

function person(role: string, { name, email, at, zone = '+0000' }: Who, index: number): Bytes[] {
  return [`${role} `, name, ' <', email, `> ${at ?? START + index * 60} ${zone}\n`];
}

function data(content: Bytes): Bytes[] {
  return [`data ${bytes(content).length}\n`, content, '\n'];
}

/** A path as fast-import reads it whatever its bytes are. */
function quoted(file: Bytes): string {
  const escaped = Array.from(bytes(file), (byte) =>
    byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`,
  );
  return `"${escaped.join('')}"`;
}

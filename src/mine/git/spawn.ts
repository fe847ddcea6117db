import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { GitError, gitFailure } from './errors.ts';

/** A git to start: found once by `locateGit`, then passed on. */
export interface Git {
  /** Absolute: the search for a bare name would look in the current folder on Windows. */
  readonly binary: string;
  readonly version: string;
  readonly env: Readonly<Record<string, string>>;
  /** Global options before the command. */
  readonly options: readonly string[];
  /** A git that says nothing for this long while we wait for it is ended. Milliseconds. */
  readonly idleMs: number;
}

export interface GitCall {
  readonly git: Git;
  readonly cwd: string;
  /** The command and its arguments; never through a shell. Data goes behind `--end-of-options` or `--`, or through `input`. */
  readonly args: readonly string[];
  /** `-c` settings for this call. */
  readonly settings?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Written to standard input, which is then closed. Absent: `write` and `end` serve it. */
  readonly input?: string | Buffer;
  readonly idleMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** A running git. Ends when its output was read to the end, or when `stop` was called. */
export interface GitProcess {
  /** Standard output. Throws as `ended` does when git fails; leaving the loop early ends git. */
  readonly output: AsyncGenerator<Buffer, void, undefined>;
  /** Resolves once git takes more; quietly does nothing when git is gone, for `output` tells why. */
  write(data: string | Buffer): Promise<void>;
  end(): void;
  stop(): void;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const STDERR_KEPT = 8192;
const KILL_AFTER_MS = 2000;

/** Process groups that still run: ended with us, because a hanging git would outlive its reader. */
const running = new Set<Child>();
let watching = false;

/** Starts git. Throws (from `output`) GitError: `git-missing`, `git-timeout`, or what git itself reported; or the signal's reason. */
export function startGit(call: GitCall): GitProcess {
  call.signal?.throwIfAborted();
  const { git } = call;
  const settings = (call.settings ?? []).flatMap((setting) => ['-c', setting]);
  const child = spawn(git.binary, [...git.options, ...settings, ...call.args], {
    cwd: call.cwd,
    env: { ...git.env, ...call.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    shell: false,
    windowsHide: true,
    // A group of its own: what git started ends with it, and it has no terminal to ask on.
    detached: process.platform !== 'win32',
  });
  track(child);
  let failure: unknown;
  const stop = (): void => killGroup(child);
  const onAbort = (): void => {
    failure ??= call.signal?.reason;
    stop();
  };
  call.signal?.addEventListener('abort', onAbort, { once: true });
  child.once('error', (cause: NodeJS.ErrnoException) => {
    failure ??= spawnFailure(cause, git.binary, call.cwd);
  });
  const stderr: Buffer[] = [];
  let kept = 0;
  child.stderr.on('data', (chunk: Buffer) => {
    // The last words say why it died; a git that warns a million times must not fill our memory.
    stderr.push(chunk);
    kept += chunk.length;
    while (stderr.length > 1 && kept - (stderr[0]?.length ?? 0) >= STDERR_KEPT) kept -= stderr.shift()?.length ?? 0;
  });
  // Git may end before it has read all its input; why it ended is told by its exit.
  child.stdin.on('error', () => {});
  const closed = new Promise<number | undefined>((resolve) => child.once('close', (code) => resolve(code ?? undefined)));
  const onIdle = (): void => {
    failure ??= new GitError(
      'git-timeout',
      `git ${call.args[0]} gave no answer for ${Math.round((call.idleMs ?? git.idleMs) / 1000)} s in ${call.cwd} and was ended. Check the disk or network drive it lies on, and run this again.`,
    );
    stop();
  };
  if (call.input !== undefined) child.stdin.end(call.input);

  async function* read(): AsyncGenerator<Buffer, void, undefined> {
    const chunks = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    try {
      for (;;) {
        // Only waiting counts as idle: a slow reader is not git's fault.
        const chunk = await timed(chunks.next(), call.idleMs ?? git.idleMs, onIdle).catch((error: unknown) => {
          if (failure === undefined) throw error;
          return { done: true as const, value: undefined };
        });
        if (chunk.done === true) break;
        yield chunk.value;
      }
      const exit = await timed(closed, call.idleMs ?? git.idleMs, onIdle);
      if (failure !== undefined) throw failure;
      if (exit !== 0) throw gitFailure(exit, Buffer.concat(stderr).toString('utf8'), call.cwd, call.args[0] ?? '');
    } finally {
      call.signal?.removeEventListener('abort', onAbort);
      stop();
    }
  }
  return {
    output: read(),
    write: async (data) => {
      if (child.stdin.destroyed || child.stdin.writableEnded) return;
      if (!child.stdin.write(data)) await Promise.race([once(child.stdin, 'drain').catch(() => {}), closed]);
    },
    end: () => child.stdin.end(),
    stop,
  };
}

/** Runs git to its end and returns all it wrote; for answers known to be small. Throws `output-too-large` past `limit` bytes. */
export async function runGit(call: GitCall, limit = 64 << 20): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of startGit({ ...call, input: call.input ?? '' }).output) {
    size += chunk.length;
    if (size > limit) throw new GitError('output-too-large', `git ${call.args[0]} wrote more than ${limit} bytes in ${call.cwd}.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Like `runGit` with a non-zero exit as an expected answer: undefined. */
export async function tryGit(call: GitCall): Promise<Buffer | undefined> {
  try {
    return await runGit(call);
  } catch (error) {
    if (error instanceof GitError && error.exit !== undefined) return undefined;
    throw error;
  }
}

function timed<T>(promise: Promise<T>, ms: number, onIdle: () => void): Promise<T> {
  const timer = setTimeout(onIdle, ms);
  return promise.finally(() => clearTimeout(timer));
}

function spawnFailure(cause: NodeJS.ErrnoException, binary: string, cwd: string): GitError {
  if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') {
    return new GitError(
      'git-missing',
      `git could not be started: ${binary} or the folder ${cwd} is not there. Check both and run this again.`,
      { cause },
    );
  }
  return new GitError('git-failed', `git could not be started in ${cwd}: ${cause.message}`, { cause });
}

function track(child: Child): void {
  running.add(child);
  child.once('close', () => running.delete(child));
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const left of running) signalGroup(left, 'SIGKILL');
  });
}

function killGroup(child: Child): void {
  if (!running.has(child)) return;
  child.stdin.destroy();
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => {
    signalGroup(child, 'SIGKILL');
    // A grandchild that left the group may hold the pipes open for ever.
    child.stdout.destroy();
    child.stderr.destroy();
  }, KILL_AFTER_MS);
  timer.unref();
  child.once('close', () => clearTimeout(timer));
}

function signalGroup(child: Child, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
}

import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cleanEnvironment } from './repos.ts';

const root = path.resolve(import.meta.dirname, '../..');
export const CLI = path.join(root, 'dist/cli.js');

/** Arguments of node that run it as its first line says. */
export const cliArguments = (): string[] => [...(/^#!.* node (.*)$/m.exec(readFileSync(CLI, 'utf8'))?.[1]?.split(' ') ?? []), CLI];

/** Bundles are built by `npm test`; a test run by itself builds what is stale. */
export function buildBundles(): void {
  const built = spawnSync(process.execPath, [path.join(root, 'esbuild.mjs'), '--if-stale'], { cwd: root, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
}

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Data folder of the store. */
  readonly home: string;
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Sends the signal so many milliseconds after the start. */
  readonly kill?: { readonly after: number; readonly signal: NodeJS.Signals };
  /** Arguments of node that run another than the built one. */
  readonly entry?: readonly string[];
}

/** Runs the built command line as a user would, with a store of its own and nobody's git config. */
export function trackrecord(
  args: readonly string[],
  { home, cwd, input = '', env, kill, entry = cliArguments() }: RunOptions,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...entry, ...args], {
      cwd: cwd ?? home,
      env: { ...cleanEnvironment(), TRACKRECORD_HOME: home, TZ: 'UTC', LANG: 'C', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    const timer = kill && setTimeout(() => child.kill(kill.signal), kill.after);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') });
    });
  });
}

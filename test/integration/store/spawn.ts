import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('child.ts', import.meta.url));

export interface Life {
  readonly child: ChildProcess;
  /** What it said so far. */
  readonly lines: readonly string[];
  /** Resolves with its exit code, null when it was killed; what it wrote to standard error is in `errors`. */
  readonly ended: Promise<number | null>;
  readonly errors: () => string;
  /** Resolves when a line begins so, or when it has ended. */
  readonly said: (start: string) => Promise<void>;
}

export function live(...args: readonly (string | number)[]): Life {
  const child = spawn(process.execPath, [SCRIPT, ...args.map(String)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const waiting: { start: string; resolve: () => void }[] = [];
  let rest = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    for (const { start, resolve } of waiting) if (lines.some((line) => line.startsWith(start))) resolve();
  });
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const said = (start: string): Promise<void> =>
    lines.some((line) => line.startsWith(start))
      ? Promise.resolve()
      : new Promise<void>((resolve) => {
          waiting.push({ start, resolve });
          void ended.then(() => resolve());
        });
  return { child, lines, ended, errors: () => errors, said };
}

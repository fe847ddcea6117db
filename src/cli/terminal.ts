import { createInterface } from 'node:readline/promises';
import type { Progress } from '../domain/report.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { Logger } from '../util/context.ts';

/** Exit codes, in the manner of sysexits and the shell. */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Whether somebody watches. */
export const isTty = (): boolean => process.stderr.isTTY;

/** A line for the user, on standard error: standard output is for machines. */
export function say(text: string): void {
  clearProgress();
  process.stderr.write(`${text}\n`);
}

/** Warnings and errors are shown; the rest only with --verbose. */
export function logger(verbose: boolean): Logger {
  const line = (level: string, message: string, data?: Readonly<Record<string, unknown>>): void =>
    say(`${level}: ${message}${data ? ` ${JSON.stringify(data)}` : ''}`);
  return {
    debug: (message, data) => verbose && line('debug', message, data),
    info: (message, data) => verbose && line('info', message, data),
    warn: (message, data) => line('warning', message, verbose ? data : undefined),
    error: (message, data) => line('error', message, verbose ? data : undefined),
  };
}

const STAGE_WORDS: Readonly<Record<Progress['stage'], string>> = {
  mine: 'Reading history',
  pulls: 'Asking the code host',
  issues: 'Asking the code host for issues',
  normalize: 'Sorting out noise',
  store: 'Storing',
  lines: 'Counting lines',
  classify: 'Tagging',
  learn: 'Learning',
  assess: 'Assessing',
  draft: 'Drafting',
  write: 'Writing',
  download: 'Downloading',
};

let shown = false;
let last: Progress['stage'] | undefined;

/** One line, rewritten in place on a terminal; one line a stage where it cannot be. */
export function showProgress(progress: Progress): void {
  const { stage, done, total, left } = progress;
  if (!isTty()) {
    if (stage !== last) process.stderr.write(`${STAGE_WORDS[stage]}…\n`);
    last = stage;
    return;
  }
  const part = total === undefined ? count(done) : `${count(done)} of ${count(total)}`;
  const eta = left === undefined || left < 1000 ? '' : `, ${duration(left)} left`;
  process.stderr.write(`\r\u001B[2K${STAGE_WORDS[stage]}: ${part}${eta}${progress.note ? ` (${progress.note})` : ''}`);
  shown = true;
}

export function clearProgress(): void {
  if (shown) process.stderr.write('\r\u001B[2K');
  shown = false;
}

export const count = (n: number): string => n.toLocaleString('en');

/** `1 theme`, `1,024 themes`. */
export const counted = (n: number, what: string, several = `${what}s`): string => `${count(n)} ${n === 1 ? what : several}`;

export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** Asks for one of `choices` by number on a terminal; undefined where nobody can be asked. */
export async function choose(question: string, choices: readonly string[]): Promise<number | undefined> {
  if (!process.stdin.isTTY || !isTty()) return undefined;
  clearProgress();
  const width = String(choices.length).length;
  process.stderr.write(`${choices.map((choice, i) => `  ${String(i + 1).padStart(width)}  ${choice}`).join('\n')}\n`);
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  try {
    for (;;) {
      const n = Number(await ask.question(`${question} [1-${choices.length}] `));
      if (Number.isInteger(n) && n >= 1 && n <= choices.length) return n - 1;
    }
  } catch (error) {
    // Ctrl-C or Ctrl-D: what is said next begins a line of its own.
    process.stderr.write('\n');
    throw error;
  } finally {
    ask.close();
  }
}

/** Prints one JSON value a line; waits while the reader is slow, ends quietly when it goes away (`| head`). */
export async function printJsonl(rows: AsyncIterable<unknown> | Iterable<unknown>): Promise<void> {
  for await (const row of rows) {
    if (!process.stdout.write(`${JSON.stringify(row)}\n`)) await new Promise((resume) => process.stdout.once('drain', resume));
  }
}

/** What to print for a failure, and the code to exit with. */
export function explain(error: unknown, verbose: boolean): { readonly text: string; readonly code: number } {
  if (error instanceof Error && error.name === 'AbortError')
    return { text: 'Stopped. What was done is kept; the next run goes on from there.', code: EXIT.interrupted };
  if (error instanceof TrackRecordError) {
    return {
      text: `error: ${error.message}${verbose ? ` [${error.reason}]\n${error.stack ?? ''}` : ''}`,
      code: error.reason.startsWith('bad-') ? EXIT.usage : EXIT.failed,
    };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: `error: something nobody planned for went wrong; please report it with these lines.\n${text}`, code: EXIT.failed };
}

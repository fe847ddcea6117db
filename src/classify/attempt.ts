import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ProbeJob, ProbeSays } from './probe.ts';
import type { Embedding } from './vectors.ts';

/** What a process that tried a device came to, before its vectors are compared. */
export type Tried =
  | { readonly kind: 'ran'; readonly vectors: readonly Embedding[]; readonly milliseconds?: number; readonly over: boolean }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'crashed'; readonly how: string }
  | { readonly kind: 'silent'; readonly seconds: number };

/** Tries one device. */
export type Try = (job: ProbeJob, signal?: AbortSignal) => Promise<Tried>;

/** A driver that compiles its shaders takes seconds; a hung one for ever. The CPU does not hang, however slow or busy it is. */
const WITHIN_MS = 60_000;

/**
 * Tries devices in processes of their own, one at a time.
 * @param entry `probe-main.ts`, or its bundle.
 */
export const tryIn =
  (entry: URL, within = WITHIN_MS): Try =>
  (job, signal) =>
    new Promise((resolve, reject) => {
      const child = fork(fileURLToPath(entry), [], {
        serialization: 'advanced',
        // What drivers write to standard error is for their makers.
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        execArgv: [],
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      });
      let ran: (Tried & { kind: 'ran' }) | undefined;
      const settle = (tried: Tried | undefined): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        child.removeAllListeners();
        // Errors that come after this concern nobody.
        child.on('error', () => {});
        child.kill('SIGKILL');
        if (tried) resolve(tried);
        else reject(signal?.reason as Error);
      };
      const abort = (): void => settle(undefined);
      // One that works, and hangs afterwards, is too slow.
      const late = (): void => settle(ran ? { ...ran, milliseconds: within, over: true } : { kind: 'silent', seconds: within / 1000 });
      const timer = job.device === 'cpu' ? undefined : setTimeout(late, within);
      signal?.addEventListener('abort', abort, { once: true });
      child.on('message', (said: ProbeSays) => {
        if (said.kind === 'failed') return settle(said);
        if (said.kind === 'timed') return settle(ran && { ...ran, milliseconds: said.milliseconds, over: said.over });
        ran = { kind: 'ran', vectors: said.vectors, over: false };
        return job.patience === 0 ? settle(ran) : undefined;
      });
      child.on('error', (error) => settle({ kind: 'failed', reason: error.message }));
      // Closed, not only gone: what it said last has been heard then.
      child.on('close', (code, name) => settle({ kind: 'crashed', how: name ?? `exit code ${code}` }));
      if (signal?.aborted) return abort();
      child.send(job);
      return undefined;
    });

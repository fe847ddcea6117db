import type { FileChange, LineCounts } from '../../domain/commit.ts';
import { Channel } from '../../util/channel.ts';
import type { Context } from '../../util/context.ts';
import { Diffs } from './diffs.ts';
import { isSha } from './refs.ts';
import type { Repository } from './repository.ts';

/** A commit's files with their lines: replaces those of the cheap pass, which knows exact renames only. */
export interface LineCount {
  readonly sha: string;
  readonly files: readonly FileChange[];
  readonly lines: Exclude<LineCounts, 'pending'>;
  /** Why they are missing: `object-missing`, `shallow-boundary`, `git-failed`. */
  readonly reason?: string;
}

export interface CountOptions {
  /** Gits at work at once; two fill two cores. */
  readonly processes?: number;
  readonly paths?: readonly string[];
}

/** Commits a git is given at once. Neighbours share blobs, so each git gets a run of them rather than every other one. */
const RUN = 64;

/**
 * Counts lines as `git log --numstat -M` does, for the commits asked for, in about the order asked: put first what is wanted first.
 * Commits whose blobs are not there come back without counts and with a reason, and the rest goes on. Throws TrackRecordError.
 */
export async function* countLines(
  repository: Repository,
  shas: Iterable<string> | AsyncIterable<string>,
  options: CountOptions,
  ctx: Context,
): AsyncGenerator<readonly LineCount[], void, undefined> {
  const processes = options.processes ?? 2;
  const runs = inRuns(shas, RUN);
  const channel = new Channel<readonly LineCount[]>(processes * 2);
  const all = Array.from(
    { length: processes },
    () => new Diffs(repository, { of: 'lines', ...(options.paths && { paths: options.paths }) }, ctx),
  );
  const take = async (diffs: Diffs): Promise<void> => {
    for (;;) {
      const run = await runs.next();
      if (run.done === true) return;
      const counted = (await diffs.read(run.value)).map(({ sha, files, missing }): LineCount =>
        missing === undefined ? { sha, files, lines: 'counted' } : { sha, files, lines: 'missing', reason: missing },
      );
      if (!(await channel.push(counted))) return;
    }
  };
  // Two runs each: while the answer of one is taken, git already works on the next.
  const done = Promise.all(all.flatMap((diffs) => [take(diffs), take(diffs)])).then(
    () => channel.close(),
    (error: unknown) => channel.fail(error),
  );
  try {
    yield* channel;
  } finally {
    for (const diffs of all) diffs.close();
  }
  await done;
}

async function* inRuns(shas: Iterable<string> | AsyncIterable<string>, size: number): AsyncGenerator<readonly string[], void, undefined> {
  let run: string[] = [];
  for await (const sha of shas) {
    if (!isSha(sha)) continue;
    run.push(sha);
    if (run.length < size) continue;
    yield run;
    run = [];
  }
  if (run.length > 0) yield run;
}

import type { RawCommit } from '../../domain/commit.ts';
import type { Context } from '../../util/context.ts';
import { inBatches } from './batches.ts';
import { countLines } from './lines.ts';
import { type LogSelection, mineLog } from './log.ts';
import type { Repository } from './repository.ts';

/** Lines come slowly: a batch that is written each quarter second would be too small. */
const FLUSH_MS = 1000;

/**
 * The thorough pass: about newest first, each commit with its lines already counted. For a history of which every commit is wanted
 * that way it costs less than the cheap pass with the lines after it. Throws TrackRecordError.
 */
export async function* mineCounted(
  repository: Repository,
  selection: Omit<LogSelection, 'files'>,
  ctx: Context,
): AsyncGenerator<readonly RawCommit[], void, undefined> {
  /** Walked, and not counted yet: as many as are asked of git at once. */
  const waiting = new Map<string, RawCommit>();
  let merges: RawCommit[] = [];
  async function* walked(): AsyncGenerator<string, void, undefined> {
    for await (const batch of mineLog(repository, { ...selection, files: 'none' }, ctx)) {
      for (const commit of batch) {
        if (commit.parents.length > 1) merges.push({ ...commit, lines: 'counted' });
        else {
          waiting.set(commit.sha, commit);
          yield commit.sha;
        }
      }
    }
  }
  const { paths } = selection;
  async function* counted(): AsyncGenerator<RawCommit[], void, undefined> {
    for await (const counts of countLines(repository, walked(), { ...(paths && { paths }) }, ctx)) {
      const done = counts.flatMap(({ sha, files, lines }) => {
        const commit = waiting.get(sha);
        waiting.delete(sha);
        return commit ? [{ ...commit, files, lines }] : [];
      });
      // Taken before the yield: the walk goes on meanwhile.
      const before = merges;
      merges = [];
      yield [...before, ...done];
    }
    if (merges.length > 0) yield merges;
  }
  yield* inBatches(counted(), selection.batch ?? 500, FLUSH_MS);
}

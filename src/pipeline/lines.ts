import type { FileChange } from '../domain/commit.ts';
import type { Person } from '../domain/contribution.ts';
import { countLines } from '../mine/git/lines.ts';
import type { Repository } from '../mine/git/repository.ts';
import type { Store } from '../store/store.ts';
import type { Context } from '../util/context.ts';
import { repoOf } from './repositories.ts';
import type { Run } from './run.ts';

export interface LinesInput {
  readonly store: Store;
  readonly repository: Repository;
  /** Whose commits to count; everyone's without. */
  readonly whose: Person | 'everyone';
  readonly run: Run;
  readonly ctx: Context;
}

const BATCH = 2000;
/** So many of the newest that were missing are looked for again. */
const PROBED = 20;

/** Counts the lines of commits that were not counted yet, newest first. A kill loses the batch in flight; the next run goes on from there. */
export async function countPendingLines({ store, repository, whose, run, ctx }: LinesInput): Promise<number> {
  const identities = whose === 'everyone' ? undefined : whose.identities.map(({ id }) => id);
  const asked = { repo: repository.id, ...(identities ? { identities } : {}) };
  const found = repository.partial && (await cameSince(repository, store.missingLines({ ...asked, limit: PROBED }), ctx));
  const pending = [...store.pendingLines(asked), ...(found ? store.missingLines(asked) : [])];
  if (pending.length === 0) return 0;
  const stage = run.stage('lines');
  const startedAt = ctx.now();
  const repo = repoOf(repository);
  let batch: { key: string; files: readonly FileChange[]; lines: 'counted' | 'missing' }[] = [];
  let done = 0;
  const flush = async (): Promise<void> => {
    const lines = batch;
    batch = [];
    if (lines.length > 0) await run.stage('store').time(() => store.writeBatch({ repo, lines }));
  };
  for await (const counts of stage.timed(countLines(repository, pending, {}, ctx))) {
    for (const { sha, files, lines, reason } of counts) {
      batch.push({ key: sha, files, lines });
      if (lines === 'missing') stage.skip(reason ?? 'unknown');
    }
    done += counts.length;
    stage.count(counts.length);
    stage.tell(done, pending.length, startedAt, repository.name);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return done;
}

/** Whether a partial clone has got what it lacked, as far as some of those that lacked it tell. */
async function cameSince(repository: Repository, sample: readonly string[], ctx: Context): Promise<boolean> {
  for await (const counts of countLines(repository, sample, { processes: 1 }, ctx))
    if (counts.some(({ lines }) => lines === 'counted')) return true;
  return false;
}

import type { Context } from '../../util/context.ts';
import { existingCommits, isSha } from './refs.ts';
import type { Repository } from './repository.ts';
import { startGit } from './spawn.ts';

export interface OrphanQuestion {
  /** Tips at the last run. */
  readonly oldTips: readonly string[];
  /** Tips now. */
  readonly newTips: readonly string[];
  /** Commits known from before; only asked for when git has pruned an old tip and cannot say any more what it reached. */
  readonly known?: () => Iterable<string>;
}

/** Commits the old tips reached and no new tip does: amended, rebased, force-pushed or deleted with their branch. */
export async function findOrphans(repository: Repository, question: OrphanQuestion, ctx: Context): Promise<readonly string[]> {
  const { newTips, known } = question;
  const now = newTips.filter(isSha);
  const gone = question.oldTips.filter((tip) => isSha(tip) && !now.includes(tip));
  if (gone.length === 0) return [];
  const there = new Set(await existingCommits(repository, gone, ctx));
  const pruned = gone.filter((tip) => !there.has(tip));
  if (pruned.length === 0 || known === undefined) {
    const orphans: string[] = [...pruned];
    for await (const sha of revList(repository, [...there], now, ctx)) orphans.push(sha);
    return orphans;
  }
  const orphans = new Set([...pruned, ...known()]);
  for await (const sha of revList(repository, now, [], ctx)) orphans.delete(sha);
  return [...orphans];
}

async function* revList(
  repository: Repository,
  from: readonly string[],
  not: readonly string[],
  ctx: Context,
): AsyncGenerator<string, void, undefined> {
  if (from.length === 0) return;
  const { output } = startGit({
    git: repository.git,
    cwd: repository.path,
    args: ['rev-list', '--stdin'],
    input: [...from, ...not.map((sha) => `^${sha}`), ''].join('\n'),
    signal: ctx.signal,
  });
  let rest = '';
  for await (const chunk of output) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

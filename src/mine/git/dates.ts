import type { Signature } from '../../domain/commit.ts';
import type { Context } from '../../util/context.ts';
import type { Repository } from './repository.ts';
import { startGit } from './spawn.ts';
import { readSeconds, readZone } from './when.ts';

type When = Pick<Signature, 'at' | 'offset'>;

export interface Dates {
  readonly author?: When;
  readonly committer?: When;
}

/** Header lines lie in a commit's first bytes; a signature of several KiB comes after them. */
const HEAD_BYTES = 8192;

/**
 * Dates as they stand in the commits themselves, for those `git log` shows no date of: it knows no time before 1970.
 * What is no date there either is absent.
 */
export async function readDates(repository: Repository, shas: readonly string[], ctx: Context): Promise<ReadonlyMap<string, Dates>> {
  const dates = new Map<string, Dates>();
  if (shas.length === 0) return dates;
  const batch = startGit({
    git: repository.objects,
    cwd: repository.path,
    args: ['cat-file', '--batch'],
    input: `${shas.join('\n')}\n`,
    signal: ctx.signal,
  });
  let held: Buffer = Buffer.alloc(0);
  let skip = 0;
  for await (const chunk of batch.output) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    for (;;) {
      const dropped = Math.min(skip, held.length);
      held = held.subarray(dropped);
      skip -= dropped;
      const end = skip > 0 ? -1 : held.indexOf('\n');
      if (end < 0) break;
      const answer = /^([0-9a-f]+) commit (\d+)$/.exec(held.toString('latin1', 0, end));
      const size = Number(answer?.[2] ?? -1);
      if (answer !== null && held.length < end + 1 + Math.min(size, HEAD_BYTES)) break;
      if (answer !== null) dates.set(answer[1] ?? '', datesOf(held.toString('latin1', end + 1, end + 1 + Math.min(size, HEAD_BYTES))));
      skip = end + 1 + (answer === null ? 0 : size + 1);
    }
  }
  return dates;
}

function datesOf(head: string): Dates {
  const dates: { author?: When; committer?: When } = {};
  for (const line of head.split('\n\n', 1)[0]?.split('\n') ?? []) {
    // `s`: a name may hold a carriage return.
    const match = /^(author|committer) .*> *(-?\d+)(?: ([+-]\d+))?\s*$/s.exec(line);
    if (match === null) continue;
    const at = readSeconds(match[2] ?? '');
    if (at !== undefined) dates[match[1] === 'author' ? 'author' : 'committer'] = { at, offset: readZone(match[3] ?? '') };
  }
  return dates;
}

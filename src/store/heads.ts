import type { EpochMs } from '../domain/time.ts';
import { change, type Core } from './core.ts';

/** A head that learned from the user's corrections, without its weights. */
export interface HeadRow {
  /** Of its file. */
  readonly hash: string;
  /** The acts it learned from. */
  readonly learned: readonly string[];
  readonly at: EpochMs;
}

/** So many promoted heads can be rolled back one after the other; the oldest go. */
const MOST = 10;

/** Keeps a head for the user to decide about, in place of any other that was not decided about. Not a change: nothing that is shown follows from it. */
export function offerHead(core: Core, { hash, learned, file }: Omit<HeadRow, 'at'> & { readonly file: string }): void {
  core.db.transaction(() => {
    core.db.exec('DELETE FROM head WHERE place IS NULL');
    core.db.run('INSERT INTO head(hash, learned, at, place, file) VALUES (?, ?, ?, NULL, ?)', [
      hash,
      JSON.stringify(learned),
      core.now(),
      new Uint8Array(Buffer.from(file, 'utf8')),
    ]);
  });
}

/** Puts the head on offer in force. @returns false where another, or none, is on offer. */
export const promoteHead = (core: Core, hash: string): boolean =>
  change(core, () => {
    const promoted = core.db.run(
      'UPDATE head SET place = (SELECT coalesce(max(place), 0) + 1 FROM head), at = ? WHERE place IS NULL AND hash = ?',
      [core.now(), hash],
    );
    core.db.run('DELETE FROM head WHERE place <= (SELECT max(place) FROM head) - ?', [MOST]);
    return promoted > 0;
  });

/** Takes the head in force away, or all of them: the one before is in force again, and before the first the shipped one. @returns how many. */
export const dropHeads = (core: Core, which: 'last' | 'all'): number =>
  change(core, () => core.db.run(`DELETE FROM head WHERE place ${which === 'last' ? '= (SELECT max(place) FROM head)' : 'IS NOT NULL'}`));

/** Promoted heads, the one in force first. */
export const heads = (core: Core): HeadRow[] =>
  core.db
    .all<{ hash: string; learned: string; at: number }>({
      sql: 'SELECT hash, learned, at FROM head WHERE place IS NOT NULL ORDER BY place DESC',
      parameters: [],
    })
    .map(({ learned, ...row }) => ({ ...row, learned: JSON.parse(learned) as string[] }));

/** The file of a promoted head, as JSON. */
export function headFile(core: Core, hash: string): string | undefined {
  const [bytes] = core.db.bytes('SELECT file FROM head WHERE hash = ? AND place IS NOT NULL ORDER BY place DESC LIMIT 1', [hash]);
  return bytes && Buffer.from(bytes).toString('utf8');
}

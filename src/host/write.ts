import { randomBytes } from 'node:crypto';
import type { FileSystem, Uri } from 'vscode';
import { TrackRecordError } from '../domain/result.ts';

/**
 * Writes a file whole or not at all, wherever the editor can write: beside its place first, then into it.
 * @throws TrackRecordError `not-written`; what lay there before still does.
 */
export async function writeWhole(fs: Pick<FileSystem, 'writeFile' | 'rename' | 'delete'>, target: Uri, text: string): Promise<void> {
  const aside = target.with({ path: `${target.path}.${randomBytes(4).toString('hex')}.tmp` });
  try {
    await fs.writeFile(aside, new TextEncoder().encode(text));
    await fs.rename(aside, target, { overwrite: true });
  } catch (cause) {
    // It may not be there at all.
    await Promise.resolve(fs.delete(aside, { useTrash: false })).catch(() => {});
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new TrackRecordError('not-written', `${target.path} was not written: ${said}. What was there before is as it was.`, { cause });
  }
}

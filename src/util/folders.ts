import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import envPaths from 'env-paths';

/** What can be made again, whatever the store: `TRACKRECORD_CACHE`, or the user's cache folder by the rules of the system. */
export const cacheFolder = (env: Readonly<Record<string, string | undefined>>): string =>
  env['TRACKRECORD_CACHE'] || envPaths('trackrecord', { suffix: '' }).cache;

/**
 * Makes a folder and those above it; one that is there is left as it is. Throws what the file system throws. Node's own `recursive` goes
 * round for ever where a folder refuses new ones as if it were not there (`/proc`).
 */
export function makeFolders(folder: string, mode?: number): void {
  try {
    mkdirSync(folder, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
    const above = path.dirname(folder);
    if (code !== 'ENOENT' || above === folder || statSync(above, { throwIfNoEntry: false }) !== undefined) throw error;
    makeFolders(above, mode);
    mkdirSync(folder, mode);
  }
}

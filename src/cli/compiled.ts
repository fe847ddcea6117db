import { lstatSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, makeFolders } from '../util/folders.ts';

/**
 * Where compiled code is kept from run to run. It is run, so nobody else may write there: Node's own choice is a folder that all users of
 * the machine share. Undefined where there is no such place.
 */
export function compiledFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const folder = path.join(cacheFolder(env), 'compiled');
  try {
    makeFolders(folder, 0o700);
    const made = lstatSync(folder);
    // Windows has neither; there the user's own folders are their own.
    const isOwn = process.getuid === undefined || (made.uid === process.getuid() && (made.mode & 0o022) === 0);
    return isOwn && made.isDirectory() ? folder : undefined;
  } catch {
    return undefined;
  }
}

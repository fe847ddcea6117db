import { readFile, stat } from 'node:fs/promises';

/** Larger ones are no settings a person wrote. Bytes. */
export const SETTINGS_LIMIT = 1 << 20;

/**
 * Text of a small settings file that somebody else may have put there; undefined where it is missing, closed to us, too large, or no file:
 * a pipe would be waited on for ever, and a link to a device never ends.
 */
export async function readSettings(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() === true && found.size <= SETTINGS_LIMIT ? readFile(file, 'utf8').catch(() => undefined) : undefined;
}

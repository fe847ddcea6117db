import { access, constants, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TrackRecordError } from '../domain/result.ts';
import { makeFolders } from '../util/folders.ts';

const WHY: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space',
  EDQUOT: 'your quota is used up. Free some space',
  EACCES: 'you may not write there. Name another place with --out',
  EPERM: 'you may not write there. Name another place with --out',
  EROFS: 'that is read-only. Name another place with --out',
  ENOENT: 'no file can be made there. Name another place with --out',
  EISDIR: 'a folder is in its place. Name another file with --out',
  ENOTDIR: 'what should be a folder is a file. Name another place with --out',
  EEXIST: 'what should be a folder is a file. Name another place with --out',
  ENAMETOOLONG: 'the name is too long. Name another with --out',
};

/** Writes a file and makes the folders it lies in. Throws TrackRecordError `out-unwritable` with what to do. */
export async function writeOut(file: string, text: string): Promise<void> {
  await attempt(file, async () => {
    makeFolders(path.dirname(file));
    await writeFile(file, text);
  });
}

/** Makes a folder to write to, where it can be written to. Throws TrackRecordError `out-unwritable` with what to do. */
export const makeOutFolder = (folder: string): Promise<void> =>
  attempt(folder, async () => {
    makeFolders(folder);
    await access(folder, constants.W_OK);
  });

async function attempt(what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw new TrackRecordError('out-unwritable', `${what} could not be written: ${whyNot(cause)}.`, { cause });
  }
}

/** Why something could not be written, for a sentence; the system's own words where there are no better ones. */
export const whyNot = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return WHY[(error as NodeJS.ErrnoException).code ?? ''] ?? error.message;
};

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { defaultRubric, parseRubric } from '../assess/rubric-file.ts';
import type { Rubric } from '../assess/rubric.ts';
import { TrackRecordError } from '../domain/result.ts';

/** Where a repository keeps its own. */
export const RUBRIC_PATH = path.join('.trackrecord', 'rubric.yaml');

/**
 * The rubric in force: the file named, else the first repository's own, else the one that ships.
 * @throws TrackRecordError `bad-rubric` with file, line and column of each fault; `rubric-missing`.
 */
export async function rubricFor(folders: readonly string[], file?: string): Promise<Rubric> {
  if (file !== undefined) {
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new TrackRecordError(
        'rubric-missing',
        `The rubric ${file} cannot be read. Check the path, or leave --rubric out to use the default.`,
        { cause },
      );
    });
    return parsed(text, file);
  }
  for (const folder of folders) {
    const own = path.join(folder, RUBRIC_PATH);
    const text = await readFile(own, 'utf8').catch(() => undefined);
    if (text !== undefined) return parsed(text, own);
  }
  return defaultRubric();
}

function parsed(text: string, file: string): Rubric {
  const result = parseRubric(text, file);
  if (result.ok) return result.value;
  throw new TrackRecordError(result.error.reason, result.error.message);
}

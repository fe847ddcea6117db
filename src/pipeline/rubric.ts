import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { defaultRubric, parseRubric, type RubricProblem } from '../assess/rubric-file.ts';
import type { Rubric } from '../assess/rubric.ts';
import type { Locale } from '../domain/draft.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { Repository } from '../mine/git/repository.ts';
import { readSettings } from '../util/files.ts';

/** Where a repository keeps its own. */
export const RUBRIC_PATH = path.join('.trackrecord', 'rubric.yaml');

/** The first file that these folders and the repositories they lie in have. */
export async function ownRubric(
  folders: readonly string[],
  repositories: readonly Pick<Repository, 'path'>[],
): Promise<{ readonly file: string; readonly text: string } | undefined> {
  for (const folder of [...folders, ...repositories.map((repository) => repository.path)]) {
    const file = path.join(folder, RUBRIC_PATH);
    const text = await readSettings(file);
    if (text !== undefined) return { file, text };
  }
  return undefined;
}

/**
 * The rubric in force: the file named, else the first repository's own, else the one that ships.
 * @throws TrackRecordError `bad-rubric` with file, line and column of each fault; `rubric-missing`.
 */
export async function rubricFor(
  folders: readonly string[],
  repositories: readonly Pick<Repository, 'path'>[],
  { file, locale }: { readonly file?: string | undefined; readonly locale: Locale },
): Promise<Rubric> {
  if (file !== undefined) {
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new TrackRecordError(
        'rubric-missing',
        `The rubric ${file} cannot be read. Check the path, or leave --rubric out to use the default.`,
        { cause },
      );
    });
    return parsed(text, file, locale);
  }
  const own = await ownRubric(folders, repositories);
  return own ? parsed(own.text, own.file, locale) : defaultRubric();
}

/** Faults of a rubric file's text; none in one that can be used. */
export function checkRubric(text: string, locale: Locale): readonly RubricProblem[] {
  const result = parseRubric(text, undefined, locale);
  return result.ok ? [] : result.error.problems;
}

function parsed(text: string, file: string, locale: Locale): Rubric {
  const result = parseRubric(text, file, locale);
  if (result.ok) return result.value;
  throw new TrackRecordError(result.error.reason, result.error.message);
}

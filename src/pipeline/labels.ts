import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type OwnLabels, parseLabels } from '../classify/own/labels-file.ts';
import { type LabelVectors, Shots } from '../classify/own/shots.ts';
import type { Embedding } from '../classify/vectors.ts';
import type { Locale } from '../domain/draft.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { OwnDimension, OwnFamily } from '../domain/tags.ts';
import type { Repository } from '../mine/git/repository.ts';
import { plainText, wholeText } from '../normalize/text.ts';
import { readSettings } from '../util/files.ts';

/** Where a repository keeps labels of its own. */
const LABELS_PATH = path.join('.trackrecord', 'labels.yaml');

/** The first file of labels that these folders and the repositories they lie in have. */
export async function ownLabelsText(
  folders: readonly string[],
  repositories: readonly Pick<Repository, 'path'>[],
  file: string | undefined,
): Promise<{ readonly file: string; readonly text: string } | undefined> {
  if (file !== undefined) return { file, text: await chosenText(file) };
  for (const folder of [...folders, ...repositories.map((repository) => repository.path)]) {
    const candidate = path.join(folder, LABELS_PATH);
    const text = await readSettings(candidate);
    if (text !== undefined) return { file: candidate, text };
  }
  return undefined;
}

/**
 * The user's own labels: of the file named, else of the first repository that has some; undefined where there are none.
 * @throws TrackRecordError `bad-labels` with file, line and column of each fault; `labels-missing`
 */
export async function labelsFor(
  folders: readonly string[],
  repositories: readonly Pick<Repository, 'path'>[],
  { file, locale }: { readonly file?: string | undefined; readonly locale: Locale },
): Promise<OwnLabels | undefined> {
  const own = await ownLabelsText(folders, repositories, file);
  if (!own) return undefined;
  const parsed = parseLabels(own.text, own.file, locale);
  if (parsed.ok) return parsed.value;
  throw new TrackRecordError(parsed.error.reason, parsed.error.message);
}

async function chosenText(file: string): Promise<string> {
  const text = await readSettings(file);
  if (text !== undefined) return text;
  // A pipe the user names is read as well.
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TrackRecordError(
      'labels-missing',
      `The file of labels ${file} cannot be read. Check the path, or leave it out to have no labels of your own.`,
      { cause },
    );
  });
}

export const familyOf = (name: string): OwnFamily => `own/${name}`;

export const dimensionOf = ({ name, labels }: OwnLabels): OwnDimension => ({
  family: familyOf(name),
  name,
  labels: labels.map((label) => label.name),
});

/** Changes with whatever may change a tag: what is written in the file, and what vectors are compared. */
export const labelsHash = (labels: OwnLabels, encoder: string): string =>
  createHash('sha256')
    .update(JSON.stringify([SCHEME, labels, encoder]))
    .digest('hex')
    .slice(0, 16);

/** Another number, and all is tagged anew. */
const SCHEME = 1;

/** The labels among the meanings of texts. @param embed what texts mean, in their order */
export async function shotsOf({ labels }: OwnLabels, embed: (texts: readonly string[]) => Promise<readonly Embedding[]>): Promise<Shots> {
  const texts = labels.flatMap(({ name, description, examples }) => [
    description === name ? name : `${name}: ${description}`,
    ...examples.map(exampleText),
  ]);
  const vectors = (await embed(texts)).values();
  const next = (): Embedding => vectors.next().value ?? new Int8Array(0);
  return new Shots(labels.map(({ examples }): LabelVectors => ({ description: next(), examples: examples.map(next) })));
}

/** As contributions are read: without a prefix that states their type. */
function exampleText(text: string): string {
  const [subject = '', ...rest] = text.split('\n');
  return wholeText(plainText({ subject, body: rest.join('\n').trim() })) || text;
}

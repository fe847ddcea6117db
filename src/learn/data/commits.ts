import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { TrackRecordError } from '../../domain/result.ts';

/** A commit with its author's own label, whose prefix has been taken off the subject. */
export interface LabelledCommit {
  readonly repo: string;
  readonly sha: string;
  readonly type: string;
  readonly subject: string;
  readonly body: string;
  readonly files: readonly (readonly [path: string, added: number | null, deleted: number | null])[];
}

/**
 * Objects of a JSON Lines file, gzipped where its name says so.
 * @throws TrackRecordError `bad-data` with the line that is not an object.
 */
export async function* jsonLines(file: string): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const raw = createReadStream(file);
  const input = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => input.destroy(error));
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number++;
    if (line.trim() !== '') yield parsed(line, `${file}:${number}`);
  }
}

function parsed(line: string, where: string): Readonly<Record<string, unknown>> {
  let cause: unknown;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value));
  } catch (error) {
    cause = error;
  }
  throw new TrackRecordError('bad-data', `${where} is not a JSON object: the file is cut short or of another kind.`, { cause });
}

/** All of a file of labelled commits (`conventional-commits.jsonl.gz`). */
export async function labelledCommits(file: string): Promise<LabelledCommit[]> {
  const commits: LabelledCommit[] = [];
  for await (const row of jsonLines(file)) {
    commits.push({
      repo: text(row.repo),
      sha: text(row.sha),
      type: text(row.type),
      subject: text(row.subject),
      body: text(row.body),
      files: Array.isArray(row.files) ? row.files.map(fileOf) : [],
    });
  }
  return commits;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const count = (value: unknown): number | null => (typeof value === 'number' ? value : null);
function fileOf(value: unknown): LabelledCommit['files'][number] {
  const [path, added, deleted] = Array.isArray(value) ? (value as unknown[]) : [];
  return [text(path), count(added), count(deleted)];
}

import { jsonLines } from './json-lines.ts';

/** A commit with its author's own label, whose prefix has been taken off the subject. */
export interface LabelledCommit {
  readonly repo: string;
  readonly sha: string;
  readonly type: string;
  readonly subject: string;
  readonly body: string;
  readonly files: readonly (readonly [path: string, added: number | null, deleted: number | null])[];
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

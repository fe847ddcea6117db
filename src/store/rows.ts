import type { SlimCommit } from '../domain/slim.ts';
import type { Contribution, NoiseReason } from '../domain/contribution.ts';
import { NOISE_REASONS } from '../domain/contribution.ts';
import type { FileChange, FileStatus, LineCounts } from '../domain/commit.ts';
import { commitId, type ContributionId, type RepoId } from '../domain/ids.ts';

/** From the least known to the most: a later, poorer reading does not replace a richer one. */
export const LINE_COUNTS = ['pending', 'missing', 'counted'] as const satisfies readonly LineCounts[];

/** `contribution.full`: slim (who, when, which files); full, of chosen people; with its text for whom it was said to, and no work of anybody's. */
export type Level = 0 | 1 | 2;
export const FULL = 1;
export const RECEIVED = 2;

type FileRow = readonly [path: string, added: number | null, deleted: number | null, status?: FileStatus, from?: string];

/** `[["path", added, deleted], ["path", 1, 0, "A"], ["path", 1, 0, "R", "from"]]`: a status of M goes without saying. */
export const encodeFiles = (files: readonly FileChange[]): string => JSON.stringify(files.map(fileRow));

function fileRow(file: FileChange): FileRow {
  if (file.from !== undefined) return [file.path, file.added, file.deleted, file.status, file.from];
  return file.status === 'M' ? [file.path, file.added, file.deleted] : [file.path, file.added, file.deleted, file.status];
}

/** The same of a slim commit, without an object for each of some hundred thousand files. */
export function slimFiles(paths: readonly string[], lines: SlimCommit['lines'], created: readonly string[] | undefined): string {
  const rows = paths.map((path, at): FileRow => {
    const [added, deleted] = lines?.[at] ?? UNKNOWN;
    return created?.includes(path) ? [path, added, deleted, 'A'] : [path, added, deleted];
  });
  return JSON.stringify(rows);
}
const UNKNOWN = [null, null] as const;

export const decodeFiles = (json: string): FileChange[] =>
  (JSON.parse(json) as FileRow[]).map(([path, added, deleted, status = 'M', from]) =>
    from === undefined ? { path, status, added, deleted } : { path, from, status, added, deleted },
  );

/** Lines added and deleted, as far as they are known. */
export const sizeOf = (files: readonly Pick<FileChange, 'added' | 'deleted'>[]): number =>
  files.reduce((sum, file) => sum + (file.added ?? 0) + (file.deleted ?? 0), 0);

export const noiseBits = (reasons: readonly NoiseReason[]): number =>
  reasons.reduce((bits, reason) => bits | (1 << NOISE_REASONS.indexOf(reason)), 0);
export const noiseReasons = (bits: number): NoiseReason[] => NOISE_REASONS.filter((_, at) => (bits & (1 << at)) !== 0);

/** JSON of a list, or NULL for an empty one: most are. */
export const listOrNull = (list: readonly unknown[]): string | null => (list.length === 0 ? null : JSON.stringify(list));

const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** How a contribution is told from others of its repository: the sha's bytes for a commit, its whole id for anything else. */
export const uidOf = (item: Pick<Contribution, 'kind' | 'key' | 'repo' | 'id'>): Uint8Array | string =>
  item.kind === 'commit' && SHA.test(item.key) && item.id === commitId(item.repo, item.key) ? Buffer.from(item.key, 'hex') : item.id;

/** Where a contribution is found by its id: `repo` is undefined where `uid` is the whole id. */
export function placeOf(id: ContributionId): { readonly repo: RepoId | undefined; readonly uid: Uint8Array | string } {
  const place = shaPlaceOf(id);
  return place ? { repo: place.repo, uid: Buffer.from(place.sha, 'hex') } : { repo: undefined, uid: id };
}

/** The parts of a commit's id; without a pattern, as there may be 50,000 of them. */
export function shaPlaceOf(id: ContributionId): { readonly repo: RepoId; readonly sha: string } | undefined {
  const at = id.lastIndexOf('@');
  if (at < 0 || !id.startsWith('commit:')) return undefined;
  const sha = id.slice(at + 1);
  return SHA.test(sha) ? { repo: id.slice('commit:'.length, at), sha } : undefined;
}

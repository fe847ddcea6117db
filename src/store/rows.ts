import type { Contribution, NoiseReason } from '../domain/contribution.ts';
import { NOISE_REASONS } from '../domain/contribution.ts';
import type { FileChange, FileStatus, LineCounts } from '../domain/commit.ts';
import { commitId, type ContributionId, type RepoId } from '../domain/ids.ts';

/** From the least known to the most: a later, poorer reading does not replace a richer one. */
export const LINE_COUNTS = ['pending', 'missing', 'counted'] as const satisfies readonly LineCounts[];

type FileRow = readonly [path: string, added: number | null, deleted: number | null, status?: FileStatus, from?: string];

/** `[["path", added, deleted], ["path", 1, 0, "A"], ["path", 1, 0, "R", "from"]]`: a status of M goes without saying. */
export const encodeFiles = (files: readonly FileChange[]): string => JSON.stringify(files.map(fileRow));

function fileRow(file: FileChange): FileRow {
  if (file.from !== undefined) return [file.path, file.added, file.deleted, file.status, file.from];
  return file.status === 'M' ? [file.path, file.added, file.deleted] : [file.path, file.added, file.deleted, file.status];
}

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
  const commit = /^commit:(.*)@([0-9a-f]+)$/s.exec(id);
  if (commit?.[1] !== undefined && commit[2] !== undefined && SHA.test(commit[2]))
    return { repo: commit[1], uid: Buffer.from(commit[2], 'hex') };
  return { repo: undefined, uid: id };
}

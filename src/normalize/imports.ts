import type { FileChange, RawCommit } from '../domain/commit.ts';
import { detailOf } from '../domain/details.ts';

/** A first commit of so many files, nearly all new, was not typed by its committer. */
const FIRST_COMMIT_FILES = 1_000;
/** A commit that says it imports or vendors needs this many. */
const NAMED_IMPORT_FILES = 100;
const NEW_SHARE = 0.9;

const NAMED =
  /^(?:\W*(?:chore|build|deps|vendor|feat)(?:\([^)]*\))?!?:\s*)?(?:initial )?(?:import(?:s|ed)?\b|vendor(?:s|ed|ing)?\b|add vendored\b|re-?import\b)/i;

/** Why a commit brings in other people's work, in words; undefined where it does not, or is too small to be sure. */
export function importReason(raw: Pick<RawCommit, 'parents' | 'trailers' | 'files'>, subject: string): string | undefined {
  const subtree = raw.trailers.find((t) => t.key.toLowerCase() === 'git-subtree-dir');
  if (subtree) return detailOf('subtree', { path: subtree.value });
  const n = raw.files.length;
  if (n < NAMED_IMPORT_FILES) return undefined;
  const added = share(raw.files);
  if (added < NEW_SHARE) return undefined;
  if (raw.parents.length === 0 && n >= FIRST_COMMIT_FILES) return detailOf('first-commit', { n });
  return NAMED.test(subject) ? detailOf('import', { n: Math.round(added * n) }) : undefined;
}

const share = (files: readonly FileChange[]): number => files.filter((f) => f.status === 'A').length / files.length;

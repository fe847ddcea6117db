import type { PatchFacts } from '../domain/commit.ts';
import type { Contribution } from '../domain/contribution.ts';
import { detailOf } from '../domain/details.ts';
import type { ContributionId } from '../domain/ids.ts';

/** One that repeats another, and how that was told. */
export interface Duplicate {
  readonly of: ContributionId;
  readonly detail: string;
}

const PICKED = /^\((?:cherry picked from|backported from) commit ([0-9a-f]{7,64})\)/gm;
/** Digits by which an abbreviated sha is looked up. */
const ABBREVIATED = 7;

/**
 * The same change more than once among one person's contributions: in a fork, cherry-picked, rebased, or on two branches. Kept is the
 * one that is reachable and landed first (then by repository and sha, so that runs agree); the others point at it.
 */
export function duplicates(
  contributions: readonly Contribution[],
  patches: ReadonlyMap<string, PatchFacts>,
): ReadonlyMap<ContributionId, Duplicate> {
  const kept = new Map<string, ContributionId>();
  const found = new Map<ContributionId, Duplicate>();
  for (const c of contributions.toSorted(landing)) {
    const marks = marksOf(c, patches.get(c.key));
    const hit = marks.find(({ key, how }) => how !== undefined && kept.has(key));
    const of = hit && kept.get(hit.key);
    if (hit?.how && of !== undefined && of !== c.id) found.set(c.id, { of, detail: detailOf(hit.how, { of: short(of) }) });
    for (const { key, own } of marks) if (own && !kept.has(key)) kept.set(key, of ?? c.id);
  }
  return found;
}

const landing = (a: Contribution, b: Contribution): number =>
  Number(a.orphan) - Number(b.orphan) || a.landedAt - b.landedAt || a.at - b.at || compare(a.repo, b.repo) || compare(a.key, b.key);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Mark {
  readonly key: string;
  /** What it means to meet this mark again; absent: others may look it up, but it proves nothing. */
  readonly how?: 'same-commit' | 'same-patch' | 'picked' | 'same-work';
  /** Says what this contribution is; others say what it was made from. */
  readonly own: boolean;
}

function marksOf(c: Contribution, patch: PatchFacts | undefined): readonly Mark[] {
  const marks: Mark[] = [
    { key: `sha ${c.key}`, how: 'same-commit', own: true },
    { key: `abbreviated ${c.key.slice(0, ABBREVIATED)}`, own: true },
  ];
  if (patch?.patchId) marks.push({ key: `patch ${patch.patchId}`, how: 'same-patch', own: true });
  for (const [, sha = ''] of c.body.includes('ed from commit ') ? c.body.matchAll(PICKED) : []) {
    const key = sha.length >= 40 ? `sha ${sha}` : `abbreviated ${sha.slice(0, ABBREVIATED)}`;
    marks.push({ key, how: 'picked', own: false });
  }
  // A rebase or a pick keeps the author's date and the message; scripts that commit twice a second touch other files.
  if (c.messageHash !== '' && c.files.length > 0) {
    const files = c.files
      .map((f) => f.path)
      .sort()
      .join('\0');
    marks.push({
      key: `work ${c.author} ${c.at} ${c.offset} ${c.messageHash} ${files}`,
      how: 'same-work',
      own: true,
    });
  }
  return marks;
}

/** `commit:<repo>@<sha>` as people write it. */
export const short = (id: ContributionId): string =>
  id.startsWith('pull_request:') ? id.slice(id.lastIndexOf('#')) : id.slice(id.lastIndexOf('@') + 1).slice(0, 8);

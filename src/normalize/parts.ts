import type { Contribution, Noise } from '../domain/contribution.ts';
import { detailOf } from '../domain/details.ts';
import type { ContributionId, RepoId } from '../domain/ids.ts';
import type { PullFacts } from '../domain/pull.ts';

/** A pull request with what its host said of it. */
export type Pull = Pick<Contribution, 'id' | 'repo' | 'key' | 'host'>;
/** What of a commit tells whose part it is. */
export type Part = Pick<Contribution, 'id' | 'repo' | 'key' | 'at' | 'landedAt' | 'subject'>;

export interface Parts {
  /** The one pull request a commit came with. */
  readonly of: ReadonlyMap<ContributionId, Pull>;
  /** The same the other way round. */
  readonly by: ReadonlyMap<ContributionId, readonly ContributionId[]>;
  /** Pull requests that brought nothing of their own, and the earlier ones their commits had come with: a release made of merged work. */
  readonly repeats: ReadonlyMap<ContributionId, readonly Pull[]>;
}

/** A rebase is done by then; clocks differ. */
const SLACK = 86_400_000;

/**
 * Which commits are parts of which pull request, so that work counts once. A commit belongs to a pull request by its sha (as pushed, as squashed,
 * as merged) or, after a rebase gave it another, by author date and subject. Where several pull requests hold it, it came with the one that was
 * merged first; what is not merged yet comes last. A sha is the same commit wherever it is, so a clone of a fork meets the pull requests of what it is
 * a fork of.
 * @param family of two repositories whose commits may be each other's, the same name; by default each is its own
 */
export function partsOf(pulls: readonly Pull[], commits: readonly Part[], family: (repo: RepoId) => string = (repo) => repo): Parts {
  const bySha = new Map<string, Pull>();
  const byWork = new Map<string, Pull>();
  const repeats = new Map<ContributionId, readonly Pull[]>();
  for (const pull of pulls.toSorted(inOrder)) {
    const facts = factsOf(pull);
    if (!facts) continue;
    const shas = facts.commits.map(({ sha }) => sha);
    const earlier = shas.map((sha) => bySha.get(sha));
    if (shas.length > 0 && earlier.every((other) => other !== undefined)) repeats.set(pull.id, [...new Set(earlier)]);
    for (const sha of [...shas, ...(facts.mergeCommit === undefined ? [] : [facts.mergeCommit])]) first(bySha, sha, pull);
    if (facts.method === 'rebase') for (const commit of facts.commits) first(byWork, workOf(family(pull.repo), commit), pull);
  }
  const of = new Map<ContributionId, Pull>();
  for (const commit of commits) {
    const rebased = byWork.get(workOf(family(commit.repo), commit));
    const pull = bySha.get(commit.key) ?? (rebased && landedWith(commit, rebased) ? rebased : undefined);
    if (pull) of.set(commit.id, pull);
  }
  const by = Map.groupBy(of.keys(), (id) => of.get(id)?.id ?? '');
  return { of, by, repeats };
}

const factsOf = ({ host }: Pull): PullFacts | undefined => (host?.kind === 'pull_request' ? host : undefined);
/** Author dates are kept by git to the second. */
const workOf = (family: string, { at: time, subject }: { readonly at: number; readonly subject: string }): string =>
  `${family}\0${Math.floor(time / 1000)}\0${subject.trim()}`;
const first = (map: Map<string, Pull>, key: string, pull: Pull): void => void (map.has(key) || map.set(key, pull));

function landedWith({ landedAt }: Part, pull: Pull): boolean {
  const { mergedAt } = factsOf(pull) ?? {};
  return mergedAt !== undefined && landedAt <= mergedAt + SLACK;
}

function inOrder(a: Pull, b: Pull): number {
  const [x, y] = [factsOf(a), factsOf(b)];
  return (
    (x?.mergedAt ?? Infinity) - (y?.mergedAt ?? Infinity) || (x?.createdAt ?? 0) - (y?.createdAt ?? 0) || Number(a.key) - Number(b.key)
  );
}

/** What became of commits. */
export interface Fates {
  /** By the one that repeats: what it repeats. */
  readonly repeats: ReadonlyMap<ContributionId, ContributionId>;
  /** Taken back, or taking back: by whom, or whom. */
  readonly undone: ReadonlyMap<ContributionId, ContributionId>;
}

/** Why a pull request counts for nothing, as far as its parts tell: all of them came before, repeat other work, or were taken back. */
export function pullNoise(pull: Pull, parts: Parts | undefined, fates: Fates): readonly Noise[] {
  const facts = factsOf(pull);
  if (!facts || !parts) return [];
  const lines: Noise[] = [];
  const add = (reason: Noise['reason'], detail: string, of?: ContributionId): void =>
    void lines.push({ contribution: pull.id, reason, detail, ...(of === undefined ? {} : { of }) });
  const earlier = parts.repeats.get(pull.id);
  if (earlier)
    add(
      'duplicate',
      detailOf('came-with', {
        pulls: earlier
          .slice(0, 5)
          .map(({ key }) => `#${key}`)
          .join(', '),
      }),
      earlier[0]?.id,
    );

  const all = parts.by.get(pull.id) ?? [];
  const same = new Set(all);
  const landed = facts.method === 'squash' ? all.filter((id) => id.endsWith(`@${facts.mergeCommit}`)) : [];
  // Of a squash the one commit that landed decides; else those that do not repeat another of the same pull request.
  const own = landed.length > 0 ? landed : all.filter((id) => !same.has(fates.repeats.get(id) ?? ''));
  const [one] = own;
  if (one === undefined) return lines;
  const undone = own.map((id) => fates.undone.get(id));
  if (undone.every((by) => by !== undefined)) add('reverted', detailOf('taken-back'), undone[0]);
  const repeated = own.map((id) => fates.repeats.get(id));
  if (repeated.every((id) => id !== undefined)) {
    const of = parts.of.get(repeated[0] ?? '');
    if (of && of.id !== pull.id) add('duplicate', detailOf('same-changes', { pull: `#${of.key}` }), of.id);
  }
  return lines;
}

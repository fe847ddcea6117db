import type { PatchFacts } from '../domain/commit.ts';
import type { Contribution, Noise, NoiseReason } from '../domain/contribution.ts';
import { detailOf } from '../domain/details.ts';
import type { ContributionId } from '../domain/ids.ts';
import { duplicates, short } from './duplicates.ts';
import { type Fates, type Parts, pullNoise } from './parts.ts';
import { formattingReason, LISTED } from './formatting.ts';
import { playReverts, revertOf } from './reverts.ts';
import type { PullTarget, Revert } from './reverts.ts';

/**
 * Which reason a whole contribution is left out for, where several hold. First who did it (a program), then whether there is anything in it
 * (merge, empty), whose work it is (import), whether it came to anything (unmerged), counts elsewhere or no more (part, duplicate, reverted,
 * inconsistent),
 * and last what kind of change it is.
 */
export const PRECEDENCE: readonly NoiseReason[] = [
  'bot',
  'merge',
  'empty',
  'import',
  'unmerged',
  'part',
  'duplicate',
  'reverted',
  'inconsistent',
  'formatting',
  'whitespace',
  'lock-file',
  'minified',
  'generated',
  'vendored',
];

/** Whether a line is one that `ledger` finds, and not what the commit alone tells: such lines are found anew each time. */
export const isDerived = ({ path, reason, detail }: Pick<Noise, 'path' | 'reason' | 'detail'>): boolean =>
  path === undefined &&
  (reason === 'formatting'
    ? detail !== LISTED
    : reason === 'part' || reason === 'duplicate' || reason === 'reverted' || reason === 'whitespace');

/** One of a person's contributions with what `normalizeCommit` found. */
export interface Candidate {
  readonly contribution: Contribution;
  readonly noise: readonly Noise[];
}

export interface LedgerFacts {
  /** By sha; what is missing is not judged. */
  readonly patches?: ReadonlyMap<string, PatchFacts>;
  /** `revertOf` of everyone's commits in the same repositories; the candidates' own are found without. */
  readonly reverts?: readonly Revert[];
  /** Which pull request each of the candidates is a part of. */
  readonly parts?: Parts;
  /** Pull requests of these times, judged by their parts. */
  readonly pulls?: readonly Candidate[];
}

/**
 * The noise ledger of one person's contributions: all that is left out and why, each whole contribution for one reason, in the order given.
 * A user's "put it back" is applied by whoever reads it.
 */
export function ledger(candidates: readonly Candidate[], facts: LedgerFacts = {}): readonly Noise[] {
  const patches = facts.patches ?? new Map<string, PatchFacts>();
  // Bots', merges and empty commits neither repeat nor take back anyone's work.
  const work = candidates.filter((c) => rank(whole(c)) > PRECEDENCE.indexOf('empty')).map((c) => c.contribution);
  const repeated = duplicates(work, patches);
  const reverts = new Map((facts.reverts ?? []).map((r) => [r.by, r]));
  for (const c of work) {
    const own = revertOf(c); // from the message itself, which says more than what is kept of others
    if (own) reverts.set(c.id, own);
    else reverts.delete(c.id);
  }
  // Whoever merges a revert may write another message: its pull request says so as well.
  for (const { contribution } of facts.pulls ?? []) {
    const own = pullTarget(contribution).length > 0 ? revertOf(contribution) : undefined;
    if (own) reverts.set(own.by, own);
  }
  const { cancelled, spent } = playReverts(
    [...reverts.values()],
    work,
    (facts.pulls ?? []).flatMap(({ contribution }) => pullTarget(contribution)),
  );

  const commits = candidates.flatMap((candidate) => {
    const { contribution, noise } = candidate;
    const { id } = contribution;
    const lines: Noise[] = [];
    const add = (reason: NoiseReason, detail: string, of?: ContributionId): void =>
      void lines.push({ contribution: id, reason, detail, ...(of !== undefined && { of }) });

    const part = facts.parts?.of.get(id);
    if (part) add('part', detailOf('part', { pull: `#${part.key}` }), part.id);
    const repeat = repeated.get(id);
    if (repeat) add('duplicate', repeat.detail, repeat.of);
    const by = cancelled.get(id);
    if (by !== undefined) add('reverted', detailOf('reverted-by', { by: short(by) }), by);
    const aim = by === undefined ? spent.get(id) : undefined;
    if (aim) add('reverted', detailOf('reverts', { what: aim.called }), aim.of);
    const formatting = formattingReason(contribution);
    if (formatting !== undefined) add('formatting', formatting);
    if (patches.get(contribution.key)?.whitespaceOnly) add('whitespace', detailOf('whitespace'));

    return foremost(noise, lines);
  });
  const fates: Fates = {
    repeats: new Map([...repeated].map(([id, { of }]) => [id, of])),
    undone: new Map([...[...spent].map(([id, { of }]) => [id, of ?? id] as const), ...cancelled]),
  };
  const pulls = (facts.pulls ?? []).flatMap(({ contribution, noise }) => {
    const taken: Noise[] = [];
    const add = (detail: string, of: ContributionId | undefined): void =>
      void taken.push({ contribution: contribution.id, reason: 'reverted', detail, ...(of === undefined ? {} : { of }) });
    const by = cancelled.get(contribution.id);
    const aim = spent.get(contribution.id);
    if (by !== undefined) add(detailOf('reverted-by', { by: short(by) }), by);
    else if (aim) add(detailOf('reverts', { what: aim.called }), aim.of);
    return foremost(noise, [...taken, ...pullNoise(contribution, facts.parts, fates)]);
  });
  return [...commits, ...pulls];
}

function pullTarget({ id, repo, key, subject, host }: Contribution): readonly PullTarget[] {
  if (host?.kind !== 'pull_request' || host.mergedAt === undefined) return [];
  const mergeCommit = host.method === 'rebase' ? undefined : host.mergeCommit;
  return [{ id, repo, number: key, title: subject, mergeCommit, mergedAt: host.mergedAt }];
}

/** Of several reasons for the whole, the first by precedence. */
function foremost(own: readonly Noise[], found: readonly Noise[]): readonly Noise[] {
  const wholes = [...own.filter(({ path }) => path === undefined), ...found].sort((a, b) => rank(a) - rank(b));
  const files = own.filter(({ path }) => path !== undefined);
  return wholes[0] ? [...files, wholes[0]] : files;
}

const whole = ({ noise }: Candidate): Noise | undefined => noise.find((n) => n.path === undefined);
const rank = (noise: Noise | undefined): number => (noise ? PRECEDENCE.indexOf(noise.reason) : PRECEDENCE.length);

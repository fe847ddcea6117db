import type { Contribution } from '../domain/contribution.ts';
import type { ContributionId, RepoId } from '../domain/ids.ts';
import { commitId } from '../domain/ids.ts';
import type { EpochMs } from '../domain/time.ts';
import { prefixOf } from './stated.ts';
import { short } from './duplicates.ts';

/** What a commit takes back, read from its message alone: kept of everyone's commits, for a teammate may revert yours. */
export interface Revert {
  readonly by: ContributionId;
  readonly repo: RepoId;
  readonly landedAt: EpochMs;
  /** Its own subject, by which a later commit may revert it in turn. */
  readonly subject: string;
  /** Shas as written, 7 to 64 digits. */
  readonly shas: readonly string[];
  /** Subject as quoted, where it is. */
  readonly quoted?: string;
  /** Numbers of pull requests. */
  readonly pulls: readonly string[];
  /** `Reapply "…"`: takes back the revert of what it quotes. */
  readonly reapplies: boolean;
  /** Says what by sha, number or in quotes; `revert: words` may also be work on a command of that name. */
  readonly explicit: boolean;
  /** Nothing but a revert; others do something of their own as well, and still count. */
  readonly pure: boolean;
}

type Message = Pick<Contribution, 'id' | 'repo' | 'subject' | 'body' | 'landedAt'>;

const WORD = /\b(?:revert(?:s|ed|ing)?|reapply)\b/i;
const PARTIAL = /\b(?:partial(?:ly)?|in part)\b/i;
const PURE = /^["“]?\W*(?:re-?(?:vert|apply)|back(?:s|ing)?[ -]?out|undo)\b/i;
const SENTENCE = /^This reverts (?:commits?|merge) ((?:[0-9a-f]{7,64}\b(?:,? and |, ?|\s)?)+)/gm;
const QUOTED = /\bre(?:vert(?:s|ed)?|apply)[,:]?\s+["“](.+?)["”]?\s*(?:\(#\d+\))?$/i;
const UNQUOTED = /^revert:\s+(.+?)(?:\s+\(#\d+\))?$/i;
const OWN_PULL = /\(#\d+\)$/;
const BODY_PULL = /^Reverts (?:[\w.-]+\/[\w.-]+)?#(\d+)/gm;

/** `Revert "Merge pull request #12 from …"`, `Revert "feat: x (#12)"`; of a revert in quotes the number is another's. */
const QUOTED_PULL = /^Revert ["“](?!Re(?:vert|apply)\b)(?:Merge pull request #(\d+)\b|.*\(#(\d+)\)["”])/i;

/** The one pull request a message says that it takes back; undefined where it does not say so by number. */
export function revertedPull(subject: string, body: string): string | undefined {
  if (PARTIAL.test(subject)) return undefined;
  const inBody = body.includes('everts ') ? [...body.matchAll(BODY_PULL)].map(([, n]) => n) : [];
  if (inBody.length > 0) return inBody.length === 1 ? inBody[0] : undefined;
  const [, merged, squashed] = QUOTED_PULL.exec(subject) ?? [];
  return merged ?? squashed;
}

/** What a commit reverts; undefined where it reverts nothing, or only a part, or does not say what. Linear in its message. */
export function revertOf({ id, repo, subject, body, landedAt }: Message): Revert | undefined {
  const inBody = body.includes('everts ');
  if (!inBody && !WORD.test(subject)) return undefined;
  if (PARTIAL.test(subject)) return undefined;
  const shas = inBody ? [...body.matchAll(SENTENCE)].flatMap(([, list = '']) => list.match(/[0-9a-f]{7,64}/g) ?? []) : [];
  const inQuotes = QUOTED.exec(subject)?.[1];
  const quoted = inQuotes ?? UNQUOTED.exec(subject)?.[1];
  const after = subject.slice(subject.search(WORD)).replace(OWN_PULL, '');
  const pulls = [
    ...(WORD.test(subject) ? [...after.matchAll(/#(\d+)/g)].map(([, n = '']) => n) : []),
    ...(inBody ? [...body.matchAll(BODY_PULL)].map(([, n = '']) => n) : []),
  ];
  if (shas.length === 0 && quoted === undefined && pulls.length === 0) return undefined;
  const { type, rest } = prefixOf(subject);
  return {
    by: id,
    repo,
    landedAt,
    subject,
    shas,
    ...(quoted !== undefined && { quoted }),
    pulls: [...new Set(pulls)],
    reapplies: /^reapply\b/i.test(subject),
    explicit: inQuotes !== undefined || shas.length > 0 || pulls.length > 0,
    pure: type === 'revert' || PURE.test(subject) || PURE.test(rest),
  };
}

/** Something that can be reverted. */
export type Target = Pick<Contribution, 'id' | 'repo' | 'key' | 'subject' | 'landedAt'>;

/** What a revert was aimed at. */
export interface Aim {
  readonly of?: ContributionId;
  /** Short sha, number or words. */
  readonly called: string;
}

/** A pull request that was merged: taken back with its merge or squash commit, by its number, or by its title. */
export interface PullTarget {
  readonly id: ContributionId;
  readonly repo: RepoId;
  readonly number: string;
  readonly title: string;
  /** Not of a rebase, whose last commit is no more than that. */
  readonly mergeCommit?: string | undefined;
  readonly mergedAt: EpochMs;
}

/** Who cancelled what, after everything has been taken back that was. */
export interface Reverted {
  /** Target → the revert in force against it. */
  readonly cancelled: ReadonlyMap<ContributionId, ContributionId>;
  /** Pure revert → what it was aimed at, and how to call that where it is not among those handed in. */
  readonly spent: ReadonlyMap<ContributionId, Aim>;
}

/**
 * Plays reverts against each other: one that was itself reverted has no force, so a revert of a revert restores.
 * A target is found by sha, else by pull request number, else by its subject as quoted: the latest that landed before the revert.
 */
export function playReverts(reverts: readonly Revert[], targets: readonly Target[], pulls: readonly PullTarget[] = []): Reverted {
  const find = finder([
    ...targets,
    ...reverts.map((r) => ({ id: r.by, repo: r.repo, key: r.by.slice(r.by.indexOf('@') + 1), subject: r.subject, landedAt: r.landedAt })),
  ]);
  const findPulls = pullFinder(pulls);
  const aims = new Map(reverts.map((r) => [r.by, [...find(r, reverts), ...findPulls(r)]]));
  const against = new Map<ContributionId, ContributionId[]>();
  for (const [by, ids] of aims) for (const id of ids) if (id !== by) against.set(id, [...(against.get(id) ?? []), by]);
  const known = new Map<ContributionId, ContributionId | null>();
  /** The revert in force against `id`, or null. Two that revert each other (impossible in git) come to rest as well. */
  const canceller = (id: ContributionId): ContributionId | null => {
    const found = known.get(id);
    if (found !== undefined) return found;
    known.set(id, null); // what a circle sees of itself
    const by = against.get(id)?.find((r) => canceller(r) === null) ?? null;
    known.set(id, by);
    return by;
  };
  const cancelled = new Map<ContributionId, ContributionId>();
  for (const { id } of [...targets, ...pulls]) {
    const by = canceller(id);
    if (by !== null) cancelled.set(id, by);
  }
  const spent = new Map<ContributionId, Aim>();
  for (const r of reverts) {
    const found = aims.get(r.by)?.[0];
    if (r.pure && (r.explicit || found !== undefined)) spent.set(r.by, aim(r, found));
  }
  return { cancelled, spent };
}

/** Someone else's work, or older than what was handed in, is called as the revert calls it. */
function aim(r: Revert, found: ContributionId | undefined): Aim {
  const full = r.shas.find((s) => s.length === 40 || s.length === 64);
  const of = found ?? (full && commitId(r.repo, full));
  if (of !== undefined) return { of, called: short(of) };
  return { called: r.shas[0] ?? (r.pulls[0] === undefined ? `"${r.quoted}"` : `#${r.pulls[0]}`) };
}

function finder(targets: readonly Target[]): (revert: Revert, reverts: readonly Revert[]) => readonly ContributionId[] {
  const byPrefix = groupBy(targets, (t) => `${t.repo}\0${t.key.slice(0, 7)}`);
  const bySubject = groupBy(targets, (t) => `${t.repo}\0${bareSubject(t.subject)}`);
  const byPull = groupBy(targets, (t) => `${t.repo}\0${pullNumber(t.subject) ?? ''}`);
  const before = (list: readonly Target[] | undefined, r: Revert): readonly ContributionId[] => {
    let best: Target | undefined;
    for (const t of list ?? []) if (t.id !== r.by && t.landedAt <= r.landedAt && (!best || t.landedAt >= best.landedAt)) best = t;
    return best ? [best.id] : [];
  };
  return (r, reverts) => {
    const bySha = r.shas.flatMap((sha) =>
      (byPrefix.get(`${r.repo}\0${sha.slice(0, 7)}`) ?? []).filter((t) => t.key.startsWith(sha) && t.id !== r.by).map((t) => t.id),
    );
    if (r.shas.length > 0) return bySha;
    if (r.reapplies && r.quoted !== undefined) {
      const quoted = bareSubject(r.quoted);
      return before(
        reverts
          .filter((x) => !x.reapplies && x.quoted !== undefined && bareSubject(x.quoted) === quoted && x.repo === r.repo)
          .map(asTarget),
        r,
      );
    }
    const pulls = r.pulls.flatMap((n) => before(byPull.get(`${r.repo}\0${n}`), r));
    if (pulls.length > 0) return pulls;
    return r.quoted === undefined ? [] : before(bySubject.get(`${r.repo}\0${bareSubject(r.quoted)}`), r);
  };
}

function pullFinder(pulls: readonly PullTarget[]): (revert: Revert) => readonly ContributionId[] {
  const byNumber = groupBy(pulls, (p) => `${p.repo}\0${p.number}`);
  const byTitle = groupBy(pulls, (p) => `${p.repo}\0${bareSubject(p.title)}`);
  const byMerge = groupBy(pulls, (p) => `${p.repo}\0${p.mergeCommit?.slice(0, 7) ?? ''}`);
  return (r) => {
    const bySha = r.shas.flatMap((sha) =>
      (byMerge.get(`${r.repo}\0${sha.slice(0, 7)}`) ?? []).filter((p) => p.mergeCommit?.startsWith(sha)),
    );
    if (r.shas.length > 0) return bySha.map(({ id }) => id);
    if (r.reapplies || !r.pure) return [];
    // Of a revert in quotes the numbers are those of what was taken back the first time.
    const nested = r.quoted !== undefined && WORD.test(r.quoted.slice(0, 8));
    const numbered = nested ? [] : r.pulls.flatMap((n) => byNumber.get(`${r.repo}\0${n}`) ?? []);
    if (numbered.length > 0) return numbered.map(({ id }) => id);
    const titled = r.quoted === undefined || !r.explicit ? [] : (byTitle.get(`${r.repo}\0${bareSubject(r.quoted)}`) ?? []);
    const before = titled.filter(({ mergedAt }) => mergedAt <= r.landedAt);
    const last = before.reduce<PullTarget | undefined>((best, p) => (best && best.mergedAt > p.mergedAt ? best : p), undefined);
    return last ? [last.id] : [];
  };
}

const asTarget = (r: Revert): Target => ({ id: r.by, repo: r.repo, key: '', subject: r.subject, landedAt: r.landedAt });

/** The number GitHub's squash merge ends a subject with. */
export const pullNumber = (subject: string): string | undefined => /\(#(\d+)\)$/.exec(subject)?.[1];

/** A subject without the number its merge added: a quotation may or may not carry it. */
const bareSubject = (subject: string): string => subject.replace(/\s*\(#\d+\)\s*$/, '').trim();

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const k = key(item);
    const group = groups.get(k);
    if (group) group.push(item);
    else groups.set(k, [item]);
  }
  return groups;
}

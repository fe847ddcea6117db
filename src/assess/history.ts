import type { ContributionId, IdentityId, RepoId } from '../domain/ids.ts';
import { pathFacts } from '../domain/measure.ts';
import type { SlimCommit } from '../domain/slim.ts';
import { countedFiles } from '../domain/tags.ts';
import type { Tagged } from '../domain/tags.ts';
import type { EpochMs } from '../domain/time.ts';
import { technologiesOf } from './technologies.ts';

/** One commit's touch of a file, a folder or an area. */
export interface Touch {
  readonly id: ContributionId;
  readonly at: EpochMs;
  readonly author: IdentityId;
  readonly mine: boolean;
}

/** The first commit that brought a technology into a repository. */
export interface First extends Touch {
  readonly repo: RepoId;
  readonly technology: string;
  /** Commits of the repository before it. */
  readonly before: number;
}

/**
 * What the repositories' history says around one person's work. Kept are only the files, folders and areas that
 * work touched, so memory follows the person and not the repository.
 */
export interface History {
  /** All touches of a file of the person's, in time order; empty for others. */
  readonly file: (repo: RepoId, path: string) => readonly Touch[];
  /** Touches of source in a folder in which the person created files, below it included. */
  readonly folder: (repo: RepoId, folder: string) => readonly Touch[];
  /** Touches of source in an area of the person's. */
  readonly area: (repo: RepoId, area: string) => readonly Touch[];
  readonly firsts: readonly First[];
  /** Commits of others whose trailers name the person as reviewer. */
  readonly reviewed: readonly { readonly commit: SlimCommit; readonly at: EpochMs }[];
  /** Repositories that record reviews in trailers at all. */
  readonly recordsReviews: boolean;
  /** Other people who worked in a repository in [from, to). */
  readonly othersIn: (repo: RepoId, from: EpochMs, to: EpochMs) => number;
}

const key = (repo: RepoId, path: string): string => `${repo}\0${path}`;
const NONE: readonly Touch[] = [];

/** Reads `others` once. `work` is everything of the person that will be asked about. */
export function historyOf(others: Iterable<SlimCommit>, work: readonly Tagged[], me: ReadonlySet<IdentityId>): History {
  const [files, folders, areas] = interests(work);
  // A part of a pull request is told as the whole.
  const wholes = new Map(
    work.flatMap((item) => item.noise.flatMap(({ reason, of }) => (reason === 'part' && of !== undefined ? [[item.id, of]] : []))),
  );
  const firsts: First[] = [];
  const reviewed: { commit: SlimCommit; at: EpochMs }[] = [];
  const repos = new Map<RepoId, { commits: number; technologies: Set<string>; people: Map<IdentityId, EpochMs[]> }>();
  let recordsReviews = false;
  for (const commit of others) {
    const { at, author, repo } = commit;
    const id = wholes.get(commit.id) ?? commit.id;
    const touch: Touch = { id, at, author, mine: me.has(author) };
    let known = repos.get(repo);
    if (!known) repos.set(repo, (known = { commits: 0, technologies: new Set(), people: new Map() }));
    for (const technology of technologiesOf(commit.paths)) {
      if (known.technologies.has(technology)) continue;
      known.technologies.add(technology);
      if (touch.mine) firsts.push({ ...touch, repo, technology, before: known.commits });
    }
    known.commits++;
    if (!touch.mine) push(known.people, author, at);
    see(commit, touch, { files, folders, areas });
    if (commit.reviewers && commit.reviewers.length > 0) {
      recordsReviews = true;
      if (!touch.mine && commit.reviewers.some((reviewer) => me.has(reviewer))) reviewed.push({ commit, at });
    }
  }
  for (const map of [files, folders, areas]) for (const touches of map.values()) touches.sort((a, b) => a.at - b.at);
  return {
    file: (repo, path) => files.get(key(repo, path)) ?? NONE,
    folder: (repo, folder) => folders.get(key(repo, folder)) ?? NONE,
    area: (repo, area) => areas.get(key(repo, area)) ?? NONE,
    firsts,
    reviewed,
    recordsReviews,
    othersIn: (repo, from, to) =>
      [...(repos.get(repo)?.people.values() ?? [])].filter((times) => times.some((at) => at >= from && at < to)).length,
  };
}

type Touches = Map<string, Touch[]>;

function see(commit: SlimCommit, touch: Touch, { files, folders, areas }: Readonly<Record<'files' | 'folders' | 'areas', Touches>>): void {
  const seen = new Set<Touch[]>();
  const add = (touches: Touch[] | undefined): void => {
    if (!touches || seen.has(touches)) return;
    seen.add(touches);
    touches.push(touch);
  };
  for (const path of commit.paths) {
    add(files.get(key(commit.repo, path)));
    const { source, area } = pathFacts(path);
    if (!source) continue;
    add(areas.get(key(commit.repo, area)));
    if (folders.size > 0) for (const folder of foldersOf(path)) add(folders.get(key(commit.repo, folder)));
  }
}

function interests(work: readonly Tagged[]): readonly [Touches, Touches, Touches] {
  const [files, folders, areas]: [Touches, Touches, Touches] = [new Map(), new Map(), new Map()];
  for (const item of work) {
    for (const file of countedFiles(item)) {
      files.set(key(item.repo, file.path), []);
      const { source, area } = pathFacts(file.path);
      if (!source) continue;
      areas.set(key(item.repo, area), []);
      if (file.status === 'A') for (const folder of foldersOf(file.path)) folders.set(key(item.repo, folder), []);
    }
  }
  return [files, folders, areas];
}

/** All folders above a file, the topmost first: `a/b/c.ts` gives `a`, `a/b`. */
export function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

function push<K, V>(map: Map<K, V[]>, at: K, value: V): void {
  const list = map.get(at);
  if (list) list.push(value);
  else map.set(at, [value]);
}

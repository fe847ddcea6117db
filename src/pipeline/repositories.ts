import type { Repo } from '../domain/contribution.ts';
import { TrackRecordError } from '../domain/result.ts';
import { topAuthors } from '../mine/git/authors.ts';
import { openRepository, type Repository } from '../mine/git/repository.ts';
import { web } from '../normalize/links.ts';
import { compileRules } from '../normalize/rules.ts';
import type { Pipeline } from './open.ts';
import { type Author, candidates, type Candidate, decisions, isAccount, verified } from './people.ts';
import { asNamed, type HostedRepo } from './places.ts';
import type { Run } from './run.ts';
import { notRead } from './warnings.ts';

/**
 * Opens the repositories the folders lie in, each once. Those that cannot be read are warned of, as long as one can.
 * @throws TrackRecordError with the first reason when none can.
 */
export async function openRepositories(
  { ctx, options, store }: Pipeline,
  folders: readonly string[],
  run: Run,
): Promise<readonly Repository[]> {
  const opened = await Promise.all(folders.map((folder) => openRepository(folder, ctx)));
  const misses = opened.flatMap((result, at) => (result.ok ? [] : [{ folder: folders[at] ?? '', error: result.error }]));
  const found = opened.flatMap((result) => (result.ok ? [result.value] : []));
  const [first] = misses;
  if (first && found.length === 0) throw new TrackRecordError(first.error.reason, first.error.message);
  run.warnings.push(...misses.map(({ folder, error }) => notRead(folder, error, options.locale)));
  return asNamed(store, [...new Map(found.map((repository) => [repository.commonDir, repository])).values()]);
}

/** Enough for every author of the largest public histories. */
const AUTHORS = 50_000;

export interface PeopleOptions {
  /** Asks git although the store knows. */
  readonly fresh?: boolean;
  /** Repositories without a clone: the accounts that were read there are theirs whose addresses meet them. */
  readonly beside?: readonly Pick<Repo, 'id'>[];
}

/** Who wrote in these repositories, bots left out, most commits first: from the store where it was read before, else from git. */
export async function peopleOf(
  { store, ctx }: Pipeline,
  repositories: readonly Repository[],
  { fresh = false, beside = [] }: PeopleOptions = {},
): Promise<readonly Candidate[]> {
  const rules = compileRules();
  const known = (repository: Repository): boolean => !fresh && store.watermark(repository.id, repository.commonDir) !== undefined;
  const stored = store
    .authors(repositories.filter(known).map(({ id }) => id))
    .map(({ identity, contributions }): Author => ({ identity, commits: contributions }));
  const accounts = store
    .authors(beside.map(({ id }) => id))
    .flatMap(({ identity }): Author[] => (isAccount(identity) ? [{ identity, commits: 0 }] : []));
  const asked = await Promise.all(
    repositories.filter((repository) => !known(repository)).map((repository) => topAuthors(repository, ctx, { limit: AUTHORS })),
  );
  const told = asked.flat().map(({ name, email, commits }): Author => ({ identity: rules.identity(name, email), commits }));
  const all = [...stored, ...told, ...accounts].filter(({ identity }) => rules.bot(identity) === undefined);
  const everyone = [...store.identities(), ...all.map(({ identity }) => identity)];
  return candidates(all, decisions(store), verified(store, everyone));
}

/** A repository as the store and the view know it. */
export function repoOf({ id, name, path, remote }: HostedRepo): Repo {
  const page = remote === undefined ? undefined : web(remote);
  return { id, name, path, ...(remote === undefined ? {} : { remote }), ...(page === undefined ? {} : { web: page }) };
}

import { createHash } from 'node:crypto';
import type { PatchFacts } from '../domain/commit.ts';
import type { Contribution, Noise, Person } from '../domain/contribution.ts';
import type { IdentityId } from '../domain/ids.ts';
import type { Tagged } from '../domain/tags.ts';
import type { Period } from '../domain/time.ts';
import { patchIds, whitespaceOnly } from '../mine/git/patches.ts';
import type { Repository } from '../mine/git/repository.ts';
import { isDerived, ledger } from '../normalize/ledger.ts';
import { type Parts, partsOf } from '../normalize/parts.ts';
import type { Revert } from '../normalize/reverts.ts';
import type { Store } from '../store/store.ts';
import { asNamed, type HostedRepo, upstreamOf } from './places.ts';
import { repoOf } from './repositories.ts';
import type { Pipeline } from './open.ts';
import type { Run } from './run.ts';

export interface JudgeRequest {
  readonly repositories: readonly Repository[];
  /** Beside them, without a clone: pull requests there may hold commits of the clones. */
  readonly beside: readonly HostedRepo[];
  readonly person: Person;
  readonly periods: readonly Period[];
  readonly run: Run;
}

/** Whole diffs are read for so many of the newest candidates at most: about a minute on a large repository. */
const LOOKED_AT = 5000;

/**
 * Completes the noise ledger of one person's contributions in these periods with what takes their whole diffs or all of their work:
 * duplicates by patch id, white space, reverts. Done again only where something in the periods has changed.
 */
export async function judge({ store, ctx }: Pipeline, { repositories, beside, person, periods, run }: JudgeRequest): Promise<void> {
  const identities = person.identities.map(({ id }) => id);
  const window = { from: Math.min(...periods.map(({ from }) => from)), to: Math.max(...periods.map(({ to }) => to)) };
  const repos = repositories.map(({ id }) => id);
  const read = (): Tagged[] => store.query({ identities, period: window, repos, kinds: ['commit'] });
  const all = [...repos, ...beside.map(({ id }) => id)];
  const readPulls = (): Tagged[] => store.query({ identities, repos: all, kinds: ['pull_request'] });
  const [work, pulls] = [read(), readPulls()];
  const [first] = repositories;
  // A teammate may have taken something back since.
  const reverts = repos.flatMap((repo) => revertsBy(store, repo, window));
  if (!first || store.watermark(first.id, LOCATION, person.id)?.['judged'] === fingerprint(work, pulls, reverts)) return;

  const stage = run.stage('normalize');
  await stage.time(async () => {
    const patches = new Map<string, PatchFacts>();
    for (const repository of repositories) {
      const asked = work
        .filter(({ repo, orphan }) => repo === repository.id && !orphan)
        .slice(0, LOOKED_AT)
        .map(({ key }) => key);
      const [ids, spaces] = await Promise.all([patchIds(repository, asked, ctx), whitespaceOnly(repository, asked, ctx)]);
      const shas = new Set(asked);
      for (const item of work) {
        if (item.repo === repository.id && shas.has(item.key))
          patches.set(item.key, factsOf(item, ids.get(item.key), spaces.get(item.key)));
      }
    }
    const own = stored(store, identities, window, all);
    const candidates = work.filter(({ orphan }) => !orphan).map((item) => ({ contribution: bare(item), noise: own.get(item.id) ?? [] }));
    const judgedPulls = pulls
      .filter(({ at }) => at >= window.from && at < window.to)
      .map((item) => ({ contribution: bare(item), noise: own.get(item.id) ?? [] }));
    const noise = ledger(candidates, {
      patches,
      reverts,
      parts: partsIn(
        pulls,
        candidates.map(({ contribution }) => contribution),
        familyOf(store, repositories),
      ),
      pulls: judgedPulls,
    });
    for (const line of noise) if (isDerived(line)) stage.skip(line.reason);
    const byId = Map.groupBy(noise, ({ contribution }) => contribution);
    for (const repository of [...repositories, ...beside]) {
      const contributions = [...candidates, ...judgedPulls].flatMap(({ contribution }) =>
        contribution.repo === repository.id ? [contribution] : [],
      );
      store.writeBatch({ repo: repoOf(repository), contributions, noise: contributions.flatMap(({ id }) => byId.get(id) ?? []) });
    }
  });
  const mark = { judged: fingerprint(read(), readPulls(), reverts) };
  store.writeBatch({ repo: repoOf(first), watermark: { location: LOCATION, person: person.id, mark } });
}

const LOCATION = 'noise ledger';

/** Changes when a contribution in the window comes, goes, changes its files or loses what was judged of it: who reads it again knows only the commit. */
const fingerprint = (work: readonly Tagged[], pulls: readonly Tagged[], reverts: readonly Revert[]): string =>
  createHash('sha256')
    .update(JSON.stringify([work.map(judgedOf), reverts.map(({ by }) => by), ...pulls.map((pull) => [...judgedOf(pull), pull.host])]))
    .digest('hex');

const judgedOf = ({ id, lines, orphan, noise }: Tagged): readonly unknown[] => [
  id,
  lines,
  orphan,
  noise.map(({ path, reason }) => [path, reason]),
];

/** Pull requests take their commits with them, whenever they were made, but for those that count for nothing by themselves. */
function partsIn(pulls: readonly Tagged[], commits: readonly Contribution[], family: (repo: string) => string): Parts {
  const out = new Set<Noise['reason']>(['bot', 'unmerged', 'empty']);
  return partsOf(
    pulls.filter(({ noise }) => !noise.some(({ path, reason }) => path === undefined && out.has(reason))),
    commits,
    family,
  );
}

/** A clone of a fork and what it is a fork of share their history. */
function familyOf(store: Store, repositories: readonly Repository[]): (repo: string) => string {
  const forks = new Map(
    repositories.flatMap((repository) =>
      asNamed(store, upstreamOf(repository)).map(({ id }) => [id.toLowerCase(), repository.id] as const),
    ),
  );
  return (repo) => forks.get(repo.toLowerCase()) ?? repo;
}

function factsOf(item: Tagged, patchId: string | undefined, spaces: readonly string[] | undefined): PatchFacts {
  return {
    sha: item.key,
    ...(patchId === undefined ? {} : { patchId }),
    ...(spaces === undefined ? {} : { whitespaceOnly: item.files.length > 0 && item.files.every(({ path }) => spaces.includes(path)) }),
  };
}

/** Ledger lines as commits told them by themselves, those the user put back included. */
function stored(
  store: Store,
  identities: readonly IdentityId[],
  period: Pick<Period, 'from' | 'to'>,
  repos: readonly string[],
): Map<string, Noise[]> {
  const lines = store.ledger({ identities, period, repos }).filter((line) => !isDerived(line));
  return Map.groupBy(
    lines.map(({ contribution, path, reason, detail, of }): Noise => ({
      contribution,
      reason,
      detail,
      ...(path === undefined ? {} : { path }),
      ...(of === undefined ? {} : { of }),
    })),
    ({ contribution }) => contribution,
  );
}

/** Everyone's commits that take another back by its sha, or a pull request by its number: a teammate may have reverted yours. */
function revertsBy(store: Store, repo: string, window: Pick<Period, 'from' | 'to'>): readonly Revert[] {
  const reverts: Revert[] = [];
  for (const { id, at, reverts: taken } of store.slim(repo, { from: window.from, to: Number.MAX_VALUE })) {
    if (taken === undefined) continue;
    const [shas, pulls] = taken.startsWith('#') ? [[], [taken.slice(1)]] : [[taken], []];
    reverts.push({ by: id, repo, landedAt: at, subject: '', shas, pulls, reapplies: false, explicit: true, pure: true });
  }
  return reverts;
}

/** Without what the READ side adds. */
function bare({ tag: _tag, correction: _correction, noise: _noise, share: _share, ...contribution }: Tagged): Contribution {
  return contribution;
}

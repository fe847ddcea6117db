import type { Tagged } from '../domain/tags.ts';
import { choose, type LoadRequest } from './load.ts';
import { countPendingLines } from './lines.ts';
import { mineRepository, type Whose } from './mine.ts';
import type { Pipeline } from './open.ts';
import { asNamed, asStored, storedOf, upstreamsOf, withoutClones } from './places.ts';
import { minePulls } from './pulls.ts';
import { resolvePeriod } from './period.ts';
import { auditReading } from './refresh.ts';
import { openRepositories } from './repositories.ts';
import type { Run } from './run.ts';

/**
 * Reads the history of whoever is asked for, everyone without, with lines but without tags.
 * @returns what to read the contributions from, newest first, a thousand in memory at a time.
 */
export async function mineFolders(pipeline: Pipeline, request: LoadRequest, run: Run): Promise<() => Iterable<Tagged>> {
  const { store, ctx, options } = pipeline;
  const period = resolvePeriod(isOpen(request) ? { name: 'all' } : request.period, ctx.now(), options.zone);
  const repositories = await openRepositories(pipeline, request.folders, run);
  const { who } = request;
  const whose: Whose =
    who === undefined ? 'everyone' : (await choose(pipeline, { repositories, request: { ...request, who }, run })).person;
  auditReading(pipeline, 'mine', whose, repositories.map(({ id }) => id).join(', '));
  for (const repository of repositories) {
    await mineRepository({ store, repository, whose, branch: request.branch, run, ctx });
    await countPendingLines({ store, repository, whose, run, ctx });
  }
  const { hosts, owners = [] } = request;
  const places = withoutClones([...(request.places ?? []), ...upstreamsOf(store, repositories, hosts)], repositories);
  const all = hosts ? await minePulls(pipeline, { hosts, repositories, places, owners, whose, periods: [period], run }) : whose;
  const repos = [...new Set([...asNamed(store, repositories), ...asStored(store, places), ...storedOf(store, owners)].map(({ id }) => id))];
  const identities = all === 'everyone' ? {} : { identities: all.identities.map(({ id }) => id) };
  return () => store.queryEach({ ...identities, repos, period });
}

const isOpen = ({ period: { name, since, until } }: LoadRequest): boolean =>
  name === undefined && since === undefined && until === undefined;

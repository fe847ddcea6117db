import { refreshLocated, reposOf } from '../../pipeline/load.ts';
import { Run } from '../../pipeline/run.ts';
import { loadRequest } from '../story.ts';
import type { WorkHandlers } from './serve.ts';

/** Brings the store up to date with the repositories: mines, counts, judges, tags. */
export const analyze: WorkHandlers['analyze'] = async (story, call, pipeline) => {
  const run = new Run(call.now, call.progress, true);
  const { located, period } = await refreshLocated(pipeline, loadRequest(pipeline, story), run);
  const { milliseconds, repos, device, devices } = run.report(pipeline.options.version);
  const identities = located.chosen.person.identities.map(({ id }) => id);
  const filter = {
    identities,
    repos: [...reposOf(pipeline, located), ...pipeline.store.logs(identities)].map(({ id }) => id),
    period,
    noise: 'counted' as const,
  };
  return {
    revision: pipeline.store.revision(),
    contributions: pipeline.store.count(filter),
    added: repos.reduce((sum, { added }) => sum + added, 0),
    milliseconds,
    device,
    ...(devices ? { devices } : {}),
    warnings: [...pipeline.notes, ...run.warnings],
  };
};

import { locate, periodOf, readLocated } from '../../pipeline/load.ts';
import { Run } from '../../pipeline/run.ts';
import { snapshotOf } from '../../pipeline/snapshot.ts';
import type { Snapshot, SnapshotHead } from '../../protocol/snapshot.ts';
import { loadRequest } from '../story.ts';
import type { WorkHandlers } from './serve.ts';

/** Assesses what the store knows: nothing is mined. */
export const head: WorkHandlers['head'] = async (story, call, pipeline) => {
  const run = new Run(call.now, call.progress);
  const request = loadRequest(story);
  const located = await locate(pipeline, request, run);
  const period = periodOf(pipeline, located, request, run);
  const told = await readLocated(pipeline, located, period, { run });
  const { name, hash } = await pipeline.tagger.identity();
  const snapshot = snapshotOf(told, { device: run.device, model: { name, hash }, warnings: [...pipeline.notes, ...run.warnings] }, 'none');
  return {
    head: headOf(snapshot),
    themeOf: new Map(told.themes.flatMap(({ id, contributions }) => contributions.map((one) => [one, id]))),
  };
};

/** The snapshot without what is paged. */
function headOf(snapshot: Snapshot): SnapshotHead {
  const { rows: _, noise, themes, ...rest } = snapshot;
  const byReason = Map.groupBy(noise, ({ reason }) => reason);
  return {
    ...rest,
    themes: themes.map(({ contributions, ...theme }) => ({ ...theme, count: contributions.length })),
    noiseCounts: Object.fromEntries([...byReason].map(([reason, lines]) => [reason, lines.length])),
  };
}

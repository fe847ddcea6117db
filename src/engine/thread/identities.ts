import { identitiesOf } from '../../pipeline/identities.ts';
import { locate, reposOf } from '../../pipeline/load.ts';
import { Run } from '../../pipeline/run.ts';
import { loadRequest } from '../story.ts';
import type { WorkHandlers } from './serve.ts';

export const identities: WorkHandlers['identities'] = async (story, call, pipeline) => {
  const located = await locate(pipeline, loadRequest(pipeline, story), new Run(call.now, call.progress));
  const repos = reposOf(pipeline, located).map(({ id }) => id);
  return { revision: pipeline.store.revision(), ...identitiesOf(pipeline.store, located.chosen.person, repos) };
};

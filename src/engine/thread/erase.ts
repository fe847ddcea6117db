import { removeModels } from '../../pipeline/downloads.ts';
import { erase } from '../../pipeline/erase.ts';
import type { WorkHandlers } from './serve.ts';

/** Empties the store for good. Its files stay until the editor removes them. */
export const eraseAll: WorkHandlers['erase'] = async (_, __, pipeline) => {
  erase(pipeline, 'everything');
  await removeModels(pipeline.dataDir);
  return { removed: [pipeline.dataDir] };
};

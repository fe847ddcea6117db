import { fileURLToPath } from 'node:url';
import { counts } from '../../domain/tags.ts';
import { documentOf } from '../../pipeline/documents.ts';
import { loadStory } from '../../pipeline/load.ts';
import { Run } from '../../pipeline/run.ts';
import { loadRequest } from '../story.ts';
import type { WorkHandlers } from './serve.ts';

/** Brings the store up to date and makes a text of the story, as the command line's `export` and `draft` do. */
export const document: WorkHandlers['document'] = async ({ as, ...story }, call, pipeline) => {
  const run = new Run(call.now, call.progress);
  const audience = as === 'review' ? 'lead' : 'self';
  const told = await loadStory(pipeline, { ...loadRequest(pipeline, story), audience }, run);
  const { version, workerUrl } = pipeline.options;
  const text = await documentOf(told, as === 'review' ? 'md' : as, { run, version, viewDir: fileURLToPath(new URL('view', workerUrl)) });
  // A draft for a teammate is in the log already.
  if (as !== 'review') pipeline.store.audit('export', told.person.id, `${as}, ${told.period.name}`);
  return {
    text,
    person: told.person.name,
    period: told.period.name,
    contributions: told.work.filter(counts).length,
    warnings: [...pipeline.notes, ...run.warnings],
  };
};

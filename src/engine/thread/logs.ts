import { TrackRecordError } from '../../domain/result.ts';
import { previewDocument } from '../../pipeline/log-text.ts';
import {
  type Imported,
  importLog as importFile,
  type LogPreview,
  previewLog as previewFile,
  removeLog as removeFile,
  takeBack,
  whoseLog,
} from '../../pipeline/logs.ts';
import type { Pipeline } from '../../pipeline/open.ts';
import type { Params } from '../../protocol/rpc.ts';
import type { WorkHandlers } from './serve.ts';

/** What the last import or removal changed. It ends with the process: then the file itself is what is left to import again. */
let last: Imported | undefined;

const preview = async (pipeline: Pipeline, { folders, author, file }: Params<'previewLog'>): Promise<LogPreview> =>
  previewFile(pipeline, { file, ...(await whoseLog(pipeline, { folders, who: author })) });

export const previewLog: WorkHandlers['previewLog'] = async (asked, _, pipeline) => {
  const found = await preview(pipeline, asked);
  const { repo, digest, contributions, added, changed, gone, problemCount, doubts } = found;
  return {
    name: repo.name,
    digest,
    text: previewDocument(found, pipeline.options),
    entries: contributions.length,
    changes: added + changed + gone.length,
    problems: problemCount,
    doubts: doubts.filter(({ decided }) => decided === undefined).length,
  };
};

export const importLog: WorkHandlers['importLog'] = async (asked, _, pipeline) => {
  const found = await preview(pipeline, asked);
  // What comes in is what the user has seen.
  if (found.digest !== asked.digest)
    throw new TrackRecordError(
      'log-changed',
      `${found.repo.path} has changed since it was previewed, and was not imported. Import it anew.`,
    );
  last = importFile(pipeline, found);
  return told(pipeline, last.repo.name, found.contributions.length);
};

export const removeLog: WorkHandlers['removeLog'] = async ({ file }, _, pipeline) => {
  last = await removeFile(pipeline, file);
  return told(pipeline, last.repo.name, last.before.length);
};

export const undoLog: WorkHandlers['undoLog'] = async (_, __, pipeline) => {
  if (!last)
    throw new TrackRecordError(
      'nothing-to-undo',
      'The engine was started anew since. Import the work log again, or remove what was imported of it.',
    );
  const { repo, before } = last;
  takeBack(pipeline, last);
  last = undefined;
  return told(pipeline, repo.name, before.length);
};

const told = ({ store }: Pipeline, name: string, entries: number) => ({ revision: store.revision(), name, entries });

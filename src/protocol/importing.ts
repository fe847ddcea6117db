import * as v from 'valibot';
import { count, story, text } from './fields.ts';

const log = { folders: story.folders, author: story.author, /** Absolute path of the work log. */ file: text };

/** What came of it, to be told and to be taken back. */
const imported = v.object({ revision: count, name: v.string(), entries: count });

/** The requests by which work logs come in, and go out again. */
export const IMPORTING = {
  /** What importing a file would do, as a Markdown document; nothing is done. */
  previewLog: {
    params: v.object(log),
    reply: v.object({
      name: v.string(),
      /** Of the file's bytes: names what was previewed. */
      digest: v.string(),
      text: v.string(),
      entries: count,
      /** New, changed and gone since it was imported last: none of them, and importing it does nothing. */
      changes: count,
      problems: count,
      doubts: count,
    }),
    exclusive: false,
  },
  /** Imports what was previewed; refuses a file that has changed since (`log-changed`). Logged. */
  importLog: { params: v.object({ ...log, digest: text }), reply: imported, exclusive: true },
  /** Takes everything out that came from a file. Logged. */
  removeLog: { params: v.object({ file: text }), reply: imported, exclusive: true },
  /** Brings back what was there before the last import or removal of this process. */
  undoLog: { params: v.object({}), reply: imported, exclusive: true },
  /** Work logs that were imported. */
  logs: {
    params: v.object({}),
    reply: v.array(v.object({ file: v.string(), name: v.string(), entries: count })),
    exclusive: false,
  },
} as const;

import * as v from 'valibot';
import { accounts, count, story } from './fields.ts';

/** `review`: the draft in the third person, for a lead. `chat`: the draft in a few lines. The others are what their ending says. */
export const DOCUMENTS = ['md', 'html', 'json', 'csv', 'chat', 'review'] as const;

/** A rubric file may be wrong in any way, but not of any length. */
const rubric = v.pipe(v.string(), v.maxLength(1_000_000));

/** Lines of the log of who looked at whose work that are shown: the newest. */
export const ACCESS_LINES = 1000;

/** The requests by which a user takes out what is stored, or sees what was done with it. */
export const DOCUMENTING = {
  /** What is new is read first, then a text made of it. Logged. */
  document: {
    params: v.object({ ...story, accounts, as: v.picklist(DOCUMENTS) }),
    reply: v.object({
      text: v.string(),
      person: v.string(),
      /** As the user names it. */
      period: v.string(),
      /** What counted in the period. */
      contributions: count,
      warnings: v.array(v.string()),
    }),
    exclusive: true,
  },
  /** Who looked at whose work, when: newest first. */
  accessLog: {
    params: v.object({}),
    reply: v.array(v.object({ at: v.number(), act: v.string(), subject: v.string(), detail: v.string() })),
    exclusive: false,
  },
  /** The rubric file in force; absent: the one that ships. */
  rubricFile: {
    params: v.object({ folders: story.folders }),
    reply: v.object({ file: v.exactOptional(v.string()) }),
    exclusive: false,
  },
  /** Faults of a rubric file's text; lines and columns from 1. */
  checkRubric: {
    params: v.object({ text: rubric }),
    reply: v.array(v.object({ line: count, column: count, message: v.string() })),
    exclusive: false,
  },
} as const;

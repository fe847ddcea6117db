import * as v from 'valibot';
import { EDITING } from './editing.ts';
import { text } from './fields.ts';
import { REQUESTS } from './rpc.ts';
import { SECTIONS } from './sections.ts';
import { TAGGER } from './tagger.ts';

/** What a click asks of the editor. */
const intent = v.variant('kind', [
  v.object({ kind: v.literal('open-contribution'), id: text }),
  v.object({ kind: v.literal('open-file'), id: text, path: text }),
  v.object({ kind: v.literal('open-card') }),
]);

const { rows, row, noise } = REQUESTS;
const { act, revert, claim, identities } = EDITING;

/** Every request the panel makes of the editor. The editor knows whose work is shown, and when: the panel never says. */
export const PANEL_REQUESTS = {
  /** Once, when it listens: which section to begin with; absent: where it was left. */
  start: { params: v.object({}), reply: v.object({ section: v.exactOptional(v.picklist(SECTIONS)) }) },
  head: { params: v.pick(REQUESTS.head.params, ['old', 'first']), reply: REQUESTS.head.reply },
  rows: { params: v.omit(rows.params, ['folders', 'author', 'period']), reply: rows.reply },
  row: { params: v.omit(row.params, ['folders', 'author', 'period']), reply: row.reply },
  noise: { params: v.omit(noise.params, ['folders', 'author', 'period']), reply: noise.reply },
  act: { params: v.omit(act.params, ['folders', 'author', 'period']), reply: act.reply },
  revert,
  claim: { params: v.omit(claim.params, ['folders', 'author', 'period']), reply: claim.reply },
  identities: { params: v.object({}), reply: identities.reply },
  tagger: TAGGER.tagger,
  explain: TAGGER.explain,
  open: { params: intent, reply: v.null() },
  /** Runs a command of the extension: the panel's buttons are the palette's commands. */
  run: {
    params: v.object({
      command: v.picklist(['refresh', 'cancel', 'selectPeriod', 'chooseIdentity', 'selectDevice', 'learn', 'rollBack', 'showLog']),
    }),
    reply: v.null(),
  },
} as const;

export type PanelMethod = keyof typeof PANEL_REQUESTS;
export type PanelParams<M extends PanelMethod> = v.InferOutput<(typeof PANEL_REQUESTS)[M]['params']>;
export type PanelReply<M extends PanelMethod> = v.InferOutput<(typeof PANEL_REQUESTS)[M]['reply']>;
export const PANEL_METHODS = Object.keys(PANEL_REQUESTS) as readonly PanelMethod[];

/** Panel to editor. */
export const fromPanel = v.union([
  v.object({ id: v.number(), method: v.picklist(PANEL_METHODS), params: v.unknown() }),
  /** The answer is no longer wanted. */
  v.object({ cancel: v.number() }),
]);
export type FromPanel = v.InferOutput<typeof fromPanel>;

const progress = v.object({ text: v.string(), percent: v.exactOptional(v.number()) });

/** Editor to panel. */
export const toPanel = v.union([
  v.object({ id: v.number(), value: v.unknown() }),
  v.object({ id: v.number(), error: v.object({ reason: v.string(), message: v.string() }) }),
  /** What the engine does, already in the user's words; null: nothing. */
  v.object({ notice: v.literal('progress'), progress: v.nullable(progress) }),
  /** What is shown may be old: ask again. */
  v.object({ notice: v.literal('stale') }),
  /** Which section to bring to the front. */
  v.object({ notice: v.literal('section'), section: v.picklist(SECTIONS) }),
]);
export type ToPanel = v.InferOutput<typeof toPanel>;
export type PanelProgress = v.InferOutput<typeof progress>;

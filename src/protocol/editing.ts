import * as v from 'valibot';
import type { Claim } from '../domain/draft.ts';
import { CLUES, NOISE_REASONS } from '../domain/contribution.ts';
import { COMMIT_TYPES } from '../domain/tags.ts';
import { count, own, story, text } from './fields.ts';

/** Citations kept with an edited claim: enough to find it again by. */
export const MOST_CITED = 12;

const line = { contribution: text, path: v.exactOptional(text), reason: v.picklist(NOISE_REASONS), of: v.exactOptional(text) };
const pair = { contribution: text, of: text };
const ids = v.pipe(v.array(text), v.maxLength(1000));

const claimEdit = v.object({
  claim: text,
  text: v.exactOptional(text),
  base: text,
  section: v.object({ id: text, title: text }),
  cited: v.pipe(v.array(text), v.maxLength(MOST_CITED), v.readonly()),
});

/** One thing a user does to what is shown. */
export const act = v.variant('kind', [
  /** Their own type for a contribution: wins over the tag. */
  v.object({ kind: v.literal('correct'), contribution: text, label: v.picklist(COMMIT_TYPES) }),
  /** The tag decides again. */
  v.object({ kind: v.literal('uncorrect'), contribution: text }),
  /** A line of the noise ledger counts after all. */
  v.object({ kind: v.literal('put-back'), ...line }),
  v.object({ kind: v.literal('leave-out'), ...line }),
  /** Two contributions are the same work: it counts once, as `of`. */
  v.object({ kind: v.literal('same-work'), ...pair }),
  v.object({ kind: v.literal('undecided'), ...pair }),
  /** Two identities are one person. */
  v.object({ kind: v.literal('merge'), a: text, b: text }),
  /** An identity is not the same person as these, whatever suggests it. */
  v.object({ kind: v.literal('separate'), identity: text, from: ids }),
  /** A merge or a separation is no longer decided. */
  v.object({ kind: v.literal('forget'), decision: text }),
  /** Their own words for a claim, or none: it is taken out. */
  v.object({ kind: v.literal('edit'), edit: claimEdit }),
  v.object({ kind: v.literal('as-generated'), claim: text }),
]);
export type Act = v.InferOutput<typeof act>;

/** What an act came to: ids of what it did and of what it took back. Undoing it undoes the one and redoes the other. */
const traces = { done: ids, undone: ids };

const identity = v.object({ id: v.string(), name: v.string(), email: v.string(), login: v.exactOptional(v.string()), commits: count });
export type IdentityWords = v.InferOutput<typeof identity>;

/** The requests by which a user changes what is shown. None of them waits for an analysis: each is a short transaction. */
export const EDITING = {
  act: { params: v.object({ ...story, act }), reply: v.object({ revision: count, ...traces }), exclusive: false },
  revert: { params: v.object({ ...traces }), reply: v.object({ revision: count }), exclusive: false },
  /** A claim of the draft as it stands now, without its citations; absent where it is not in it. */
  claim: {
    params: v.object({ ...story, claim: text }),
    reply: v.object({ revision: count, claim: v.exactOptional(own<Omit<Claim, 'evidence'>>((value) => 'facts' in value)) }),
    exclusive: false,
  },
  /** Who the person is, who else they may be, and what was decided about it. */
  identities: {
    params: v.object(story),
    reply: v.object({
      revision: count,
      person: v.object({ id: v.string(), name: v.string(), identities: v.array(identity) }),
      suggestions: v.array(
        v.object({ a: identity, b: identity, clue: v.picklist(CLUES), /** About the person shown. */ theirs: v.boolean() }),
      ),
      decisions: v.array(v.object({ id: v.string(), kind: v.picklist(['merged', 'apart']), identities: v.array(identity) })),
      /** Others who wrote here, most commits first: one of them may be the person too. */
      others: v.array(identity),
    }),
    exclusive: false,
  },
  /** What a contribution changed: files to compare before and after it. */
  changes: {
    params: v.object({ id: text }),
    reply: v.object({
      /** Short, as people write it. */
      key: v.string(),
      subject: v.string(),
      /** `before`: the path it had; absent where it was not there. `after`: absent where it was deleted. */
      files: v.array(v.object({ before: v.exactOptional(v.string()), after: v.exactOptional(v.string()) })),
      /** Of a pull request, a review or a comment: its page at the code host. */
      page: v.exactOptional(v.string()),
      /** Of a work-log entry: absolute path and line, from 1, as they were when it was imported. */
      place: v.exactOptional(v.object({ file: v.string(), line: count })),
    }),
    exclusive: false,
  },
  /** A file as it was before or after a contribution, as text. */
  file: {
    params: v.object({ id: text, path: v.pipe(v.string(), v.maxLength(65_536)), side: v.picklist(['before', 'after']) }),
    reply: v.object({ text: v.string() }),
    exclusive: false,
  },
} as const;

export type Identities = v.InferOutput<(typeof EDITING)['identities']['reply']>;
/** What an act came to, to undo it by. */
export type Traces = Pick<v.InferOutput<(typeof EDITING)['act']['reply']>, 'done' | 'undone'>;

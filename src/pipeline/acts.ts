import type { ClaimEdit } from '../domain/draft.ts';
import type { ContributionId } from '../domain/ids.ts';
import type { Act, Traces } from '../protocol/editing.ts';
import type { DraftPlace } from '../store/acts.ts';
import type { Store } from '../store/store.ts';
import { forgetDecision, mergePair, separate } from './identities.ts';

type DraftAct = Extract<Act, { readonly kind: 'edit' | 'as-generated' }>;

export const isDraftAct = (act: Act): act is DraftAct => act.kind === 'edit' || act.kind === 'as-generated';

/** Does what the user asked of a draft. */
export const performOnDraft = (store: Store, act: DraftAct, place: DraftPlace): Traces => ({
  done: [act.kind === 'edit' ? store.saveEdit(place, plain(act.edit)) : store.dropEdit(place, act.claim)],
  undone: [],
});

/** Does what the user asked. @throws TrackRecordError */
export function perform(store: Store, act: Exclude<Act, DraftAct>): Traces {
  switch (act.kind) {
    case 'correct':
      return { done: [store.correct({ contribution: act.contribution, family: 'type', label: act.label })], undone: [] };
    case 'uncorrect':
      return { done: [], undone: [...store.uncorrect(act.contribution, 'type')] };
    case 'put-back':
      return { done: [store.putBack(act)], undone: [...unmerged(store, act)] };
    case 'leave-out':
      return { done: [], undone: [...store.leaveOut(act)] };
    case 'same-work':
      return {
        done: [store.mergeWork(act.contribution, act.of)],
        undone: [...store.leaveOut({ contribution: act.contribution, reason: 'inconsistent', of: act.of })],
      };
    case 'undecided':
      return { done: [], undone: [...unmerged(store, act)] };
    case 'merge':
      return mergePair(store, act.a, act.b);
    case 'separate':
      return separate(store, act.identity, act.from);
    case 'forget':
      return forgetDecision(store, act.decision);
    default:
      return act satisfies never;
  }
}

/** What counts by itself is not the same as another. */
const unmerged = (
  store: Store,
  { contribution, of }: { readonly contribution: ContributionId; readonly of?: ContributionId },
): readonly string[] => (of === undefined ? [] : store.unmergeWork(contribution, of));

/** A claim is one line, as everything that shows it takes it to be. */
const plain = ({ text, ...edit }: ClaimEdit): ClaimEdit =>
  text === undefined ? edit : { ...edit, text: text.replaceAll(/\s+/g, ' ').trim() };

/** Undoes an act, or does it again where its traces are given the other way round. */
export function revert(store: Store, { done, undone }: Traces): void {
  store.undo(...done);
  store.redo(...undone);
}

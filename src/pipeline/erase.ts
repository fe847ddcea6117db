import type { Person } from '../domain/contribution.ts';
import { judgeLogs } from './doubts.ts';
import type { Pipeline } from './open.ts';
import { everybody, named } from './people.ts';

/** Whom `who` means among those stored; everything without. Throws TrackRecordError `author-unknown`, `author-ambiguous`. */
export const erasable = ({ store }: Pipeline, who: string | undefined): Person | 'everything' =>
  who === undefined ? 'everything' : named(who, everybody(store));

/** Deletes it for good; that something was deleted stays in the log, without saying whose. */
export function erase({ store }: Pipeline, target: Person | 'everything') {
  const erased = store.erase(target === 'everything' ? 'everything' : target.identities.map(({ id }) => id));
  if (target !== 'everything') judgeLogs(store);
  store.audit('erase', target === 'everything' ? 'everything' : 'a person');
  return erased;
}

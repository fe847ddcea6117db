import { dayOf } from '../domain/calendar.ts';
import { TrackRecordError } from '../domain/result.ts';
import { perform } from './acts.ts';
import { detailText } from './doubt-text.ts';
import type { Pipeline } from './open.ts';

/** What a user can say of a record that repeats or contradicts the history. */
export const DECISIONS = ['same', 'apart', 'undecided'] as const;
export type Decision = (typeof DECISIONS)[number];

/** A record that does not fit, newest first. */
export interface DoubtfulRecord {
  readonly day: string;
  readonly key: string;
  readonly subject: string;
  /** Why, in the user's language. */
  readonly why: string;
  readonly decided: Decision;
}

export const recordReport = ({ store, options }: Pick<Pipeline, 'store' | 'options'>): readonly DoubtfulRecord[] =>
  store.ledger({ reason: 'inconsistent' }).map((line) => ({
    day: dayOf(line.at, options.zone),
    key: line.key,
    subject: line.subject,
    why: detailText(line, options.locale),
    decided: line.merged ? 'same' : line.putBack ? 'apart' : 'undecided',
  }));

/** @param number from 1, as `recordReport` lists them. @throws TrackRecordError `bad-number` */
export function decideRecord({ store }: Pick<Pipeline, 'store'>, number: number, decision: Decision): { readonly subject: string } {
  const lines = store.ledger({ reason: 'inconsistent' });
  const line = lines[number - 1];
  if (line?.of === undefined)
    throw new TrackRecordError(
      'bad-number',
      `Give the number of a record, as \`trackrecord records\` lists them; there are ${lines.length}.`,
    );
  const pair = { contribution: line.contribution, of: line.of };
  if (decision === 'same') perform(store, { kind: 'same-work', ...pair });
  else if (decision === 'apart') perform(store, { kind: 'put-back', reason: 'inconsistent', ...pair });
  else {
    perform(store, { kind: 'undecided', ...pair });
    perform(store, { kind: 'leave-out', reason: 'inconsistent', ...pair });
  }
  return line;
}

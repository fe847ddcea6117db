import { TrackRecordError } from '../domain/result.ts';
import { decideRecord, DECISIONS, recordReport } from '../pipeline/records.ts';
import { type Command, withPipeline } from './session.ts';
import type { CommonOptions } from './settings.ts';
import { say } from './terminal.ts';

export interface RecordsOptions extends CommonOptions {
  readonly args: readonly string[];
}

const TOLD = { same: 'counts once, as the other has it', apart: 'counts for itself', undecided: 'is undecided again' } as const;
const MARKS = { same: ' [same work]', apart: ' [kept apart]', undecided: '' } as const;

/** Lists records of work logs that repeat or contradict the history, and does what the user decides about one. */
export async function records(command: Command, { args: [action = 'list', which = ''] }: RecordsOptions): Promise<void> {
  await withPipeline(command, (pipeline) => {
    const decision = DECISIONS.find((known) => known === action);
    if (decision) {
      const { subject } = decideRecord(pipeline, /^\d+$/.test(which) ? Number(which) : 0, decision);
      say(`“${subject}” ${TOLD[decision]}.`);
    } else if (action === 'list') {
      const lines = recordReport(pipeline).map(
        ({ day, key, subject, why, decided }, at) => `${at + 1}  ${day} ${key} “${subject}”${MARKS[decided]}\n   ${why}\n`,
      );
      process.stdout.write(lines.join(''));
      if (lines.length === 0) say('No record repeats or contradicts the history.');
    } else throw new TrackRecordError('bad-action', `"${action}" is not an action. Use list, same, apart or undecided.`);
    return Promise.resolve();
  });
}

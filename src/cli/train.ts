import type { HeldOut, Lesson } from '../domain/lesson.ts';
import { TrackRecordError } from '../domain/result.ts';
import { learn, promote, rollBack } from '../pipeline/teach.ts';
import { type Command, withPipeline } from './session.ts';
import type { CommonOptions } from './settings.ts';
import { choose, clearProgress, count, counted, duration, say } from './terminal.ts';

export interface TrainOptions extends CommonOptions {
  readonly head?: boolean;
  readonly rollBack?: boolean;
  readonly shipped?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Has the tagger's head learn from the user's corrections, shows what came of it and asks whether to use it; or takes it back. */
export async function train(command: Command, options: TrainOptions): Promise<void> {
  if ((options.head === true) === (options.rollBack === true))
    throw new TrackRecordError('bad-options', 'Say what to train: --head to learn from your corrections, or --roll-back to take it back.');
  if (options.shipped === true && options.rollBack !== true)
    throw new TrackRecordError(
      'bad-options',
      '--shipped says how far --roll-back goes: leave it out, or write train --roll-back --shipped.',
    );
  await withPipeline(command, async (pipeline, run) => {
    if (options.rollBack === true) {
      const { learned } = await rollBack(pipeline, options.shipped === true ? 'shipped' : 'before', run);
      clearProgress();
      say(
        learned
          ? `The head before is in use again: it learned from ${counted(learned.corrections, 'correction')}.`
          : 'The shipped head is in use again.',
      );
      return;
    }
    const lesson = await learn(pipeline, run);
    clearProgress();
    process.stdout.write(options.json === true ? `${JSON.stringify(lesson, undefined, 2)}\n` : lessonText(lesson));
    if (!lesson.better) return;
    if (options.yes !== true) {
      const answer = await choose('Use the new head? Take it back at any time with: trackrecord train --roll-back', [
        'no, keep the one in use',
        'yes, use it',
      ]);
      if (answer !== 1) {
        say(answer === 0 ? 'Nothing was changed.' : 'Nothing was changed: there is nobody to ask here. Add --yes to use the new head.');
        return;
      }
    }
    const { learned } = await promote(pipeline, lesson.head, run);
    clearProgress();
    say(
      `The new head is in use: it learned from ${counted(learned?.corrections ?? 0, 'correction')}. Take it back with: trackrecord train --roll-back`,
    );
  });
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
const shown = ({ value, low, high }: HeldOut['accuracy']): string => `${percent(value)} (${percent(low)} to ${percent(high)})`;

/** The report before and after, as a terminal shows it. */
function lessonText({ corrections, groups, folds, labels, before, after, gain, better, sure, others, milliseconds }: Lesson): string {
  const row = (name: string, of: HeldOut): string => `  ${name.padEnd(8)} ${shown(of.accuracy).padEnd(24)} ${shown(of.macroF1)}\n`;
  const kinds = labels.map((one) => `${one.label} ${count(one.count)}`).join(', ');
  const changes = others.changes.flatMap(({ from, to, count: n, examples }) => [
    `  ${from} -> ${to}: ${count(n)}`,
    ...examples.map(({ key, subject }) => `      ${key} ${subject}`),
  ]);
  return [
    `Learned from ${counted(corrections, 'correction')} (${kinds}) in ${duration(milliseconds)}.\n`,
    `Right on corrections that were held out, in ${folds} folds of ${counted(groups, 'group')} of like changes (95 % intervals):\n`,
    `  ${'head'.padEnd(8)} ${'accuracy'.padEnd(24)} macro-F1\n`,
    row('in use', before),
    row('new', after),
    `  gain     ${shown(gain)}\n`,
    `Of the held-out ones the new head is sure of ${count(sure.shown)}, and right on ${count(sure.right)} of them.\n`,
    `Of ${counted(others.looked, 'contribution')} that you did not correct, ${count(others.changed)} would be tagged otherwise${changes.length > 0 ? ':' : '.'}\n`,
    ...changes.map((line) => `${line}\n`),
    better
      ? 'The new head is better on what it did not see.\n'
      : 'The new head is not better beyond chance on what it did not see: it is not used. More corrections, or ones that agree more, may change that.\n',
  ].join('');
}

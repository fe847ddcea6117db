import { commands, l10n, type QuickPickItem, window } from 'vscode';
import type { Lesson, Teaching } from '../domain/lesson.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { Method, Params, Reply } from '../protocol/rpc.ts';
import { type ContextKey, qualified } from './contributions.ts';
import type { Engine } from './engine/client.ts';
import { lessonPage, percent } from './lesson-page.ts';
import type { Pages } from './pages.ts';
import { waiting } from './waiting.ts';

type AskEngine = () => Promise<Engine>;

/** Says what can be learned and taken back, for the palette to offer no more than that. */
export async function lookAtTeaching(engine: AskEngine): Promise<void> {
  offerLessons(await (await engine()).request('teaching', {}));
}

/** @param promoted heads that can be taken back. */
export function offerLessons({ corrections, promoted }: Pick<Teaching, 'corrections' | 'promoted'>): void {
  setContext('uncorrected', corrections === 0);
  setContext('untaught', promoted === 0);
}

const setContext = (key: ContextKey, value: boolean): void => void commands.executeCommand('setContext', qualified(key), value);

/** Asks with a notification that shows how far it is and can cancel it. @throws TrackRecordError */
const asked = <M extends Method>(engine: AskEngine, method: M, params: Params<M>, title: string): Thenable<Reply<M>> =>
  waiting(title, async (how) => (await engine()).request(method, params, how));

/** No failure: the message says what is to be done first, in the user's language. */
const NOT_YET: readonly string[] = ['too-few-corrections', 'nothing-to-learn', 'other-model'];

/** Has the tagger learn from the user's corrections, shows what came of it, and puts it to use where they say so. @throws TrackRecordError */
export async function learn(engine: AskEngine, pages: Pages): Promise<void> {
  let lesson: Lesson;
  try {
    lesson = await asked(engine, 'learn', {}, l10n.t('Learning from your corrections'));
  } catch (error) {
    if (!(error instanceof TrackRecordError) || !NOT_YET.includes(error.reason)) throw error;
    return void window.showInformationMessage(error.message);
  }
  const show = l10n.t('Show Report');
  if (!lesson.better) {
    const said = l10n.t(
      'The tagger learned nothing that holds beyond chance on corrections it did not see ({0} right before, {1} after): it stays as it is.',
      percent(lesson.before.accuracy.value),
      percent(lesson.after.accuracy.value),
    );
    if ((await window.showInformationMessage(said, show)) === show) await pages.show(...lessonPage(lesson));
    return;
  }
  const use = l10n.t('Use the New Head');
  const question = l10n.t('The tagger is better on corrections it did not see. Use what it learned?');
  const answer = await window.showInformationMessage(question, { modal: true, detail: detailOf(lesson) }, use, show);
  if (answer === show) {
    await pages.show(...lessonPage(lesson));
    if ((await window.showInformationMessage(question, use)) !== use) return;
  } else if (answer !== use) return;
  const { learned } = await asked(engine, 'promote', { head: lesson.head }, l10n.t('Tagging anew'));
  const back = l10n.t('Roll Back');
  const done = l10n.t('The tagger has learned from {0} corrections, and everything is tagged anew.', learned?.corrections ?? 0);
  // Not awaited: the work is done, and the message may stand as long as it likes.
  void window
    .showInformationMessage(done, back)
    .then((taken) => (taken === back ? commands.executeCommand(qualified('rollBack')) : undefined));
}

/** What fits a dialog. */
const detailOf = ({ corrections, before, after, others }: Lesson): string =>
  [
    l10n.t(
      'Right on held-out ones of your {0} corrections: {1} before, {2} after (95 % interval {3} to {4}).',
      corrections,
      percent(before.accuracy.value),
      percent(after.accuracy.value),
      percent(after.accuracy.low),
      percent(after.accuracy.high),
    ),
    l10n.t('Of {0} contributions that you did not correct, {1} would be tagged otherwise.', others.looked, others.changed),
    ...others.changes
      .slice(0, 4)
      .map(({ from, to, count, examples: [first] }) => `${from} → ${to}: ${count}${first ? ` (${first.key} ${first.subject})` : ''}`),
    l10n.t('Corrections of yours count whatever the tagger says. It can be rolled back at any time.'),
  ].join('\n\n');

interface Target extends QuickPickItem {
  readonly to: Params<'rollBack'>['to'];
}

/** Takes back what the tagger learned last, or all of it where there is more. @throws TrackRecordError */
export async function rollBack(engine: AskEngine): Promise<void> {
  const { promoted } = await (await engine()).request('teaching', {});
  const targets: Target[] = [
    { label: l10n.t('The head before'), detail: l10n.t('What was learned last is taken back'), to: 'before' },
    { label: l10n.t('The head that ships'), detail: l10n.t('Everything that was learned is taken back'), to: 'shipped' },
  ];
  const target = promoted > 1 ? await window.showQuickPick(targets, { title: l10n.t('Track Record: roll back the tagger') }) : targets[0];
  if (!target) return;
  const teaching = await asked(engine, 'rollBack', { to: target.to }, l10n.t('Tagging anew'));
  void window.showInformationMessage(rolledBack(teaching));
}

const rolledBack = ({ learned }: Teaching): string =>
  learned
    ? l10n.t('The tagger is as it was when it had learned from {0} corrections.', learned.corrections)
    : l10n.t('The tagger is as it was shipped.');

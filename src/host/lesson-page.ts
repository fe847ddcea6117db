import { env, l10n } from 'vscode';
import type { Estimate, HeldOut, Lesson } from '../domain/lesson.ts';
import { cell } from './pages.ts';

export const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** What came of learning, as a page. */
export function lessonPage(lesson: Lesson): readonly [name: string, markdown: string] {
  const { corrections, groups, folds, labels, before, after, gain, better, sure, others, milliseconds } = lesson;
  const number = new Intl.NumberFormat(env.language);
  const title = l10n.t('What the tagger learned from your corrections');
  const shown = ({ value, low, high }: Estimate): string => l10n.t('{0} ({1} to {2})', percent(value), percent(low), percent(high));
  const row = (name: string, of: HeldOut): string => `| ${name} | ${shown(of.accuracy)} | ${shown(of.macroF1)} |`;
  const markdown = [
    `# ${title}`,
    better
      ? l10n.t('The new head is better on what it did not see. It is used once you say so.')
      : l10n.t(
          'The new head is not better beyond chance on what it did not see. It is not used; more corrections, or ones that agree more, may change that.',
        ),
    l10n.t(
      '{0} corrections ({1}), learned in {2} s on this machine.',
      number.format(corrections),
      labels.map(({ label, count }) => `${label} ${number.format(count)}`).join(', '),
      number.format(Math.max(0.1, Math.round(milliseconds / 100) / 10)),
    ),
    `## ${l10n.t('Right on corrections that were held out')}`,
    l10n.t(
      'In {0} folds of {1} groups of like changes, with 95 % intervals. Corrections are mostly what the tagger got wrong, so it is seldom right on them before.',
      folds,
      number.format(groups),
    ),
    [
      `| ${l10n.t('Head')} | ${l10n.t('Accuracy')} | ${l10n.t('Macro-F1')} |`,
      '|---|---:|---:|',
      row(l10n.t('in use'), before),
      row(l10n.t('new'), after),
      `| ${l10n.t('gain')} | ${shown(gain)} | |`,
    ].join('\n'),
    l10n.t(
      'The new head would show {0} of them as sure, and is right on {1} of those.',
      number.format(sure.shown),
      number.format(sure.right),
    ),
    `## ${l10n.t('Tags that would change')}`,
    l10n.t('Of {0} contributions that you did not correct, {1}.', number.format(others.looked), number.format(others.changed)),
    ...(others.changes.length === 0
      ? []
      : [
          [
            `| ${l10n.t('From')} | ${l10n.t('To')} | ${l10n.t('How many')} | ${l10n.t('For example')} |`,
            '|---|---|---:|---|',
            ...others.changes.map(
              ({ from, to, count, examples }) =>
                `| ${from} | ${to} | ${number.format(count)} | ${examples.map(({ key, subject }) => `\`${key}\` ${cell(subject)}`).join('<br>')} |`,
            ),
          ].join('\n'),
        ]),
    l10n.t('"Track Record: Roll Back the Tagger" takes it back. What was learned lies in the encrypted store, and is erased with it.'),
  ];
  return [title, `${markdown.join('\n\n')}\n`];
}

import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { periodTitle } from '../domain/period-title.ts';
import { USUAL_KIND } from '../mine/host/kinds.ts';
import type { Reply } from '../protocol/rpc.ts';
import { type Choices, language } from './choices.ts';

interface Pick extends QuickPickItem {
  /** What is chosen; undefined: as the settings say. */
  readonly value?: string | undefined;
  readonly own?: true;
}

/** Asks for a period. Returns whether one was chosen. */
export async function pickPeriod(choices: Choices, now: Date): Promise<boolean> {
  const year = now.getFullYear();
  const half = now.getMonth() < 6 ? 1 : 2;
  const current = choices.get('period');
  const named = (value: string, label: string): Pick => ({
    label,
    value,
    // What a name stands for where it does not say it: which half-year, which year.
    description: [...(/^\d/.test(value) ? [value] : []), ...(value === current ? [l10n.t('shown now')] : [])].join(' · '),
  });
  const items: Pick[] = [
    named('last 12 months', l10n.t('Last 12 months')),
    named('last 6 months', l10n.t('Last 6 months')),
    named('last 90 days', l10n.t('Last 90 days')),
    { label: l10n.t('Review periods'), kind: QuickPickItemKind.Separator },
    named(`${year}-H${half}`, l10n.t('This half-year')),
    named(half === 1 ? `${year - 1}-H2` : `${year}-H1`, l10n.t('The half-year before')),
    named(String(year), l10n.t('This year')),
    named(String(year - 1), l10n.t('Last year')),
    named('all', l10n.t('Everything')),
    { label: '', kind: QuickPickItemKind.Separator },
    { label: l10n.t('Another period …'), own: true },
    { label: l10n.t('As the settings say'), description: periodTitle(choices.configured('period'), language()) },
  ];
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Track Record: period'),
    placeHolder: l10n.t('Which period do you want to look at?'),
    matchOnDescription: true,
  });
  if (!picked) return false;
  const value = picked.own ? await askPeriod(current) : picked.value;
  if (picked.own && value === undefined) return false;
  await choices.choose('period', value);
  return true;
}

const askPeriod = (current: string): Thenable<string | undefined> =>
  window.showInputBox({
    title: l10n.t('Track Record: period'),
    prompt: l10n.t('For example 2026-H2, 2026-Q3, 2026-07, "last 90 days" or 2026-01-01..2026-06-30.'),
    value: current,
    validateInput: (text) => (text.trim() === '' ? l10n.t('Write a period.') : undefined),
  });

/** Asks who the user is. Returns whether somebody was chosen. */
export async function pickIdentity(choices: Choices, authors: () => Promise<Reply<'authors'>>, isConnected = false): Promise<boolean> {
  const current = choices.get('author');
  const loading = authors();
  const items = loading.then((all): Pick[] => [
    ...all.map((author): Pick => {
      const notes = [author.signedIn === undefined ? l10n.t('{0} commits', author.commits) : l10n.t('signed in at {0}', author.signedIn)];
      if (author.self) notes.push(l10n.t('in your git configuration'));
      if (current !== '' && (author.id === current || author.email === current)) notes.push(l10n.t('shown now'));
      return { label: author.name || author.email, description: author.email, detail: notes.join(' · '), value: author.id };
    }),
    { label: '', kind: QuickPickItemKind.Separator },
    ...(isConnected ? [{ label: l10n.t('Somebody else, by their login …'), own: true as const }] : []),
    { label: l10n.t('As the settings say'), description: choices.configured('author') || l10n.t('the person in your git configuration') },
  ]);
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Track Record: identity'),
    placeHolder: l10n.t('Whose contributions do you want to look at?'),
    matchOnDescription: true,
  });
  if (!picked) return false;
  const value = picked.own ? await askLogin() : picked.value;
  if (picked.own && value === undefined) return false;
  await choices.choose('author', value?.trim());
  return true;
}

const askLogin = (): Thenable<string | undefined> =>
  window.showInputBox({
    title: l10n.t('Track Record: identity'),
    prompt: l10n.t(
      'The login of somebody who has no commit here, for example ada, or {0}/ada. The host is asked whether it is there.',
      USUAL_KIND.host,
    ),
    validateInput: (text) => (/^\s*@?(?:[\w.-]+\/)?[\w.-]+\s*$/.test(text) ? undefined : l10n.t('Write a login.')),
  });

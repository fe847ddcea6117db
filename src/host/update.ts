import { env, l10n, type QuickPickItem, window, workspace } from 'vscode';
import { type Choices, language } from './choices.ts';
import type { AskDocument } from './documents.ts';

interface Span extends QuickPickItem {
  readonly period: string;
}

/** Copies what was done in the last days as text for a chat. */
export async function copyUpdate(choices: Choices, ask: AskDocument, now: Date): Promise<void> {
  const spans: Span[] = [
    { label: l10n.t('Last 7 days'), description: days(now, 6), period: 'last 7 days' },
    { label: l10n.t('Since Monday'), description: days(now, (now.getDay() + 6) % 7), period: 'this week' },
    { label: l10n.t('Last 14 days'), description: days(now, 13), period: 'last 14 days' },
  ];
  const span = await window.showQuickPick(spans, {
    title: l10n.t('Track Record: weekly update'),
    placeHolder: l10n.t('Which days? The text is copied for you to paste into a chat.'),
  });
  if (!span) return;
  const { text, person, contributions } = await ask({ ...choices.story(), period: span.period, as: 'chat' }, l10n.t('Drafting'));
  if (text === '') {
    void window.showInformationMessage(
      l10n.t('{0} has no contributions in these days ({1}). Nothing was copied.', person, span.description ?? ''),
    );
    return;
  }
  const copied = text.trimEnd();
  await env.clipboard.writeText(copied);
  const show = l10n.t('Show');
  if ((await window.showInformationMessage(l10n.t('Copied an update from {0} contributions.', contributions), show)) !== show) return;
  await window.showTextDocument(await workspace.openTextDocument({ content: copied, language: 'plaintext' }), { preview: false });
}

/** `20 – 26 Nov`: today and so many days before it. */
function days(now: Date, before: number): string {
  const from = new Date(now.getFullYear(), now.getMonth(), now.getDate() - before);
  return new Intl.DateTimeFormat(language() === 'zh-cn' ? 'zh-CN' : 'en-GB', { day: 'numeric', month: 'short' }).formatRange(from, now);
}

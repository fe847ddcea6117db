import { homedir } from 'node:os';
import { commands, env, l10n, type Memento, type QuickPickItem, QuickPickItemKind, Uri, window, workspace } from 'vscode';
import { periodTitle } from '../domain/period-title.ts';
import type { Params } from '../protocol/rpc.ts';
import { type Choices, language } from './choices.ts';
import type { AskDocument } from './documents.ts';
import { writeWhole } from './write.ts';

interface Format extends QuickPickItem {
  /** Absent: a line between formats. */
  readonly as?: Params<'document'>['as'];
  /** File name without the period; absent: to the clipboard. */
  readonly file?: readonly [stem: string, ending: string];
}

export interface ExportOptions {
  readonly choices: Choices;
  readonly ask: AskDocument;
  /** Remembers the folder of the last export. */
  readonly memento: Memento;
}

const FOLDER = 'export.folder';

/** Asks what to export and where to, then writes it there. What is cancelled on the way leaves nothing behind. */
export async function exportDocument({ choices, ask, memento }: ExportOptions): Promise<void> {
  const period = choices.get('period');
  const format = await window.showQuickPick(formats(), {
    title: l10n.t('Track Record: export, {0}', periodTitle(period, language())),
    placeHolder: l10n.t('What do you want to take out? Nothing is sent anywhere.'),
    matchOnDetail: true,
  });
  if (!format?.as) return;
  const { as, file } = format;
  if (!file) {
    const { text, contributions } = await ask({ ...choices.story(), as }, l10n.t('Drafting'));
    await env.clipboard.writeText(text);
    void window.showInformationMessage(l10n.t('Copied: the self-assessment, from {0} contributions.', contributions));
    return;
  }
  const [stem, ending] = file;
  const folder = Uri.parse(memento.get<string>(FOLDER) ?? Uri.file(homedir()).toString());
  const target = await window.showSaveDialog({
    title: format.label,
    defaultUri: Uri.joinPath(folder, `${stem}-${slug(period)}.${ending}`),
    filters: { [format.label]: [ending] },
    saveLabel: l10n.t('Export'),
  });
  if (!target) return;
  const { text, contributions } = await ask({ ...choices.story(), as }, l10n.t('Exporting'));
  await writeWhole(workspace.fs, target, text);
  await memento.update(FOLDER, Uri.joinPath(target, '..').toString());
  const open = l10n.t('Open');
  const name = target.path.split('/').at(-1) ?? '';
  if ((await window.showInformationMessage(l10n.t('Exported {0} contributions to {1}.', contributions, name), open)) !== open) return;
  // A report is looked at in a browser, where there is one on this machine.
  if (as === 'html' && env.remoteName === undefined && (await env.openExternal(target))) return;
  await commands.executeCommand('vscode.open', target);
}

/** What is in each is said in what one line of the list holds. */
const formats = (): Format[] => [
  {
    as: 'html',
    label: l10n.t('Report (HTML)'),
    detail: l10n.t('All the panel shows, messages and personal suggestions too, in one page'),
    file: ['track-record', 'html'],
  },
  {
    as: 'md',
    label: l10n.t('Self-assessment (Markdown)'),
    detail: l10n.t('The draft with citations, figures and suggestions; no personal ones'),
    file: ['self-assessment', 'md'],
  },
  {
    as: 'json',
    label: l10n.t('Everything (JSON)'),
    detail: l10n.t('What the report holds, messages and personal suggestions too'),
    file: ['track-record', 'json'],
  },
  {
    as: 'csv',
    label: l10n.t('Contributions (CSV)'),
    detail: l10n.t('A row for each, noise marked: subject, type, files, lines, link'),
    file: ['contributions', 'csv'],
  },
  { label: '', kind: QuickPickItemKind.Separator },
  { as: 'md', label: l10n.t('Copy the self-assessment'), detail: l10n.t('The same Markdown, to the clipboard') },
];

/** Fit for a file's name anywhere. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '') || 'all';

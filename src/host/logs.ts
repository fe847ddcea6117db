import { commands, l10n, type Memento, type QuickPickItem, Uri, window } from 'vscode';
import type { Params, Reply } from '../protocol/rpc.ts';
import type { Choices } from './choices.ts';
import { qualified } from './contributions.ts';
import type { Engine } from './engine/client.ts';
import type { Pages } from './pages.ts';
import { waiting } from './waiting.ts';

export interface LogOptions {
  readonly engine: () => Promise<Engine>;
  readonly choices: Choices;
  readonly pages: Pages;
  /** Remembers the folder of the last import. */
  readonly memento: Memento;
  /** What is shown has to be read and tagged anew. */
  readonly changed: () => Promise<unknown>;
  /** Runs what follows a message's button; a failure is told. */
  readonly attempt: (action: () => unknown) => Promise<void>;
}

const FOLDER = 'import.folder';

/** Asks for work logs, shows what importing each would do, and imports those the user wants. @throws TrackRecordError */
export async function importLogs(options: LogOptions): Promise<void> {
  const { choices, engine, memento, pages } = options;
  const folder = memento.get<string>(FOLDER);
  const start = folder === undefined ? choices.story().folders.map((path) => Uri.file(path))[0] : Uri.parse(folder);
  const chosen = await window.showOpenDialog({
    title: l10n.t('Track Record: import work logs'),
    openLabel: l10n.t('Preview'),
    canSelectMany: true,
    filters: { [l10n.t('Work logs')]: ['md', 'markdown', 'csv', 'tsv', 'json', 'jsonl', 'ndjson', 'txt'] },
    ...(start ? { defaultUri: start } : {}),
  });
  const [first] = chosen ?? [];
  if (!chosen || !first) return;
  await memento.update(FOLDER, Uri.joinPath(first, '..').toString());
  for (const { fsPath: file, path } of chosen) {
    const { folders, author } = choices.story();
    const asked: Params<'previewLog'> = { folders, file, ...(author === undefined ? {} : { author }) };
    const preview = await waiting(l10n.t('Reading {0}', path.split('/').at(-1) ?? ''), async ({ signal }) =>
      (await engine()).request('previewLog', asked, { signal }),
    );
    await pages.show(l10n.t('Work log {0}', preview.name.replace(/\.\w+$/, '')), preview.text);
    if (await isWanted(preview)) await importOne(options, { ...asked, digest: preview.digest });
  }
}

async function isWanted({ name, entries, changes, problems }: Reply<'previewLog'>): Promise<boolean> {
  if (changes === 0) {
    void window.showInformationMessage(
      entries === 0
        ? l10n.t('There is nothing to import in {0}; the preview says why.', name)
        : l10n.t('All {0} entries of {1} were imported before.', entries, name),
    );
    return false;
  }
  const yes = l10n.t('Import');
  const asked = l10n.t('Import {0} entries of {1}?', entries, name);
  const left = problems === 0 ? '' : ` ${l10n.t('Problems: {0}. What has one is left out; the preview says which.', problems)}`;
  // Not modal: the preview is there to be read first.
  return (await window.showInformationMessage(asked + left, yes, l10n.t('Do Not Import'))) === yes;
}

async function importOne({ engine, changed, attempt }: LogOptions, asked: Params<'importLog'>): Promise<void> {
  const { name, entries } = await waiting(l10n.t('Importing'), async ({ signal }) =>
    (await engine()).request('importLog', asked, { signal }),
  );
  void attempt(changed);
  void attempt(async () => {
    const [undo, panel] = [l10n.t('Undo'), l10n.t('Open Panel')];
    const next = await window.showInformationMessage(l10n.t('Imported {0} entries of {1}.', entries, name), panel, undo);
    if (next === panel) await commands.executeCommand(qualified('openPanel'), 'contributions');
    if (next === undo) await takeBack({ engine, changed });
  });
}

async function takeBack({ engine, changed }: Pick<LogOptions, 'engine' | 'changed'>): Promise<void> {
  const { name } = await waiting(l10n.t('Undoing'), async (how) => (await engine()).request('undoLog', {}, how));
  void window.showInformationMessage(l10n.t('{0} is as it was before.', name));
  await changed();
}

interface LogItem extends QuickPickItem {
  readonly file: string;
}

/** Asks which import to take out, and does it; it can be undone at once, and imported again later. @throws TrackRecordError */
export async function removeLog({ engine, changed, attempt }: LogOptions): Promise<void> {
  const logs = await (await engine()).request('logs', {});
  if (logs.length === 0) return void window.showInformationMessage(l10n.t('No work log was imported.'));
  const picked = await window.showQuickPick<LogItem>(
    logs.map(({ file, name, entries }) => ({ label: name, description: l10n.t('{0} entries', entries), detail: file, file })),
    { title: l10n.t('Track Record: remove an imported work log'), placeHolder: l10n.t('The file itself is not touched.') },
  );
  if (!picked) return;
  const { name, entries } = await waiting(l10n.t('Removing {0}', picked.label), async (how) =>
    (await engine()).request('removeLog', { file: picked.file }, how),
  );
  void attempt(changed);
  void attempt(async () => {
    const undo = l10n.t('Undo');
    if ((await window.showInformationMessage(l10n.t('Took {0} entries of {1} out.', entries, name), undo)) === undo)
      await takeBack({ engine, changed });
  });
}

import { l10n, type SecretStorage, Uri, window, workspace } from 'vscode';
import type { Reply } from '../protocol/rpc.ts';
import type { Logger } from '../util/context.ts';
import type { Engine } from './engine/client.ts';
import { forgetKey } from './key.ts';

/** Shows what lies in the store, as a document that can be kept. */
export async function showStored(stored: Reply<'stored'>): Promise<void> {
  const number = new Intl.NumberFormat();
  const rows = stored.items.map(({ name, count, note }) => `| ${name} | ${number.format(count)} | ${note} |`);
  const content = [
    `# ${l10n.t('What Track Record has stored')}`,
    '',
    l10n.t(
      'In {0}, encrypted, {1} KB. The key is kept where the editor keeps secrets. Nothing of it leaves this machine.',
      `\`${stored.path}\``,
      number.format(Math.ceil(stored.bytes / 1024)),
    ),
    '',
    `| ${l10n.t('What')} | ${l10n.t('How many')} | ${l10n.t('Note')} |`,
    '|---|---:|---|',
    ...rows,
    '',
    l10n.t('"Track Record: Erase My Data" removes all of it.'),
    '',
  ].join('\n');
  await window.showTextDocument(await workspace.openTextDocument({ content, language: 'markdown' }), { preview: true });
}

export interface EraseOptions {
  readonly engine: Engine;
  readonly secrets: SecretStorage;
  /** The store's folder. */
  readonly folder: string;
  readonly log: Logger;
}

/** Asks, then removes the store and its key. Returns whether it was done. */
export async function eraseData({ engine, secrets, folder, log }: EraseOptions): Promise<boolean> {
  const erase = l10n.t('Erase');
  const chosen = await window.showWarningMessage(
    l10n.t('Erase everything Track Record has stored?'),
    {
      modal: true,
      detail: l10n.t(
        'Contributions and tags can be read from your repositories again. Your corrections and edited drafts cannot: they are gone for good. Your repositories are not touched.',
      ),
    },
    erase,
  );
  if (chosen !== erase) return false;
  // A store that cannot be opened, for a key that is lost or a damage, can still be removed below.
  await engine
    .request('erase', {})
    .catch((error: unknown) => log.warn('the store was not emptied before it is removed', { error: String(error) }));
  // Its process holds the store open, and Windows does not remove what is open.
  await engine.stop();
  await forgetKey(secrets, folder);
  await workspace.fs.delete(Uri.file(folder), { recursive: true, useTrash: false });
  void window.showInformationMessage(l10n.t('Everything Track Record had stored is erased.'));
  return true;
}

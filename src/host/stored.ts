import { rm } from 'node:fs/promises';
import { env, l10n, type SecretStorage, window } from 'vscode';
import { periodTitle } from '../domain/period-title.ts';
import type { Reply } from '../protocol/rpc.ts';
import type { Logger } from '../util/context.ts';
import { language } from './choices.ts';
import type { Engine } from './engine/client.ts';
import { forgetKey } from './key.ts';
import { cell } from './pages.ts';

/** What lies in the store, as a page. */
export function storedPage(stored: Reply<'stored'>): readonly [name: string, markdown: string] {
  const number = new Intl.NumberFormat(env.language);
  const title = l10n.t('What Track Record has stored');
  const markdown = [
    `# ${title}`,
    l10n.t(
      'In {0}, encrypted, {1} KB. The key is kept where the editor keeps secrets. Nothing of it leaves this machine.',
      `\`${stored.path}\``,
      number.format(Math.ceil(stored.bytes / 1024)),
    ),
    [
      `| ${l10n.t('What')} | ${l10n.t('How many')} | ${l10n.t('Note')} |`,
      '|---|---:|---|',
      ...stored.items.map(({ name, count, note }) => `| ${cell(name)} | ${number.format(count)} | ${cell(note)} |`),
    ].join('\n'),
    l10n.t('"Track Record: Show Access History" says who looked at whose work; "Track Record: Erase My Data" removes all of it.'),
  ];
  return [title, `${markdown.join('\n\n')}\n`];
}

/** Who looked at whose work, as a page. */
export function accessPage(lines: Reply<'accessLog'>): readonly [name: string, markdown: string] {
  const title = l10n.t('Who looked at whose work');
  const time = new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeStyle: 'short' });
  const rows = lines.map(({ at, act, subject, detail }) =>
    [time.format(at), ACTS[act]?.() ?? act, subject === 'everyone' ? l10n.t('everyone') : subject, noteOf(detail)].map(cell),
  );
  const markdown = [
    `# ${title}`,
    l10n.t(
      'Looking at your own work, as your git configuration names you, is not logged. The log is kept in the encrypted store, on this machine only.',
    ),
    rows.length === 0
      ? l10n.t('Nothing is logged yet.')
      : [
          `| ${l10n.t('When')} | ${l10n.t('What')} | ${l10n.t('Whose')} | ${l10n.t('Note')} |`,
          '|---|---|---|---|',
          ...rows.map((row) => `| ${row.join(' | ')} |`),
        ].join('\n'),
  ];
  return [title, `${markdown.join('\n\n')}\n`];
}

/** Its parts as the store writes them down: a format, a period, repositories. */
const noteOf = (detail: string): string =>
  detail
    .split(', ')
    .map((part) => (part === 'chat' ? l10n.t('update for a chat') : (FORMATS[part] ?? periodTitle(part, language()))))
    .join(', ');

const FORMATS: Readonly<Record<string, string>> = { md: 'Markdown', html: 'HTML', json: 'JSON', jsonl: 'JSON Lines', csv: 'CSV' };

/** What was done, as the store writes it down. */
const ACTS: Readonly<Record<string, () => string>> = {
  view: () => l10n.t('looked at'),
  mine: () => l10n.t('read in full'),
  'draft for a teammate': () => l10n.t('drafted a review'),
  export: () => l10n.t('exported'),
  erase: () => l10n.t('erased'),
  import: () => l10n.t('imported a work log'),
  'take back an import': () => l10n.t('took an import back'),
};

export interface EraseOptions {
  readonly engine: Engine;
  /** Ends what is being written: to wait for it would be to write what is to be erased. */
  readonly stopWork: () => Promise<void>;
  /** Ends the engine's process, which holds the store open: Windows does not remove what is open. */
  readonly release: () => Promise<void>;
  readonly secrets: SecretStorage;
  /** The store's folder. */
  readonly folder: string;
  readonly log: Logger;
}

/** Asks, then removes the store and its key. Returns whether it was done. */
export async function eraseData({ engine, stopWork, release, secrets, folder, log }: EraseOptions): Promise<boolean> {
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
  await stopWork();
  // A store that cannot be opened, for a key that is lost or a damage, can still be removed below.
  await engine
    .request('erase', {})
    .catch((error: unknown) => log.warn('the store was not emptied before it is removed', { error: String(error) }));
  await release();
  await forgetKey(secrets, folder);
  // Another window lets go of it once it sees that the mark of the key has gone.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  void window.showInformationMessage(l10n.t('Everything Track Record had stored is erased.'));
  return true;
}

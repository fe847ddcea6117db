import { l10n, type QuickPickItem, window, workspace } from 'vscode';
import type { Reply } from '../protocol/rpc.ts';
import type { Choices } from './choices.ts';
import type { AskDocument } from './documents.ts';

export interface ReviewOptions {
  readonly choices: Choices;
  readonly ask: AskDocument;
  /** Who wrote in the workspace, most commits first. */
  readonly authors: () => Promise<Reply<'authors'>>;
}

interface Teammate extends QuickPickItem {
  readonly author: string;
}

/** Asks about whom, and opens a draft in the third person as a new document: nothing is saved until the user does. */
export async function draftReview({ choices, ask, authors }: ReviewOptions): Promise<void> {
  const own = choices.get('author');
  const teammates = authors().then((all) =>
    all
      .filter(({ id, email, name, self }) => (own === '' ? !self : ![id, email, name].includes(own)))
      .map(({ id, name, email, commits }): Teammate => ({
        label: name || email,
        description: email,
        detail: l10n.t('{0} commits', commits),
        author: id,
      })),
  );
  const picked = await window.showQuickPick(teammates, {
    title: l10n.t('Track Record: review for a teammate'),
    placeHolder: l10n.t('About whom? Reading their work is logged, and they are to see the draft first.'),
    matchOnDescription: true,
  });
  if (!picked) return;
  const { text } = await ask(
    { ...choices.story(), author: picked.author, as: 'review' },
    l10n.t('Drafting a review for {0}', picked.label),
  );
  await window.showTextDocument(await workspace.openTextDocument({ content: text, language: 'markdown' }), { preview: false });
}

import { ProgressLocation, window } from 'vscode';
import type { Accounts, Params, Reply } from '../protocol/rpc.ts';
import type { Engine } from './engine/client.ts';
import { progressWords } from './words.ts';

export type AskDocument = (params: Omit<Params<'document'>, 'accounts'>, title: string) => Promise<Reply<'document'>>;

/** Has the engine make a document, with a notification that shows how far it is and can cancel it. @throws TrackRecordError */
export const documentAsker =
  (engine: () => Promise<Engine>, accounts: (signal: AbortSignal) => Promise<Accounts>): AskDocument =>
  async (params, title) => {
    const location = ProgressLocation.Notification;
    const reply = await window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const asked = { ...params, accounts: await accounts(abort.signal) };
      return (await engine()).request('document', asked, {
        signal: abort.signal,
        onProgress: (told) => progress.report({ message: progressWords(told).text }),
      });
    });
    if (reply.warnings.length > 0) void window.showWarningMessage(`Track Record: ${reply.warnings.join(' ')}`);
    return reply;
  };

import { ProgressLocation, window } from 'vscode';
import type { Params, Reply } from '../protocol/rpc.ts';
import type { Engine } from './engine/client.ts';
import { progressWords } from './words.ts';

export type AskDocument = (params: Params<'document'>, title: string) => Promise<Reply<'document'>>;

/** Has the engine make a document, with a notification that shows how far it is and can cancel it. @throws TrackRecordError */
export const documentAsker =
  (engine: () => Promise<Engine>): AskDocument =>
  async (params, title) => {
    const location = ProgressLocation.Notification;
    const reply = await window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return (await engine()).request('document', params, {
        signal: abort.signal,
        onProgress: (told) => progress.report({ message: progressWords(told).text }),
      });
    });
    if (reply.warnings.length > 0) void window.showWarningMessage(`Track Record: ${reply.warnings.join(' ')}`);
    return reply;
  };

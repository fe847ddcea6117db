import { window } from 'vscode';
import type { Accounts, Params, Reply } from '../protocol/rpc.ts';
import type { Engine } from './engine/client.ts';
import { waiting } from './waiting.ts';

export type AskDocument = (params: Omit<Params<'document'>, 'accounts'>, title: string) => Promise<Reply<'document'>>;

/** Has the engine make a document, with a notification that shows how far it is and can cancel it. @throws TrackRecordError */
export const documentAsker =
  (engine: () => Promise<Engine>, accounts: (signal: AbortSignal) => Promise<Accounts>): AskDocument =>
  async (params, title) => {
    const reply = await waiting(title, async (how) => {
      const asked = { ...params, accounts: await accounts(how.signal) };
      return (await engine()).request('document', asked, how);
    });
    if (reply.warnings.length > 0) void window.showWarningMessage(`Track Record: ${reply.warnings.join(' ')}`);
    return reply;
  };

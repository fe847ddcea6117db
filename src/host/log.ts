import { setTimeout as sleep } from 'node:timers/promises';
import { type LogOutputChannel, window } from 'vscode';
import type { Logger } from '../util/context.ts';

/** Values under such a name are never written. */
const SECRET = /key|token|secret|password|authorization/i;

/** The extension's log in the editor's Output view. */
export function channelLogger(channel: LogOutputChannel): Logger {
  const line = (message: string, data?: Readonly<Record<string, unknown>>): string => (data ? `${message} ${redacted(data)}` : message);
  return {
    debug: (message, data) => channel.debug(line(message, data)),
    info: (message, data) => channel.info(line(message, data)),
    warn: (message, data) => channel.warn(line(message, data)),
    error: (message, data) => channel.error(line(message, data)),
  };
}

export const redacted = (data: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(data, (key, value: unknown) => (SECRET.test(key) ? '[redacted]' : value));

/** Shows the log. In the first seconds of a window the editor may lose that, so it is said again until what the view shows is among the documents. */
export async function showLog(channel: LogOutputChannel): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    channel.show();
    await sleep(400);
    if (window.visibleTextEditors.some(({ document }) => document.uri.scheme === 'output')) return;
  }
}

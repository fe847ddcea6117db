import type { LogOutputChannel } from 'vscode';
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

/** What the edges (host, cli, tests) hand to the core instead of globals. */
export interface Context {
  readonly now: () => number;
  readonly log: Logger;
  /** Aborting it stops the work at the next safe point. */
  readonly signal?: AbortSignal;
}

export interface Logger {
  debug(message: string, data?: Readonly<Record<string, unknown>>): void;
  info(message: string, data?: Readonly<Record<string, unknown>>): void;
  warn(message: string, data?: Readonly<Record<string, unknown>>): void;
  error(message: string, data?: Readonly<Record<string, unknown>>): void;
}

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

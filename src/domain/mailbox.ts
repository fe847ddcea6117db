import type { EpochMs } from './time.ts';

/** Which e-mail addresses a code host has verified as an account's, by what the account's owner's own token was told. */
export interface Mailbox {
  /** Lower-cased name. */
  readonly host: string;
  /** '': a token that may not ask. */
  readonly login: string;
  readonly name: string;
  /** Lower-cased. */
  readonly emails: readonly string[];
  /** To ask by whether anything has changed. */
  readonly etag?: string;
  /** Tells whether a token is another than the one it was asked with last. */
  readonly token: string;
  /** When it was asked last. */
  readonly at: EpochMs;
}

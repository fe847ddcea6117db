import type { NoiseReason } from './contribution.ts';

/** Why a pull request that its host counts does not count here. */
export type Missing = NoiseReason | 'other-period' | 'not-selected' | 'unexplained';

/**
 * Why the number of pull requests here is not the one that a code host gives: all that it finds by an account, as opened in a period, are
 * `counted` or in one of the groups. `unexplained` is what is left, and below zero where more are known here than the host finds.
 */
export interface Reconciliation {
  readonly host: string;
  readonly login: string;
  /** How many the host finds, in all repositories that the token may see. */
  readonly found: number;
  /** How many of them count here. */
  readonly counted: number;
  /** The host's own search for all of them. */
  readonly url: string;
  readonly groups: readonly { readonly why: Missing; readonly n: number; readonly url: string }[];
  /** How many count here that the host does not count: opened at another time, or by somebody else. */
  readonly beside: number;
}

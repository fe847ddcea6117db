import type { Reconciliation } from './reconciliation.ts';
import type { DeviceReport } from './device.ts';

/** What a run did: written to run.json and shown at its end. */
export interface RunReport {
  readonly version: string;
  readonly startedAt: string;
  readonly milliseconds: number;
  readonly stages: readonly StageReport[];
  readonly repos: readonly {
    readonly id: string;
    readonly path: string;
    readonly commits: number;
    readonly added: number;
    readonly orphaned: number;
    /** On no branch of its remote; absent: none, or nobody knows. */
    readonly unpushed?: number;
  }[];
  /** Where the model ran: `cpu`, `webgpu`, …, or why it did not. */
  readonly device: string;
  /** That and why, in figures and in words; absent where nothing had to be tagged. */
  readonly devices?: DeviceReport & { readonly said: readonly string[] };
  readonly model: ModelReport;
  readonly warnings: readonly string[];
  /** What was asked of code hosts of each repository; absent where nothing was. */
  readonly hosts?: readonly HostReport[];
  /** All that was asked of each host, of accounts, addresses and owners too; absent where nothing was. */
  readonly spent?: readonly SpentReport[];
  /** What hosts told of the user's own e-mail addresses; absent where none was asked. */
  readonly addresses?: readonly AddressReport[];
  /** What was found of organisations and other owners of repositories; absent where none was named. */
  readonly owners?: readonly OwnerReport[];
  /** Why code hosts count other numbers of pull requests, as far as they were asked. */
  readonly reconciled?: readonly Reconciliation[];
}

export interface ModelReport {
  readonly name: string;
  /** Of the weights in use. */
  readonly hash: string;
  /** How many corrections the head of types has learned from; absent: it is the shipped one. */
  readonly corrections?: number;
}

export interface SpentReport {
  readonly host: string;
  /** All, those for long lists (`overflow`) and those made again (`repeated`) included. */
  readonly requests: number;
  readonly overflow: number;
  readonly repeated: number;
  /** Of the hourly allowance. */
  readonly points: number;
  /** Milliseconds the host asked to wait. */
  readonly waited: number;
}

export interface HostReport extends SpentReport {
  readonly repo: string;
  readonly pulls: number;
  readonly issues: number;
}

export interface AddressReport {
  readonly host: string;
  /** `closed`: the token may not ask. */
  readonly told: 'read' | 'unchanged' | 'closed' | 'failed';
  /** Verified addresses that are known. */
  readonly addresses: number;
  readonly requests: number;
  readonly repeated: number;
  /** Milliseconds the host asked to wait. */
  readonly waited: number;
}

/** Where somebody worked in an owner's repositories. */
export interface OwnerReport {
  readonly host: string;
  readonly owner: string;
  /** All repositories of theirs that the token may see; absent where it was about everybody's (`*`). */
  readonly repositories?: number;
  /** `owner/name` of those with work of theirs: these were read. */
  readonly worked: readonly string[];
  /** Those of them that are archived, and that are forks. */
  readonly archived: readonly string[];
  readonly forks: readonly string[];
  /** To find them. */
  readonly requests: number;
  readonly points: number;
}

export interface StageReport {
  readonly stage: 'mine' | 'pulls' | 'issues' | 'normalize' | 'store' | 'lines' | 'classify' | 'learn' | 'assess' | 'draft' | 'write';
  readonly in: number;
  readonly out: number;
  /** Skips by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly milliseconds: number;
}

/** Told while a long request runs. */
export interface Progress {
  readonly stage: StageReport['stage'] | 'download';
  readonly done: number;
  /** Absent while unknown. */
  readonly total?: number;
  /** Milliseconds left by the rate so far; absent while unknown. */
  readonly left?: number;
  readonly note?: string;
}

export type OnProgress = (progress: Progress) => void;

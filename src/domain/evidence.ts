import type { ContributionId, RepoId } from './ids.ts';
import type { ContributionKind } from './contribution.ts';

/** A citation: enough to show it, find it and check it. */
export interface Evidence {
  readonly contribution: ContributionId;
  readonly kind: ContributionKind;
  readonly repo: RepoId;
  /** As people write it: `1a2b3c4d`, `#12`. */
  readonly label: string;
  readonly title: string;
  /** Web address, where the host is known. */
  readonly url?: string;
}

/** Computes a number a claim or an observation states, from cited contributions. `checker` computes it again. */
export type Metric =
  | { readonly of: 'count' }
  | { readonly of: 'count-type'; readonly type: string }
  | { readonly of: 'lines-added' }
  | { readonly of: 'lines-deleted' }
  | { readonly of: 'files' }
  | { readonly of: 'active-weeks' }
  | { readonly of: 'repos' }
  | { readonly of: 'share-with-tests' };

/** One number in a text and how it comes from the evidence. */
export interface Fact {
  /** As it stands in the text, localised: `41`, `73%`. */
  readonly text: string;
  readonly value: number;
  readonly unit: 'count' | 'lines' | 'percent' | 'weeks' | 'days';
  readonly metric: Metric;
}

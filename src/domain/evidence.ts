import type { ContributionId, RepoId } from './ids.ts';
import type { Contribution, ContributionKind } from './contribution.ts';
import type { EpochMs } from './time.ts';

/** A citation: enough to show it, find it and check it. */
export interface Evidence {
  readonly contribution: ContributionId;
  readonly kind: ContributionKind;
  readonly repo: RepoId;
  /** As people write it: `1a2b3c4d`, `#12`. */
  readonly label: string;
  readonly title: string;
  /** When the work was done. */
  readonly at?: EpochMs;
  /** Web address, where the host is known. */
  readonly url?: string;
}

/**
 * Computes a number a claim or an observation states, from cited contributions; `draft/check` computes it again.
 * A parameter (`lines`, `days`) is part of the measure and may stand in the text.
 */
export type Metric =
  | { readonly of: 'count' }
  | { readonly of: 'count-type'; readonly type: string }
  | { readonly of: 'lines-added' }
  | { readonly of: 'lines-deleted' }
  /** Distinct counted files. */
  | { readonly of: 'files' }
  /** Distinct calendar weeks (from Monday, in the period's zone) with work. */
  | { readonly of: 'active-weeks' }
  | { readonly of: 'repos' }
  /** Per cent of the changes to source that touch tests. */
  | { readonly of: 'share-with-tests' }
  /** Changes to source. */
  | { readonly of: 'source-changes' }
  /** Changes to source that touch tests. */
  | { readonly of: 'with-tests' }
  /** From the first to the last day; the value is the number of days. */
  | { readonly of: 'span' }
  /** Changes with more than one person in their credit. */
  | { readonly of: 'co-authored' }
  /** A signal of the assessment, as it stands there. */
  | { readonly of: 'signal'; readonly signal: string };

/** One number in a text and how it comes from the evidence. */
export interface Fact {
  /** The number with its noun as it stands in the text, localised: `41 changes`, `10 of 14 changes to source come with tests`. */
  readonly text: string;
  readonly value: number;
  readonly unit: 'count' | 'lines' | 'percent' | 'weeks' | 'days';
  readonly metric: Metric;
  /** Computed over these of the claim's citations only; absent: over all of them. */
  readonly among?: readonly ContributionId[];
}

/** The citation of a contribution; `url` where its host's links are known. */
export function evidenceOf(item: Pick<Contribution, 'id' | 'kind' | 'repo' | 'key' | 'subject' | 'at'>, url?: string): Evidence {
  const { id, kind, repo, key, subject, at } = item;
  return { contribution: id, kind, repo, label: labelOf(kind, key), title: subject, at, ...(url === undefined ? {} : { url }) };
}

/** A native key as people write it. */
export const labelOf = (kind: ContributionKind, key: string): string =>
  kind === 'commit' ? key.slice(0, 8) : kind === 'pull_request' || kind === 'issue' ? `#${key}` : key;

import type { ContributionId, RepoId } from './ids.ts';
import type { Contribution, ContributionKind } from './contribution.ts';
import type { EpochMs } from './time.ts';

/** A citation: enough to show it, find it and check it. */
export interface Evidence {
  readonly contribution: ContributionId;
  readonly kind: ContributionKind;
  readonly repo: RepoId;
  /** As people write it: `1a2b3c4d`, `#12`; a review of #12 is `#12/r345`, a comment on it `#12/c678`; on an issue `#12/i901`. */
  readonly label: string;
  readonly title: string;
  /** When the work was done. */
  readonly at?: EpochMs;
  /** Web address, where the host is known. */
  readonly url?: string;
}

/**
 * A number a text states, computed from contributions by `measure` and computed again by `draft/check`.
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
  /** Changes to source that touch tests, of all changes to source. */
  | { readonly of: 'with-tests' }
  /** Changes to source that touch no test, of all changes to source. */
  | { readonly of: 'without-tests' }
  /** Days from the first to the last contribution, both included. */
  | { readonly of: 'span' }
  /** More than one person in the credit. */
  | { readonly of: 'co-authored' }
  /** More changed lines in counted files than this, of all whose lines are counted. */
  | { readonly of: 'larger-than'; readonly lines: number }
  | { readonly of: 'median-lines' }
  /** Repaired by an own fix to the same source files within so many days, of all changes to source that are no fix. */
  | { readonly of: 'followed-up'; readonly days: number }
  /** Cancelled by a later revert, of all. */
  | { readonly of: 'reverted' }
  /** Message says why or points to where it is said, of all that need it. */
  | { readonly of: 'explained' }
  | { readonly of: 'unexplained' }
  /** The subject leaves open what was done and there is no body, of all but releases. */
  | { readonly of: 'unclear' }
  /** On a weekend or from 22:00 to 06:00 on the author's own clock, of all. */
  | { readonly of: 'out-of-hours' }
  /** Features whose change touches no documentation, of all features. */
  | { readonly of: 'features-without-docs' }
  /** Touch source in at least so many areas, of all changes to source. */
  | { readonly of: 'spread-over'; readonly areas: number }
  /** Touch nothing but dependency manifests (and files that do not count), of all. */
  | { readonly of: 'dependencies-only' }
  /** Carry a version tag or are the commit of a release. */
  | { readonly of: 'releases' }
  /** Pull requests of others that were reviewed. */
  | { readonly of: 'reviewed' }
  /** Whose they were. */
  | { readonly of: 'reviewed-people' }
  /** Requests for changes that were followed by commits or changed lines and then by an approval, of those whose pull request is closed or merged. */
  | { readonly of: 'requests-answered' }
  /** Pull requests of others that were approved within so many hours of being asked or ready, and merged. */
  | { readonly of: 'unblocked'; readonly hours: number }
  /** People on at least so many of whose pull requests a comment or a request for changes led to a change. */
  | { readonly of: 'mentored'; readonly pulls: number }
  /** First reviews that came more than so many days after being asked, else after the pull request was ready, of all. */
  | { readonly of: 'waited-over'; readonly days: number }
  /** Own pull requests whose first review came more than so many days after they were ready, of all that were reviewed. */
  | { readonly of: 'awaited-over'; readonly days: number }
  /** Approved pull requests of more than so many lines on which nothing was said, of all of that size that were approved. */
  | { readonly of: 'approved-without-words'; readonly lines: number }
  /** Own pull requests with changes to source whose description says nothing, of all. */
  | { readonly of: 'undescribed' }
  /** Comments that began a thread and whose lines a later commit changed or whose thread was resolved, of all that began one. */
  | { readonly of: 'comments-followed' }
  /** Those of them that point out a defect, as the tagger is sure of. */
  | { readonly of: 'defects-found' }
  /** Issues that were opened. */
  | { readonly of: 'issues-opened' }
  /** Closed as done, of all that were opened. */
  | { readonly of: 'issues-done' }
  /** Issues of others in which something was said. */
  | { readonly of: 'issues-discussed' }
  /** Issues that the merge of a pull request closed. */
  | { readonly of: 'issues-closed' }
  /** Entries of work logs. */
  | { readonly of: 'logged' }
  /** Calendar days that entries of work logs are about; those that name a month or longer say nothing of days. */
  | { readonly of: 'log-days' }
  /** Longest run of calendar weeks without work between two weeks with work. */
  | { readonly of: 'longest-gap' };

/** One number in a text (and the whole it is a part of) and how it comes from the evidence. */
export interface Fact {
  /** The words that state it, as they stand in the text, localised: `41 changes`, `10 of 14 changes to source come with tests`. */
  readonly text: string;
  readonly value: number;
  /** The whole the value is a part of, where the text states it. */
  readonly total?: number;
  readonly unit: 'count' | 'lines' | 'percent' | 'weeks' | 'days';
  readonly metric: Metric;
  /** Computed over these of the claim's citations; `period`: over all counted work of the period; absent: over all citations. */
  readonly over?: 'period' | readonly ContributionId[];
}

/** The citation of a contribution; `url` where its host's links are known. */
export function evidenceOf(item: Pick<Contribution, 'id' | 'kind' | 'repo' | 'key' | 'subject' | 'at'>, url?: string): Evidence {
  const { id, kind, repo, key, subject, at } = item;
  return { contribution: id, kind, repo, label: labelOf(kind, key), title: subject, at, ...(url === undefined ? {} : { url }) };
}

/** A native key as people write it. */
export const labelOf = (kind: ContributionKind, key: string): string =>
  kind === 'commit' ? key.slice(0, 8) : kind === 'work_log' ? key : `#${key}`;

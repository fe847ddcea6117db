import type { Assessment, Suggestion, Theme } from '../domain/assessment.ts';
import type { Mismatch } from '../domain/claims.ts';
import type { NoiseReason } from '../domain/contribution.ts';
import type { Draft, Locale } from '../domain/draft.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { ClosedAs } from '../domain/issue.ts';
import type { Checks, MergeMethod, PullState, ReviewState } from '../domain/pull.ts';
import type { Reconciliation } from '../domain/reconciliation.ts';
import type { LogCategory } from '../domain/log.ts';
import type { RunReport } from '../domain/report.ts';
import type { OwnDimension, OwnFamily } from '../domain/tags.ts';
import type { Period } from '../domain/time.ts';

/** One row of the contributions table: what is shown, nothing else. */
export interface ContributionRow {
  readonly id: string;
  readonly kind: string;
  readonly repo: string;
  /** Short key as people write it: `1a2b3c4d`, `#12`. */
  readonly key: string;
  readonly url?: string;
  /** It is on no branch of its repository's remote: nobody else has seen it. */
  readonly unpushed?: true;
  readonly at: number;
  readonly subject: string;
  readonly body: string;
  /** The type counted under (correction, else sure tag); absent where unsure. */
  readonly type?: string;
  readonly tag?: {
    readonly label: string;
    readonly p: number;
    readonly unsure: boolean;
    readonly stated?: string;
    readonly scores: Readonly<Record<string, number>>;
  };
  /** Where the message says more than the change shows. */
  readonly mismatch?: Mismatch;
  /** Of a work-log entry: what it says it is, where that is no type of change, and how long it took. */
  readonly log?: { readonly category?: LogCategory; readonly hours?: number };
  readonly corrected: boolean;
  readonly files: readonly (readonly [path: string, added: number | null, deleted: number | null])[];
  /** How many files there are where `files` was cut; absent where it holds them all. */
  readonly fileCount?: number;
  readonly added: number | null;
  readonly deleted: number | null;
  readonly theme?: string;
  /** Tags in dimensions of the user's own, or of a model of the user's choice. */
  readonly own?: readonly { readonly family: OwnFamily; readonly label: string; readonly p: number; readonly unsure: boolean }[];
  readonly share: number;
  readonly assistants: readonly string[];
  /** Of what a code host told. */
  readonly host?: HostRow;
  /** What others said of a pull request to whoever made it; only of the one contribution that is looked at, and in no export. */
  readonly received?: readonly ReceivedReview[];
}

/** What somebody said of a pull request. */
export interface ReceivedWords {
  /** Their login, else their name. */
  readonly by: string;
  readonly at: number;
  /** The beginning of what they wrote; absent: nothing. */
  readonly text?: string;
  readonly url?: string;
}

export interface ReceivedReview extends ReceivedWords {
  readonly state: ReviewState;
  /** The comments it began threads with. */
  readonly threads: readonly ReceivedComment[];
}

export interface ReceivedComment extends ReceivedWords {
  /** `path:line` */
  readonly place: string;
  /** A later commit changed these lines. */
  readonly changed?: true;
  readonly resolved?: true;
  /** Whoever made the pull request said something in the thread afterwards. */
  readonly answered?: true;
  /** The last lines of the diff it stands on. */
  readonly hunk?: string;
  /** What others said in its thread. */
  readonly answers?: readonly ReceivedWords[];
}

/** Steps of a pull request, in the order in which they are shown where they come at one time. */
export const HOST_STEPS = ['opened', 'ready', 'requested', 'reviewed', 'approved', 'merged', 'closed', 'reopened'] as const;
export type HostStep = (typeof HOST_STEPS)[number];

/** What a code host told of a contribution, as far as it is shown. */
export interface HostRow {
  readonly state?: PullState | ReviewState | ClosedAs;
  readonly checks?: Checks;
  readonly method?: MergeMethod;
  /** When what happened to a pull request, ms. */
  readonly times?: { readonly [S in HostStep]?: number };
  /** Days for which it was a draft. */
  readonly drafted?: number;
  /** It is one. */
  readonly draft?: true;
  /** What other people's reviews said, how many of each. */
  readonly verdicts?: { readonly [S in ReviewState]?: number };
  /** Reviews by programs and assistants. */
  readonly machines?: number;
  /** Numbers of the issues it closes. */
  readonly closes?: readonly number[];
  /** Number of the pull request that closed it. */
  readonly closer?: number;
  /** Of a comment on an issue: whoever said it closed that. */
  readonly closed?: true;
  /** `path:line` that a comment is about. */
  readonly place?: string;
  /** A later commit changed what it is about. */
  readonly changed?: true;
  readonly resolved?: true;
  /** Lines of a diff. */
  readonly hunk?: string;
}

export interface NoiseRow {
  readonly contribution: string;
  readonly key: string;
  readonly url?: string;
  readonly repo: string;
  readonly at: number;
  readonly subject: string;
  readonly path?: string;
  readonly reason: NoiseReason;
  readonly detail: string;
  /** The contribution it duplicates, contradicts or is cancelled by. */
  readonly of?: string;
  /** The user lets it count after all. */
  readonly putBack?: true;
  /** The user has said that it is the same work as `of`. */
  readonly merged?: true;
}

export interface Bucket {
  /** Start of the week or the day, ISO date in the period's zone. */
  readonly date: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** A headline number with what it was counted from. */
export interface Headline {
  readonly id: 'contributions' | 'active-weeks' | 'lines' | 'repos' | 'tests' | 'longest-theme';
  readonly value: number;
  readonly unit: 'count' | 'weeks' | 'lines' | 'percent';
  readonly before?: number;
  readonly basis: string;
  readonly evidence: readonly Evidence[];
  /** How many there are where `evidence` was cut; absent where it holds them all. */
  readonly evidenceCount?: number;
}

/**
 * All the view draws, for one person and period. The report inlines it with every row;
 * the panel gets it with `rows` empty and pages the table from the store.
 */
export interface Snapshot {
  readonly schema: 1;
  /** Grows with every change of the store; the view drops answers older than the one it shows. */
  readonly revision: number;
  readonly locale: Locale;
  readonly generatedAt: number;
  readonly person: { readonly id: string; readonly name: string };
  readonly period: Period;
  readonly previous?: Period;
  readonly repos: readonly { readonly id: string; readonly name: string; readonly web?: string }[];
  readonly headlines: readonly Headline[];
  /** Contributions a week by type (`unsure` for those without). */
  readonly weeks: readonly Bucket[];
  /** Contributions a day. */
  readonly days: readonly { readonly date: string; readonly count: number }[];
  readonly assessment: Assessment;
  readonly themes: readonly Theme[];
  readonly draft: Draft;
  readonly suggestions: readonly Suggestion[];
  readonly noise: readonly NoiseRow[];
  /** Why code hosts count other numbers of pull requests. */
  readonly reconciled?: readonly Reconciliation[];
  /** Of the rows' `own`; absent where there are none. */
  readonly dimensions?: readonly OwnDimension[];
  readonly rowCount: number;
  readonly rows: readonly ContributionRow[];
  readonly run: Pick<RunReport, 'device' | 'model' | 'warnings'>;
}

/** A theme without its members: the view pages them as rows of that theme. */
export interface ThemeSummary extends Omit<Theme, 'contributions'> {
  readonly count: number;
}

/** A snapshot without all that is paged: what the view needs before first paint. */
export interface SnapshotHead extends Omit<Snapshot, 'rows' | 'noise' | 'themes'> {
  readonly themes: readonly ThemeSummary[];
  readonly noiseCounts: Readonly<Partial<Record<NoiseReason, number>>>;
  /** Lines of the ledger that the user lets count after all. */
  readonly putBackCounts?: SnapshotHead['noiseCounts'];
}

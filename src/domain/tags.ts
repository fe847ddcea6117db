import type { ContributionId } from './ids.ts';
import type { Contribution, Noise } from './contribution.ts';
import type { LogCategory } from './log.ts';
import type { EpochMs } from './time.ts';

/** The ten types the tagger tells apart, in the order of its head (Conventional Commits; definitions of Zeng et al., ICSE 2025). */
export const TAGGED_TYPES = ['feat', 'fix', 'docs', 'style', 'refactor', 'perf', 'test', 'build', 'ci', 'chore'] as const;
/** Plus `revert`, which a rule decides. */
export const COMMIT_TYPES = [...TAGGED_TYPES, 'revert'] as const;
export type CommitType = (typeof COMMIT_TYPES)[number];

export const TAG_FAMILIES = ['type', 'category', 'useful'] as const;
export type TagFamily = (typeof TAG_FAMILIES)[number];

/** What a contribution is called that no label fits: no label is named so. */
export const UNSURE = 'unsure';

/** What the classifier says of a contribution in one family. */
export interface Tag {
  readonly family: TagFamily;
  /** The most likely label, always. */
  readonly label: string;
  /** Calibrated probability of `label`, 0 to 1. */
  readonly p: number;
  /** Below the threshold: neither counted nor shown as a tag. */
  readonly unsure: boolean;
  /** What the author wrote, where that was explicit. */
  readonly stated?: string;
  /** Probability of every label; sums to 1. */
  readonly scores: Readonly<Record<string, number>>;
  /** Hash of the weights that said so; `rule` where no model was asked. */
  readonly model: string;
}

/** A dimension beside ours: labels the user made up, or those of a model of the user's choice. The name is shown. */
export type OwnFamily = `own/${string}`;

export interface OwnDimension {
  readonly family: OwnFamily;
  readonly name: string;
  readonly labels: readonly string[];
}

/** Names a label of such a dimension in one text; neither has a line break. */
export const ownKey = (family: OwnFamily, label: string): string => `${family}\n${label}`;

/** A tag in such a dimension. */
export type OwnTag = Omit<Tag, 'family' | 'stated'> & { readonly family: OwnFamily };

/** What of a contribution carried a label. Weights: by how much the label's log-odds fall where the part is left out; below 0, it spoke against. */
export interface Explanation {
  /** Parts of the text that have words, in its order: single words in a short text, runs of them in a long one. */
  readonly words: readonly { readonly text: string; readonly weight: number }[];
  /** In the order given; of a large change the first. */
  readonly files: readonly { readonly path: string; readonly weight: number }[];
}

/** A user's own label: wins over any Tag and is never overwritten. */
export interface Correction {
  readonly contribution: ContributionId;
  readonly family: TagFamily;
  readonly label: string;
  readonly at: EpochMs;
}

/** A contribution with all that is known of it: what the READ side works on. */
export interface Tagged extends Contribution {
  readonly tag?: Tag;
  /** What a review comment is about. */
  readonly category?: Tag;
  readonly correction?: Correction;
  /** Ledger lines in force (those the user put back are absent). */
  readonly noise: readonly Noise[];
  /** The chosen person's part, 0 to 1. */
  readonly share: number;
}

/** The type to count a contribution under: the correction, else a sure tag, else nothing. */
export function typeOf(item: Pick<Tagged, 'tag' | 'correction'>): string | undefined {
  if (item.correction) return item.correction.label;
  return item.tag && !item.tag.unsure ? item.tag.label : undefined;
}

/** Whether it counts in figures at all: not orphaned, not wholly in the noise ledger. */
export const counts = (item: Pick<Tagged, 'noise' | 'orphan'>): boolean => !item.orphan && !item.noise.some((n) => n.path === undefined);

/** Whether it changes the code: a commit or a pull request, and not what was said of one or anything else. */
export const isChange = ({ kind }: { readonly kind: string }): boolean => kind === 'commit' || kind === 'pull_request';

/** Whether it was said of somebody's pull request. */
export const isReview = ({ kind }: Pick<Tagged, 'kind'>): boolean =>
  kind === 'review' || kind === 'review_comment' || kind === 'pull_comment';

/** An issue, or what was said in one. */
export const isIssue = ({ kind }: Pick<Tagged, 'kind'>): boolean => kind === 'issue' || kind === 'issue_comment';

/** Whether it was imported from a work log. */
export const isLogged = ({ kind }: Pick<Tagged, 'kind'>): boolean => kind === 'work_log';

/** What a work-log entry says it is, where that is no type of change. */
export const categoryIn = ({ host }: Pick<Tagged, 'host'>): LogCategory | undefined =>
  host?.kind === 'work_log' ? host.category : undefined;

/** Files that count: those without a ledger line of their own. */
export function countedFiles(item: Pick<Tagged, 'files' | 'noise'>): Tagged['files'] {
  const out = new Set(item.noise.flatMap((n) => (n.path === undefined ? [] : [n.path])));
  return out.size === 0 ? item.files : item.files.filter((f) => !out.has(f.path));
}

import type { Contribution } from '../domain/contribution.ts';
import type { ContributionId } from '../domain/ids.ts';
import type { HostFacts } from '../domain/host.ts';
import type { LogFacts } from '../domain/log.ts';
import type { Explanation, OwnTag, Tag, Tagged } from '../domain/tags.ts';

/** A line of `mine --jsonl`, and what `tag --jsonl` takes: one contribution with its text and files. */
export interface ContributionLine {
  readonly id: string;
  readonly kind: Contribution['kind'];
  readonly repo: string;
  /** Of commits. */
  readonly sha?: string;
  /** `Name <email>` or `host/login`. */
  readonly author: string;
  /** ISO 8601 with the author's offset; absent where the date is beyond any calendar. */
  readonly date?: string;
  readonly subject: string;
  readonly body: string;
  /** Lines are null where they cannot be known: binary, missing, not counted. */
  readonly files: readonly (readonly [path: string, added: number | null, deleted: number | null])[];
  readonly parents: readonly string[];
  readonly refs: readonly string[];
  readonly credit: readonly { readonly identity: string; readonly role: string; readonly share: number }[];
  readonly assistants?: readonly string[];
  readonly stated?: string;
  readonly orphan?: true;
  /** On no branch of its repository's remote. */
  readonly unpushed?: true;
  /** What only its source says of it (domain/host.ts). */
  readonly host?: Exclude<HostFacts, LogFacts> | Omit<LogFacts, 'file'>;
  readonly url?: string;
  readonly tags?: { readonly type: TagLine };
  /** What a review comment is about. */
  readonly category?: TagLine;
  /** By the name of the dimension: labels of the user's own, or of a model of the user's choice. */
  readonly own?: Readonly<Record<string, TagLine>>;
  readonly noise?: readonly { readonly reason: string; readonly detail: string; readonly path?: string }[];
}

/** A tag as `tag --jsonl` prints it. */
export interface TagLine {
  readonly label: string;
  readonly p: number;
  readonly unsure: boolean;
  readonly stated?: string;
  readonly corrected?: true;
  readonly scores: Readonly<Record<string, number>>;
  /** What carried the label, and by how much its log-odds fall without it. */
  readonly explain?: {
    readonly words: readonly (readonly [text: string, weight: number])[];
    readonly files: readonly (readonly [path: string, weight: number])[];
  };
}

/** Tags beside the type, and what is known of a commit beside itself. */
interface Further {
  readonly own?: readonly OwnTag[] | undefined;
  readonly unpushed?: boolean | undefined;
}

export function contributionLine(item: Tagged, url?: string, { own = [], unpushed = false }: Further = {}): ContributionLine {
  const date = isoDate(item.at, item.offset);
  return {
    id: item.id,
    kind: item.kind,
    repo: item.repo,
    ...(item.kind === 'commit' ? { sha: item.key } : {}),
    author: item.author,
    ...(date === undefined ? {} : { date }),
    subject: item.subject,
    body: item.body,
    files: item.files.map(({ path, added, deleted }) => [path, added, deleted] as const),
    parents: item.parents,
    refs: item.refs,
    credit: item.credit,
    ...(item.assistants.length > 0 ? { assistants: item.assistants } : {}),
    ...(item.stated ? { stated: item.stated.type } : {}),
    ...(item.orphan ? { orphan: true } : {}),
    ...(unpushed ? { unpushed: true } : {}),
    ...(item.host ? { host: passedOn(item.host) } : {}),
    ...(url === undefined ? {} : { url }),
    ...(item.tag
      ? { tags: { type: { ...tagLine(item.tag), ...(item.correction ? { label: item.correction.label, corrected: true as const } : {}) } } }
      : {}),
    ...(item.category ? { category: tagLine(item.category) } : {}),
    ...(own.length > 0 ? { own: Object.fromEntries(own.map((tag) => [ownName(tag), tagLine(tag)])) } : {}),
    ...(item.noise.length > 0
      ? { noise: item.noise.map(({ reason, detail, path }) => ({ reason, detail, ...(path === undefined ? {} : { path }) })) }
      : {}),
  };
}

/** What the dimension of a tag is called. */
export const ownName = ({ family }: OwnTag): string => family.slice('own/'.length);

/** Probabilities to four decimals: more says nothing. */
export function tagLine(tag: Tag | OwnTag, explanation?: Explanation): TagLine {
  const scores = Object.fromEntries(Object.entries(tag.scores).map(([label, p]) => [label, round(p)]));
  return {
    label: tag.label,
    p: round(tag.p),
    unsure: tag.unsure,
    ...('stated' in tag ? { stated: tag.stated } : {}),
    scores,
    ...(explanation
      ? {
          explain: {
            words: explanation.words.map(({ text, weight }) => [text, round(weight)] as const),
            files: explanation.files.map(({ path, weight }) => [path, round(weight)] as const),
          },
        }
      : {}),
  };
}

/** Where a work log lies on this machine is nobody else's business. */
const passedOn = (host: HostFacts): NonNullable<ContributionLine['host']> => {
  if (host.kind !== 'work_log') return host;
  const { file: _, ...rest } = host;
  return rest;
};

const round = (p: number): number => Math.round(p * 10_000) / 10_000;

/** ISO 8601 at an offset in minutes; undefined where `Date` has no such date. */
function isoDate(at: number, offset: number): string | undefined {
  const local = new Date(at + offset * 60_000);
  if (Number.isNaN(local.getTime())) return undefined;
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${local.toISOString().replace(/\.\d+Z$/, '')}${offset < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`;
}

/** All of a story's contributions, one JSON object a line, noise and orphans included and marked. */
export const contributionLines = ({
  work,
  urlOf,
  isUnpushed,
  own,
}: {
  readonly work: readonly Tagged[];
  readonly urlOf: (item: Tagged) => string | undefined;
  readonly isUnpushed?: (item: Tagged) => boolean;
  readonly own?: ReadonlyMap<ContributionId, readonly OwnTag[]>;
}): string =>
  work
    .map((item) => `${JSON.stringify(contributionLine(item, urlOf(item), { own: own?.get(item.id), unpushed: isUnpushed?.(item) }))}\n`)
    .join('');

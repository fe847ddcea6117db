import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Person, Repo } from '../domain/contribution.ts';
import type { ContributionId } from '../domain/ids.ts';
import type { Period } from '../domain/time.ts';
import type { Pipeline } from '../pipeline/open.ts';
import { resolvePeriod } from '../pipeline/period.ts';
import { ownLabelsText } from '../pipeline/labels.ts';
import { ownRubric } from '../pipeline/rubric.ts';
import type { Story } from '../protocol/rpc.ts';
import type { SnapshotHead } from '../protocol/snapshot.ts';

/** What a story was assessed from: where it is the same, so is the assessment. */
export interface Stamp {
  /** The extension's: another one may count otherwise. */
  readonly version: string;
  readonly locale: string;
  readonly revision: number;
  /** "The last 90 days" are others tomorrow. */
  readonly from: number;
  readonly to: number;
  readonly rubric: string;
  /** Labels of the user's own, and the model of the user's choice. */
  readonly own: string;
  readonly whose: string;
}

/** Whose work, in which repositories. */
export interface Whose {
  readonly person: Person;
  readonly repos: readonly Repo[];
}

/** A story as it was assessed, with what its rows are paged by. */
export interface KeptStory extends Whose {
  readonly stamp: Stamp;
  readonly head: SnapshotHead;
  /** The user's decisions on who is who, as they were. */
  readonly decisions: string;
  /** What the user had made of the draft. */
  readonly edits: string;
  readonly themes: Themes;
  /** The theme of each row that the table begins with, `null` where it has none: of 50,000, all themes take a while to read. */
  readonly newest: Readonly<Record<ContributionId, string | null>>;
  /** Rows of its table without a query; absent where the store changed while it was assessed. */
  readonly total?: number;
}

/** The members of each theme. */
export type Themes = Readonly<Record<string, readonly ContributionId[]>>;

/** As it lies in the store: themes name every contribution, and nothing waits for them that can do without. */
export interface LoadedStory extends Omit<KeptStory, 'themes'> {
  readonly themes: () => Themes;
}

/** The same words of the user, the same key. */
export const storyKey = ({ folders, author, period, places }: Story): string =>
  JSON.stringify([folders, author, period, ...(places ? [places] : [])]);

/** What an assessment of the story would be made from now. @throws TrackRecordError `bad-period` */
export async function stampNow({ store, options, foreign, ctx }: Pipeline, story: Story, { person, repos }: Whose): Promise<Stamp> {
  const { from, to } = resolvePeriod({ name: story.period }, ctx.now(), options.zone);
  // What there is no clone of has no files.
  const clones = repos.filter((repo) => repo.path !== '');
  const own = await ownRubric(story.folders, clones);
  const rubric = own ? hash(own.text) : 'default';
  // A file that cannot be read is told of where it is used.
  const labels = await ownLabelsText(story.folders, clones, options.labels).catch(() => undefined);
  const model = (await foreign.usable([]))?.hash;
  const labelled = labels || model ? hash(JSON.stringify([labels?.text, model])) : 'none';
  const whose = hash(JSON.stringify([person.identities.map(({ id }) => id), repos.map(({ id }) => id)]));
  return { version: options.version, locale: options.locale, revision: store.revision(), from, to, rubric, own: labelled, whose };
}

/** Where its rows are, as the store is asked for them. */
export function filterOf({ store }: Pipeline, { person, repos, period }: Whose & { readonly period: Period }) {
  const identities = person.identities.map(({ id }) => id);
  return { identities, repos: [...repos, ...store.logs(identities)].map(({ id }) => id), period };
}

export const isSame = (a: Stamp, b: Stamp): boolean => JSON.stringify(a) === JSON.stringify(b);

export const decisionsOf = ({ store }: Pipeline): string =>
  JSON.stringify([store.merges(), store.dismissals(), store.mailboxes().map(({ host, login, emails }) => [host, login, emails])]);

/** What the user has made of the story's draft: one that lacks any of it must not be shown, were it for a moment. */
export function editsOf(
  { store, options }: Pipeline,
  { person, repos, period }: Whose & { readonly period: Pick<Period, 'name'> },
): string {
  const edits = store.edits({
    persons: person.identities.map(({ id }) => id),
    repos: repos.map(({ id }) => id),
    period: period.name,
    audience: 'self',
    locale: options.locale,
  });
  return hash(JSON.stringify(edits.map(({ id }) => id)));
}

export const save = async ({ store }: Pipeline, story: Story, { themes, ...rest }: KeptStory): Promise<void> => {
  const [first, second] = [packed(rest), packed(themes)];
  const length = Buffer.alloc(4);
  length.writeUInt32LE(first.length);
  store.keep(keptKey(story), Buffer.concat([length, first, second]));
};

/** What was kept of the story by this version in this language, were it out of date. */
export function load({ store, options }: Pipeline, story: Story): LoadedStory | undefined {
  const bytes = store.kept(keptKey(story));
  if (!bytes) return undefined;
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cut = 4 + all.readUInt32LE();
  const kept = unpacked(all.subarray(4, cut)) as Omit<KeptStory, 'themes'>;
  if (kept.stamp.version !== options.version || kept.stamp.locale !== options.locale) return undefined;
  return { ...kept, themes: () => unpacked(all.subarray(cut)) as Themes };
}

const packed = (part: unknown): Buffer => deflateRawSync(JSON.stringify(part), { level: 1 });
const unpacked = (part: Uint8Array): unknown => JSON.parse(inflateRawSync(part).toString('utf8'));

/** Its first part says how the bytes are laid out: those of another layout are not found. */
const keptKey = (story: Story): string => hash(`in two parts ${storyKey(story)}`);

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

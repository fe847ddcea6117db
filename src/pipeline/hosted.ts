import type { Contribution, Identity, Noise } from '../domain/contribution.ts';
import type { IdentityId } from '../domain/ids.ts';
import type { CodeHost, Place } from '../mine/host/host.ts';
import type { Normalized } from '../normalize/commit.ts';
import type { Rules } from '../normalize/rules.ts';
import type { Mark, Watermark } from '../store/write.ts';
import type { People } from './accounts.ts';
import type { Pipeline } from './open.ts';
import type { HostedRepo } from './places.ts';
import { repoOf } from './repositories.ts';
import type { Run, Stage } from './run.ts';

/** A repository whose code host is asked, and for whom. */
export interface Hosted {
  readonly host: CodeHost;
  readonly place: Place;
  readonly repository: HostedRepo;
  readonly people: People;
  readonly run: Run;
  readonly rules: Rules;
  /** Whether it has turned out to be one that was read by another name. */
  readonly isRead: () => boolean;
}

/** What is known of how far a list was read, as it is kept. */
export const markOf = (progress: object): Mark =>
  Object.fromEntries(Object.entries(progress).filter((entry): entry is [string, string] => entry[1] !== undefined));

/** Stores what one page told, and how far it was read. */
export function writePage(
  { store }: Pipeline,
  repository: HostedRepo,
  items: readonly Normalized[],
  watermark: Watermark,
  stage: Stage,
): void {
  const contributions: Contribution[] = [];
  const identities = new Map<IdentityId, Identity>();
  const noise: Noise[] = [];
  for (const item of items) {
    contributions.push(item.contribution);
    noise.push(...item.noise);
    for (const person of item.people) identities.set(person.id, person);
    for (const { path, reason } of item.noise) if (path === undefined) stage.skip(reason);
  }
  const before = store.watermark(repository.id, watermark.location, watermark.person);
  if (items.length === 0 && JSON.stringify(before) === JSON.stringify(watermark.mark)) return;
  store.writeBatch({ repo: repoOf(repository), contributions, identities: [...identities.values()], noise, watermark });
}

import type { Contribution, Identity, Noise } from '../domain/contribution.ts';
import type { IdentityId } from '../domain/ids.ts';
import type { RawPull } from '../domain/pull.ts';
import type { CodeHost, Place } from '../mine/host/host.ts';
import type { Normalized } from '../normalize/commit.ts';
import { normalizePull } from '../normalize/pull.ts';
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

/** What is kept of what a host told. */
export interface Kept extends Normalized {
  /** It is somebody else's, and was said to the person whose work is read: no work of whoever said it is made of it. */
  readonly received?: true;
}

/** Of a pull request and what was said of it: what the person made, and reviews that they were given. */
export function keptOf(pull: RawPull, { host, rules, repository, people }: Hosted): readonly Kept[] {
  const items = normalizePull(pull, { repo: repository.id, host: host.name, rules });
  return items.flatMap((item): Kept[] => (people.made(item) ? [item] : people.wasGiven(item) ? [{ ...item, received: true }] : []));
}

/** What is known of how far a list was read, as it is kept. */
export const markOf = (progress: object): Mark =>
  Object.fromEntries(Object.entries(progress).filter((entry): entry is [string, string] => entry[1] !== undefined));

/** Stores what one page told, and how far it was read. */
export function writePage({ store }: Pipeline, repository: HostedRepo, items: readonly Kept[], watermark: Watermark, stage: Stage): void {
  const contributions: Contribution[] = [];
  const received: Contribution[] = [];
  const identities = new Map<IdentityId, Identity>();
  const noise: Noise[] = [];
  for (const item of items) {
    (item.received ? received : contributions).push(item.contribution);
    noise.push(...item.noise);
    for (const person of item.people) identities.set(person.id, person);
    for (const { path, reason } of item.noise) if (path === undefined) stage.skip(reason);
  }
  const before = store.watermark(repository.id, watermark.location, watermark.person);
  if (items.length === 0 && JSON.stringify(before) === JSON.stringify(watermark.mark)) return;
  store.writeBatch({ repo: repoOf(repository), contributions, received, identities: [...identities.values()], noise, watermark });
}

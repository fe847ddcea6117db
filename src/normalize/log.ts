import { createHash } from 'node:crypto';
import type { Contribution, Identity, Stated } from '../domain/contribution.ts';
import { logId, type RepoId } from '../domain/ids.ts';
import { categoryOf, type LogCategory, type RawEntry } from '../domain/log.ts';
import { prefixOf, statedOf } from './stated.ts';

/** Where and whose the entries of a file are. */
export interface LogPlace {
  readonly repo: RepoId;
  /** Absolute path, and its last part as it is shown. */
  readonly file: string;
  readonly name: string;
  /** Whose an entry is. */
  readonly whose: (entry: RawEntry) => Identity;
  /** The middle of an ISO day on the user's clock. */
  readonly noon: (day: string) => { readonly at: number; readonly offset: number };
}

export interface NormalizedLog {
  readonly contributions: readonly Contribution[];
  /** Lines that say in every word what another said: they are that one. */
  readonly repeated: readonly number[];
}

/** Entries as contributions. An entry is known again by its days, its title and whose it is: its line, note, hours and kinds may change. */
export function normalizeLog(entries: readonly RawEntry[], place: LogPlace): NormalizedLog {
  const seen = new Map<string, string[]>();
  const contributions: Contribution[] = [];
  const repeated: number[] = [];
  for (const entry of entries) {
    const identity = place.whose(entry);
    const content = JSON.stringify([entry.from, entry.to, entry.title, identity.id]);
    const details = JSON.stringify([entry.note, entry.hours, entry.kinds, entry.link]);
    const before = seen.get(content) ?? [];
    if (before.includes(details)) {
      repeated.push(entry.line);
      continue;
    }
    seen.set(content, [...before, details]);
    const key = createHash('sha256')
      .update(JSON.stringify([content, before.length]))
      .digest('hex')
      .slice(0, 16);
    contributions.push(contribution(entry, key, identity, place));
  }
  return { contributions, repeated };
}

function contribution(entry: RawEntry, key: string, identity: Identity, { repo, file, name, noon }: LogPlace): Contribution {
  const { line, from, to, period, title, note, kinds, hours, link } = entry;
  const { at, offset } = noon(to);
  const { category, stated } = kindOf(entry);
  return {
    id: logId(repo, key),
    kind: 'work_log',
    repo,
    key: `${name}:${line}`,
    author: identity.id,
    credit: [{ identity: identity.id, role: 'author', share: 1 }],
    at,
    offset,
    landedAt: at,
    subject: title,
    body: note,
    messageHash: createHash('sha256').update(`${title}\n\n${note}`).digest('hex'),
    trailers: [],
    refs: [],
    parents: [],
    files: [],
    lines: 'counted',
    ...(stated ? { stated } : {}),
    assistants: [],
    orphan: false,
    host: {
      kind: 'work_log',
      file,
      line,
      ...(category ? { category } : {}),
      tags: kinds,
      ...(hours === undefined ? {} : { hours }),
      ...(link === undefined ? {} : { link }),
      ...(from === to ? {} : { from }),
      ...(period ? { period } : {}),
    },
  };
}

/** What its kinds and tags say it is: the first that is known decides, a category before a type of change. */
function kindOf({ kinds, title }: RawEntry): { readonly category?: LogCategory; readonly stated?: Stated } {
  const category = kinds.map(categoryOf).find((known) => known !== undefined);
  if (category) return { category };
  const type = kinds.map((kind) => prefixOf(`${kind.toLowerCase()}: `).type).find((known) => known !== undefined);
  const stated = type === undefined ? statedOf(title, '') : { type, breaking: false };
  return stated ? { stated } : {};
}

import { createHash } from 'node:crypto';
import type { Contribution, Credit } from '../domain/contribution.ts';
import type { Param } from './libsql.ts';
import { encodeFiles, type Level, LINE_COUNTS, listOrNull, uidOf } from './rows.ts';

/** What is stored of a contribution that comes again. */
export interface Known {
  readonly uid: string;
  readonly id: number;
  readonly full: Level;
  readonly lines: number;
  readonly files: string;
  readonly orphan: 0 | 1;
  readonly digest: string | null;
}

export const DETAIL_SQL = `INSERT OR REPLACE INTO detail(contribution, key, at_offset, landed_at, subject, body, message_hash, trailers, refs, parents, stated,
    assistants, host, digest) VALUES (${Array.from({ length: 14 }, () => '?').join(', ')})`;

export const uidText = (item: Contribution): string => {
  const uid = uidOf(item);
  return typeof uid === 'string' ? uid : item.key;
};

/** The cheap pass after the thorough one must not forget the counts. What was missing may have come since, and is asked for again. */
export function keepingLines(item: Contribution, old: Known): Contribution {
  if (LINE_COUNTS[old.lines] !== 'counted' || item.lines === 'counted') return item;
  const counts = new Map((JSON.parse(old.files) as [string, number | null, number | null][]).map(([path, ...rest]) => [path, rest]));
  const files = item.files.map((file) => {
    const [added = file.added, deleted = file.deleted] = counts.get(file.path) ?? [];
    return { ...file, added, deleted };
  });
  return { ...item, files, lines: 'counted' };
}

export const isSame = (old: Known, item: Contribution, digest: string): boolean =>
  old.digest === digest &&
  old.orphan === Number(item.orphan) &&
  old.lines === LINE_COUNTS.indexOf(item.lines) &&
  old.files === encodeFiles(item.files);

/** Of everything but what `isSame` compares itself; the same however the object was put together. */
export const digestOf = (item: Contribution): string =>
  createHash('sha1')
    .update(
      JSON.stringify({ ...item, credit: item.credit.toSorted(byIdentity), files: undefined, lines: undefined, orphan: undefined }, inOrder),
    )
    .digest('base64');
const byIdentity = (a: Credit, b: Credit): number => (a.identity < b.identity ? -1 : 1);
/** For JSON.stringify: the fields of objects by name. */
const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Whether the credit says anything that the author alone does not. */
export function isShared({ credit, author }: Contribution): boolean {
  const [only] = credit;
  return !(credit.length === 1 && only && only.identity === author && only.role === 'author' && only.share === 1);
}

/** One line for each identity: a trailer may name the author again. */
export function merged(credit: readonly Credit[]): Credit[] {
  const byIdentity = Map.groupBy(credit, ({ identity }) => identity);
  return [...byIdentity.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, share: more.reduce((sum, { share }) => sum + share, first.share) }] : [],
  );
}

export const detailRow = (id: number, item: Contribution, digest: string): Param[] => [
  id,
  item.kind === 'commit' && typeof uidOf(item) !== 'string' ? null : item.key,
  item.offset,
  item.landedAt,
  item.subject,
  item.body,
  item.messageHash,
  listOrNull(item.trailers),
  listOrNull(item.refs),
  listOrNull(item.parents),
  item.stated ? JSON.stringify(item.stated) : null,
  listOrNull(item.assistants),
  item.host ? JSON.stringify(item.host) : null,
  digest,
];

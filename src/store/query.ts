import { type Expression, type SqlBool, sql } from 'kysely';
import { CONTRIBUTION_KINDS, type Contribution, type ContributionKind, type Credit, type Noise } from '../domain/contribution.ts';
import type { ContributionId, IdentityId, RepoId } from '../domain/ids.ts';
import { type Correction, isChange, type OwnFamily, type Tag, type Tagged, type TagFamily } from '../domain/tags.ts';
import type { Period } from '../domain/time.ts';
import { CORRECTION, PUT_BACK, type Core } from './core.ts';
import { decodeFiles, LINE_COUNTS } from './rows.ts';
import type { Sql } from './schema.ts';
import { matchQuery } from './search.ts';
import { indexPending } from './text-index.ts';
import { rowsById } from './lookup.ts';

/** Which contributions; all conditions hold. Only those stored in full are found. */
export interface Filter {
  /** Theirs: as author, or with a part of the credit. Absent: anybody's. */
  readonly identities?: readonly IdentityId[];
  readonly period?: Pick<Period, 'from' | 'to'>;
  readonly repos?: readonly RepoId[];
  /** Words to find in subject, body and paths, each from its start; a sha from its fourth digit on. */
  readonly text?: string;
  /** The type counted under: a correction, else a sure tag; `unsure` for changes without. What was said of changes is of no type. */
  readonly types?: readonly string[];
  /** By a dimension of the user's own: a sure label there, or `unsure` for changes without. */
  readonly own?: { readonly family: OwnFamily; readonly label: string };
  /** `counted` leaves out orphans and what the ledger leaves out as a whole. Default `all`. */
  readonly noise?: 'counted' | 'all';
  /** Of a theme, say. */
  readonly ids?: readonly ContributionId[];
  readonly kinds?: readonly ContributionKind[];
}

/** `least-certain`: by the tag's probability; untagged first, corrected last. */
export type Order = 'newest' | 'oldest' | 'largest' | 'least-certain' | 'relevance';

export interface Page extends Filter {
  /** Default `newest`. `relevance` needs `text`. */
  readonly order?: Order;
  readonly offset?: number;
  /** Default: all. */
  readonly limit?: number;
  /** Of which family `tag` and `correction` are. Default `type`. */
  readonly family?: TagFamily;
}

const CHANGES = CONTRIBUTION_KINDS.flatMap((kind, place) => (isChange({ kind }) ? [place] : []));

/** Rows read at once: bounds the JSON of one read to a few megabytes. */
const CHUNK = 1000;

export function query(core: Core, page: Page): Tagged[] {
  return list(core, page).flatMap((ids) => tagged(core, ids, page));
}

/** As `query`, a thousand at a time, for whoever need not hold all of them. */
export function* queryEach(core: Core, page: Page): Generator<Tagged> {
  for (const ids of list(core, page)) yield* tagged(core, ids, page);
}

export const count = (core: Core, filter: Filter): number =>
  core.db.get(
    filtered(core, filter)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .compile(),
  )?.n ?? 0;

/** How many there are of each type, `unsure` for changes without one. */
export function countByType(core: Core, filter: Filter): Record<string, number> {
  const rows = core.db.all(
    filtered(core, filter)
      .where((eb) => eb.or([eb('c.type', 'is not', null), eb('c.kind', 'in', CHANGES)]))
      .select(['c.type', ({ fn }) => fn.countAll<number>().as('n')])
      .groupBy('c.type')
      .compile(),
  );
  return Object.fromEntries(rows.map(({ type, n }) => [type ?? 'unsure', n]));
}

/** Where a contribution stands among all that the page's filter finds, in its order; -1 where it is not among them. */
export function position(core: Core, page: Omit<Page, 'offset' | 'limit'>, id: ContributionId): number {
  const row = rowsById(core, [id]).get(id);
  return row === undefined ? -1 : list(core, page).flat().indexOf(row);
}

/** The page's rows in their order, from the listing index alone. */
function list(core: Core, page: Page): number[][] {
  let query = filtered(core, page).select('c.id');
  const order = page.order ?? 'newest';
  const match = page.text === undefined ? undefined : matchQuery(page.text);
  if (order === 'relevance' && match !== undefined) {
    const ranked = sql<{ id: number; rank: number }>`(SELECT rowid AS id, rank FROM search WHERE search MATCH ${match})`.as('s');
    query = query.innerJoin(ranked, (join) => join.onRef('s.id', '=', 'c.id')).orderBy('s.rank');
  }
  if (order === 'largest') query = query.orderBy('c.size', 'desc');
  if (order === 'least-certain') query = query.orderBy(certainty(page.family ?? 'type'));
  const direction = order === 'oldest' ? 'asc' : 'desc';
  query = query.orderBy('c.at', direction).orderBy('c.id', direction);
  const ids = core.db.all(
    query
      .limit(page.limit ?? -1)
      .offset(page.offset ?? 0)
      .compile(),
  );
  return Array.from({ length: Math.ceil(ids.length / CHUNK) }, (_, at) => ids.slice(at * CHUNK, (at + 1) * CHUNK).map(({ id }) => id));
}

/** Of what has no tag of this family by its kind there is nothing to be certain of: it comes last. */
const certainty = (family: TagFamily): Expression<number> =>
  sql<number>`iif(${family === 'type' ? sql`c.kind NOT IN ${list1(CHANGES)}` : sql`0`} OR EXISTS (${sql.raw(CORRECTION(`'${family}'`))}), 1,
    coalesce((SELECT t.p FROM tag t WHERE t.contribution = c.id AND t.family = ${family}), 0))`;

function filtered(core: Core, filter: Filter) {
  let query = core.sql.selectFrom('contribution as c').where('c.full', '=', 1);
  const { identities, period, repos, text, types, own, noise, ids, kinds } = filter;
  if (identities) query = query.where(theirs(core.sql, identities));
  if (period) query = query.where('c.at', '>=', period.from).where('c.at', '<', period.to);
  if (repos) query = query.where('c.repo', 'in', core.sql.selectFrom('repo').select('id').where('uid', 'in', list1(repos)));
  if (types) {
    const known = types.filter((type) => type !== 'unsure');
    query = query.where((eb) =>
      eb.or([
        eb('c.type', 'in', list1(known)),
        ...(known.length < types.length ? [eb.and([eb('c.type', 'is', null), eb('c.kind', 'in', CHANGES)])] : []),
      ]),
    );
  }
  if (own) query = query.where(labelled(own));
  if (kinds) query = query.where('c.kind', 'in', list1(kinds.map((kind) => CONTRIBUTION_KINDS.indexOf(kind))));
  if (noise === 'counted') query = query.where('c.counted', '=', 1);
  if (ids) query = query.where('c.id', 'in', list1([...rowsById(core, ids).values()]));
  if (text !== undefined && text.trim() !== '') {
    indexPending(core);
    query = query.where(says(text));
  }
  return query;
}

function labelled({ family, label }: NonNullable<Filter['own']>): Expression<SqlBool> {
  const sure = sql`SELECT 1 FROM tag t WHERE t.contribution = c.id AND t.family = ${family} AND t.unsure = 0`;
  return label === 'unsure'
    ? sql<SqlBool>`c.kind IN ${list1(CHANGES)} AND NOT EXISTS (${sure})`
    : sql<SqlBool>`EXISTS (${sure} AND t.label = ${label})`;
}

/** One parameter however long the list, so that the statement stays the same. */
const list1 = <T extends string | number>(values: readonly T[]) => sql<T>`(SELECT value FROM json_each(${JSON.stringify(values)}))`;

function theirs(db: Sql, identities: readonly IdentityId[]): Expression<SqlBool> {
  const rows = db.selectFrom('identity').select('id').where('uid', 'in', list1(identities));
  return sql<SqlBool>`(c.author IN ${rows} OR (c.shared = 1 AND c.id IN ${db.selectFrom('credit').select('contribution').where('identity', 'in', rows)}))`;
}

function says(text: string): Expression<SqlBool> {
  const match = matchQuery(text);
  if (match === undefined) return sql<SqlBool>`0`;
  const words = sql<SqlBool>`c.id IN (SELECT rowid FROM search WHERE search MATCH ${match})`;
  const sha = text.trim().toLowerCase();
  if (!/^[0-9a-f]{4,64}$/.test(sha)) return words;
  const [from, to] = [sha.padEnd(64, '0'), sha.padEnd(64, 'f')];
  // From the shortest bytes that begin so, to the longest.
  const least = sql`unhex(${from.slice(0, sha.length + (sha.length % 2))})`;
  const named = sql`SELECT id FROM contribution WHERE repo IN (SELECT id FROM repo) AND uid BETWEEN ${least} AND unhex(${to})`;
  return sql<SqlBool>`(${words} OR c.id IN (${named}))`;
}

interface Row {
  readonly id: ContributionId;
  readonly kind: number;
  readonly repo: RepoId;
  readonly key: string;
  readonly author: IdentityId;
  readonly at: number;
  readonly offset: number;
  readonly landedAt: number;
  readonly subject: string;
  readonly body: string;
  readonly messageHash: string;
  readonly trailers: string | null;
  readonly refs: string | null;
  readonly parents: string | null;
  readonly files: string;
  readonly lines: number;
  readonly stated: string | null;
  readonly assistants: string | null;
  readonly host: string | null;
  readonly reverts: string | null;
  readonly orphan: 0 | 1;
  readonly credit: string | null;
}

interface TaggedRow extends Row {
  readonly noise: string | null;
  readonly tag: string | null;
  readonly correction: string | null;
}

/** An id as domain/ids.ts makes it. */
export const ID = `iif(typeof(c.uid) = 'blob', 'commit:' || r.uid || '@' || lower(hex(c.uid)), c.uid)`;
const CONTRIBUTION = `${ID} AS id, c.kind, r.uid AS repo, coalesce(d.key, lower(hex(c.uid))) AS key, i.uid AS author, c.at, d.at_offset AS offset,
  d.landed_at AS landedAt, d.subject, d.body, d.message_hash AS messageHash, d.trailers, d.refs, d.parents, c.files, c.lines, d.stated, d.assistants, d.host,
  c.reverts, c.orphan, iif(c.shared, (SELECT json_group_array(json_array(k.uid, s.role, printf('%!.17g', s.share)) ORDER BY s.role, s.share DESC)
    FROM credit s JOIN identity k ON k.id = s.identity WHERE s.contribution = c.id), NULL) AS credit`;
/** Rows of these ids, in the order of the list. */
const FROM = `FROM json_each(?) j CROSS JOIN contribution c ON c.id = j.value JOIN detail d ON d.contribution = c.id
  JOIN repo r ON r.id = c.repo JOIN identity i ON i.id = c.author`;

function tagged(core: Core, ids: readonly number[], { identities, family = 'type' }: Page): Tagged[] {
  const rows = core.db.all<TaggedRow>({
    sql: `SELECT ${CONTRIBUTION},
        (SELECT json_group_array(json_array(n.path, n.reason, n.detail, n.of)) FROM noise n WHERE n.contribution = c.id AND NOT ${PUT_BACK}) AS noise,
        (SELECT json_array(t.label, printf('%!.17g', t.p), t.unsure, t.stated, json(t.scores), m.hash, json(m.labels))
           FROM tag t JOIN model m ON m.id = t.model WHERE t.contribution = c.id AND t.family = ?1) AS tag,
        (SELECT json_array(x.label, x.at) FROM (${CORRECTION('?1')}) x) AS correction
      ${FROM.replace('?', '?2')} ORDER BY j.key`,
    parameters: [family, JSON.stringify(ids)],
  });
  const mine = identities && new Set(identities);
  return rows.map((row) => {
    const item = contribution(row);
    const noise = ledger(item.id, row.noise);
    const tag = row.tag === null ? undefined : tagOf(family, row.tag);
    const correction = row.correction === null ? undefined : correctionOf(item.id, family, row.correction);
    const share = mine ? item.credit.reduce((sum, part) => sum + (mine.has(part.identity) ? part.share : 0), 0) : 1;
    return { ...item, noise, share: Math.min(1, share), ...(tag && { tag }), ...(correction && { correction }) };
  });
}

/** Contributions as they were written, of these rows. */
export const contributionsOf = (core: Core, ids: readonly number[]): Contribution[] =>
  core.db.all<Row>({ sql: `SELECT ${CONTRIBUTION} ${FROM} ORDER BY j.key`, parameters: [JSON.stringify(ids)] }).map(contribution);

function contribution(row: Row): Contribution {
  const { id, repo, key, author, at, offset, landedAt, subject, body, messageHash, reverts, stated } = row;
  const credit = row.credit === null ? [{ identity: author, role: 'author' as const, share: 1 }] : creditOf(row.credit);
  const item = { id, repo, key, author, credit, at, offset, landedAt, subject, body, messageHash };
  return {
    ...item,
    kind: CONTRIBUTION_KINDS[row.kind] ?? 'commit',
    trailers: JSON.parse(row.trailers ?? '[]') as Contribution['trailers'],
    refs: JSON.parse(row.refs ?? '[]') as string[],
    parents: JSON.parse(row.parents ?? '[]') as string[],
    files: decodeFiles(row.files),
    lines: LINE_COUNTS[row.lines] ?? 'pending',
    ...(stated === null ? {} : { stated: JSON.parse(stated) as NonNullable<Contribution['stated']> }),
    assistants: JSON.parse(row.assistants ?? '[]') as string[],
    ...(reverts === null ? {} : { reverts }),
    ...(row.host === null ? {} : { host: JSON.parse(row.host) as NonNullable<Contribution['host']> }),
    orphan: row.orphan === 1,
  };
}

const creditOf = (json: string): Credit[] =>
  (JSON.parse(json) as [string, Credit['role'], string][]).map(([identity, role, share]) => ({ identity, role, share: Number(share) }));

const ledger = (id: ContributionId, json: string | null): Noise[] =>
  (JSON.parse(json ?? '[]') as [string, Noise['reason'], string, string | null][]).map(([path, reason, detail, of]) => ({
    contribution: id,
    ...(path === '' ? {} : { path }),
    reason,
    detail,
    ...(of === null ? {} : { of }),
  }));

function tagOf(family: TagFamily, json: string): Tag {
  const [label, p, unsure, stated, scores, model, labels] = JSON.parse(json) as [
    string,
    string,
    0 | 1,
    string | null,
    number[],
    string,
    string[],
  ];
  return {
    family,
    label,
    p: Number(p),
    unsure: unsure === 1,
    ...(stated === null ? {} : { stated }),
    scores: Object.fromEntries(labels.map((name, at) => [name, (scores[at] ?? 0) / SCORE_UNIT])),
    model,
  };
}
/** Scores are kept to five digits. */
export const SCORE_UNIT = 100_000;

function correctionOf(contribution: ContributionId, family: TagFamily, json: string): Correction {
  const [label, at] = JSON.parse(json) as [string, number];
  return { contribution, family, label, at };
}

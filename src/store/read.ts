import {
  CONTRIBUTION_KINDS,
  type ContributionKind,
  type Identity,
  type Noise,
  NOISE_REASONS,
  type NoiseReason,
  type Repo,
} from '../domain/contribution.ts';
import { commitId, type ContributionId, type IdentityId, LOG_PREFIX, type RepoId } from '../domain/ids.ts';
import type { SlimCommit } from '../domain/slim.ts';
import type { EpochMs, Period } from '../domain/time.ts';
import { type Core, MERGED, PUT_BACK } from './core.ts';
import { isOf, rowsOf } from './lookup.ts';
import { ID } from './query.ts';
import { LINE_COUNTS, noiseReasons, RECEIVED } from './rows.ts';
import type { Schema } from './schema.ts';

/** Slim commits of one read: about 300 KB of JSON. */
const CHUNK = 2000;

type SlimRow = readonly [
  row: number,
  sha: string,
  at: number,
  author: number,
  files: string,
  lines: number,
  reviewers: string | null,
  reverts: string | null,
  noise: number,
];

/**
 * Every commit of a repository that a ref still reaches, oldest first, a few thousand in memory at a time.
 * Goes on rightly while others write: what is added behind its place is not seen.
 */
export function* slim(core: Core, repo: RepoId, period?: Pick<Period, 'from' | 'to'>): Generator<SlimCommit> {
  const names = new Map<number, IdentityId>();
  const named = (row: number): IdentityId => {
    const known = names.get(row);
    if (known !== undefined) return known;
    for (const { id, uid } of core.db.all<{ id: number; uid: string }>({ sql: 'SELECT id, uid FROM identity', parameters: [] }))
      names.set(id, uid);
    return names.get(row) ?? '';
  };
  let at = period?.from ?? -Number.MAX_VALUE;
  let row = 0;
  for (;;) {
    const rows = core.db.tuples<SlimRow>({
      sql: `SELECT c.id AS row, lower(hex(c.uid)) AS sha, c.at, c.author, c.files, c.lines, c.reviewers, c.reverts,
          iif(c.full, (${FULL_NOISE}), c.noise) AS noise
        FROM contribution c WHERE c.repo = (SELECT id FROM repo WHERE uid = ?1) AND (c.at, c.id) > (?2, ?3) AND c.at < ?4
          AND c.kind = 0 AND c.orphan = 0 AND typeof(c.uid) = 'blob' ORDER BY c.at, c.id LIMIT ${CHUNK}`,
      parameters: [repo, at, row, period?.to ?? Number.MAX_VALUE],
    });
    for (const read of rows) yield slimCommit(repo, read, named);
    const last = rows.at(-1);
    if (!last || rows.length < CHUNK) return;
    [row, , at] = last;
  }
}

/** The bits a slim row would have, from the ledger as it is now. */
const FULL_NOISE = `SELECT coalesce(sum(DISTINCT 1 << (b.key)), 0) FROM noise n JOIN json_each('${JSON.stringify(NOISE_REASONS)}') b ON b.value = n.reason
  WHERE n.contribution = c.id AND n.path = '' AND NOT ${PUT_BACK}`;

function slimCommit(repo: RepoId, row: SlimRow, named: (row: number) => IdentityId): SlimCommit {
  const [, sha, at, author, files, counted, reviewers, reverts, noise] = row;
  const paths: string[] = [];
  const created: string[] = [];
  const lines: (readonly [number | null, number | null])[] = [];
  for (const [path, added, deleted, status] of JSON.parse(files) as [string, number | null, number | null, string?][]) {
    paths.push(path);
    lines.push([added, deleted]);
    if (status === 'A') created.push(path);
  }
  return {
    id: commitId(repo, sha),
    sha,
    repo,
    at,
    author: named(author),
    paths,
    ...(created.length > 0 && { created }),
    ...(LINE_COUNTS[counted] !== 'pending' && { lines }),
    ...(reviewers !== null && { reviewers: (JSON.parse(reviewers) as number[]).map(named) }),
    ...(reverts !== null && { reverts }),
    ...(noise !== 0 && { noise: noiseReasons(noise) }),
  };
}

export interface PendingLines {
  readonly repo: RepoId;
  /** Only what these wrote, or have a part in. */
  readonly identities?: readonly IdentityId[];
  readonly limit?: number;
}

/** Shas of commits whose lines were not counted yet, newest first. */
export const pendingLines = (core: Core, { repo, identities, limit = -1 }: PendingLines): string[] =>
  core.db
    .all<{ sha: string }>({
      sql: `SELECT lower(hex(c.uid)) AS sha FROM contribution c WHERE ${PENDING} AND typeof(c.uid) = 'blob'
          ${identities ? `AND c.id IN (${PENDING_OF})` : ''}
        ORDER BY c.at DESC, c.id DESC LIMIT ?2`,
      parameters: [repo, limit, ...(identities ? [JSON.stringify(identities)] : [])],
    })
    .map(({ sha }) => sha);

const PENDING = 'repo = (SELECT id FROM repo WHERE uid = ?1) AND lines = 0 AND kind = 0 AND orphan = 0';
/** What they wrote, by its index, and what they share: of a long history nearly everything may be pending, and never wanted. */
const PENDING_OF = `SELECT id FROM contribution INDEXED BY contribution_pending WHERE ${PENDING} AND author IN (${rowsOf('?3')})
  UNION ALL SELECT contribution FROM credit WHERE identity IN (${rowsOf('?3')})`;

/** Shas of commits whose lines could not be counted because something was not there, newest first. */
export const missingLines = (core: Core, { repo, identities, limit = -1 }: PendingLines): string[] =>
  core.db
    .all<{ sha: string }>({
      sql: `SELECT lower(hex(c.uid)) AS sha FROM contribution c WHERE c.repo = (SELECT id FROM repo WHERE uid = ?1) AND c.lines = 1 AND c.kind = 0
          AND c.orphan = 0 AND typeof(c.uid) = 'blob' ${identities ? `AND ${isOf('?3')}` : ''}
        ORDER BY c.at DESC, c.id DESC LIMIT ?2`,
      parameters: [repo, limit, ...(identities ? [JSON.stringify(identities)] : [])],
    })
    .map(({ sha }) => sha);

/** Shas of a repository that are stored: all, or those of chosen people with their text. */
export const shas = (core: Core, repo: RepoId, only: 'all' | 'full' = 'all'): string[] =>
  core.db
    .all<{ sha: string }>({
      sql: `SELECT lower(hex(c.uid)) AS sha FROM contribution c WHERE c.repo = (SELECT id FROM repo WHERE uid = ?) AND typeof(c.uid) = 'blob'
        ${only === 'full' ? 'AND c.full = 1' : ''}`,
      parameters: [repo],
    })
    .map(({ sha }) => sha);

/** Shas of these that are not stored in full yet: what has to be read again when someone is chosen. */
export const notFull = (core: Core, repo: RepoId, identities: readonly IdentityId[]): string[] =>
  core.db
    .all<{ sha: string }>({
      sql: `SELECT lower(hex(c.uid)) AS sha FROM contribution c WHERE c.repo = (SELECT id FROM repo WHERE uid = ?) AND c.full = 0 AND c.orphan = 0
          AND typeof(c.uid) = 'blob' AND c.author IN (SELECT id FROM identity WHERE uid IN (SELECT value FROM json_each(?)))
        ORDER BY c.at DESC, c.id DESC`,
      parameters: [repo, JSON.stringify(identities)],
    })
    .map(({ sha }) => sha);

/** Repositories, and work logs (`isLog`). */
export const repos = (core: Core): Repo[] =>
  core.db
    .all(
      core.sql.selectFrom('repo').select(['uid', 'name', 'path', 'remote', 'web']).where('name', 'is not', null).orderBy('uid').compile(),
    )
    .map(({ uid, name, path, remote, web }) => ({
      id: uid,
      name: name ?? uid,
      path: path ?? '',
      ...(remote !== null && { remote }),
      ...(web !== null && { web }),
    }));

export const identities = (core: Core): Identity[] =>
  core.db.all(core.sql.selectFrom('identity').select(['uid', 'name', 'email', 'login', 'host']).orderBy('id').compile()).map(identityOf);

export type IdentityRow = Readonly<Pick<Schema['identity'], 'uid' | 'name' | 'email' | 'login' | 'host'>>;
export const identityOf = ({ uid, name, email, login, host }: IdentityRow): Identity => ({
  id: uid,
  name,
  email,
  ...(login !== null && { login }),
  ...(host !== null && { host }),
});

export interface Author {
  readonly identity: Identity;
  readonly contributions: number;
}

/** Who wrote in these repositories, most contributions first; orphans and what counts for nothing as a whole left out. */
export const authors = (core: Core, of: readonly RepoId[], limit = -1): Author[] =>
  core.db
    .all<IdentityRow & { readonly n: number }>({
      sql: `SELECT i.uid, i.name, i.email, i.login, i.host, a.n FROM (
          SELECT c.author, count(*) AS n FROM contribution c INDEXED BY contribution_author
          WHERE c.repo IN (SELECT id FROM repo WHERE uid IN (SELECT value FROM json_each(?))) AND c.orphan = 0 AND iif(c.full, c.counted, c.noise = 0)
          GROUP BY c.author ORDER BY n DESC LIMIT ?) a JOIN identity i ON i.id = a.author ORDER BY a.n DESC, i.uid`,
      parameters: [JSON.stringify(of), limit],
    })
    .map(({ n, ...row }) => ({ identity: identityOf(row), contributions: n }));

export interface LedgerFilter {
  readonly identities?: readonly IdentityId[];
  readonly period?: Pick<Period, 'from' | 'to'>;
  readonly repos?: readonly RepoId[];
  readonly reason?: NoiseReason;
  readonly offset?: number;
  readonly limit?: number;
}

/** A ledger line with what is shown beside it. */
export interface LedgerEntry extends Noise {
  readonly kind: ContributionKind;
  readonly repo: RepoId;
  readonly key: string;
  readonly at: EpochMs;
  readonly subject: string;
  /** The user lets it count after all. */
  readonly putBack: boolean;
  /** The user has said that it is the same work as `of`. */
  readonly merged: boolean;
}

const LEDGER = `FROM noise n JOIN contribution c ON c.id = n.contribution JOIN repo r ON r.id = c.repo JOIN detail d ON d.contribution = c.id
  WHERE c.orphan = 0 AND c.at >= ?1 AND c.at < ?2
    AND (?3 IS NULL OR ${isOf('?3')})
    AND (?4 IS NULL OR r.uid IN (SELECT value FROM json_each(?4))) AND (?5 IS NULL OR n.reason = ?5)`;

const ledgerParams = ({ period, identities, repos, reason }: LedgerFilter): (string | number | null)[] => [
  period?.from ?? -Number.MAX_VALUE,
  period?.to ?? Number.MAX_VALUE,
  identities ? JSON.stringify(identities) : null,
  repos ? JSON.stringify(repos) : null,
  reason ?? null,
];

/** The noise ledger, newest first: put-back lines too. */
export const ledger = (core: Core, filter: LedgerFilter): LedgerEntry[] =>
  core.db
    .all<{
      id: ContributionId;
      kind: number;
      repo: RepoId;
      key: string;
      at: number;
      subject: string;
      path: string;
      reason: NoiseReason;
      detail: string;
      of: string | null;
      putBack: 0 | 1;
      merged: 0 | 1;
    }>({
      sql: `SELECT ${ID} AS id, c.kind, r.uid AS repo, coalesce(d.key, lower(hex(c.uid))) AS key, c.at, d.subject, n.path, n.reason, n.detail, n.of,
          ${PUT_BACK} AS putBack, ${MERGED} AS merged ${LEDGER} ORDER BY c.at DESC, c.id DESC, n.path, n.reason LIMIT ?6 OFFSET ?7`,
      parameters: [...ledgerParams(filter), filter.limit ?? -1, filter.offset ?? 0],
    })
    .map(({ id, kind, path, of, putBack, merged, ...rest }) => ({
      ...rest,
      contribution: id,
      kind: CONTRIBUTION_KINDS[kind] ?? 'commit',
      ...(path === '' ? {} : { path }),
      ...(of === null ? {} : { of }),
      putBack: putBack === 1,
      merged: merged === 1,
    }));

/** Lines in force by reason. */
export function ledgerCounts(core: Core, filter: Omit<LedgerFilter, 'offset' | 'limit'>): Partial<Record<NoiseReason, number>> {
  return counted(core, filter, `NOT ${PUT_BACK}`);
}

/** Lines that count after all, by reason. */
export function putBackCounts(core: Core, filter: Omit<LedgerFilter, 'offset' | 'limit'>): Partial<Record<NoiseReason, number>> {
  return counted(core, filter, PUT_BACK);
}

function counted(core: Core, filter: LedgerFilter, which: string): Partial<Record<NoiseReason, number>> {
  const rows = core.db.all<{ reason: NoiseReason; n: number }>({
    sql: `SELECT n.reason, count(*) AS n ${LEDGER} AND ${which} GROUP BY n.reason`,
    parameters: ledgerParams(filter),
  });
  return Object.fromEntries(rows.map(({ reason, n }) => [reason, n]));
}

/** What lies in the store, for a user to read. */
export interface Summary {
  readonly bytes: number;
  readonly repos: number;
  readonly identities: number;
  /** E-mail addresses that a code host has verified as the user's. */
  readonly addresses: number;
  /** With text. */
  readonly full: number;
  /** Those of them that a code host told: pull requests, reviews, issues and comments. */
  readonly hosted: number;
  /** Those of them that were imported from work logs. */
  readonly logged: number;
  /** Reviews and comments of others, kept for whom they were given to. */
  readonly received: number;
  /** Who, when and which files only. */
  readonly slim: number;
  readonly orphans: number;
  readonly tags: number;
  readonly embeddings: number;
  readonly corrections: number;
  /** Heads that learned from them. */
  readonly heads: number;
  readonly merges: number;
  readonly putBacks: number;
  /** Pairs of contributions that are the same work. */
  readonly sameWork: number;
  readonly edits: number;
  readonly auditLines: number;
}

const HOSTED = (['pull_request', 'review', 'review_comment', 'issue', 'issue_comment', 'pull_comment'] as const).map((kind) =>
  CONTRIBUTION_KINDS.indexOf(kind),
);

export function summary(core: Core): Summary {
  const acts = (kind: string): string =>
    `(SELECT count(DISTINCT json_array(repo, hex(target), key)) FROM act WHERE kind = '${kind}' AND undone = 0)`;
  const row = core.db.get<Summary>({
    sql: `SELECT (SELECT p.page_count * s.page_size FROM pragma_page_count p, pragma_page_size s) AS bytes,
      (SELECT count(*) FROM repo WHERE uid NOT LIKE '${LOG_PREFIX}%') AS repos, (SELECT count(*) FROM identity) AS identities,
      (SELECT coalesce(sum(json_array_length(emails)), 0) FROM mailbox) AS addresses,
      (SELECT count(*) FROM contribution WHERE full = 1) AS full,
      (SELECT count(*) FROM contribution WHERE full = 1 AND kind IN (${HOSTED.join(', ')})) AS hosted,
      (SELECT count(*) FROM contribution WHERE full = 1 AND kind = ${CONTRIBUTION_KINDS.indexOf('work_log')}) AS logged, (SELECT count(*) FROM contribution WHERE full = ${RECEIVED}) AS received,
      (SELECT count(*) FROM contribution WHERE full = 0) AS slim,
      (SELECT count(*) FROM contribution WHERE orphan = 1) AS orphans,
      (SELECT count(*) FROM tag) AS tags, (SELECT count(*) FROM embedding) AS embeddings,
      ${acts('correction')} AS corrections, (SELECT count(*) FROM head) AS heads, ${acts('merge')} AS merges, ${acts('put-back')} AS putBacks, ${acts('same-work')} AS sameWork, ${acts('edit')} AS edits,
      (SELECT count(*) FROM audit) AS auditLines`,
    parameters: [],
  });
  if (!row) throw new TypeError('a query of counts gave no row');
  return row;
}

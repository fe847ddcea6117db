import { Kysely, SqliteDialect, type ColumnType, type Generated } from 'kysely';
import type { Database } from './libsql.ts';

/** Bytes: never selected as they are (see libsql.ts), only as `hex()`. */
type Bytes = ColumnType<never, Uint8Array | string>;
type Flag = 0 | 1;
/** JSON text; the comment beside each says of what. */
type Json = string;

/** The tables of migrations.ts, for Kysely. */
export interface Schema {
  meta: { key: string; value: string | number };
  repo: { id: Generated<number>; uid: string; name: string | null; path: string | null; remote: string | null; web: string | null };
  /** `mark`: whatever its source needs to go on from there. `person`: '' for everybody. */
  source: { repo: number; location: string; person: string; mark: Json; at: number };
  identity: { id: Generated<number>; uid: string; name: string; email: string; login: string | null; host: string | null };
  /** `emails`: JSON array; `token`: a mark that tells tokens apart. */
  mailbox: { host: string; login: string; name: string; emails: Json; etag: string | null; token: string; at: number };
  contribution: ContributionTable;
  detail: DetailTable;
  credit: { contribution: number; identity: number; role: string; share: number };
  /** `path`: '' for the whole contribution. */
  noise: { contribution: number; path: string; reason: string; detail: string; of: string | null };
  search: { rowid: number; search: string; rank: number };
  /** Weights that made tags or vectors; `labels`: JSON array, the order of `tag.scores`. */
  model: { id: Generated<number>; hash: string; labels: Json };
  tag: TagTable;
  embedding: { id: Generated<number>; contribution: number; encoder: number; text_hash: string; vector: Bytes; features: Bytes | null };
  act: ActTable;
  audit: { id: Generated<number>; uid: string; at: number; act: string; subject: string; detail: string };
}

interface ContributionTable {
  id: Generated<number>;
  repo: number;
  uid: Bytes;
  /** Place in CONTRIBUTION_KINDS. */
  kind: number;
  author: number;
  at: number;
  /** See rows.ts. */
  files: Json;
  /** Place in LINE_COUNTS (rows.ts), worst first. */
  lines: number;
  /** Array of identity rows; null: not known. */
  reviewers: Json | null;
  reverts: string | null;
  /** Bits by place in NOISE_REASONS: why the whole counts for nothing, as the slim commit said. */
  noise: number;
  orphan: Flag;
  shared: Flag;
  /** Level of rows.ts. */
  full: 0 | 1 | 2;
  counted: Flag;
  size: number;
  type: string | null;
}

interface DetailTable {
  contribution: number;
  /** Null for a commit: its key is its sha. */
  key: string | null;
  at_offset: number;
  landed_at: number;
  subject: string;
  body: string;
  message_hash: string;
  trailers: Json | null;
  refs: Json | null;
  parents: Json | null;
  stated: Json | null;
  assistants: Json | null;
  /** HostFacts of pull requests, reviews, issues and comments. */
  host: Json | null;
  /** Of all that is stored of it: tells an unchanged contribution without comparing fields. */
  digest: string;
}

interface TagTable {
  contribution: number;
  family: string;
  model: number;
  text_hash: string;
  label: string;
  p: number;
  unsure: Flag;
  stated: string | null;
  /** Array of probabilities in 1/100,000, in the order of the model's labels. */
  scores: Json;
  /** 0: the contribution has changed since; shown until the tagger has looked again. */
  fresh: Flag;
}

interface ActTable {
  id: Generated<number>;
  uid: string;
  kind: string;
  repo: number | null;
  target: Bytes | null;
  key: string;
  value: Json;
  at: number;
  undone: Flag;
}

export type Sql = Kysely<Schema>;

/** Builds typed queries; `Database.all(query.compile())` runs them, in step with the writes of this process. */
export const sqlFor = (db: Database): Sql => new Kysely<Schema>({ dialect: new SqliteDialect({ database: db }) });

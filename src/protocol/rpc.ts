import * as v from 'valibot';
import type { DeviceReport } from '../domain/device.ts';
import { LOCALES } from '../domain/draft.ts';
import { NOISE_REASONS } from '../domain/contribution.ts';
import { TrackRecordError } from '../domain/result.ts';
import { DOCUMENTING } from './documents.ts';
import { EDITING } from './editing.ts';
import { CHOOSING } from './models.ts';
import { accounts, count, listOf, own, story, text } from './fields.ts';
import { TAGGER } from './tagger.ts';
import { IMPORTING } from './importing.ts';
import { TEACHING } from './teaching.ts';
import type { ContributionRow, NoiseRow, SnapshotHead } from './snapshot.ts';

/** Rows of one page at most: at 500 bytes a row well under a frame. */
export const MAX_PAGE = 200;

const page = { offset: count, limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_PAGE)) };

const rowsPage = v.object({ revision: count, total: count, rows: listOf<ContributionRow>() });
type RowsPage = v.InferOutput<typeof rowsPage>;

const query = v.object({
  /** Words that must all occur in the subject, body, key, assistants or a path. */
  text,
  /** A type, or `unsure`. */
  type: text,
  repo: text,
  theme: text,
  /** A dimension of the user's own and a label in it, or `unsure`, as `ownKey` names them. */
  own: v.exactOptional(text),
  sort: v.picklist(['newest', 'oldest', 'largest', 'least-certain']),
});

/**
 * Every request the editor makes of the engine. Parameters are checked where they arrive, replies where they are awaited.
 * `exclusive` ones rewrite the store: the engine runs them one after the other. All can be cancelled; those that take long tell progress.
 */
export const REQUESTS = {
  /** First of all, after each start: which store, and how to speak. */
  open: {
    params: v.object({
      /** Absolute path of the folder that holds the store. */
      folder: text,
      /** 64 hex digits: the key the store is encrypted with. */
      key: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      locale: v.picklist(LOCALES),
      /** IANA zone of the user's clock. */
      zone: text,
      /** Where the model runs; absent: the fastest device that works. */
      device: v.exactOptional(text),
      /** A model of the user's choice, and a file of labels of the user's own; absent: none. */
      model: v.exactOptional(text),
      labels: v.exactOptional(text),
      /** The extension's version: an engine of another one refuses. */
      version: text,
    }),
    reply: v.object({ revision: count }),
    exclusive: true,
  },
  /** Reads what is new in the repositories of these folders, and of the code hosts there are accounts for, tags it and assesses it. */
  analyze: {
    params: v.object({ ...story, accounts }),
    reply: v.object({
      revision: count,
      contributions: count,
      /** How many of them were not there before. */
      added: count,
      milliseconds: v.number(),
      device: v.string(),
      /** That and why; absent where nothing had to be tagged. */
      devices: v.exactOptional(own<DeviceReport>((value) => 'attempts' in value)),
      warnings: v.array(v.string()),
    }),
    exclusive: true,
  },
  /** What the panel shows first; rows and noise are paged. */
  head: {
    params: v.object({
      ...story,
      /** What was assessed last will do, if there is any: it comes at once, and an analysis that follows tells what is new. */
      old: v.exactOptional(v.boolean()),
      /** With the first page of the answer to this query. */
      first: v.exactOptional(v.object({ query, limit: page.limit })),
    }),
    reply: own<SnapshotHead & { readonly first?: RowsPage }>((value) => 'schema' in value && value.schema === 1),
    exclusive: false,
  },
  /** One page of the contributions that answer a query. Empty strings mean "any". */
  rows: {
    params: v.object({ ...story, query, ...page }),
    reply: rowsPage,
    exclusive: false,
  },
  /** One contribution, and where it stands in the answer to a query: -1 where it does not. */
  row: {
    params: v.object({ ...story, query, id: text }),
    reply: v.object({
      revision: count,
      position: v.pipe(v.number(), v.integer(), v.minValue(-1)),
      row: v.exactOptional(own<ContributionRow>((value) => 'id' in value)),
    }),
    exclusive: false,
  },
  noise: {
    params: v.object({ ...story, reason: v.picklist(NOISE_REASONS), ...page }),
    reply: v.object({ revision: count, total: count, rows: listOf<NoiseRow>() }),
    exclusive: false,
  },
  /** Who wrote in these folders, most commits first, and whose accounts the code hosts are asked with: to choose oneself from. */
  authors: {
    params: v.object({ folders: story.folders, limit: page.limit, accounts }),
    reply: v.array(
      v.object({
        id: v.string(),
        name: v.string(),
        email: v.string(),
        commits: count,
        self: v.boolean(),
        /** Signed in at this host, and without a commit here. */
        signedIn: v.exactOptional(v.string()),
      }),
    ),
    exclusive: false,
  },
  ...EDITING,
  ...DOCUMENTING,
  ...TEACHING,
  ...TAGGER,
  ...CHOOSING,
  ...IMPORTING,
  /** What lies in the store, in words and numbers a user can read. */
  stored: {
    params: v.object({}),
    reply: v.object({
      path: v.string(),
      bytes: count,
      items: v.array(v.object({ name: v.string(), count, note: v.string() })),
    }),
    exclusive: false,
  },
  /** Removes the store and everything derived from it. */
  erase: {
    params: v.object({}),
    reply: v.object({ removed: v.array(v.string()) }),
    exclusive: true,
  },
} as const;

export type Method = keyof typeof REQUESTS;
export type Params<M extends Method> = v.InferOutput<(typeof REQUESTS)[M]['params']>;
export type Reply<M extends Method> = v.InferOutput<(typeof REQUESTS)[M]['reply']>;
/** Whose work, where and when. */
export type Story = Omit<Params<'analyze'>, 'accounts'>;
/** Tokens by the host they were made for. */
export type Accounts = NonNullable<Params<'analyze'>['accounts']>;
export const METHODS = Object.keys(REQUESTS) as readonly Method[];

/** What the engine says unasked. */
export interface Notices {
  /** The store has changed, by this window or another: what is shown may be old. */
  readonly stale: { readonly revision: number };
  readonly log: { readonly level: LogLevel; readonly message: string; readonly data?: Readonly<Record<string, unknown>> };
}
export type Notice = keyof Notices;

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A request on the wire. */
export interface Envelope {
  readonly params: unknown;
  /** Progress is told under this number; absent: nobody listens. */
  readonly progress?: number;
}

/** JSON-RPC error code of every refusal (outside the range JSON-RPC keeps for itself); its stable reason is in `data`. */
export const REFUSED = 1;

/** `data` of such an error. */
export interface Refusal {
  readonly reason: string;
}

/** @throws TrackRecordError `bad-message` that names the first field that does not fit. */
export function check<S extends v.GenericSchema>(schema: S, value: unknown, what: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new TrackRecordError('bad-message', `${what}: ${v.getDotPath(issue) ?? 'value'}: ${issue.message}`);
}

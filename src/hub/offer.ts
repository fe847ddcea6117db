import * as v from 'valibot';
import { failed } from './errors.ts';
import { addressOf, get, type Hub } from './request.ts';

/** A file of a model as the hub lists it. */
export interface OfferedFile {
  readonly name: string;
  readonly bytes: number;
  /** Checksum it must have: SHA-256 of large files, git's own (SHA-1 of a blob) of small ones. */
  readonly sum: { readonly sha256: string } | { readonly blob: string };
}

/** What would be fetched, to be shown before it is. */
export interface Offer {
  readonly id: string;
  /** The commit whose files these are. */
  readonly revision: string;
  readonly license: string | null;
  /** As its config.json names it; undefined where the hub does not say. */
  readonly architecture: string | undefined;
  readonly from: string;
  readonly files: readonly OfferedFile[];
  readonly bytes: number;
}

/** Which files a model needs, in the layout of the hub. */
export interface Wanted {
  /** One of them, best first. */
  readonly graphs: readonly string[];
  readonly needed: readonly string[];
  /** Taken where they are there. */
  readonly welcome: readonly string[];
}

const HEX40 = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));
const InfoSchema = v.object({
  sha: HEX40,
  siblings: v.array(
    v.object({
      rfilename: v.string(),
      size: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)))),
      blobId: v.optional(v.nullable(HEX40)),
      lfs: v.optional(
        v.nullable(v.object({ sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), size: v.pipe(v.number(), v.minValue(0)) })),
      ),
    }),
  ),
  cardData: v.optional(v.nullable(v.object({ license: v.optional(v.unknown()) }))),
  config: v.optional(v.nullable(v.object({ architectures: v.optional(v.nullable(v.array(v.string()))) }))),
});
/** Of the answer, bytes: a list of files is some kilobytes. */
const ANSWER_LIMIT = 8 << 20;

/** Asks the hub what a model consists of: its name is all that is sent. @throws TrackRecordError `hub-…`, `model-…` */
export async function offerOf(hub: Hub, id: string, wanted: Wanted, signal?: AbortSignal): Promise<Offer> {
  const url = `${addressOf(hub, 'api', 'models', id)}?blobs=true`;
  const response = await get(hub, id, url, { accept: 'application/json' }, signal);
  const info = parse(await textOf(response, hub, signal), hub);
  const listed = new Map(info.siblings.map((file) => [file.rfilename, file]));
  const graph = wanted.graphs.find((name) => listed.has(name));
  if (graph === undefined)
    throw failed.unusable(
      id,
      `it has no ONNX graph (${wanted.graphs.join(', ')}). Choose one that was exported to ONNX, such as those of onnx-community`,
    );
  const missing = wanted.needed.filter((name) => !listed.has(name));
  if (missing.length > 0) throw failed.unusable(id, `it has no ${missing.join(' and no ')}. Choose another model`);
  const names = [...wanted.needed, ...[...wanted.welcome, `${graph}_data`].filter((name) => listed.has(name)), graph];
  const files = names.map((name): OfferedFile => {
    const { size, blobId, lfs } = listed.get(name) ?? {};
    const bytes = lfs?.size ?? size;
    const sum = lfs ? { sha256: lfs.sha256 } : blobId ? { blob: blobId } : undefined;
    if (typeof bytes !== 'number' || !sum) throw failed.strange(hub.base, `no size or checksum of ${name}`);
    return { name, bytes, sum };
  });
  const license = info.cardData?.license;
  return {
    id,
    revision: info.sha,
    license: typeof license === 'string' && license.length < 100 ? license.replaceAll(/[^\x20-\x7e]/g, ' ') : null,
    architecture: info.config?.architectures?.[0],
    from: hub.base,
    files,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
  };
}

async function textOf(response: Response, hub: Hub, signal: AbortSignal | undefined): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of response.body ?? []) {
      length += part.length;
      if (length > ANSWER_LIMIT) throw failed.strange(hub.base, 'an endless answer');
      parts.push(part);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof TypeError ? failed.unreachable(hub.base, error.message) : error;
  }
  return Buffer.concat(parts).toString('utf8');
}

function parse(text: string, hub: Hub): v.InferOutput<typeof InfoSchema> {
  try {
    return v.parse(InfoSchema, JSON.parse(text));
  } catch {
    throw failed.strange(hub.base, 'no list of files');
  }
}

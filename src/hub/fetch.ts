import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TrackRecordError } from '../domain/result.ts';
import { failed } from './errors.ts';
import type { Offer, OfferedFile } from './offer.ts';
import { addressOf, get, type Hub, reasonOf } from './request.ts';

export interface FetchOptions {
  /** Told of all bytes there are, of all files. */
  readonly onBytes?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Which revision lies in a folder that is not complete. */
const MARK = '.revision';

/**
 * Fetches the files of an offer into a folder, and goes on where it was cut short. Each is complete only once its length and checksum are what
 * was listed; until then it is called `….part`.
 * @returns SHA-256 of each file
 * @throws TrackRecordError `hub-…`, `model-…`, `download-incomplete`, `download-damaged`, `disk-full`, `model-folder`
 */
export async function fetchFiles(
  hub: Hub,
  offer: Offer,
  folder: string,
  { onBytes, signal }: FetchOptions = {},
): Promise<ReadonlyMap<string, string>> {
  try {
    await prepare(folder, offer);
    const sums = new Map<string, string>();
    let before = 0;
    for (const file of offer.files) {
      const start = before;
      sums.set(file.name, await fetchFile(hub, offer, file, folder, { onBytes: (done) => onBytes?.(start + done), signal }));
      before += file.bytes;
      onBytes?.(before);
    }
    return sums;
  } catch (error) {
    if (error instanceof TrackRecordError || signal?.aborted) throw error;
    if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) throw failed.disk(folder, error);
    throw failed.folder(folder, error);
  }
}

/** Another revision's files would not fit. */
async function prepare(folder: string, { id, revision }: Offer): Promise<void> {
  const mark = `${id}@${revision}`;
  const found = await readFile(path.join(folder, MARK), 'utf8').catch(() => undefined);
  if (found !== mark) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, MARK), mark);
}

async function fetchFile(
  hub: Hub,
  { id, revision }: Offer,
  file: OfferedFile,
  folder: string,
  { onBytes, signal }: FetchOptions,
): Promise<string> {
  const place = path.join(folder, file.name);
  const part = `${place}.part`;
  await mkdir(path.dirname(place), { recursive: true });
  const whole = await checked(place, file);
  if (whole !== undefined) return whole;
  let have = (await stat(part).catch(() => undefined))?.size ?? 0;
  if (have > file.bytes) have = 0;
  if (have < file.bytes || file.bytes === 0) {
    const url = addressOf(hub, id, 'resolve', revision, file.name);
    const response = await get(hub, id, url, { 'accept-encoding': 'identity', ...(have > 0 ? { range: `bytes=${have}-` } : {}) }, signal);
    // Who does not know ranges sends all.
    const from = response.status === 206 && startOf(response) === have ? have : 0;
    if (response.status === 206 && from !== have) throw failed.strange(hub.base, 'another part than was asked for');
    have = await append(response, part, { from, limit: file.bytes, hub, onBytes, signal });
  }
  if (have < file.bytes) throw failed.incomplete(file.name, have, file.bytes);
  const sha256 = await checked(part, file);
  if (sha256 === undefined) {
    await rm(part, { force: true });
    throw failed.damaged(file.name);
  }
  await rename(part, place);
  return sha256;
}

interface Appending extends FetchOptions {
  readonly from: number;
  readonly limit: number;
  readonly hub: Hub;
}

/** @returns bytes the file has then */
async function append(response: Response, file: string, { from, limit, hub, onBytes, signal }: Appending): Promise<number> {
  const handle = await open(file, from > 0 ? 'r+' : 'w');
  const body = response.body?.getReader();
  let at = from;
  try {
    for (;;) {
      const next = await body?.read().catch((error: unknown) => {
        signal?.throwIfAborted();
        // What came is on the disk, and the next try goes on from it.
        if (at > from) return undefined;
        throw failed.unreachable(hub.base, reasonOf(error));
      });
      if (!next || next.done) return at;
      if (at + next.value.length > limit) throw failed.strange(hub.base, 'more than was listed');
      await handle.write(next.value, 0, next.value.length, at);
      at += next.value.length;
      onBytes?.(at);
    }
  } finally {
    await handle.close();
    // What is left of it is not waited for.
    await body?.cancel().catch(() => {});
  }
}

const startOf = (response: Response): number =>
  Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? Number.NaN);

/** SHA-256 of a file that is what was listed; undefined where it is not, or is not there. */
async function checked(place: string, { bytes, sum }: OfferedFile): Promise<string | undefined> {
  if ((await stat(place).catch(() => undefined))?.size !== bytes) return undefined;
  const sha256 = createHash('sha256');
  const blob = createHash('sha1').update(`blob ${bytes}\0`);
  for await (const chunk of createReadStream(place, { highWaterMark: 1 << 20 })) {
    sha256.update(chunk as Buffer);
    if ('blob' in sum) blob.update(chunk as Buffer);
  }
  const made = sha256.digest('hex');
  return ('sha256' in sum ? made === sum.sha256 : blob.digest('hex') === sum.blob) ? made : undefined;
}

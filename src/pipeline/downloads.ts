import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { GRAPHS, NEEDED, otherArchitecture, taskOf, WELCOME } from '../classify/any/folder.ts';
import { type ModelSpec, parseModelSpec } from '../classify/any/spec.ts';
import { TrackRecordError } from '../domain/result.ts';
import { failed } from '../hub/errors.ts';
import { fetchFiles, type FetchOptions } from '../hub/fetch.ts';
import { type Offer, offerOf } from '../hub/offer.ts';
import { hubOf } from '../hub/request.ts';
import { isRunning } from '../util/process.ts';

type HubSpec = Extract<ModelSpec, { kind: 'hub' }>;
type Environment = Readonly<Record<string, string | undefined>>;

const RecordSchema = v.object({
  format: v.literal(1),
  id: v.string(),
  revision: v.string(),
  license: v.nullable(v.string()),
  /** Where it came from: the hub, or a mirror. */
  from: v.string(),
  /** Ms since 1970. */
  at: v.number(),
  files: v.record(v.string(), v.object({ bytes: v.number(), sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) })),
});

/** What is kept of a download beside its files: written last, so that half a model is never taken for a whole one. */
export type DownloadRecord = v.InferOutput<typeof RecordSchema>;

const RECORD = 'model.json';
/** Of a download that is not complete. */
const PARTIAL = '.partial';
const modelsFolder = (dataDir: string): string => path.join(dataDir, 'models');

/** Where a model of the hub stands. @throws TrackRecordError `bad-model` */
export function hubModel(written: string): HubSpec {
  const spec = parseModelSpec(written);
  if (spec.kind === 'hub') return spec;
  throw new TrackRecordError('bad-model', `${spec.folder} is a folder: there is nothing to download.`);
}

/** A model that was downloaded before. @throws TrackRecordError `model-not-downloaded` */
export async function downloaded(dataDir: string, { id, slug }: HubSpec): Promise<DownloadRecord & { readonly folder: string }> {
  const folder = path.join(modelsFolder(dataDir), slug);
  const record = await readRecord(folder);
  // Where file names have no case, two ids may share a folder.
  if (record?.id === id) return { ...record, folder };
  throw new TrackRecordError(
    'model-not-downloaded',
    `The model ${id} is not on this machine. Run "Track Record: Choose Model" in the editor, or give --allow-download on the command line, to see what it consists of and to download it.`,
  );
}

/** Where models are asked for. @throws TrackRecordError `hub-address` */
export const hubAddress = (env: Environment): string => hubOf(env).base;

/** Asks the hub what a model consists of. An act of the user's, each time. @throws TrackRecordError `hub-…`, `model-…` */
export async function offerModel({ id }: HubSpec, env: Environment, signal?: AbortSignal): Promise<Offer> {
  const offer = await offerOf(hubOf(env), id, { graphs: GRAPHS, needed: NEEDED, welcome: WELCOME }, signal);
  const { architecture } = offer;
  if (architecture !== undefined && taskOf(architecture) === undefined) throw otherArchitecture(id, architecture);
  return offer;
}

/**
 * Fetches what was offered, and said yes to, into the user's data. Where it is cut short, the next try goes on from there. Others may fetch the
 * same at the same time: each works in a folder of its own.
 * @throws TrackRecordError `hub-…`, `model-…`, `download-…`, `disk-full`
 */
export async function downloadModel(
  dataDir: string,
  offer: Offer,
  env: Environment,
  options: FetchOptions & { readonly now: () => number },
): Promise<void> {
  const { slug } = hubModel(offer.id);
  const folder = path.join(modelsFolder(dataDir), slug);
  const hub = hubOf(env);
  const partial = await claim(folder);
  try {
    const sums = await fetchFiles(hub, offer, partial, options);
    const { id, revision, license, from } = offer;
    const files = Object.fromEntries(offer.files.map(({ name, bytes }) => [name, { bytes, sha256: sums.get(name) ?? '' }]));
    const record: DownloadRecord = { format: 1, id, revision, license, from, at: options.now(), files };
    await writeWhole(path.join(partial, RECORD), JSON.stringify(record, undefined, 2));
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder).catch(async (error: unknown) => {
      // Somebody else was faster by a moment: theirs is as whole as ours.
      if ((await readRecord(folder))?.revision !== revision) throw failed.folder(folder, error);
      await rm(partial, { recursive: true, force: true });
    });
  } finally {
    held.delete(partial);
    // For whoever goes on; where one lies there already, that one is as good.
    await rename(partial, `${folder}${PARTIAL}`).catch(() => {});
  }
  for (const left of await leftOf(folder)) await rm(left, { recursive: true, force: true });
}

/** What this process is downloading to. */
const held = new Set<string>();
let claims = 0;

/** A folder of this process's own, with what a download left in it that was cut short, if there is one. */
async function claim(folder: string): Promise<string> {
  const left = await leftOf(folder);
  const own = `${folder}.${process.pid}-${++claims}${PARTIAL}`;
  held.add(own);
  for (const one of left) {
    const isOurs = await rename(one, own).then(
      () => true,
      () => false,
    );
    if (isOurs) break;
  }
  return own;
}

/** What downloads of a model left that nobody works on: they gave up, or their process has gone. */
async function leftOf(folder: string): Promise<readonly string[]> {
  const [above, base] = [path.dirname(folder), path.basename(folder)];
  const names = await readdir(above).catch(() => []);
  return names
    .filter((name) => {
      if (!name.startsWith(base) || !name.endsWith(PARTIAL)) return false;
      const whose = name.slice(base.length, -PARTIAL.length);
      const pid = Number(/^\.(\d+)-\d+$/.exec(whose)?.[1] ?? Number.NaN);
      return whose === '' || pid === process.pid || (pid > 0 && !isRunning(pid));
    })
    .map((name) => path.join(above, name))
    .filter((file) => !held.has(file));
}

/** On the disk when it returns: what follows relies on it. */
async function writeWhole(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export interface StoredModel extends Pick<DownloadRecord, 'id' | 'license' | 'from'> {
  readonly bytes: number;
}

/** Models that were downloaded, by name. */
export async function storedModels(dataDir: string): Promise<readonly StoredModel[]> {
  const names = await readdir(modelsFolder(dataDir)).catch(() => []);
  const records = await Promise.all(
    names.filter((name) => !name.endsWith(PARTIAL)).map((name) => readRecord(path.join(modelsFolder(dataDir), name))),
  );
  return records
    .filter((record) => record !== undefined)
    .map(({ id, license, from, files }) => ({ id, license, from, bytes: Object.values(files).reduce((sum, file) => sum + file.bytes, 0) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Removes all of them, half ones too. */
export const removeModels = (dataDir: string): Promise<void> => rm(modelsFolder(dataDir), { recursive: true, force: true });

async function readRecord(folder: string): Promise<DownloadRecord | undefined> {
  try {
    return v.parse(RecordSchema, JSON.parse(await readFile(path.join(folder, RECORD), 'utf8')));
  } catch {
    return undefined;
  }
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { ModelSpec } from '../classify/any/spec.ts';
import { TrackRecordError } from '../domain/result.ts';

type HubSpec = Extract<ModelSpec, { kind: 'hub' }>;

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

export const RECORD = 'model.json';
export const modelsFolder = (dataDir: string): string => path.join(dataDir, 'models');

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

export async function readRecord(folder: string): Promise<DownloadRecord | undefined> {
  try {
    return v.parse(RecordSchema, JSON.parse(await readFile(path.join(folder, RECORD), 'utf8')));
  } catch {
    return undefined;
  }
}

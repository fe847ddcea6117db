import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { TrackRecordError } from '../domain/result.ts';

const FileSchema = v.object({ bytes: v.number(), sha256: v.string() });
const ManifestSchema = v.object({
  format: v.literal(1),
  name: v.string(),
  encoder: v.object({
    weights: v.string(),
    /** 8-bit arithmetic, for the CPU. */
    cpu: v.string(),
    /** Float arithmetic in standard operators, for every other provider. */
    gpu: v.string(),
    /** The same in half precision; of the same weights, and so no part of the model's identity. */
    half: v.exactOptional(v.string()),
    tokenizer: v.string(),
    dimensions: v.pipe(v.number(), v.integer()),
    maxTokens: v.pipe(v.number(), v.integer()),
  }),
  /** What all heads read, of a change its message and files together: the encoder's lower layers, its upper ones fine-tuned on types. */
  changes: v.object({
    /** Of the fine-tuned layers; the others are in the encoder's file. */
    weights: v.string(),
    cpu: v.string(),
    gpu: v.string(),
    half: v.exactOptional(v.string()),
    tokens: v.pipe(v.number(), v.integer()),
    messageTokens: v.pipe(v.number(), v.integer()),
  }),
  heads: v.array(v.string()),
  files: v.record(v.string(), FileSchema),
});

/** `manifest.json` of a model folder: its parts, and what their bytes must be. */
export type Manifest = v.InferOutput<typeof ManifestSchema>;

export interface ModelIdentity {
  readonly name: string;
  /** Of encoder and heads: tags made by another are stale. 16 hex digits. */
  readonly hash: string;
  /** Of the encoder alone: embeddings made by another are stale. */
  readonly encoderHash: string;
  /** The same of the change encoder. */
  readonly changesHash: string;
  /** Files of the heads, named after what they tell: `heads/review-category.json`. */
  readonly heads: readonly string[];
}

/**
 * Reads the manifest only: cheap, and enough to know whose tags are fresh.
 * @throws TrackRecordError `model-missing`, `model-corrupt`
 */
export async function readManifest(dir: string): Promise<Manifest> {
  const file = path.join(dir, 'manifest.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new TrackRecordError(
      'model-missing',
      `There is no tagger model in ${dir} (manifest.json cannot be read). Install Track Record again.`,
      {
        cause,
      },
    );
  }
  try {
    return v.parse(ManifestSchema, JSON.parse(text));
  } catch (cause) {
    throw corrupt(file, 'it is not a manifest this version reads', cause);
  }
}

/** The parts of the encoder, in the order in which their hashes are taken. */
export const encoderFiles = ({ encoder }: Manifest): string[] => [encoder.weights, encoder.cpu, encoder.gpu, encoder.tokenizer];

/** The same of the change encoder, which reads the encoder's weights and vocabulary too. */
export const changeEncoderFiles = ({ encoder, changes }: Manifest): string[] => [
  encoder.weights,
  encoder.tokenizer,
  changes.weights,
  changes.cpu,
  changes.gpu,
];

/** @param own hash of a user's own head, where it is used in place of a shipped one. */
export function identityOf(manifest: Manifest, own?: string): ModelIdentity {
  const digest = (names: readonly string[]): string => {
    const hash = createHash('sha256');
    for (const name of names) hash.update(`${name} ${manifest.files[name]?.sha256 ?? ''}\n`);
    return hash.digest('hex').slice(0, 16);
  };
  const with_ = (hash: string): string =>
    own === undefined ? hash : createHash('sha256').update(`${hash} ${own}`).digest('hex').slice(0, 16);
  const [encoder, changes] = [encoderFiles(manifest), changeEncoderFiles(manifest)];
  return {
    name: manifest.name,
    encoderHash: digest(encoder),
    changesHash: digest(changes),
    hash: with_(digest([...encoder, ...changes, ...manifest.heads])),
    heads: manifest.heads,
  };
}

/**
 * Compares files with what the manifest says of them.
 * @throws TrackRecordError `model-corrupt` naming the first that differs
 */
export async function verifyFiles(dir: string, manifest: Manifest, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const expected = manifest.files[name];
    if (!expected) throw corrupt(path.join(dir, 'manifest.json'), `it does not list ${name}`);
    const file = path.join(dir, name);
    const { bytes, sha256 } = await digestOf(file).catch((cause: unknown) => {
      throw corrupt(file, 'it cannot be read', cause);
    });
    if (bytes !== expected.bytes) throw corrupt(file, `it has ${bytes} bytes, not ${expected.bytes}`);
    if (sha256 !== expected.sha256) throw corrupt(file, 'its content is not what was shipped (SHA-256 differs)');
  }
}

/** Throws what the file system throws. */
export async function digestOf(file: string): Promise<v.InferOutput<typeof FileSchema>> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const part = chunk as Buffer;
    hash.update(part);
    bytes += part.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Of the model that ships. */
export const corrupt = (file: string, why: string, cause?: unknown): TrackRecordError =>
  new TrackRecordError('model-corrupt', `The tagger model is damaged: ${file}: ${why}. Install Track Record again.`, { cause });

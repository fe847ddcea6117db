import { open, readFile, rename, rm } from 'node:fs/promises';
import { TrackRecordError } from '../../domain/result.ts';
import { readSafetensors, type TensorFile, writeSafetensors } from '../onnx/safetensors.ts';
import type { FloatTensor } from '../onnx/tensor.ts';
import { toFloat32 } from '../onnx/tensor.ts';

/** All that a run needs to go on as if it had not stopped. */
export interface Checkpoint {
  /** Steps taken. */
  readonly step: number;
  readonly parameters: ReadonlyMap<string, FloatTensor>;
  readonly optimizer: ReadonlyMap<string, FloatTensor>;
  /** The best on the validation set so far. */
  readonly best?: { readonly step: number; readonly score: number; readonly parameters: ReadonlyMap<string, FloatTensor> };
  /** Evaluations since the best one. */
  readonly waited: number;
  /** Of the options and the data: a checkpoint is resumed by the same run only. */
  readonly fingerprint: string;
}

/** Written beside, synced and renamed: a kill leaves the old one or the new one, never half of one. */
export async function saveCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const { step, waited, fingerprint, best } = checkpoint;
  const prefixed = (prefix: string, tensors: ReadonlyMap<string, FloatTensor> = new Map()) =>
    [...tensors].map(([name, tensor]) => [prefix + name, tensor] as const);
  const tensors = new Map([
    ...prefixed('p/', checkpoint.parameters),
    ...prefixed('o/', checkpoint.optimizer),
    ...prefixed('b/', best?.parameters),
  ]);
  const metadata = {
    state: JSON.stringify({ step, waited, fingerprint, ...(best ? { best: { step: best.step, score: best.score } } : {}) }),
  };
  await writeAtomically(path, writeSafetensors({ tensors, metadata }));
}

/**
 * The checkpoint at `path`, or undefined where there is none.
 * @throws TrackRecordError `bad-checkpoint` where it cannot be read or belongs to another run.
 */
export async function loadCheckpoint(path: string, fingerprint: string): Promise<Checkpoint | undefined> {
  const bytes = await bytesOf(path);
  if (!bytes) return undefined;
  const { tensors, metadata } = parts(path, bytes);
  const state = parsed(path, metadata['state']);
  if (state.fingerprint !== fingerprint) throw bad(path, 'it belongs to a run with other options or data');
  const group = (prefix: string) =>
    new Map(
      [...tensors].flatMap(([name, tensor]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), toFloat32(tensor)] as const] : [])),
    );
  const { step, waited, best } = state;
  return {
    step,
    waited,
    fingerprint,
    parameters: group('p/'),
    optimizer: group('o/'),
    ...(best ? { best: { ...best, parameters: group('b/') } } : {}),
  };
}

/**
 * The step that a run will go on from: 0 where there is no checkpoint. Curves are kept up to it.
 * @throws TrackRecordError `bad-checkpoint` where it cannot be read.
 */
export async function stepOfCheckpoint(path: string): Promise<number> {
  const bytes = await bytesOf(path);
  return bytes ? parsed(path, parts(path, bytes).metadata['state']).step : 0;
}

function parts(path: string, bytes: Uint8Array): TensorFile {
  try {
    return readSafetensors(bytes);
  } catch (cause) {
    throw bad(path, 'it is damaged', cause);
  }
}

const bytesOf = (path: string): Promise<Buffer | undefined> =>
  readFile(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw bad(path, 'it cannot be opened', error);
  });

/** After a run that was finished. @public */
export const removeCheckpoint = (path: string): Promise<void> => rm(path, { force: true });

async function writeAtomically(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      for (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    // Half of one is of no use, and where the disk is full its room is.
    await rm(temporary, { force: true });
    throw error;
  }
}

interface State {
  readonly step: number;
  readonly waited: number;
  readonly fingerprint: string;
  readonly best?: { readonly step: number; readonly score: number };
}

function parsed(path: string, text: string | undefined): State {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (isState(value)) return value;
  } catch (cause) {
    throw bad(path, 'its state is damaged', cause);
  }
  throw bad(path, 'its state is damaged');
}

function isState(value: unknown): value is State {
  if (typeof value !== 'object' || value === null) return false;
  const { step, waited, fingerprint }: Partial<Record<keyof State, unknown>> = value;
  return typeof step === 'number' && typeof waited === 'number' && typeof fingerprint === 'string';
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

const bad = (path: string, why: string, cause?: unknown): TrackRecordError =>
  new TrackRecordError(
    'bad-checkpoint',
    `The checkpoint ${path} cannot be resumed: ${why}. Delete it to start anew, or run with the options it was made with.`,
    cause === undefined ? {} : { cause },
  );

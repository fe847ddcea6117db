import path from 'node:path';
import type { Attempt, Device, Finding, Precision } from '../domain/device.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { Tried, Try } from './attempt.ts';
import { graphOf } from './choose.ts';
import { assertRuntime, precisions } from './devices.ts';
import { changeEncoderFiles, type Manifest, verifyFiles } from './model.ts';
import { cosine, type Embedding } from './vectors.ts';

/**
 * Least cosine with the CPU's vectors in float32 for a device to be used. The vectors are compared as they are kept, in 8 bits a
 * dimension. What the shipped model's 8-bit arithmetic costs on a processor that computes it rightly is in models/README.md.
 */
export const TOLERANCE: Readonly<Record<Precision, number>> = { int8: 0.97, float16: 0.995, float32: 0.999 };

/** A device that takes longer for a few texts than the CPU for so many full batches, and than so many ms, is slower than the CPU. */
const PATIENCE = { batches: 1, least: 500 };
/** The CPU's timing is what others are compared with. */
const ALL_THE_TIME = 60_000;

export interface SurveyOptions {
  readonly modelDir: string;
  readonly manifest: Manifest;
  readonly threads: number;
  readonly attempt: Try;
  /** Whether the CPU is timed even where it is alone. */
  readonly timed: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Tries these devices, each in the best precision it can be used in. The CPU is always among them: in float32 it gives the vectors that all
 * others are compared with, its own 8-bit arithmetic included.
 * @throws TrackRecordError `model-missing`, `model-corrupt`; `device-unavailable` where not even the CPU runs.
 */
export async function survey(devices: readonly Device[], options: SurveyOptions): Promise<readonly Attempt[]> {
  const { modelDir, manifest, threads, attempt, timed, signal } = options;
  assertRuntime();
  // A damaged file must not be taken for a device that does not work.
  const { half } = manifest.changes;
  await verifyFiles(modelDir, manifest, [...changeEncoderFiles(manifest), ...(half === undefined ? [] : [half])]);
  const run = (device: Device, precision: Precision, patience: number): Promise<Tried> => {
    const { tokenizer, dimensions, maxTokens } = manifest.encoder;
    const graph = path.join(modelDir, graphOf(manifest.changes, { precision }));
    return attempt(
      { device, precision, graph, tokenizer: path.join(modelDir, tokenizer), dimensions, maxTokens, threads, patience },
      signal,
    );
  };
  // With nothing to compare with there is nothing to time, and both can run at once.
  const isAlone = devices.every((device) => device === 'cpu') && !timed;
  const patience = isAlone ? 0 : ALL_THE_TIME;
  const first = run('cpu', 'float32', patience);
  if (!isAlone) await first;
  const [reference, int8] = await Promise.all([first, run('cpu', 'int8', patience)]);
  if (reference.kind !== 'ran')
    throw new TrackRecordError(
      'device-unavailable',
      `The tagger does not even run on the CPU: ${whyOf(reference)}. Install Track Record again.`,
    );
  const found = (device: Device, precision: Precision, tried: Tried): Attempt => ({
    device,
    precision,
    finding: compared(tried, reference.vectors, precision),
  });
  const attempts = [found('cpu', 'float32', reference), found('cpu', 'int8', int8)];
  const fastest = Math.min(
    ...attempts.map(({ finding }) => (finding.kind === 'works' ? (finding.milliseconds ?? 0) : Number.POSITIVE_INFINITY)),
  );
  for (const device of devices) {
    if (device === 'cpu') continue;
    for (const precision of precisions(device)) {
      if (precision === 'float16' && half === undefined) continue;
      const tried = await run(device, precision, Math.max(PATIENCE.least, PATIENCE.batches * fastest));
      const attempt = found(device, precision, tried);
      attempts.push(attempt);
      if (attempt.finding.kind === 'works') break;
    }
  }
  return attempts;
}

function compared(tried: Tried, reference: readonly Embedding[], precision: Precision): Finding {
  if (tried.kind !== 'ran') return tried;
  const { vectors, milliseconds, over } = tried;
  const agreement = vectors.length === reference.length ? Math.min(...vectors.map((v, i) => cosine(v, reference[i] ?? v))) : 0;
  if (agreement < TOLERANCE[precision]) return { kind: 'differs', agreement };
  return { kind: 'works', ...(milliseconds === undefined ? {} : { milliseconds }), over, agreement };
}

const whyOf = (tried: Exclude<Tried, { kind: 'ran' }>): string =>
  tried.kind === 'failed' ? tried.reason : tried.kind === 'crashed' ? `it crashed (${tried.how})` : `no answer in ${tried.seconds} s`;

import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { BertConfig } from '../bert/config.ts';
import type { BertWeights } from '../bert/weights.ts';
import { feed, GraphSession } from '../graph/session.ts';
import type { SessionOptions } from '../graph/session.ts';
import { float32 } from '../onnx/tensor.ts';
import { lengthOf, planBatches } from '../train/batches.ts';
import type { BatchOptions, Example } from '../train/batches.ts';
import { IO, lowerGraph } from '../train/build.ts';
import { padded, widened } from '../train/feeds.ts';
import type { Plan } from '../train/plan.ts';

export interface StateOptions extends SessionOptions {
  readonly config: BertConfig;
  readonly weights: BertWeights;
  /** Its lowest trained layer is where the states are taken. */
  readonly plan: Plan;
  readonly batch: BatchOptions;
  /** Folder the states are kept in: 768 bytes a token of 384 units. */
  readonly cache: string;
  readonly onProgress?: (done: number, of: number) => void;
}

/** Examples done before what there is is written. */
const PART = 1024;

/**
 * Examples with what the layers below the trained ones make of them: those layers run once and not in every epoch and fold. Kept in
 * half precision in files of a thousand examples each, so that a kill loses one of them.
 */
export async function withStates(examples: readonly Example[], options: StateOptions): Promise<Example[]> {
  await mkdir(options.cache, { recursive: true });
  const base = fingerprint(options);
  let session: GraphSession | undefined;
  const out: Example[] = [];
  try {
    for (let from = 0; from < examples.length; from += PART) {
      const part = examples.slice(from, from + PART);
      const file = path.join(options.cache, `states-${digestOf(base, part)}.f16`);
      let states = await readStates(file, part, options.config.hidden);
      if (!states) {
        session ??= await GraphSession.create(lowerGraph(options.plan, options.config, options.weights), options);
        states = await computed(session, part, options);
        await writeStates(file, states);
      }
      for (const [i, example] of part.entries()) out.push({ ...example, states: states[i] ?? new Float16Array(0) });
      options.onProgress?.(out.length, examples.length);
    }
  } finally {
    await session?.release();
  }
  return out;
}

async function computed(session: GraphSession, part: readonly Example[], { config, batch }: StateOptions): Promise<Float16Array[]> {
  const { hidden, positions } = config;
  const out = part.map((example) => new Float16Array(lengthOf(example) * hidden));
  for (const indices of planBatches([...part.keys()], (i) => part[i]?.input.length ?? 0, batch)) {
    const { tokens, mask } = padded(
      indices.flatMap((i) => part[i] ?? []),
      positions,
    );
    const { rows, length } = tokens;
    const results = await session.run({
      [IO.ids]: feed({ dtype: 'int64', dims: [rows, length], data: widened(tokens.ids) }),
      [IO.mask]: feed(float32([rows, length], mask)),
    });
    const states = results.get(IO.rows)?.data ?? new Float32Array(0);
    for (const [row, i] of indices.entries()) {
      const own = out[i];
      const from = row * length * hidden;
      if (own) own.set(states.subarray(from, from + own.length));
    }
  }
  return out;
}

/** Undefined where there is none, or it was cut short. */
async function readStates(file: string, part: readonly Example[], hidden: number): Promise<Float16Array[] | undefined> {
  const sizes = part.map((example) => lengthOf(example) * hidden);
  const total = sizes.reduce((a, b) => a + b, 0);
  const known = await stat(file).catch(() => undefined);
  if (known?.size !== total * Float16Array.BYTES_PER_ELEMENT) return undefined;
  const bytes = await readFile(file);
  const all = new Float16Array(bytes.buffer, bytes.byteOffset, total);
  let at = 0;
  return sizes.map((size) => all.subarray(at, (at += size)));
}

async function writeStates(file: string, states: readonly Float16Array[]): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = await open(temporary, 'w');
  try {
    for (const own of states) await handle.write(new Uint8Array(own.buffer, own.byteOffset, own.byteLength));
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

/** Of the layers that run: their numbers and how many they are. */
const fingerprint = ({ plan, config, weights }: StateOptions): string => digestOfWeights(weights, [plan, config]);

/** Of what is computed of examples by weights, however it is told. */
export function digestOfWeights(weights: BertWeights, how: unknown = ''): string {
  const hash = createHash('sha256').update(JSON.stringify(how));
  for (const [name, { data }] of weights) hash.update(name).update(data);
  return hash.digest('hex');
}

/** Of examples' inputs, for a name of the file that keeps what was made of them. */
export function digestOf(base: string, part: readonly Example[]): string {
  const hash = createHash('sha256').update(base);
  for (const { input } of part) hash.update(String(input.length)).update(input);
  return hash.digest('hex').slice(0, 24);
}

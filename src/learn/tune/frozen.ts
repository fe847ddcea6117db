import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Embedding } from '../../classify/vectors.ts';
import { Random } from '../../util/random.ts';
import type { Example } from '../train/batches.ts';
import { embedded } from './run.ts';
import type { TuneRun } from './run.ts';
import { digestOf, digestOfWeights } from './states.ts';

/** Examples done before their vectors are written. */
const PART = 8192;

/**
 * Vectors of examples by the encoder as it is, kept in files of some thousand each: a kill loses one of them. Runs beside each other, of the
 * same folder, share the work: each goes through the parts in an order of its own and leaves out what another has done.
 * @param cache folder; one byte a unit and example
 */
export async function frozenVectors(
  run: Pick<TuneRun, 'base' | 'recipe' | 'session'>,
  examples: readonly Example[],
  cache: string,
): Promise<Embedding[]> {
  await mkdir(cache, { recursive: true });
  const { hidden } = run.base.config;
  const base = digestOfWeights(run.base.weights);
  const parts = Array.from({ length: Math.ceil(examples.length / PART) }, (_, k) => examples.slice(k * PART, (k + 1) * PART));
  const done = new Map<number, Embedding[]>();
  for (const k of new Random('parts', process.pid).shuffled(parts.keys())) {
    const part = parts[k] ?? [];
    const file = path.join(cache, `vectors-${digestOf(base, part)}.i8`);
    let vectors = await read(file, part.length, hidden);
    if (!vectors) {
      vectors = await embedded(run, run.base.weights, part);
      const temporary = `${file}.${process.pid}.tmp`;
      await writeFile(
        temporary,
        Buffer.concat(vectors.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength))),
      );
      await rename(temporary, file);
    }
    done.set(k, vectors);
  }
  return parts.flatMap((_, k) => done.get(k) ?? []);
}

/** Undefined where there are none, or not all. */
async function read(file: string, count: number, hidden: number): Promise<Embedding[] | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes?.length !== count * hidden) return undefined;
  const all = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: count }, (_, i) => all.subarray(i * hidden, (i + 1) * hidden));
}

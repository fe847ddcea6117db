import { readFile } from 'node:fs/promises';
import type { Device, Precision } from '../domain/device.ts';
import { Encoder, TOKEN_BUDGET } from './encoder.ts';
import { TextTokenizer } from './tokenizer.ts';
import type { Embedding } from './vectors.ts';

/** Texts whose vectors are compared, as one batch: one is padded, and they are in two scripts. Short: a GPU in software takes a second for ten tokens. */
const TEXTS = ['fix a crash', '修复 2.1'];

/** What is timed: as many subjects of usual length as a batch holds. */
const SUBJECT = 'fix the parser when a header has no value';
const BATCH = TOKEN_BUDGET / 12;

/** What is to be tried. */
export interface ProbeJob {
  readonly device: Device;
  readonly precision: Precision;
  /** Paths. */
  readonly graph: string;
  readonly tokenizer: string;
  readonly dimensions: number;
  readonly maxTokens: number;
  readonly threads: number;
  /** A device that takes longer for a few texts, warm, need not be timed with a full batch, ms; 0: it is not timed at all. */
  readonly patience: number;
}

/** What the process that tries says, in this order; or nothing, where it dies. */
export type ProbeSays =
  | { readonly kind: 'vectors'; readonly vectors: readonly Embedding[] }
  /** Of a full batch, warm; `over`: the few texts alone took so long. */
  | { readonly kind: 'timed'; readonly milliseconds: number; readonly over: boolean }
  | { readonly kind: 'failed'; readonly reason: string };

/** Loads the encoder on the device and runs it for real: a few texts to compare, then a full batch against the clock. */
export async function probe(job: ProbeJob, say: (said: ProbeSays) => void): Promise<void> {
  try {
    const tokenizer = new TextTokenizer(JSON.parse(await readFile(job.tokenizer, 'utf8')), job.maxTokens);
    const { graph, dimensions, threads, device, patience } = job;
    const encoder = await Encoder.load({ graph, dimensions, threads, tokenizer, provider: device }, { tried: false });
    say({ kind: 'vectors', vectors: (await encoder.embed(TEXTS)) ?? [] });
    if (patience === 0) return;
    const timed = async (texts: readonly string[]): Promise<number> => {
      const start = performance.now();
      await encoder.embed(texts);
      return performance.now() - start;
    };
    // It has compiled and allocated for these.
    const few = await timed(TEXTS);
    if (few > patience) return say({ kind: 'timed', milliseconds: few, over: true });
    const batch = Array.from({ length: BATCH }, () => SUBJECT);
    await timed(batch);
    say({ kind: 'timed', milliseconds: await timed(batch), over: false });
  } catch (error) {
    say({ kind: 'failed', reason: reasonOf(error) });
  }
}

/** The last part of what the runtime says; the first is a path in its source. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/^.*(?:was false\.|ONNXRuntimeError\]|backend found\. ERR:) ?/s, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 200)
    .trim();
}

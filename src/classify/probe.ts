import { TextTokenizer } from './tokenizer.ts';
import { readFile } from 'node:fs/promises';
import { TOKEN_BUDGET, Encoder } from './encoder.ts';
import type { Precision, Device } from '../domain/device.ts';
import type { Embedding } from './vectors.ts';

/** Texts whose vectors are compared: of usual length, long, and in other scripts. */
const TEXTS = [
  'fix the parser when a header has no value',
  'add a flag to keep going after the first error\n\nThe exit code still says that something failed.',
  '修复解析器 bump version 2.1.0',
];

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
}

/** What the process that tries says, in this order; or nothing, where it dies. */
export type ProbeSays =
  | { readonly kind: 'vectors'; readonly vectors: readonly Embedding[] }
  /** Of a full batch, warm. */
  | { readonly kind: 'timed'; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** Loads the encoder on the device and runs it for real: a few texts to compare, then a full batch against the clock. */
export async function probe(job: ProbeJob, say: (said: ProbeSays) => void): Promise<void> {
  try {
    const tokenizer = new TextTokenizer(JSON.parse(await readFile(job.tokenizer, 'utf8')), job.maxTokens);
    const { graph, dimensions, threads, device } = job;
    const encoder = await Encoder.load({ graph, dimensions, threads, tokenizer, provider: device });
    say({ kind: 'vectors', vectors: (await encoder.embed(TEXTS)) ?? [] });
    const [text = ''] = TEXTS;
    const batch = Array.from({ length: Math.floor(TOKEN_BUDGET / tokenizer.encode(text).length) }, () => text);
    await encoder.embed(batch); // compiles for this shape, and allocates
    const start = performance.now();
    await encoder.embed(batch);
    say({ kind: 'timed', milliseconds: performance.now() - start });
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

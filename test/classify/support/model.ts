import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createTagger } from '../../../src/classify/tagger.ts';
import type { Tagger, TaggerOptions } from '../../../src/classify/tagger.ts';
import { Encoder } from '../../../src/classify/encoder.ts';
import { TextTokenizer } from '../../../src/classify/tokenizer.ts';
import type { TagFamily } from '../../../src/domain/tags.ts';
import { silent } from '../../../src/util/context.ts';

export const MODEL_DIR = path.resolve(import.meta.dirname, '../../../models');
export const WORKER_URL = new URL('../../../src/classify/worker.ts', import.meta.url);
export const DIMENSIONS = 384;
export const MAX_TOKENS = 256;
export const CHANGE_LIMITS = { tokens: 64, messageTokens: 40 };

export const fixture = (name: string): string => readFileSync(path.join(import.meta.dirname, '../fixtures', name), 'utf8');

/** What the manifest says is there, read without the product's own code. */
export const shippedHeads = (): readonly {
  readonly family: TagFamily;
  readonly kinds: readonly string[];
  readonly labels: readonly string[];
}[] =>
  (JSON.parse(readFileSync(path.join(MODEL_DIR, 'manifest.json'), 'utf8')) as { heads: string[] }).heads.map((file) =>
    JSON.parse(readFileSync(path.join(MODEL_DIR, file), 'utf8')),
  );

export const shippedTokenizer = (): TextTokenizer =>
  new TextTokenizer(JSON.parse(readFileSync(path.join(MODEL_DIR, 'tokenizer.json'), 'utf8')), MAX_TOKENS);

export const shippedEncoder = (graph = 'encoder-cpu.onnx'): Promise<Encoder> =>
  Encoder.load({
    graph: path.join(MODEL_DIR, graph),
    tokenizer: shippedTokenizer(),
    dimensions: DIMENSIONS,
    provider: 'cpu',
    threads: 2,
  });

export const shippedTagger = (options: Partial<TaggerOptions> = {}): Promise<Tagger> =>
  createTagger({ modelDir: MODEL_DIR, workerUrl: WORKER_URL, device: 'cpu', ctx: { now: Date.now, log: silent }, ...options });

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

// What the encoder takes on commit messages beside transformers.js with the same weights: `npm run bench -- --speed --repo PATH`.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { env, pipeline } from '@huggingface/transformers';
import * as ort from 'onnxruntime-node';
import { Encoder } from '../../src/classify/encoder.ts';
import { readManifest } from '../../src/classify/model.ts';
import { TextTokenizer } from '../../src/classify/tokenizer.ts';
import { MINILM_L6 } from '../../src/learn/bert/config.ts';
import { Graph } from '../../src/learn/graph/graph.ts';
import type { Line } from './history.ts';
import { messagesOf } from './messages.ts';
import { writeTransformersModel } from './rival.ts';

const MODELS = path.resolve(import.meta.dirname, '../../models');
/** A slow way reads one of so many of the messages: each kind of work takes seconds, spread over the same lengths. */
const ONE_BY_ONE = 4;
const BATCH = 32;
const ROUNDS = 5;
const THREADS = Math.min(8, availableParallelism());

/** Texts a second of each way; the median of rounds in which the ways take turns. */
interface Way {
  readonly name: string;
  readonly texts: readonly string[];
  readonly run: (texts: readonly string[]) => Promise<unknown>;
}

export async function benchSpeed(
  { repo, messages, folder }: { readonly repo: string; readonly messages: number; readonly folder: string },
  tell: (line: Line) => void,
): Promise<void> {
  const texts = await messagesOf(repo, messages);
  const few = texts.filter((_, at) => at % ONE_BY_ONE === 0);
  const { encoder, tokens } = await ours();
  const ways: Way[] = [{ name: 'ours', texts, run: (some) => encoder.embed(some) }];
  for (const dtype of ['fp32', 'q8'] as const) {
    const extract = await rival(folder, dtype);
    ways.push({ name: `${dtype}, one at a time`, texts: few, run: async (some) => eachOf(some, 1, extract) });
    ways.push({ name: `${dtype}, ${BATCH} at a time`, texts, run: async (some) => eachOf(some, BATCH, extract) });
  }
  const rates = await takeTurns(ways);
  const mine = rates.get('ours') ?? Number.NaN;
  const line = (name: string, value: string, limit: string, ok: Line['ok']): void => tell({ name: `speed: ${name}`, value, limit, ok });
  line(`ours, texts a second (${texts.length} messages)`, mine.toFixed(0), '-', 'no limit');
  for (const [name, limit] of [
    ['fp32, one at a time', 6],
    [`fp32, ${BATCH} at a time`, 15],
    ['q8, one at a time', 3],
    [`q8, ${BATCH} at a time`, 8],
  ] as const) {
    const theirs = rates.get(name) ?? Number.NaN;
    line(
      `to transformers.js ${name}`,
      `${(mine / theirs).toFixed(1)} (${theirs.toFixed(0)} a second)`,
      String(limit),
      mine / theirs >= limit,
    );
  }
  const [peak, used] = [await peakOf(), 2 * macsOf(texts.map(tokens)) * (mine / texts.length)];
  line('8-bit peak of this machine, thousand million operations a second', (peak / 1e9).toFixed(0), '-', 'no limit');
  line('share of the peak used on tokens that are read', (used / peak).toFixed(2), '0.55', used / peak >= 0.55);
}

async function ours(): Promise<{ encoder: Encoder; tokens: (text: string) => number }> {
  const { encoder } = await readManifest(MODELS);
  const tokenizer = new TextTokenizer(JSON.parse(readFileSync(path.join(MODELS, encoder.tokenizer), 'utf8')), encoder.maxTokens);
  const options = { graph: path.join(MODELS, encoder.cpu), tokenizer, dimensions: encoder.dimensions, provider: 'cpu', threads: THREADS };
  return { encoder: await Encoder.load(options), tokens: (text) => tokenizer.encode(text).length };
}

type Extract = (texts: string[]) => Promise<unknown>;

async function rival(folder: string, dtype: 'fp32' | 'q8'): Promise<Extract> {
  writeTransformersModel(MODELS, path.join(folder, 'rival'));
  env.allowRemoteModels = false;
  env.localModelPath = folder;
  const session_options = { intraOpNumThreads: THREADS, interOpNumThreads: 1 };
  const extract = await pipeline('feature-extraction', 'rival', { dtype, device: 'cpu', session_options });
  return (texts) => extract(texts, { pooling: 'mean', normalize: true });
}

async function eachOf(texts: readonly string[], size: number, extract: Extract): Promise<void> {
  for (let at = 0; at < texts.length; at += size) await extract(texts.slice(at, at + size));
}

async function takeTurns(ways: readonly Way[]): Promise<ReadonlyMap<string, number>> {
  const rates = new Map(ways.map(({ name }) => [name, [] as number[]]));
  for (const { texts, run } of ways) await run(texts.slice(0, 64));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, texts, run } of ways) {
      const start = performance.now();
      await run(texts);
      rates.get(name)?.push((1000 * texts.length) / (performance.now() - start));
    }
  }
  return new Map([...rates].map(([name, all]) => [name, all.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN]));
}

/** Multiplications of the encoder's matrices and attention for texts of so many tokens. */
function macsOf(lengths: readonly number[]): number {
  const { layers, hidden, intermediate } = MINILM_L6;
  return lengths.reduce((sum, n) => sum + layers * (n * hidden * (4 * hidden + 2 * intermediate) + 2 * n * n * hidden), 0);
}

/** Operations a second of onnxruntime's 8-bit product, 2048 x 384 x 1536: the best of 20. */
async function peakOf(): Promise<number> {
  const [m, k, n] = [2048, 384, 1536];
  const graph = new Graph();
  const x = graph.input('x', [m, k], 'uint8');
  const weight = graph.constant('w', { dtype: 'int8', dims: [k, n], data: Int8Array.from({ length: k * n }, (_, i) => (i % 255) - 127) });
  graph.output('y', graph.node('MatMulInteger', [x, weight], [m, n], { dtype: 'int32' }));
  const session = await ort.InferenceSession.create(graph.encode(), { intraOpNumThreads: THREADS, interOpNumThreads: 1 });
  const feeds = {
    x: new ort.Tensor(
      'uint8',
      Uint8Array.from({ length: m * k }, (_, i) => i % 251),
      [m, k],
    ),
  };
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 20; run++) {
    const start = performance.now();
    await session.run(feeds);
    best = Math.min(best, performance.now() - start);
  }
  await session.release();
  return (2 * m * k * n) / (best / 1000);
}

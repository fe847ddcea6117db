// What sums of 8-bit products that overflow 16 bits cost on a processor without a dot product for them: how near vectors are to those of float
// arithmetic, and how long batches take, by onnxruntime's usual way and by the one the encoders ask for. Where there is a dot product both are one.
//   node test/model/overflow.ts --repo PATH    on its newest 300 commit messages
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as ort from 'onnxruntime-node';
import { readManifest } from '../../src/classify/model.ts';
import { TextTokenizer } from '../../src/classify/tokenizer.ts';
import { messagesOf } from '../bench/messages.ts';

const { repo } = parseArgs({ options: { repo: { type: 'string' } } }).values;
if (repo === undefined) throw new Error('say --repo PATH');
const MODELS = path.resolve(import.meta.dirname, '../../models');
const WAYS = { usual: '0', 'without overflow': '1' } as const;
const ROUNDS = 25;

const { encoder, changes } = await readManifest(MODELS);
const tokenizer = new TextTokenizer(JSON.parse(readFileSync(path.join(MODELS, encoder.tokenizer), 'utf8')), encoder.maxTokens);
const texts = (await messagesOf(repo, 300)).map((text) => tokenizer.encode(text));

const load = (graph: string, x64quantprecision: string): Promise<ort.InferenceSession> =>
  ort.InferenceSession.create(path.join(MODELS, graph), { intraOpNumThreads: 2, extra: { session: { x64quantprecision } } });

async function vectorOf(session: ort.InferenceSession, rows: number, ids: readonly number[]): Promise<Float32Array> {
  const dims = [rows, ids.length / rows];
  const tensor = (values: readonly number[]): ort.Tensor => new ort.Tensor('int64', BigInt64Array.from(values, BigInt), dims);
  const masked = session.inputNames.includes('attention_mask') ? { attention_mask: tensor(ids.map(() => 1)) } : {};
  return (await session.run({ input_ids: tensor(ids), ...masked })).embedding?.data as Float32Array;
}

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array): number => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

for (const [name, { cpu, gpu }] of Object.entries({ encoder, changes })) {
  const float = await load(gpu, '0');
  const ways = await Promise.all(
    Object.entries(WAYS).map(async ([way, mode]) => ({ way, session: await load(cpu, mode), ms: [] as number[] })),
  );
  const batch = Array.from({ length: 48 * 16 }, (_, i) => 1000 + ((i * 37) % 20_000));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { session, ms } of ways) {
      const start = performance.now();
      await vectorOf(session, 48, batch);
      ms.push(performance.now() - start);
    }
  }
  for (const { way, session, ms } of ways) {
    const cosines: number[] = [];
    for (const ids of texts) cosines.push(cosine(await vectorOf(session, 1, ids), await vectorOf(float, 1, ids)));
    const mean = cosines.reduce((sum, one) => sum + one, 0) / cosines.length;
    console.log(
      `${name}, ${way}: cosine ${mean.toFixed(4)} on average, ${Math.min(...cosines).toFixed(4)} at least; ${median(ms).toFixed(0)} ms for 48 texts of 16 tokens`,
    );
  }
}

// Makes the shipped change encoder from a fine-tuned one: its upper layers in 8 bits, above the encoder's own lower ones.
//   npm run data -- --clones DIR; node test/model/changes.ts --tuned DIR [--model models]
// DIR: what `npm run train -- --final` wrote, model.safetensors and recipe.json.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { changeTokens } from '../../src/classify/change.ts';
import { Encoder } from '../../src/classify/encoder.ts';
import { readManifest } from '../../src/classify/model.ts';
import { TextTokenizer } from '../../src/classify/tokenizer.ts';
import { cosine, toEmbedding } from '../../src/classify/vectors.ts';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import { MINILM_L6 } from '../../src/learn/bert/config.ts';
import { bertWeights, layerOf } from '../../src/learn/bert/weights.ts';
import { labelledCommits } from '../../src/learn/data/commits.ts';
import { calibrate, singleText } from '../../src/learn/encoder/calibrate.ts';
import { floatEncoder } from '../../src/learn/encoder/float.ts';
import { quantizeEncoder } from '../../src/learn/encoder/quantize.ts';
import { GraphSession } from '../../src/learn/graph/session.ts';
import { offsetsOf, readSafetensors, writeSafetensors } from '../../src/learn/onnx/safetensors.ts';
import type { Tensor } from '../../src/learn/onnx/tensor.ts';
import { recipe } from '../../src/learn/tune/recipe.ts';
import { Random } from '../../src/util/random.ts';
import { writeGraphs } from './graphs.ts';
import { tuneSet } from './items.ts';
import { writeManifest } from './manifest.ts';
import { MANIFEST, manifestOf, TEXTS } from './texts.ts';

const SAMPLE = 400;
const OTHERS = 200;

const { values } = parseArgs({
  options: { tuned: { type: 'string' }, model: { type: 'string', default: 'models' } },
});
const { tuned, model } = values;
if (tuned === undefined) throw new Error('say --tuned DIR');
const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

const config = { ...MINILM_L6, positions: (await readManifest(model)).encoder.maxTokens };
const chosen = recipe(json(path.join(tuned, 'recipe.json')));
if (chosen.plan.mode !== 'top') throw new Error('only upper layers can be shipped beside the encoder: tune with the plan "top"');
const lowest = config.layers - chosen.plan.layers;
const upper = (name: string): boolean => (layerOf(name) ?? -1) >= lowest;

const weights = bertWeights(readSafetensors(readFileSync(path.join(tuned, 'model.safetensors'))).tensors, config);
const tokenizer = new TextTokenizer(json(path.join(model, 'tokenizer.json')), config.positions);
const { items } = tuneSet(manifestOf(MANIFEST), await labelledCommits(TEXTS), TAGGED_TYPES);
const sample = new Random('calibration').shuffled(items).slice(0, SAMPLE);
const ranges = await calibrate(
  weights,
  config,
  sample.map((item) => changeTokens(tokenizer, item, chosen)),
);

const shared = readFileSync(path.join(model, 'encoder.safetensors'));
const below = readSafetensors(shared).tensors;
const own = new Map([...quantizeEncoder(weights, config, ranges, chosen.tokens)].filter(([name]) => upper(name)));
const tensors = new Map<string, Tensor>([...[...below].filter(([name]) => !upper(name)), ...own]);
const metadata = { base: 'sentence-transformers/all-MiniLM-L6-v2', license: 'apache-2.0', format: 'track-record int8 encoder 1' };
const file = Buffer.concat(writeSafetensors({ tensors: own, metadata }));
const [inShared, inFile] = [offsetsOf(shared), offsetsOf(file)];
writeFileSync(path.join(model, 'changes.safetensors'), file);
writeGraphs(model, 'changes', tensors, (name) => {
  const [location, offset] = upper(name) ? ['changes.safetensors', inFile.get(name)] : ['encoder.safetensors', inShared.get(name)];
  return location === undefined || offset === undefined ? undefined : { location, offset };
});
await writeManifest(model);
await agree('changes-cpu.onnx');
await agree('changes-gpu.onnx');
console.log(`changes.safetensors: ${(file.length / 1e6).toFixed(2)} MB, layers ${lowest} to ${config.layers - 1}`);

/** What the 8 bits cost: embeddings of changes beside those of the same network in float32. */
async function agree(graph: string): Promise<void> {
  const session = await GraphSession.create(floatEncoder(weights, config));
  const encoder = await Encoder.load({ graph: path.join(model, graph), tokenizer, dimensions: config.hidden, provider: 'cpu', threads: 2 });
  const others = new Random('agreement').shuffled(items).slice(0, OTHERS);
  const tokens = others.map((item) => changeTokens(tokenizer, item, chosen));
  const made = (await encoder.embedTokens(tokens)) ?? [];
  const cosines: number[] = [];
  for (const [i, ids] of tokens.entries()) {
    const vector = (await session.run(singleText(ids))).get('embedding')?.data ?? new Float32Array(0);
    cosines.push(cosine(toEmbedding(vector), made[i] ?? new Int8Array(0)));
  }
  await session.release();
  await encoder.release();
  const mean = cosines.reduce((a, b) => a + b, 0) / cosines.length;
  console.log(
    `${graph}: cosine with float32 over ${cosines.length} changes: mean ${mean.toFixed(4)}, least ${Math.min(...cosines).toFixed(4)}`,
  );
}

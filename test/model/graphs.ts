// Makes the graphs anew from the weights that ship: `node test/model/graphs.ts [--model models]`. The scripts that make weights make graphs
// too; this one is for when only the way they compute changes. Heads go on with them where both computed the same of some texts.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Encoder } from '../../src/classify/encoder.ts';
import { identityOf, readManifest } from '../../src/classify/model.ts';
import { TextTokenizer } from '../../src/classify/tokenizer.ts';
import { cosine, type Embedding } from '../../src/classify/vectors.ts';
import { MINILM_L6 } from '../../src/learn/bert/config.ts';
import { layerOf } from '../../src/learn/bert/weights.ts';
import { expandedEncoder, halfEncoder, int8Encoder } from '../../src/learn/encoder/int8.ts';
import type { ExternalData } from '../../src/learn/onnx/encode.ts';
import { offsetsOf, readSafetensors } from '../../src/learn/onnx/safetensors.ts';
import type { Tensor } from '../../src/learn/onnx/tensor.ts';
import { writeManifest } from './manifest.ts';

/** Constants from this size on stay in the weights file. */
const EXTERNAL_BYTES = 1024;
const PARTS = ['encoder', 'changes'] as const;
type Part = (typeof PARTS)[number];
/** What a sum in another order may change of a vector: some of its 8-bit numbers by one. */
const ALIKE = 0.995;

/** @param placeOf where in which file a tensor's bytes are */
export function writeGraphs(dir: string, part: Part, tensors: ReadonlyMap<string, Tensor>, placeOf: ExternalData): void {
  const external: ExternalData = (name) => ((tensors.get(name)?.data.byteLength ?? 0) < EXTERNAL_BYTES ? undefined : placeOf(name));
  for (const [kind, graphOf] of Object.entries({ cpu: int8Encoder, gpu: expandedEncoder, half: halfEncoder }))
    writeFileSync(path.join(dir, `${part}-${kind}.onnx`), graphOf(tensors, MINILM_L6, external));
}

if (import.meta.main) {
  const { model } = parseArgs({ options: { model: { type: 'string', default: 'models' } } }).values;
  const before = await vectorsOf(model);
  const file = (location: string) => {
    const bytes = readFileSync(path.join(model, location));
    return { location, tensors: readSafetensors(bytes).tensors, offsets: offsetsOf(bytes) };
  };
  const [shared, own] = [file('encoder.safetensors'), file('changes.safetensors')];
  const lowest = Math.min(...[...own.tensors.keys()].map((name) => layerOf(name) ?? Number.POSITIVE_INFINITY));
  for (const part of PARTS) {
    const sourceOf = (name: string) => (part === 'changes' && (layerOf(name) ?? -1) >= lowest ? own : shared);
    const tensors = new Map([...shared.tensors.keys()].map((name) => [name, sourceOf(name).tensors.get(name) ?? missing(name)]));
    writeGraphs(model, part, tensors, (name) => {
      const { location, offsets } = sourceOf(name);
      const offset = offsets.get(name);
      return offset === undefined ? undefined : { location, offset };
    });
  }
  const cosines = (await vectorsOf(model)).map((vector, i) => cosine(vector, before[i] ?? new Int8Array()));
  const least = Math.min(...cosines);
  console.log(
    `${cosines.length} vectors, cosine with those before: mean ${(cosines.reduce((a, b) => a + b, 0) / cosines.length).toFixed(5)}, least ${least.toFixed(5)}`,
  );
  if (!(least > ALIKE)) throw new Error('the graphs compute something else now: the heads have to be trained anew');
  await writeManifest(model);
  const { heads, changesHash } = identityOf(await readManifest(model));
  for (const head of heads) {
    const at = path.join(model, head);
    writeFileSync(at, readFileSync(at, 'utf8').replace(/"encoder":"[0-9a-f]{16}"/, `"encoder":"${changesHash}"`));
  }
  await writeManifest(model);
}

/** What the encoders make of some texts on the CPU, one after the other. */
async function vectorsOf(model: string): Promise<Embedding[]> {
  const { maxTokens } = (await readManifest(model)).encoder;
  const tokenizer = new TextTokenizer(JSON.parse(readFileSync(path.join(model, 'tokenizer.json'), 'utf8')), maxTokens);
  const texts = readFileSync(path.join(model, 'README.md'), 'utf8').split(/\n\n+|(?<=\.)\s+/);
  const all: Embedding[] = [];
  for (const part of PARTS) {
    const encoder = await Encoder.load({
      graph: path.join(model, `${part}-cpu.onnx`),
      tokenizer,
      dimensions: MINILM_L6.hidden,
      provider: 'cpu',
      threads: 2,
    });
    all.push(...((await encoder.embed(texts.map((text) => text.slice(0, 600)))) ?? []));
    await encoder.release();
  }
  return all;
}

const missing = (name: string): never => {
  throw new RangeError(`the weights have no "${name}"`);
};

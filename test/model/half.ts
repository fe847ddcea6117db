// Makes the graphs in half precision from the weights that ship: `node test/model/half.ts [--model models]`. The scripts that make weights
// make them too; this one is for when only the way they compute changes.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { MINILM_L6 } from '../../src/learn/bert/config.ts';
import { layerOf } from '../../src/learn/bert/weights.ts';
import { halfEncoder } from '../../src/learn/encoder/int8.ts';
import { offsetsOf, readSafetensors } from '../../src/learn/onnx/safetensors.ts';
import { writeManifest } from './manifest.ts';

/** Constants from this size on stay in the weights file. */
const EXTERNAL_BYTES = 1024;

const { values } = parseArgs({ options: { model: { type: 'string', default: 'models' } } });
const file = (location: string) => {
  const bytes = readFileSync(path.join(values.model, location));
  return { location, tensors: readSafetensors(bytes).tensors, offsets: offsetsOf(bytes) };
};
const [shared, own] = [file('encoder.safetensors'), file('changes.safetensors')];
const lowest = Math.min(...[...own.tensors.keys()].map((name) => layerOf(name) ?? Number.POSITIVE_INFINITY));
const isOwn = (name: string): boolean => (layerOf(name) ?? -1) >= lowest;

for (const [name, sourceOf] of [
  ['encoder', () => shared],
  ['changes', (tensor: string) => (isOwn(tensor) ? own : shared)],
] as const) {
  const tensors = new Map(
    [...shared.tensors.keys()].flatMap((key) => {
      const tensor = sourceOf(key).tensors.get(key);
      return tensor ? [[key, tensor] as const] : [];
    }),
  );
  const external = (key: string) => {
    const { location, offsets } = sourceOf(key);
    const offset = (tensors.get(key)?.data.byteLength ?? 0) >= EXTERNAL_BYTES ? offsets.get(key) : undefined;
    return offset === undefined ? undefined : { location, offset };
  };
  writeFileSync(path.join(values.model, `${name}-half.onnx`), halfEncoder(tensors, MINILM_L6, external));
}
await writeManifest(values.model);

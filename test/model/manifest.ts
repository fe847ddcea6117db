// Writes models/manifest.json: what the model folder holds, with the hash of every file.
//   node test/model/manifest.ts [--model models]
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { digestOf } from '../../src/classify/model.ts';
import type { Manifest } from '../../src/classify/model.ts';
import { RECIPE } from '../../src/learn/tune/recipe.ts';

export async function writeManifest(dir: string): Promise<void> {
  const heads = readdirSync(path.join(dir, 'heads'))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => `heads/${name}`);
  const parts = {
    weights: 'encoder.safetensors',
    cpu: 'encoder-cpu.onnx',
    gpu: 'encoder-gpu.onnx',
    half: 'encoder-half.onnx',
    tokenizer: 'tokenizer.json',
  };
  const changes = { weights: 'changes.safetensors', cpu: 'changes-cpu.onnx', gpu: 'changes-gpu.onnx', half: 'changes-half.onnx' };
  const names = [...Object.values(parts), ...Object.values(changes), ...heads];
  const files = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await digestOf(path.join(dir, name))] as const)));
  const manifest: Manifest = {
    format: 1,
    name: 'all-MiniLM-L6-v2 int8',
    encoder: { ...parts, dimensions: 384, maxTokens: 256 },
    changes: { ...changes, tokens: RECIPE.tokens, messageTokens: RECIPE.messageTokens },
    heads,
    files,
  };
  writeFileSync(path.join(dir, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { model: { type: 'string', default: 'models' } } });
  await writeManifest(values.model);
}

// Writes test/classify/fixtures/reference.json: embeddings of a few texts by the float32 encoder, which the shipped one is compared with.
//   node test/model/reference.ts --weights DIR [--model models]
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { TextTokenizer } from '../../src/classify/tokenizer.ts';
import { bertConfig } from '../../src/learn/bert/config.ts';
import { bertWeights } from '../../src/learn/bert/weights.ts';
import { singleText } from '../../src/learn/encoder/calibrate.ts';
import { floatEncoder } from '../../src/learn/encoder/float.ts';
import { GraphSession } from '../../src/learn/graph/session.ts';
import { readSafetensors } from '../../src/learn/onnx/safetensors.ts';

/** Pairs of like texts, then texts unlike all others and each other. */
const TEXTS = [
  'fix crash when the config file is empty',
  'handle an empty configuration file without crashing',
  'speed up the parser by caching tokens',
  'improve parsing performance with a token cache',
  'add dark mode to the settings page',
  'support a dark theme in settings',
  'update the installation guide in the README',
  'document how to install the package',
  'bump the version of a dependency',
  'réparer le test instable',
  '修复解析器在空输入时崩溃的问题',
  '',
  'Merge the two queues\n\nBoth held the same jobs, and the second was drained only when the first was empty. One queue with a priority does the same with less code, and a job can no longer wait behind an idle worker.',
  'The release notes list every change since the last version, with its author and a link. '.repeat(20),
];

const { values } = parseArgs({ options: { weights: { type: 'string' }, model: { type: 'string', default: 'models' } } });
const { weights: dir, model } = values;
if (dir === undefined) throw new Error('say --weights DIR');
const config = bertConfig(JSON.parse(readFileSync(path.join(dir, 'config.json'), 'utf8')));
const weights = bertWeights(readSafetensors(readFileSync(path.join(dir, 'model.safetensors'))).tensors, config);
const tokenizer = new TextTokenizer(JSON.parse(readFileSync(path.join(model, 'tokenizer.json'), 'utf8')), 256);
const session = await GraphSession.create(floatEncoder(weights, config));
const cases = [];
for (const text of TEXTS) {
  const vector = (await session.run(singleText(tokenizer.encode(text)))).get('embedding')?.data ?? new Float32Array();
  cases.push({ text, vector: Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64') });
}
writeFileSync(
  'test/classify/fixtures/reference.json',
  `${JSON.stringify({ encoder: 'all-MiniLM-L6-v2, float32', cases }, undefined, 1)}\n`,
);

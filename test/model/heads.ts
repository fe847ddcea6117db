// Writes the shipped heads: trains those of issues and review comments, and prints what they and other methods score on what was not trained on.
//   node test/model/heads.ts --from DIR [--model models] [--cache test/.cache] [--only issue-type,...]
//   npm run data -- --clones DIR; node test/model/heads.ts --tuned DIR --clones DIR
// The second takes the head of commits that `npm run train -- --final` trained with the encoder. It has seen all its commits, so its temperature
// and threshold are chosen on commits of other repositories whose types were read (`read.ts`), which the clones bring.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { identityOf, readManifest } from '../../src/classify/model.ts';
import { calibrationError, decisions, fitTemperature, thresholdFor } from '../../src/learn/evaluate/calibration.ts';
import { headFile } from '../../src/learn/head/file.ts';
import { headLogits, type LinearHead } from '../../src/learn/head/fit.ts';
import { readSafetensors } from '../../src/learn/onnx/safetensors.ts';
import { toFloat32 } from '../../src/learn/onnx/tensor.ts';
import { rounded } from './beside.ts';
import { commitTypes, type Dataset, embeddingsOf, examplesOf } from './data.ts';
import { writeManifest } from './manifest.ts';
import { readItems } from './read.ts';
import { writeSaidHeads } from './said.ts';

/**
 * How much of the labels' natural frequency the head of commits is given: as the log prior times this. It was trained on labels alike. On the
 * commits that were read: none .702, half .722, all .712 right, and sure of .50, .56 and .49.
 */
const FREQUENCY = 0.5;
/** Nine times in ten for the types of commits, which everything else is counted by. */
const TYPE_PRECISION = 0.9;

const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    tuned: { type: 'string' },
    clones: { type: 'string' },
    model: { type: 'string', default: 'models' },
    cache: { type: 'string', default: 'test/.cache' },
    only: { type: 'string' },
  },
});
const { from, tuned, clones, model, cache, only } = values;

await writeManifest(model);
const { changesHash } = identityOf(await readManifest(model));
if (tuned !== undefined && clones !== undefined) await writeCommitHead(tuned, clones);
else if (from === undefined) throw new Error('say --from DIR, the folder of labelled data, or --tuned DIR and --clones DIR');
if (from !== undefined) await writeSaidHeads(from, { model, cache, ...(only === undefined ? {} : { only: only.split(',') }) });
await writeManifest(model);
console.log(
  JSON.stringify(identityOf(await readManifest(model))),
  `${readFileSync(path.join(model, 'manifest.json')).length} bytes of manifest`,
);

/** As it was trained with the encoder; calibrated where neither has been. */
async function writeCommitHead(folder: string, dir: string): Promise<void> {
  const dataset = await commitTypes(folder);
  const { name, labels } = dataset;
  const prior = frequencies(dataset);
  const { width, input, bias, words } = trainedHead(path.join(folder, 'head.safetensors'));
  const head: LinearHead = {
    labels: labels.length,
    width,
    input,
    words,
    bias: bias.map((b, label) => b + FREQUENCY * Math.log(prior[label] ?? 1)),
  };
  const read = await readItems('natural', dir);
  const rows = read.map(({ text, files = [], label, group }) => ({ text, files, label: labels[label] ?? '', group }));
  const unseen: Dataset = { ...dataset, name: 'natural', rows };
  const examples = examplesOf(unseen, await embeddingsOf(unseen, model, cache));
  const scored = { logits: headLogits(head, examples), truth: examples.map(({ label }) => label) };
  const temperature = fitTemperature(scored);
  const outcomes = decisions(scored, temperature).map(({ label, p }, i) => ({ p, right: label === scored.truth[i] }));
  const sure = thresholdFor(TYPE_PRECISION, outcomes);
  const chosenOn = {
    data: 'read commits of 9 other repositories (test/model/clean/natural.tsv)',
    examples: examples.length,
    accuracy: rounded(outcomes.filter(({ right }) => right).length / outcomes.length),
    calibrationError: rounded(calibrationError(outcomes)),
    precision: TYPE_PRECISION,
    coverage: rounded(sure?.coverage ?? 0),
  };
  const file = headFile(head, {
    name,
    family: 'type',
    kinds: ['commit', 'pull_request'],
    labels: [...labels],
    encoder: changesHash,
    temperature: rounded(temperature),
    threshold: rounded(sure?.threshold ?? 1.01),
    training: {
      data: `Conventional Commits of ${new Set(dataset.rows.map(({ group }) => group)).size} repositories, labels mended`,
      licence: "each repository's own, MIT, ISC or Apache-2.0",
      examples: dataset.rows.length,
      frequency: FREQUENCY,
      chosenOn,
    },
  });
  writeFileSync(path.join(model, 'heads', `${name}.json`), `${JSON.stringify(file)}\n`);
  console.log(name, `${dataset.rows.length} examples`, chosenOn, `threshold ${file.threshold}, temperature ${file.temperature}`);
}

/** The head as `npm run train` wrote it: [labels, width], [labels], [buckets, labels]. */
function trainedHead(file: string): Pick<LinearHead, 'width' | 'input' | 'bias' | 'words'> {
  const { tensors } = readSafetensors(readFileSync(file));
  const [input, bias, words] = ['input', 'bias', 'words'].map((part) => {
    const tensor = tensors.get(part);
    if (!tensor) throw new Error(`${file} has no "${part}"`);
    return toFloat32(tensor);
  });
  if (!input || !bias || !words) throw new Error(`${file} is no head`);
  return { width: input.dims[1] ?? 0, input: input.data, bias: bias.data, words: words.data };
}

/** How frequent each label is in the repositories that were taken whole. Sums to 1. */
function frequencies({ rows, labels }: Dataset): number[] {
  const whole = rows.filter(({ split }) => split !== 'train');
  return labels.map((label) => (1 + whole.filter((row) => row.label === label).length) / (whole.length + labels.length));
}

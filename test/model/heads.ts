// Trains the shipped heads on cached embeddings and writes them with what they scored on groups they had not seen.
//   node test/model/heads.ts --from DIR [--model models] [--cache test/.cache] [--only issue-type,...]
//   npm run data -- --clones DIR; node test/model/heads.ts --tuned DIR --clones DIR
// The second takes the head of commits that `npm run train -- --final` trained with the encoder. It has seen all its commits, so its temperature
// and threshold are chosen on commits of other repositories whose types were read (`read.ts`), which the clones bring.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { HeadFile } from '../../src/classify/head.ts';
import { identityOf, readManifest } from '../../src/classify/model.ts';
import { calibrationError, decisions, fitTemperature, thresholdFor } from '../../src/learn/evaluate/calibration.ts';
import { confusion, macroF1 } from '../../src/learn/evaluate/confusion.ts';
import { report } from '../../src/learn/evaluate/report.ts';
import { headFile } from '../../src/learn/head/file.ts';
import { FIT, fitHead, headLogits } from '../../src/learn/head/fit.ts';
import type { FitOptions, HeadExample, LinearHead } from '../../src/learn/head/fit.ts';
import { outOfFold } from '../../src/learn/head/folds.ts';
import { readSafetensors } from '../../src/learn/onnx/safetensors.ts';
import { toFloat32 } from '../../src/learn/onnx/tensor.ts';
import { commitTypes, embeddingsOf, examplesOf, issueTypes, reviewCategories, reviewUsefulness } from './data.ts';
import type { Dataset } from './data.ts';
import { writeManifest } from './manifest.ts';
import { readItems } from './read.ts';

interface Plan {
  readonly load: (from: string) => Promise<Dataset>;
  readonly family: HeadFile['family'];
  readonly kinds: HeadFile['kinds'];
  readonly data: string;
  readonly licence: string;
  readonly folds: number;
  readonly fit: FitOptions;
}

/** Small sets are gone through often, and held back more. */
const SMALL: FitOptions = { ...FIT, epochs: 20, groupBalance: 0, decay: 1, batch: 32 };
const PLANS: readonly Plan[] = [
  { load: issueTypes, family: 'type', kinds: ['issue'], data: 'NLBSE 2024 issue reports', licence: 'none stated', folds: 10, fit: SMALL },
  {
    load: reviewCategories,
    family: 'category',
    kinds: ['review_comment'],
    data: 'Turzo & Bosu 2023, review comments of OpenStack Nova',
    licence: 'GPL-3.0',
    folds: 10,
    fit: SMALL,
  },
  {
    load: reviewUsefulness,
    family: 'useful',
    kinds: ['review_comment'],
    data: 'RevHelper, Rahman, Roy & Kula 2017',
    licence: 'MIT',
    folds: 10,
    fit: SMALL,
  },
];
/** A tag is shown where it is right so often on unseen groups. */
const PRECISION = 0.8;
/**
 * How much of the labels' natural frequency the head of commits is given: as the log prior times this. It was trained on labels alike. On the
 * commits that were read: none .702, half .722, all .712 right, and sure of .50, .56 and .49.
 */
const FREQUENCY = 0.5;
/** Nine times in ten for the types of commits, which everything else is counted by. */
const TYPE_PRECISION = 0.9;
/** A head that is surer than that of hardly any is not shipped. */
const LEAST_COVERAGE = 0.01;

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
const { encoderHash, changesHash } = identityOf(await readManifest(model));
if (tuned !== undefined && clones !== undefined) await writeCommitHead(tuned, clones);
else if (from === undefined) throw new Error('say --from DIR, the folder of labelled data, or --tuned DIR and --clones DIR');
for (const { load, family, kinds, data, licence, folds, fit } of PLANS) {
  if (from === undefined) break;
  const dataset = await load(from);
  const { name, labels } = dataset;
  if (only !== undefined && !only.split(',').includes(name)) continue;
  const examples = examplesOf(dataset, await embeddingsOf(dataset, model, cache));
  const truth = examples.map(({ label }) => label);
  const scored = { logits: outOfFold(examples, labels.length, folds, fit), truth };
  const temperature = fitTemperature(scored);
  const published = onPublishedSplit(dataset, examples, fit);
  const outcomes = decisions(scored, temperature).map(({ label, p }, i) => {
    const { label: right = -1, group = '' } = examples[i] ?? {};
    return { truth: right, predicted: label, p, group };
  });
  const sure = thresholdFor(
    PRECISION,
    outcomes.map(({ p, predicted, truth: right }) => ({ p, right: predicted === right })),
  );
  const figures = report(outcomes, labels);
  const scores = {
    accuracy: rounded(figures.accuracy.value),
    macroF1AtEqualFrequency: rounded(figures.macroF1.value),
    calibrationError: rounded(figures.calibrationError ?? Number.NaN),
    coverage: rounded(sure?.coverage ?? 0),
    precision: PRECISION,
  };
  if (scores.coverage < LEAST_COVERAGE) {
    console.log(name, scores, 'left out: it would say nothing');
    continue;
  }
  const file = headFile(fitHead(examples, labels.length, fit), {
    name,
    family,
    kinds,
    labels: [...labels],
    encoder: encoderHash,
    temperature: rounded(temperature),
    // Where no threshold reaches the precision, nothing is shown.
    threshold: rounded(sure?.threshold ?? 1.01),
    training: {
      data,
      licence,
      examples: examples.length,
      folds,
      options: fit,
      unseenGroups: scores,
      ...(published ? { publishedSplit: published } : {}),
    },
  });
  writeFileSync(path.join(model, 'heads', `${name}.json`), `${JSON.stringify(file)}\n`);
  console.log(name, `${examples.length} examples`, scores, published ?? '', `threshold ${file.threshold}, temperature ${file.temperature}`);
}
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

/** Where the data come divided: trained on the one part, macro-F1 on the other, a mean over its repositories as those who published it report. */
function onPublishedSplit({ rows, labels }: Dataset, examples: readonly HeadExample[], fit: FitOptions) {
  const part = (split: string) => examples.filter((_, i) => rows[i]?.split === split);
  const [training, tested] = [part('train'), part('test')];
  if (tested.length === 0) return undefined;
  const logits = headLogits(fitHead(training, labels.length, fit), tested);
  const predicted = decisions({ logits, truth: tested.map(({ label }) => label) });
  const repositories = rows.filter(({ split }) => split === 'test').map(({ repository = '' }) => repository);
  const byRepository = Map.groupBy(tested.keys(), (i) => repositories[i] ?? '');
  const scores = [...byRepository.values()].map((own) =>
    macroF1(
      confusion(
        own.map((i) => tested[i]?.label ?? -1),
        own.map((i) => predicted[i]?.label ?? -1),
        labels.length,
      ),
    ),
  );
  return { training: training.length, tested: tested.length, meanMacroF1: rounded(scores.reduce((a, b) => a + b, 0) / scores.length) };
}

function rounded(x: number): number {
  return Math.round(x * 10_000) / 10_000;
}

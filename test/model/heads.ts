// Trains the shipped heads on cached embeddings and writes them with what they scored on groups they had not seen.
//   node test/model/heads.ts --from DIR [--model models] [--cache test/.cache] [--only commit-type,...]
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { HeadFile } from '../../src/classify/head.ts';
import { identityOf, readManifest } from '../../src/classify/model.ts';
import { decisions, fitTemperature, thresholdFor } from '../../src/learn/evaluate/calibration.ts';
import { confusion, macroF1 } from '../../src/learn/evaluate/confusion.ts';
import { report } from '../../src/learn/evaluate/report.ts';
import { headFile } from '../../src/learn/head/file.ts';
import { FIT, fitHead, headLogits } from '../../src/learn/head/fit.ts';
import type { FitOptions, HeadExample } from '../../src/learn/head/fit.ts';
import { outOfFold } from '../../src/learn/head/folds.ts';
import { commitTypes, embeddingsOf, examplesOf, issueTypes, reviewCategories, reviewUsefulness } from './data.ts';
import type { Dataset } from './data.ts';
import { writeManifest } from './manifest.ts';

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
  {
    load: commitTypes,
    family: 'type',
    kinds: ['commit', 'pull_request'],
    data: 'Conventional Commits of 16 repositories',
    licence: "each repository's own, MIT or Apache-2.0",
    folds: 4,
    fit: FIT,
  },
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
/** A head that is surer than that of hardly any is not shipped. */
const LEAST_COVERAGE = 0.01;

const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    model: { type: 'string', default: 'models' },
    cache: { type: 'string', default: 'test/.cache' },
    only: { type: 'string' },
  },
});
const { from, model, cache, only } = values;
if (from === undefined) throw new Error('say --from DIR, the folder of labelled data');

await writeManifest(model);
const { encoderHash } = identityOf(await readManifest(model));
for (const { load, family, kinds, data, licence, folds, fit } of PLANS) {
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

// Heads of issues and review comments: trained, measured beside other methods on the same division, and written.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { HeadFile } from '../../src/classify/head.ts';
import { identityOf, readManifest } from '../../src/classify/model.ts';
import { SAID_VERSION } from '../../src/classify/said.ts';
import {
  calibrationError,
  decisions,
  errorByChance,
  fitTemperature,
  type Sure,
  thresholdFor,
} from '../../src/learn/evaluate/calibration.ts';
import { accuracy, atEqualFrequency, confusion, macroF1 } from '../../src/learn/evaluate/confusion.ts';
import { headFile } from '../../src/learn/head/file.ts';
import { beginning, shortened } from '../../src/learn/data/shorten.ts';
import type { HeadExample } from '../../src/learn/head/fit.ts';
import { fitSaid, type SaidOptions } from '../../src/learn/head/said.ts';
import { byHead, byKeywords, byMajority, byTfidf, type Division, divisions, labelsOf, type Method, pooled, rounded } from './beside.ts';
import { type Dataset, embeddingsOf, examplesOf, issueTypes, reviewCategories, reviewUsefulness } from './data.ts';

interface Plan {
  readonly load: (from: string) => Promise<Dataset>;
  readonly family: HeadFile['family'];
  readonly kinds: HeadFile['kinds'];
  readonly data: string;
  readonly licence: string;
  /** Chosen by folds of what is trained on. */
  readonly fit: SaidOptions;
  readonly rules?: readonly (readonly [label: string, holds: RegExp])[];
  readonly otherwise: string;
  /** Learns of each text a shortened copy as well. */
  readonly shortened?: true;
}

const PLANS: readonly Plan[] = [
  {
    load: issueTypes,
    family: 'type',
    kinds: ['issue'],
    data: 'NLBSE 2024 issue reports',
    licence: 'none stated',
    fit: { vector: 0.6, dense: 1, words: 2.5, c: 1 },
    rules: [
      ['feature', /^[^\n]*\b(?:feature|request|support|add|allow|proposal|suggestion|enhancement)\b/i],
      ['question', /^(?:how|why|what|is it|can)\b|^[^\n]*\?\s*(?:\n|$)/i],
      ['bug', /\b(?:bug|crash\w*|error|exception|fail\w*|broken|regression|incorrect)\b/i],
    ],
    otherwise: 'question',
    shortened: true,
  },
  {
    load: reviewCategories,
    family: 'category',
    kinds: ['review_comment'],
    data: 'Turzo & Bosu 2023, review comments of OpenStack Nova',
    licence: 'GPL-3.0',
    fit: { vector: 1, dense: 1, words: 1.7, c: 1 },
    rules: [
      ['documentation', /\b(?:docs?|docstring|comments?|typo|spelling|grammar|release ?note|sentence|wording)\b/i],
      ['discussion', /\?/],
      ['functional', /\b(?:bug|race|exception|raises?|none|null|crash\w*|break\w*|fails?|leak\w*|valid\w*)\b/i],
    ],
    otherwise: 'refactoring',
  },
  {
    load: reviewUsefulness,
    family: 'useful',
    kinds: ['review_comment'],
    data: 'RevHelper, Rahman, Roy & Kula 2017',
    licence: 'MIT',
    fit: { vector: 1, dense: 1, words: 1.7, c: 1 },
    otherwise: 'useful',
  },
];

/** What a head over the vector alone may read. */
const FROZEN: SaidOptions = { vector: 1, dense: 0, words: 0, c: 1 };
const FOLDS = 10;
const CHOOSING = 5;
/** A tag is shown where it is right so often on unseen groups. */
const PRECISION = 0.8;
/** A head that is right hardly more often than always the same label says nothing. */
const LEAST_GAIN = 0.1;

/** @param only names of those to train; absent: all */
export async function writeSaidHeads(from: string, { model, cache, only }: { model: string; cache: string; only?: readonly string[] }) {
  const { changesHash } = identityOf(await readManifest(model));
  for (const { load, family, kinds, data, licence, fit, rules, otherwise, shortened: isShortened } of PLANS) {
    const dataset = await load(from);
    const { name, labels, rows } = dataset;
    if (only !== undefined && !only.includes(name)) continue;
    const examples = examplesOf(dataset, await embeddingsOf(dataset, model, cache));
    const published = examplesOf(dataset, await embeddingsOf(dataset, model, cache, 'encoder'));
    const as = async (what: string, change: (text: string, i: number) => string): Promise<HeadExample[]> => {
      const changed = { ...dataset, name: `${name}-${what}`, rows: rows.map((row, i) => ({ ...row, text: change(row.text, i) })) };
      return examplesOf(changed, await embeddingsOf(changed, model, cache));
    };
    const copies = isShortened ? await as('shortened', shortened) : [];
    const titles = isShortened ? await as('titles', (text) => beginning(text, 0)) : [];
    const ours = byHead(examples, labels.length, fit, copies);
    const methods: readonly (readonly [string, Method])[] = [
      ['majority', byMajority(dataset)],
      ...(rules ? [['keyword rules', byKeywords(dataset, rules, otherwise)] as const] : []),
      ['TF-IDF, logistic regression', byTfidf(dataset)],
      ['frozen all-MiniLM-L6-v2, head', byHead(published, labels.length, FROZEN)],
      ['change encoder, head', byHead(examples, labels.length, FROZEN)],
      ['ours', ours],
      ...(isShortened
        ? ([
            ['of titles alone, without shortened copies', byHead(examples, labels.length, fit, [], titles)],
            ['of titles alone, ours', byHead(examples, labels.length, fit, copies, titles)],
          ] as const)
        : []),
    ];
    const split = publishedSplit(dataset);
    const parts = split ? [split] : divisions(dataset, FOLDS);
    for (const [method, run] of methods) console.log(name, method, figures(pooled(run, parts, dataset), parts, dataset));

    // What nobody chose by: of the published split's training part, or of all, whole groups at a time.
    const known = split ? split.train : [...rows.keys()];
    const inner: Dataset = { ...dataset, rows: known.flatMap((i) => rows[i] ?? []) };
    const ofKnown = (some: readonly HeadExample[]): HeadExample[] => known.flatMap((i) => some[i] ?? []);
    const [own, ownCopies] = [ofKnown(examples), ofKnown(copies)];
    const innerParts = split ? divisions(inner, CHOOSING) : parts;
    const logits = pooled(byHead(own, labels.length, fit, ownCopies), innerParts, inner);
    const ofCopies = isShortened ? pooled(byHead(own, labels.length, fit, ownCopies, ownCopies), innerParts, inner) : [];
    const truth = labelsOf(inner.rows, labels);
    const scored = { logits: Float32Array.from([...logits, ...ofCopies]), truth: isShortened ? [...truth, ...truth] : truth };
    const temperature = fitTemperature(scored);
    const outcomes = decisions(scored, temperature).map(({ label, p }, i) => ({ p, right: label === scored.truth[i] }));
    const sure = thresholdFor(PRECISION, outcomes);
    const unseen = {
      ...figures(logits, innerParts, inner),
      ...calibrationOf(outcomes.slice(0, truth.length)),
      ...(isShortened ? { shortened: calibrationOf(outcomes.slice(truth.length)), together: calibrationOf(outcomes) } : {}),
      precision: PRECISION,
      coverage: rounded(sure?.coverage ?? 0),
    };
    console.log(name, 'in folds of what it learns from', unseen);
    const most = figures(pooled(byMajority(inner), innerParts, inner), innerParts, inner).accuracy;
    if (unseen.accuracy - most < LEAST_GAIN) {
      console.log(name, 'left out: it says hardly more than always the same label');
      continue;
    }
    const file = headFile(
      fitSaid([...own, ...ownCopies], labels.length, fit),
      {
        name,
        family,
        kinds,
        labels: [...labels],
        encoder: changesHash,
        temperature: rounded(temperature),
        // Where no threshold reaches the precision, nothing is shown.
        threshold: rounded(sure?.threshold ?? 1.01),
        training: {
          data,
          licence,
          examples: own.length,
          options: fit,
          unseenGroups: unseen,
          ...(split ? { publishedSplit: figures(pooled(ours, parts, dataset), parts, dataset) } : {}),
        },
      },
      SAID_VERSION,
    );
    writeFileSync(path.join(model, 'heads', `${name}.json`), `${JSON.stringify(file)}\n`);
    console.log(name, `${own.length} examples, threshold ${file.threshold}, temperature ${file.temperature}`);
  }
}

/** Beside the error that true probabilities show on as many: on average, and what one time in twenty exceeds. */
function calibrationOf(outcomes: readonly Sure[]) {
  const { mean, high } = errorByChance(outcomes);
  return { calibrationError: rounded(calibrationError(outcomes)), byChance: [rounded(mean), rounded(high)] };
}

/** Where the data come divided. */
function publishedSplit({ rows }: Dataset): Division | undefined {
  const part = (split: string): number[] => [...rows.keys()].filter((i) => rows[i]?.split === split);
  const [train, test] = [part('train'), part('test')];
  return test.length > 0 ? { train, test } : undefined;
}

/** `meanF1`: of macro-F1 over repositories, as those who published the split report it. */
function figures(logits: Float32Array, parts: readonly Division[], { rows, labels }: Dataset) {
  const tested = parts.flatMap(({ test }) => test);
  const truth = labelsOf(rows, labels);
  const predicted = decisions({ logits, truth }).map(({ label }) => label);
  const of = (indices: readonly number[]) =>
    confusion(
      indices.map((i) => truth[i] ?? -1),
      indices.map((i) => predicted[i] ?? -1),
      labels.length,
    );
  const whole = of(tested);
  const repositories = Map.groupBy(tested, (i) => rows[i]?.repository ?? '');
  const meanF1 = [...repositories.values()].reduce((sum, own) => sum + macroF1(of(own)), 0) / repositories.size;
  return {
    accuracy: rounded(accuracy(whole)),
    macroF1AtEqualFrequency: rounded(macroF1(atEqualFrequency(whole))),
    ...(repositories.size > 1 ? { meanF1: rounded(meanF1) } : {}),
  };
}

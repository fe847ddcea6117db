// Fine-tunes the encoder's upper layers to tell what kind of change a commit is, and measures it on repositories it has not seen.
//   npm run train -- [--device cuda] [--recipe FILE] [--out DIR] [--pool N] [--held N] [--folds 0,1,2,3] [--final] [--tuned-only]
// It begins with the encoder that ships. Texts: what `npm run data` brought together. Four folds by repository, each trained on the other
// repositories (at most --pool commits of a label), all measured on --held commits at natural frequency that nothing is trained on; `--final`
// then trains on all others and writes model.safetensors (float32), head.safetensors and labels.tsv to --out, for changes.ts and heads.ts.
// Stopped at any point, the same command goes on where it was; folds may run beside each other, each with `--tuned-only` and without baselines.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { TextTokenizer } from '../../src/classify/tokenizer.ts';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import { LogisticRegression, LOGISTIC } from '../../src/learn/baselines/logistic.ts';
import { majority, typeByPaths } from '../../src/learn/baselines/rules.ts';
import { Tfidf } from '../../src/learn/baselines/tfidf.ts';
import { MINILM_L6 } from '../../src/learn/bert/config.ts';
import type { BertWeights } from '../../src/learn/bert/weights.ts';
import { CurveFiles } from '../../src/learn/curves/files.ts';
import { labelledCommits } from '../../src/learn/data/commits.ts';
import { dequantized } from '../../src/learn/encoder/dequantize.ts';
import { FIT, fitHead, headLogits } from '../../src/learn/head/fit.ts';
import type { HeadExample, LinearHead } from '../../src/learn/head/fit.ts';
import { readSafetensors, writeSafetensors } from '../../src/learn/onnx/safetensors.ts';
import type { Example } from '../../src/learn/train/batches.ts';
import { stepOfCheckpoint } from '../../src/learn/train/checkpoint.ts';
import { decide, figures, FIGURES_HEAD, figuresRow, priorOf } from '../../src/learn/tune/compare.ts';
import type { Decided, Test } from '../../src/learn/tune/compare.ts';
import { float32 } from '../../src/learn/onnx/tensor.ts';
import { balancedSampler, exampleOf, trainingView } from '../../src/learn/tune/examples.ts';
import type { TuneItem } from '../../src/learn/tune/examples.ts';
import { tuneSet } from './items.ts';
import { mendedLabels } from './mended.ts';
import { Scores } from './scores.ts';
import { recipe } from '../../src/learn/tune/recipe.ts';
import type { Recipe } from '../../src/learn/tune/recipe.ts';
import { embedded, tune } from '../../src/learn/tune/run.ts';
import { frozenVectors } from '../../src/learn/tune/frozen.ts';
import { headOf } from '../../src/learn/tune/head.ts';
import { noisyCopy } from '../../src/learn/tune/noise.ts';
import { drawHeld, drawPool } from '../../src/learn/tune/sample.ts';
import { withStates } from '../../src/learn/tune/states.ts';
import { decisions } from '../../src/learn/evaluate/calibration.ts';
import { atEqualFrequency, confusion, macroF1 } from '../../src/learn/evaluate/confusion.ts';
import { labelTable } from '../../src/learn/evaluate/report.ts';
import type { View } from '../../src/classify/features.ts';
import { BUCKETS, featuresOf } from '../../src/classify/features.ts';
import { readManifest } from '../../src/classify/model.ts';
import { MANIFEST, manifestOf, TEXTS } from './texts.ts';

const { values } = parseArgs({
  options: {
    device: { type: 'string', default: 'cpu' },
    model: { type: 'string', default: 'models' },
    recipe: { type: 'string' },
    out: { type: 'string', default: 'test/.cache/model/run' },
    pool: { type: 'string', default: '100000' },
    held: { type: 'string', default: '8000' },
    logistic: { type: 'string', default: '12000' },
    folds: { type: 'string', default: '0,1,2,3' },
    threads: { type: 'string', default: '2' },
    final: { type: 'boolean', default: false },
    'tuned-only': { type: 'boolean', default: false },
  },
});
const { device, model, out } = values;
/** Of each label, so many are measured on at least. */
const LEAST = 150;
const VIEWS: readonly View[] = ['text', 'paths', 'both'];
const labels: readonly string[] = TAGGED_TYPES;
/** Of the frozen encoder's head: every label alike, as its scores are read. */
const HEAD = { ...FIT, epochs: 8, labelBalance: 1 };

const chosen = recipe(values.recipe === undefined ? {} : JSON.parse(readFileSync(values.recipe, 'utf8')));
const session = { threads: Number(values.threads), providers: [device] };
mkdirSync(out, { recursive: true });
writeFileSync(path.join(out, 'recipe.json'), `${JSON.stringify(chosen, undefined, 2)}\n`);
const base = await shippedEncoder();
const tokenizer = new TextTokenizer(JSON.parse(readFileSync(path.join(model, 'tokenizer.json'), 'utf8')), base.config.positions);

const { items, fold, missing } = tuneSet(manifestOf(MANIFEST), await labelledCommits(TEXTS), labels);
say(`${items.length} commits${missing > 0 ? `; ${missing} of the manifest are not at hand` : ''}`);
/** What is only trained on is neither measured on nor counted as natural: so many of each label were drawn of it. */
const folded = [...items.keys()].filter((i) => (fold[i] ?? -1) >= 0);
const held = drawHeld(pick(items, folded), Number(values.held), LEAST, chosen.seed);
const measured = pick(folded, held.filled);
const away = new Set(measured);
const rest = [...items.keys()].filter((i) => !away.has(i));
const drawn = drawPool(pick(items, rest), Number(values.pool), chosen.seed);
const poolFold = drawn.map((k) => fold[rest[k] ?? 0] ?? 0);
const pool = pick(pick(items, rest), drawn);
const heldFold = pick(fold, measured);
const test: Test = {
  items: pick(items, measured),
  fold: heldFold,
  natural: held.natural.length,
  labels,
  priors: Array.from({ length: fold.reduce((most, f) => Math.max(most, f), 0) + 1 }, (_, f) =>
    priorOf(
      pick(
        items,
        folded.filter((i) => fold[i] !== f),
      ),
      labels.length,
    ),
  ),
};
say(`pool of ${pool.length}; measured on ${test.natural} at natural frequency and ${test.items.length - test.natural} more of rare kinds`);

const poolExamples = await prepared('pool', pool, (item) => trainingView(item, chosen));
const noisyItems = new Map(
  pool.flatMap((item, i) => {
    const copy = trainingView(item, chosen) === 'paths' ? undefined : noisyCopy(item, chosen);
    return copy ? [[i, copy]] : [];
  }),
);
const noisyExamples = await prepared('pool, with noise', [...noisyItems.values()], (item) => trainingView(item, chosen));
const poolCopies = new Map([...noisyItems.keys()].map((i, k) => [i, noisyExamples[k]]));
const heldExamples = new Map<View, readonly Example[]>();
for (const view of VIEWS) heldExamples.set(view, await prepared(`held, ${view}`, test.items, () => view));

const frozen = new Scores(VIEWS, test.items.length, labels.length);
const tuned = new Scores(VIEWS, test.items.length, labels.length);
const logistic = new Float32Array(test.items.length * labels.length);
const rules: { label: number }[] = test.items.map(({ files = [] }) => ({ label: labels.indexOf(typeByPaths(files)) }));
const most: { label: number }[] = [];
const folds = values.folds.split(',').filter(Boolean).map(Number);
const poolFrozen = await frozenVectors({ base, recipe: chosen, session }, poolExamples, path.join(path.dirname(out), 'states'));
say('vectors of the encoder as it is');
const poolHeads = pool.map((item, i) => headExample(item, poolExamples[i], poolFrozen[i]));
const insideOf = (own: number) => [...pool.keys()].filter((i) => poolFold[i] !== own);
const outsideOf = (own: number) => [...test.items.keys()].filter((i) => heldFold[i] === own);
// What to beat comes first: it is cheap, and says early whether the data are as they should be.
for (const own of values['tuned-only'] ? [] : folds) {
  const [inside, outside] = [insideOf(own), outsideOf(own)];
  await scoreHead(fitHead(pick(poolHeads, inside), labels.length, HEAD), base.weights, outside, frozen);
  const elsewhere = pick(
    items,
    rest.filter((i) => fold[i] !== own),
  );
  scoreLogistic(elsewhere, own, outside);
  const frequent = majority(elsewhere.map(({ label }) => label));
  for (const i of outside) most[i] = { label: frequent };
}
const whole = !values['tuned-only'] && new Set(folds).size === test.priors.length;
if (whole) writeReport([]);
for (const own of folds) {
  const outside = outsideOf(own);
  const scores = path.join(out, `fold-${own}`, 'scores.safetensors');
  if (existsSync(scores)) {
    tuned.read(scores, outside);
    continue;
  }
  const { kept, heads } = mended(insideOf(own));
  const repositories = new Set(heads.map(({ group }) => group)).size;
  const what = `fold ${own}, trained on ${chosen.perEpoch * chosen.epochs} of ${kept.length} commits of ${repositories} repositories`;
  const result = await tuneOn(`fold-${own}`, what, kept, heads, chosen);
  await scoreHead(headOf(result, labels.length, drawnLabels(heads)), result.weights, outside, tuned);
  tuned.write(scores, outside);
  for (const view of VIEWS) say(`fold ${own}, ${view}: macro-F1 at equal frequency ${gain(outside, view)}`);
}
if (whole) writeReport(VIEWS);
if (values.final) {
  const { kept, heads } = mended([...pool.keys()]);
  const result = await tuneOn('final', `final, of ${kept.length} commits of all repositories`, kept, heads, chosen);
  const { input, bias, words } = headOf(result, labels.length, drawnLabels(heads));
  const head = new Map([
    ['input', float32([labels.length, input.length / labels.length], input)],
    ['bias', float32([labels.length], bias)],
    ['words', float32([BUCKETS, labels.length], words)],
  ]);
  writeFileSync(path.join(out, 'head.safetensors'), Buffer.concat(writeSafetensors({ tensors: head, metadata: {} })));
  writeFileSync(path.join(out, 'model.safetensors'), Buffer.concat(writeSafetensors({ tensors: result.weights, metadata: {} })));
  const lines = kept.map((i, k) => `${pool[i]?.id ?? ''}\t${labels[heads[k]?.label ?? -1] ?? ''}\n`);
  writeFileSync(path.join(out, 'labels.tsv'), lines.join(''));
  say(`the encoder is in ${path.join(out, 'model.safetensors')}, and beside it the labels it was trained on`);
}

function mended(inside: readonly number[]) {
  const settled = mendedLabels(pick(pool, inside), pick(poolHeads, inside), labels);
  say(`labels: ${settled.changed} of ${inside.length} changed, ${inside.length - settled.kept.length} left out`);
  return { kept: pick(inside, settled.kept), heads: settled.heads };
}

/** Of every example that the run has drawn in its first pass. */
function drawnLabels(heads: readonly HeadExample[]): number[] {
  const items = heads.map(({ label, group }, i) => ({ id: String(i), text: '', label, group }));
  return balancedSampler(items, chosen)(0).map((i) => heads[i]?.label ?? -1);
}

async function shippedEncoder() {
  const { encoder } = await readManifest(model);
  const config = { ...MINILM_L6, positions: encoder.maxTokens };
  return { config, weights: dequantized(readSafetensors(readFileSync(path.join(model, encoder.weights))).tensors, config) };
}

/** Items as examples; where upper layers alone are trained, with the states they read. */
async function prepared(name: string, of: readonly TuneItem[], viewOf: (item: TuneItem) => View): Promise<readonly Example[]> {
  const plain = of.map((item) => exampleOf(item, tokenizer, chosen, viewOf(item)));
  // On a GPU the lower layers cost less than to bring their states there.
  if (chosen.plan.mode !== 'top' || device !== 'cpu') return plain;
  const { plan, batch } = chosen;
  const onProgress = (done: number, total: number) => say(`lower layers, ${name}: ${done} of ${total}`);
  return withStates(plain, { ...base, plan, batch, cache: path.join(path.dirname(out), 'states'), onProgress, ...session });
}

async function tuneOn(folder: string, name: string, kept: readonly number[], heads: readonly HeadExample[], how: Recipe) {
  const begun = performance.now();
  const checkpoint = { path: path.join(out, folder, 'checkpoint.safetensors'), every: 50 };
  const resumedAt = await stepOfCheckpoint(checkpoint.path);
  const curves = await CurveFiles.open({ folder: path.join(out, folder), tensorboard: false, now: Date.now, resumedAt });
  const items = pick(pool, kept).map((item, i) => ({ ...item, label: heads[i]?.label ?? -1 }));
  const examples = pick(poolExamples, kept).map((example, i) => ({ ...example, labels: { type: items[i]?.label ?? -1 } }));
  const copies = new Map(
    kept.flatMap((i, k) => {
      const [copy, example] = [poolCopies.get(i), examples[k]];
      return copy && example ? [[k, { ...copy, labels: example.labels }]] : [];
    }),
  );
  const result = await tune(
    { base, recipe: how, labels, items, examples, copies, session },
    {
      checkpoint,
      onPoint: curves.add,
      onProgress: ({ step, steps, loss, left }) => {
        if (step % 25 === 0) say(`${name}: step ${step} of ${steps}, loss ${loss.toFixed(3)}, ${Math.round((left ?? 0) / 1000)} s left`);
      },
    },
  );
  await curves.close();
  say(`${name}: ${result.steps} steps in ${Math.round((performance.now() - begun) / 1000)} s`);
  return result;
}

/** Scores the items of a fold by a head over an encoder, in each view. */
async function scoreHead(head: LinearHead, weights: BertWeights, outside: readonly number[], into: Scores<View>): Promise<void> {
  for (const view of VIEWS) {
    const own = pick(heldExamples.get(view) ?? [], outside);
    const made = await embedded({ base, recipe: chosen, session }, weights, own);
    into.put(
      view,
      outside,
      headLogits(
        head,
        pick(test.items, outside).map((item, i) => headExample(item, own[i], made[i])),
      ),
    );
  }
}

function headExample(
  { label, group }: TuneItem,
  example: Example | undefined,
  embedding: HeadExample['embedding'] | undefined,
): HeadExample {
  const { features: dense, buckets: sparse } = example ?? {};
  const none = featuresOf({ text: '' });
  return {
    embedding: embedding ?? new Int8Array(0),
    features: { dense: dense ?? none.dense, sparse: sparse ?? none.sparse },
    label,
    group,
  };
}

/** On a sample at natural frequency of all that may be trained on; its own prior is taken out of the scores. */
function scoreLogistic(elsewhere: readonly TuneItem[], own: number, outside: readonly number[]): void {
  const { filled: sample } = drawHeld(elsewhere, Number(values.logistic), 0, chosen.seed + 1);
  const from = pick(elsewhere, sample);
  const texts = from.map(({ text }) => text);
  const terms = Tfidf.fit(texts);
  const truth = from.map(({ label }) => label);
  const model = LogisticRegression.fit(terms.rows(texts), truth, labels.length, LOGISTIC);
  const logits = model.logits(terms.rows(pick(test.items, outside).map(({ text }) => text)));
  const prior = priorOf(from, labels.length);
  for (const [row, i] of outside.entries()) {
    for (let c = 0; c < labels.length; c++) {
      logistic[i * labels.length + c] = (logits[row * labels.length + c] ?? 0) - Math.log(prior[c] ?? 1);
    }
  }
  say(`logistic regression of fold ${own}: ${from.length} commits, ${terms.width} terms`);
}

/** `views`: those in which the fine-tuned encoder has been scored. */
function writeReport(views: readonly View[]): void {
  const same = (decisions: readonly { label: number }[]): Decided => ({ natural: decisions, equal: decisions });
  const methods: (readonly [string, string, Decided])[] = [
    ['majority', 'nothing', same(most)],
    ['path rules', 'paths', same(rules)],
    ['TF-IDF, logistic regression', 'text', decide(test, logistic)],
    ...VIEWS.map((view) => ['frozen encoder, head', view, decide(test, frozen.of(view))] as const),
    ...views.map((view) => ['fine-tuned encoder, head', view, decide(test, tuned.of(view))] as const),
  ];
  const rows = methods.map(([name, sees, decided]) => ({ name, sees, ...figures(test, decided) }));
  const best = rows.at(-1);
  const text = [
    FIGURES_HEAD,
    ...rows.map(({ name, sees, ...own }) => figuresRow(name, sees, own)),
    '',
    ...(best ? [labelTable(best.equal)] : []),
    '',
  ].join('\n');
  writeFileSync(path.join(out, 'report.md'), text);
  writeFileSync(path.join(out, 'report.json'), `${JSON.stringify(rows)}\n`);
  console.log(text);
}

/** Before and after fine-tuning, on the items of one fold. */
function gain(outside: readonly number[], view: View): string {
  const truth = pick(test.items, outside).map(({ label }) => label);
  const of = (scores: Scores<View>) => {
    const logits = scores.rows(view, outside);
    const predicted = decisions({ logits, truth }).map(({ label }) => label);
    return macroF1(atEqualFrequency(confusion(truth, predicted, labels.length)));
  };
  return `${of(frozen).toFixed(3)} frozen, ${of(tuned).toFixed(3)} fine-tuned, ${truth.length} commits`;
}

function pick<T>(from: readonly T[], indices: readonly number[]): T[] {
  return indices.flatMap((i) => {
    const value = from[i];
    return value === undefined ? [] : [value];
  });
}

function say(line: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
}

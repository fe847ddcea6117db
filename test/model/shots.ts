// How often labels of the user's own are right, that nobody trained a model for: by their descriptions alone, and with a few examples each.
//   node test/model/shots.ts --clones DIR [--issues FILE] [--model FOLDER] [--seeds 10]
// DIR: clones as OWNER/NAME. FILE: issue-types.jsonl of the NLBSE 2024 competition. FOLDER: another encoder, as --model takes it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { inspectFolder } from '../../src/classify/any/folder.ts';
import { type OwnLabels, parseLabels } from '../../src/classify/own/labels-file.ts';
import { decide } from '../../src/classify/own/shots.ts';
import { createTagger } from '../../src/classify/tagger.ts';
import { identityOf, readManifest } from '../../src/classify/model.ts';
import type { Embedding } from '../../src/classify/vectors.ts';
import { shotsOf } from '../../src/pipeline/labels.ts';
import { labelsTagger } from '../../src/pipeline/own.ts';
import { plainText, wholeText } from '../../src/normalize/text.ts';
import { Random } from '../../src/util/random.ts';
import { silent } from '../../src/util/context.ts';
import { readItems } from './read.ts';

const SHOTS = [0, 1, 4, 8, 16];
const PARTS_OF = 'vuejs/core';
/** Commits of each part, the newest: all parts weigh the same. */
const EACH_PART = 120;

interface Item {
  readonly text: string;
  /** Place of its label. */
  readonly label: number;
}

const { values } = parseArgs({
  options: { clones: { type: 'string' }, issues: { type: 'string' }, model: { type: 'string' }, seeds: { type: 'string', default: '10' } },
});
const { clones, issues, model } = values;
if (clones === undefined) throw new Error('say --clones DIR');
const modelDir = path.resolve('models');
const tagger = await createTagger({
  modelDir,
  workerUrl: new URL('../../src/classify/worker.ts', import.meta.url),
  device: 'cpu',
  ctx: { now: Date.now, log: silent },
});
const foreign = model === undefined ? undefined : await inspectFolder(path.resolve(model), path.basename(model));
const { encoderHash } = identityOf(await readManifest(modelDir));

console.log(
  `${foreign?.name ?? 'the encoder that ships'}; accuracy in % over ${values.seeds} draws of the examples: mean ± standard deviation (of those not unsure, and how many)\n`,
);
console.log(
  `| labels | items | ${SHOTS.map((n) => (n === 0 ? 'descriptions alone' : `${n} ${n === 1 ? 'example' : 'examples'} each`)).join(' | ')} |`,
);
console.log(`|---|---|${SHOTS.map(() => '---').join('|')}|`);
for (const set of ['stated', 'natural']) await measure(`type, ${set}`, labelsOf('types'), await readItems(set, clones));
await measure(`part of ${PARTS_OF}`, labelsOf('scopes'), partItems(path.join(clones, PARTS_OF)));
if (issues !== undefined) await measure('issue, NLBSE train', labelsOf('issues'), issueItems(issues));
await tagger.close();

function labelsOf(name: string): OwnLabels {
  const parsed = parseLabels(readFileSync(path.join(import.meta.dirname, 'labels', `${name}.yaml`), 'utf8'), name);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

/** Messages whose prefix names a part, without the prefix: `fix(reactivity): …`. */
function partItems(clone: string): Item[] {
  const names = labelsOf('scopes').labels.map(({ name }) => name);
  const log = execFileSync('git', ['-C', clone, 'log', '-z', '--format=%B', 'HEAD'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const counts = names.map(() => 0);
  return log.split('\0').flatMap((message) => {
    const [subject = '', ...rest] = message.trim().split('\n');
    const label = names.indexOf(/^\w+\(([\w-]+)\)!?:/.exec(subject)?.[1] ?? '');
    if (label < 0 || (counts[label] ?? 0) >= EACH_PART) return [];
    counts[label] = (counts[label] ?? 0) + 1;
    return [{ text: wholeText(plainText({ subject, body: rest.join('\n').trim() })), label }];
  });
}

/** Of the half for training: the other was looked at when the method was chosen. */
function issueItems(file: string): Item[] {
  const names = labelsOf('issues').labels.map(({ name }) => name);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { text: string; label: string; split: string })
    .filter(({ split }) => split === 'train')
    .map(({ text, label }) => ({ text, label: names.indexOf(label) }));
}

async function measure(what: string, labels: OwnLabels, items: readonly Item[]): Promise<void> {
  const own = await labelsTagger(async () => tagger, labels, { model: foreign, encoder: encoderHash });
  const embed = (of: readonly string[]) => own.embed(of);
  const known = new Map<string, Embedding>();
  const texts = items.map(({ text }) => text);
  for (const [i, vector] of (await embed(texts)).entries()) known.set(texts[i] ?? '', vector);
  const cells: string[] = [];
  for (const shots of SHOTS) {
    const runs: Figures[] = [];
    for (let seed = 0; seed < (shots === 0 ? 1 : Number(values.seeds)); seed++)
      runs.push(await run(labels, items, { shots, seed, known, embed }));
    const [all, sure, coverage] = (['accuracy', 'sure', 'coverage'] as const).map((figure) => spread(runs.map((one) => one[figure])));
    cells.push(`${all} (${sure} of ${coverage})`);
  }
  console.log(`| ${what} | ${items.length} | ${cells.join(' | ')} |`);
}

interface Figures {
  readonly accuracy: number;
  /** Accuracy of those that are not unsure, and their share. */
  readonly sure: number;
  readonly coverage: number;
}

interface Drawing {
  readonly shots: number;
  readonly seed: number;
  readonly known: ReadonlyMap<string, Embedding>;
  readonly embed: (texts: readonly string[]) => Promise<readonly Embedding[]>;
}

/** Examples are drawn from the items, at most half of a label's, and the others are told. */
async function run(labels: OwnLabels, items: readonly Item[], { shots, seed, known, embed }: Drawing): Promise<Figures> {
  const drawn = labels.labels.map((): string[] => []);
  const rest: Item[] = [];
  const counts = labels.labels.map((_, label) => items.filter((item) => item.label === label).length);
  for (const item of new Random('shots', seed, shots).shuffled(items)) {
    const own = drawn[item.label];
    if (own && own.length < Math.min(shots, (counts[item.label] ?? 0) / 2)) own.push(item.text);
    else rest.push(item);
  }
  const given = { ...labels, labels: labels.labels.map((label, i) => ({ ...label, examples: drawn[i] ?? [] })) };
  // What is an example already is embedded already.
  const places = await shotsOf(given, async (texts) => {
    const missing = texts.filter((text) => !known.has(text));
    const made = missing.length === 0 ? [] : await embed(missing);
    return texts.map((text) => known.get(text) ?? made[missing.indexOf(text)] ?? new Int8Array(0));
  });
  let [right, told, rightTold] = [0, 0, 0];
  for (const { text, label } of rest) {
    const { best, unsure } = decide(places.probabilities(known.get(text) ?? new Int8Array(0)));
    if (best === label) right++;
    if (!unsure) told++;
    if (!unsure && best === label) rightTold++;
  }
  return { accuracy: right / rest.length, sure: rightTold / Math.max(1, told), coverage: told / rest.length };
}

function spread(shares: readonly number[]): string {
  const mean = shares.reduce((a, b) => a + b, 0) / shares.length;
  const deviation = Math.sqrt(shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / Math.max(1, shares.length - 1));
  return shares.length === 1 ? (100 * mean).toFixed(1) : `${(100 * mean).toFixed(1)} ± ${(100 * deviation).toFixed(1)}`;
}

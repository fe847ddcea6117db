// What an author's word is worth to the tagger of commits: fitted on the commits whose types were stated and read (test/model/clean), and
// measured on those of each repository by a word that was fitted on the others.
//   node test/model/stated.ts --clones DIR [--model models] [--write]
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { HeadFile } from '../../src/classify/head.ts';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import { report, SUMMARY_HEAD, summaryRow } from '../../src/learn/evaluate/report.ts';
import { fitStated, outOfRepository } from '../../src/learn/head/stated.ts';
import { writeManifest } from './manifest.ts';
import { readItems } from './read.ts';
import { tagsOf } from './tags.ts';

const { values } = parseArgs({
  options: { clones: { type: 'string' }, model: { type: 'string', default: 'models' }, write: { type: 'boolean', default: false } },
});
const { clones, model, write } = values;
if (clones === undefined) throw new Error('say --clones DIR');

const labels: readonly string[] = TAGGED_TYPES;
const scored = async (set: string) => {
  const items = await readItems(set, clones);
  const tags = await tagsOf(items, model);
  return items.map(({ stated, label, group }, i) => ({
    stated,
    label,
    group,
    probabilities: TAGGED_TYPES.map((type) => tags[i]?.scores[type] ?? 0),
  }));
};
const examples = await scored('stated');
const natural = await scored('natural');
const frequency = labels.map((_, i) => natural.reduce((sum, { probabilities }) => sum + (probabilities[i] ?? 0), 0) / natural.length);
const options = { labels, frequency, precision: 0.9 };

const unseen = outOfRepository(examples, options);
const outcomes = unseen.map(({ predicted, p }, i) => ({ truth: examples[i]?.label ?? -1, group: examples[i]?.group ?? '', predicted, p }));
console.log(`${SUMMARY_HEAD}\n${summaryRow('tagger, told what its author stated', report(outcomes, labels))}`);
const sure = outcomes.filter((_, i) => unseen[i]?.sure);
const right = sure.filter(({ truth, predicted }) => truth === predicted);
console.log(`\nsure of ${sure.length} of ${outcomes.length}, right in ${((100 * right.length) / Math.max(1, sure.length)).toFixed(1)} %`);

const fitted = fitStated(examples, options);
const rounded = (x: number): number => Number(x.toPrecision(4));
const stated = {
  odds: Object.fromEntries(Object.entries(fitted.odds).map(([word, worth]) => [word, worth.map(rounded)])),
  power: fitted.power,
  threshold: rounded(fitted.threshold),
};
console.log(JSON.stringify(stated));
if (write) {
  const file = path.join(model, 'heads/commit-type.json');
  const head = JSON.parse(readFileSync(file, 'utf8')) as HeadFile;
  writeFileSync(file, `${JSON.stringify({ ...head, stated })}\n`);
  await writeManifest(model);
}

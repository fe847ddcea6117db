// What the shipped tagger makes of the commits whose types were read: `stated` is the test set, `natural` the one its threshold was chosen on.
//   node test/model/score.ts --clones DIR [--set stated]
// What the tagger makes of them when it is told what their authors stated: stated.ts.
import { parseArgs } from 'node:util';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import { typeByPaths } from '../../src/learn/baselines/rules.ts';
import { calibrationError, decisions, errorByChance, fitTemperature } from '../../src/learn/evaluate/calibration.ts';
import { accuracy, kappa } from '../../src/learn/evaluate/confusion.ts';
import { labelTable, report, SUMMARY_HEAD, summaryRow } from '../../src/learn/evaluate/report.ts';
import { agreement, readingsOf, readItems } from './read.ts';
import { tagsOf } from './tags.ts';

const { values } = parseArgs({ options: { clones: { type: 'string' }, set: { type: 'string', default: 'stated' } } });
const { clones, set } = values;
if (clones === undefined) throw new Error('say --clones DIR');
const labels: readonly string[] = TAGGED_TYPES;
const items = await readItems(set, clones);
const outcome = (i: number, label: string, p?: number) => ({
  truth: items[i]?.label ?? -1,
  predicted: labels.indexOf(label),
  group: items[i]?.group ?? '',
  ...(p === undefined ? {} : { p }),
});
const reported = (name: string, made: readonly { readonly label: string; readonly p?: number }[]) => {
  const own = report(
    made.map(({ label, p }, i) => outcome(i, label, p)),
    labels,
  );
  console.log(summaryRow(name, own));
  return own;
};

const readings = agreement(readingsOf(set));
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
console.log(`${items.length} commits; the two readings agree on ${percent(accuracy(readings))}, kappa ${kappa(readings).toFixed(3)}\n`);
console.log(SUMMARY_HEAD);
// As they come, most state nothing.
if (set === 'stated')
  reported(
    'what its author stated',
    items.map(({ stated }) => ({ label: stated })),
  );
reported(
  'path rules',
  items.map(({ files = [] }) => ({ label: typeByPaths(files) })),
);
for (const view of ['text', 'paths'] as const) reported(`tagger, ${view} only`, await tagsOf(items, 'models', { view }));
const made = await tagsOf(items, 'models');
const figures = reported('tagger', made);
const sure = [...made.keys()].filter((i) => made[i]?.unsure === false);
const right = sure.filter((i) => made[i]?.label === labels[items[i]?.label ?? -1]);
console.log(`\nsure of ${sure.length} of ${items.length}, right in ${percent(right.length / Math.max(1, sure.length))}`);
const chance = errorByChance(made.map(({ p, label }, i) => ({ p, right: label === labels[items[i]?.label ?? -1] })));
console.log(
  `calibration error of true probabilities on as many: ${chance.mean.toFixed(3)}, one time in twenty above ${chance.high.toFixed(3)}`,
);
if (set === 'natural') console.log(`calibration error with a temperature chosen on the other repositories: ${apart().toFixed(3)}`);
console.log(`\n${labelTable(figures)}`);

/** Of the set that the temperature was chosen on: by one chosen anew without each repository. */
function apart(): number {
  const scored = (chosen: readonly number[]) => ({
    logits: Float32Array.from(chosen.flatMap((i) => TAGGED_TYPES.map((type) => Math.log(made[i]?.scores[type] ?? 1)))),
    truth: chosen.map((i) => items[i]?.label ?? -1),
  });
  const all = [...items.keys()];
  const outcomes = [...Map.groupBy(all, (i) => items[i]?.group ?? '')].flatMap(([group, own]) => {
    const temperature = fitTemperature(scored(all.filter((i) => items[i]?.group !== group)));
    return decisions(scored(own), temperature).map(({ label, p }, row) => ({ p, right: label === items[own[row] ?? -1]?.label }));
  });
  return calibrationError(outcomes);
}

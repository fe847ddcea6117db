// What the shipped tagger makes of the commits whose types were read: `stated` is the test set, `natural` the one its threshold was chosen on.
//   node test/model/score.ts --clones DIR [--set stated]
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createTagger } from '../../src/classify/tagger.ts';
import type { TagOptions } from '../../src/classify/tagger.ts';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import type { CommitType, Tag } from '../../src/domain/tags.ts';
import { typeByPaths } from '../../src/learn/baselines/rules.ts';
import { accuracy, kappa } from '../../src/learn/evaluate/confusion.ts';
import { labelTable, report, SUMMARY_HEAD, summaryRow } from '../../src/learn/evaluate/report.ts';
import { silent } from '../../src/util/context.ts';
import { agreement, readingsOf, readItems } from './read.ts';

const { values } = parseArgs({ options: { clones: { type: 'string' }, set: { type: 'string', default: 'stated' } } });
const { clones, set } = values;
if (clones === undefined) throw new Error('say --clones DIR');
const labels: readonly string[] = TAGGED_TYPES;
const items = await readItems(set, clones);
const tagger = await createTagger({
  modelDir: path.resolve('models'),
  workerUrl: new URL('../../src/classify/worker.ts', import.meta.url),
  device: 'cpu',
  ctx: { now: Date.now, log: silent },
});

async function tags(withStated: boolean, options: TagOptions): Promise<Tag[]> {
  const inputs = items.map(({ id, text, files = [], stated }) => ({
    id,
    kind: 'commit' as const,
    text,
    files,
    ...(withStated && stated !== 'none' && stated !== 'revert' ? { stated: { type: stated as CommitType } } : {}),
  }));
  const out: Tag[] = [];
  for await (const { tags: own } of tagger.tag(inputs, options)) if (own.type) out.push(own.type);
  return out;
}
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
reported(
  'what its author stated',
  items.map(({ stated }) => ({ label: stated })),
);
reported(
  'path rules',
  items.map(({ files = [] }) => ({ label: typeByPaths(files) })),
);
for (const view of ['text', 'paths'] as const) reported(`tagger, ${view} only`, await tags(false, { view }));
const both = await tags(false, {});
const figures = reported('tagger', both);
const informed = await tags(true, {});
reported('tagger, told what its author stated', informed);
await tagger.close();
for (const [name, made] of [
  ['tagger', both],
  ['told', informed],
] as const) {
  const sure = [...made.keys()].filter((i) => made[i]?.unsure === false);
  const right = sure.filter((i) => made[i]?.label === labels[items[i]?.label ?? -1]);
  console.log(`\n${name}: sure of ${sure.length} of ${items.length}, right in ${percent(right.length / Math.max(1, sure.length))}`);
}
console.log(`\n${labelTable(figures)}`);

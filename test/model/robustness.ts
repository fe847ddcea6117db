// How many of the shipped tagger's answers change where the message changes and what it says does not.
//   npm run data -- --from DIR; node test/model/robustness.ts [--count 400] [--threads 2]
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createTagger } from '../../src/classify/tagger.ts';
import type { TaggerInput } from '../../src/classify/tagger.ts';
import type { Tag } from '../../src/domain/tags.ts';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import { labelledCommits } from '../../src/learn/data/commits.ts';
import { PERTURBATIONS } from '../../src/learn/evaluate/perturb.ts';
import { silent } from '../../src/util/context.ts';
import { Random } from '../../src/util/random.ts';
import { tuneSet } from './items.ts';
import { MANIFEST, manifestOf, TEXTS } from './texts.ts';

const { values } = parseArgs({ options: { count: { type: 'string', default: '400' }, threads: { type: 'string', default: '2' } } });
const { items } = tuneSet(manifestOf(MANIFEST), await labelledCommits(TEXTS), TAGGED_TYPES);
const chosen = new Random('robustness').shuffled(items).slice(0, Number(values.count));
const tagger = await createTagger({
  modelDir: path.resolve('models'),
  workerUrl: new URL('../../src/classify/worker.ts', import.meta.url),
  device: 'cpu',
  threads: Number(values.threads),
  ctx: { now: Date.now, log: silent },
});

async function typesOf(inputs: readonly TaggerInput[]): Promise<Tag[]> {
  const tags: Tag[] = [];
  for await (const { tags: own } of tagger.tag(inputs)) if (own.type) tags.push(own.type);
  return tags;
}
const inputs = chosen.map(({ id, text, files = [] }): TaggerInput => ({ id, kind: 'commit', text, files }));
const before = await typesOf(inputs);
const sure = before.filter(({ unsure }) => !unsure).length;
console.log(`${inputs.length} commits, of ${sure} of which the tagger is sure\n`);
console.log('| change | another label | of the sure ones: another label | of the sure ones: sure of another |\n|---|---|---|---|');
for (const [name, perturb] of Object.entries(PERTURBATIONS)) {
  const random = new Random('perturb', name);
  const after = await typesOf(inputs.map((input) => ({ ...input, text: perturb(input.text, random) })));
  const pairs = before.map((tag, i) => ({ tag, now: after[i] ?? tag }));
  const flips = pairs.filter(({ tag, now }) => tag.label !== now.label);
  const ofSure = flips.filter(({ tag }) => !tag.unsure);
  const percent = (part: number, of: number) => `${((100 * part) / Math.max(1, of)).toFixed(1)} %`;
  const cells = [
    percent(flips.length, pairs.length),
    percent(ofSure.length, sure),
    percent(ofSure.filter(({ now }) => !now.unsure).length, sure),
  ];
  console.log(`| ${[name, ...cells].join(' | ')} |`);
}
await tagger.close();

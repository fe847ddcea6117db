// How many of the tagger's answers change where the message changes and what it says does not: on the commits that were read, of repositories
// no model was trained on. A message is cleaned as the product cleans it after it was changed.
//   node test/model/robustness.ts --clones DIR [--model models]
import { parseArgs } from 'node:util';
import type { Tag } from '../../src/domain/tags.ts';
import { PERTURBATIONS } from '../../src/learn/evaluate/perturb.ts';
import { plainText, wholeText } from '../../src/normalize/text.ts';
import { Random } from '../../src/util/random.ts';
import { readItems } from './read.ts';
import { tagsOf } from './tags.ts';

const { values } = parseArgs({ options: { clones: { type: 'string' }, model: { type: 'string', default: 'models' } } });
const { clones, model } = values;
if (clones === undefined) throw new Error('say --clones DIR');

const items = [...(await readItems('stated', clones)), ...(await readItems('natural', clones))];
const before = await tagsOf(items, model);
const sure = before.filter(({ unsure }) => !unsure).length;
console.log(`${items.length} commits, of ${sure} of which the tagger is sure\n`);
console.log('| change | another label | of the sure ones: another label | of the sure ones: sure of another |\n|---|---|---|---|');
for (const [name, perturb] of Object.entries(PERTURBATIONS)) {
  const random = new Random('perturb', name);
  const after = await tagsOf(
    items.map((item) => ({ ...item, text: cleaned(perturb(item.text, random)) })),
    model,
  );
  console.log(`| ${[name, ...flips(after)].join(' | ')} |`);
}

function cleaned(text: string): string {
  const cut = text.indexOf('\n');
  return wholeText(plainText(cut < 0 ? { subject: text, body: '' } : { subject: text.slice(0, cut), body: text.slice(cut + 1) }));
}

function flips(after: readonly Tag[]): string[] {
  const pairs = before.map((tag, i) => ({ tag, now: after[i] ?? tag }));
  const others = pairs.filter(({ tag, now }) => tag.label !== now.label);
  const ofSure = others.filter(({ tag }) => !tag.unsure);
  return [
    percent(others.length, pairs.length),
    percent(ofSure.length, sure),
    percent(ofSure.filter(({ now }) => !now.unsure).length, sure),
  ];
}

function percent(part: number, of: number): string {
  return `${((100 * part) / Math.max(1, of)).toFixed(1)} %`;
}

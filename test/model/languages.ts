// How the tagger fares with messages in other languages: commits whose authors stated a type and wrote the rest in another script than Latin,
// beside as many of the same repositories in Latin script. None was trained on, though others of these repositories were: only they have such.
//   node test/model/languages.ts --clones DIR --repositories OWNER/NAME,... [--most 300] [--model models]
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import type { Tag } from '../../src/domain/tags.ts';
import { plainText, wholeText } from '../../src/normalize/text.ts';
import { statedOf } from '../../src/normalize/stated.ts';
import { Random } from '../../src/util/random.ts';
import { commitsOfClone, git } from './clones.ts';
import type { ReadItem } from './read.ts';
import { tagsOf } from './tags.ts';
import { MANIFEST, manifestOf } from './texts.ts';

const { values } = parseArgs({
  options: {
    clones: { type: 'string' },
    repositories: { type: 'string' },
    most: { type: 'string', default: '300' },
    model: { type: 'string', default: 'models' },
  },
});
const { clones, repositories, most, model } = values;
if (clones === undefined || repositories === undefined) throw new Error('say --clones DIR and --repositories OWNER/NAME,...');
const types: readonly string[] = TAGGED_TYPES;
const trained = new Set(manifestOf(MANIFEST).map(({ sha }) => sha));

const SCRIPTS = ['another script', 'Latin'] as const;
type Script = (typeof SCRIPTS)[number];

const found: Record<Script, ReadItem[]> = { 'another script': [], Latin: [] };
for (const repository of repositories.split(',')) {
  const own = await statedCommits(repository);
  found['another script'].push(...own['another script']);
  found.Latin.push(...own.Latin.slice(0, own['another script'].length));
}
console.log(
  '| messages | commits | as their authors stated | text only | paths only | sure | of these, as stated |\n|---|---|---|---|---|---|---|',
);
for (const script of SCRIPTS) {
  const items = found[script];
  const [both, text, paths] = [
    await tagsOf(items, model),
    await tagsOf(items, model, { view: 'text' }),
    await tagsOf(items, model, { view: 'paths' }),
  ];
  const sure = [...items.keys()].filter((i) => both[i]?.unsure === false);
  const all = [...items.keys()];
  const cells = [items.length, right(items, both, all), right(items, text, all), right(items, paths, all), share(sure.length, all.length)];
  console.log(`| ${[script, ...cells, right(items, both, sure)].join(' | ')} |`);
}

/** At most so many of each script, drawn by a seed. */
async function statedCommits(repository: string): Promise<Record<Script, ReadItem[]>> {
  const out: Record<Script, ReadItem[]> = { 'another script': [], Latin: [] };
  const clone = path.join(clones ?? '', repository);
  if (!existsSync(clone)) return out;
  const log = await git(clone, ['log', '--no-merges', '--format=%H %s', 'HEAD']);
  const chosen = new Random('languages', repository).shuffled(log.split('\n')).flatMap((line) => {
    const [sha, subject] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
    const label = statedOf(subject, '')?.type ?? '';
    const script = scriptOf(plainText({ subject, body: '' }).subject);
    return script !== undefined && types.includes(label) && !trained.has(sha) ? [{ repository, sha, label, script, split: 'none' }] : [];
  });
  for (const script of SCRIPTS) {
    const entries = chosen.filter((own) => own.script === script).slice(0, Number(most));
    for (const { sha, type, subject, body, files } of await commitsOfClone(clones ?? '', repository, entries)) {
      const text = wholeText(plainText({ subject, body }));
      out[script].push({ id: `${repository}@${sha}`, text, files, label: types.indexOf(type), group: repository, stated: type });
    }
  }
  return out;
}

/** That of more than half of the letters; undefined where there are none. */
function scriptOf(subject: string): Script | undefined {
  const letters = subject.match(/\p{L}/gu) ?? [];
  if (letters.length === 0) return undefined;
  return letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length * 2 > letters.length ? 'Latin' : 'another script';
}

function right(items: readonly ReadItem[], tags: readonly Tag[], of: readonly number[]): string {
  return share(of.filter((i) => tags[i]?.label === items[i]?.stated).length, of.length);
}

function share(part: number, of: number): string {
  return of === 0 ? '-' : `${((100 * part) / of).toFixed(1)} %`;
}

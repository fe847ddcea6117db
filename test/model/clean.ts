// Two sets of commits of repositories that no model was trained on, their types read by the published definitions:
//   stated    50 of each type their authors stated, repositories taking turns: what the shipped model is tested on, once
//   natural   commits as they come, of repositories that mostly state none: what its temperature and threshold are chosen on
//   node test/model/clean.ts --clones DIR --draw OUT    writes which they are to OUT/SET.tsv, with nothing read yet (test/model/clean has them read)
//   node test/model/clean.ts --clones DIR --show OUT    writes each with its whole change to OUT, to be read: what was stated is left out
// DIR holds clones as OWNER/NAME.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import { statedOf } from '../../src/normalize/stated.ts';
import { plainText } from '../../src/normalize/text.ts';
import { Random } from '../../src/util/random.ts';
import { commitsOfClone } from './clones.ts';
import { readingsOf, readingsText } from './read.ts';
import type { ReadCommit } from './read.ts';

const SETS = {
  stated: [
    'argoproj/argo-rollouts',
    'axios/axios',
    'commitizen-tools/commitizen',
    'eslint/eslint',
    'gin-gonic/gin',
    'starship/starship',
    'vuejs/core',
  ],
  natural: [
    'BurntSushi/ripgrep',
    'expressjs/express',
    'fmtlib/fmt',
    'git/git',
    'junit-team/junit4',
    'pallets/flask',
    'psf/requests',
    'spf13/cobra',
    'tokio-rs/tokio',
  ],
} as const;
type SetName = keyof typeof SETS;
const EACH = 50;
const OF_REPOSITORY = 56;
const SEED = 'clean';
/** Of a change so many lines are shown, and of a line so many characters. */
const LINES = 70;
const WIDTH = 160;
const PART = 50;

const { values } = parseArgs({
  options: { clones: { type: 'string' }, draw: { type: 'string' }, show: { type: 'string' } },
});
const { clones = '', draw, show } = values;

function git(repository: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', ['-C', path.join(clones, repository), ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`git ${args[0] ?? ''}: ${stderr}`);
  return stdout;
}

/** Commits of people that are no merges, with the type they state. */
function candidates(repository: string): ReadCommit[] {
  const log = git(repository, ['log', '--no-merges', '--format=%H%x00%an%x00%ae%x00%s']);
  return log.split('\n').flatMap((line) => {
    const [sha = '', name = '', email = '', subject = ''] = line.split('\0');
    const stated = statedOf(subject, '')?.type ?? 'none';
    return sha === '' || /\[bot\]|renovate|dependabot|-bot\b/i.test(`${name} ${email}`)
      ? []
      : [{ repository, sha, stated, first: '', second: '', label: '', reason: '' }];
  });
}

const DRAW: Readonly<Record<SetName, () => ReadCommit[]>> = {
  stated: () => {
    const all = SETS.stated.map(candidates);
    return TAGGED_TYPES.flatMap((label) => {
      const queues = all.map((own, i) =>
        new Random(SEED, label, SETS.stated[i] ?? '').shuffled(own.filter(({ stated }) => stated === label)),
      );
      const most = Math.max(...queues.map((queue) => queue.length));
      return Array.from({ length: most }, (_, turn) => queues.flatMap((queue) => queue[turn] ?? []))
        .flat()
        .slice(0, EACH);
    });
  },
  natural: () =>
    SETS.natural.flatMap((repository) => new Random(SEED, repository).shuffled(candidates(repository)).slice(0, OF_REPOSITORY)),
};

const entryOf = ({ repository, sha, stated }: ReadCommit) => ({ repository, sha, label: stated, split: 'read' });

async function material(name: SetName, commits: readonly ReadCommit[], out: string): Promise<void> {
  mkdirSync(out, { recursive: true });
  const texts: string[] = [];
  for (const [repository, own] of Map.groupBy(commits, (commit) => commit.repository)) {
    for (const { sha, subject, body, files } of await commitsOfClone(clones, repository, own.map(entryOf))) {
      const plain = plainText({ subject, body });
      const counts = files.slice(0, 25).map(([name, added, deleted]) => `  ${name} +${added ?? '?'} -${deleted ?? '?'}`);
      const patch = git(repository, ['show', '--format=', '--no-color', '--no-ext-diff', '--unified=2', sha]).split('\n');
      const lines = patch.filter((line) => !/^(?:diff --git|index |--- |similarity)/.test(line)).slice(0, LINES);
      texts.push(
        [
          `### ${sha.slice(0, 10)} (${repository})`,
          plain.subject,
          plain.body.slice(0, 800),
          `${files.length} files:`,
          ...counts,
          ...lines.map((line) => line.slice(0, WIDTH)),
          patch.length > LINES ? `(… ${patch.length - LINES} lines more)` : '',
          '',
        ].join('\n'),
      );
    }
  }
  const order = new Random(SEED, 'order').shuffled(texts);
  for (let from = 0; from < order.length; from += PART) {
    writeFileSync(path.join(out, `${name}-${from / PART}.txt`), order.slice(from, from + PART).join('\n'));
  }
}

for (const name of ['stated', 'natural'] as const) {
  if (draw !== undefined) writeFileSync(path.join(draw, `${name}.tsv`), readingsText(DRAW[name]()));
  if (show !== undefined) await material(name, readingsOf(name), show);
}

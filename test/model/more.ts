// Adds commits of other repositories to the manifest, to be trained on and not measured on.
//   node test/model/more.ts --clones DIR OWNER/NAME...
// Of each repository at most 300 commits of a label, as their authors state it by a Conventional Commits prefix, drawn by their sha; no merges,
// none by bots, and no subject more than twice. Whoever adds one looks at its licence first: MIT, ISC or Apache-2.0.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import { readManifest, writeManifest } from '../../src/learn/data/manifest.ts';
import type { ManifestEntry } from '../../src/learn/data/manifest.ts';
import { commitsOfClone, git } from './clones.ts';
import { MANIFEST } from './texts.ts';

const MOST = 300;
const MOST_ALIKE = 2;
const HEADER = new RegExp(`^(${TAGGED_TYPES.join('|')})(?:\\([^()]*\\))?!?: +\\S`);
const BOT = /\bbot\b|\[bot\]|renovate|dependabot|greenkeeper/i;

const { values, positionals } = parseArgs({ options: { clones: { type: 'string' } }, allowPositionals: true });
const { clones } = values;
if (clones === undefined || positionals.length === 0) throw new Error('say --clones DIR and the repositories to add');
const manifest = readManifest(gunzipSync(readFileSync(MANIFEST)).toString('utf8'));
for (const repository of positionals) {
  if (manifest.some((entry) => entry.repository === repository)) throw new Error(`${repository} is in the manifest already`);
  const drawn = await draw(repository, path.join(clones, repository));
  // Only those whose files are there.
  const there = new Set((await commitsOfClone(clones, repository, drawn)).filter(({ files }) => files.length > 0).map(({ sha }) => sha));
  manifest.push(...drawn.filter(({ sha }) => there.has(sha)));
  console.log(`${repository}: ${there.size} of ${drawn.length} commits drawn`);
}
writeFileSync(MANIFEST, gzipSync(writeManifest(manifest), { level: 9 }));

async function draw(repository: string, clone: string): Promise<ManifestEntry[]> {
  const log = await git(clone, ['log', '--no-merges', '--format=%H%x00%an %ae%x00%s', 'HEAD']);
  const stated = log.split('\n').flatMap((line) => {
    const [sha = '', author = '', subject = ''] = line.split('\0');
    const label = HEADER.exec(subject)?.[1];
    return label === undefined || BOT.test(author) ? [] : [{ sha, label, alike: subject.replaceAll(/\d+/g, '0'), order: order(sha) }];
  });
  return [...Map.groupBy(stated, ({ label }) => label).values()].flatMap((own) => {
    const seen = new Map<string, number>();
    const kept = own
      .toSorted((a, b) => (a.order < b.order ? -1 : 1))
      .filter(({ alike }) => {
        seen.set(alike, (seen.get(alike) ?? 0) + 1);
        return (seen.get(alike) ?? 0) <= MOST_ALIKE;
      });
    return kept.slice(0, MOST).map(({ sha, label }) => ({ repository, sha, label, split: 'train' }));
  });
}

function order(sha: string): string {
  return createHash('sha1').update(`1 ${sha}`).digest('hex');
}

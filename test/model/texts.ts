// Brings the texts of the training data together: what the manifest names, from a folder or from clones.
//   npm run data -- --from DIR      DIR holds conventional-commits.jsonl.gz
//   npm run data -- --clones DIR    DIR holds clones as OWNER/NAME or OWNER/NAME.git
// With both, what the folder lacks is taken from the clones. Which other repositories are trained on was chosen by more.ts.
// They are kept in test/.cache/model, which is not committed: other people's text is no part of the project.
// With --write-manifest the manifest is made from the folder instead: whole repositories dealt into four folds.
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGzip, gunzipSync, gzipSync } from 'node:zlib';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import { labelledCommits } from '../../src/learn/data/commits.ts';
import type { LabelledCommit } from '../../src/learn/data/commits.ts';
import { foldManifest, joined, readManifest, writeManifest } from '../../src/learn/data/manifest.ts';
import type { ManifestEntry } from '../../src/learn/data/manifest.ts';
import { commitsOfClone } from './clones.ts';

export const MANIFEST = 'test/model/commit-type.tsv.gz';
export const TEXTS = 'test/.cache/model/commits.jsonl.gz';
const FOLDS = 4;

export const manifestOf = (file: string): ManifestEntry[] => readManifest(gunzipSync(readFileSync(file)).toString('utf8'));

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { from: { type: 'string' }, clones: { type: 'string' }, 'write-manifest': { type: 'boolean', default: false } },
  });
  const { from, clones } = values;
  if (from === undefined && clones === undefined) throw new Error('say --from DIR, the folder of texts, or --clones DIR, or both');
  if (values['write-manifest']) {
    if (from === undefined) throw new Error('the manifest is made --from a folder');
    const made = foldManifest(await fromFolder(from), TAGGED_TYPES, FOLDS);
    writeFileSync(MANIFEST, gzipSync(writeManifest(made), { level: 9 }));
  }
  const manifest = manifestOf(MANIFEST);
  const texts = from === undefined ? [] : await fromFolder(from);
  if (clones !== undefined) texts.push(...(await fromClones(clones, joined(manifest, texts).missing)));
  const { found, missing } = joined(manifest, texts);
  mkdirSync(path.dirname(TEXTS), { recursive: true });
  const lines = found.map(({ entry, text }) => `${JSON.stringify({ ...text, type: entry.label })}\n`);
  await pipeline(Readable.from(lines), createGzip(), createWriteStream(TEXTS));
  console.log(`${found.length} of ${manifest.length} commits are in ${TEXTS}`);
  for (const [repository, own] of Map.groupBy(missing, (entry) => entry.repository)) console.log(`missing: ${own.length} of ${repository}`);
}

const fromFolder = (dir: string): Promise<LabelledCommit[]> => labelledCommits(path.join(dir, 'conventional-commits.jsonl.gz'));

async function fromClones(dir: string, manifest: readonly ManifestEntry[]): Promise<LabelledCommit[]> {
  const out: LabelledCommit[] = [];
  for (const [repository, own] of Map.groupBy(manifest, (entry) => entry.repository)) {
    out.push(...(await commitsOfClone(dir, repository, own)));
  }
  return out;
}

if (import.meta.main) await main();

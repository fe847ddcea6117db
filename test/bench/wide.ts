// A story as large as the panel must carry: a repository and a store in which one person has 50,000 contributions in the last twelve months.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { identityOf, readManifest } from '../../src/classify/model.ts';
import { COMMIT_TYPES, type Tag } from '../../src/domain/tags.ts';
import { locate } from '../../src/pipeline/load.ts';
import { openPipeline } from '../../src/pipeline/open.ts';
import { refresh } from '../../src/pipeline/refresh.ts';
import { Run } from '../../src/pipeline/run.ts';
import { silent } from '../../src/util/context.ts';
import { ADA, type CommitSpec, git, init, streamCommits } from '../support/repos.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const WORDS =
  'parser store query index cache branch merge review config editor window message stream worker token model draft evidence'.split(' ');
const word = (n: number): string => WORDS[n % WORDS.length] ?? '';
/** Contributions of the one person; every third commit more is of somebody else. */
const OWN = 50_000;
const DAY = 86_400;
const YEAR = 360 * DAY;
/** Then the oldest have left the last twelve months. */
const GOOD_FOR = 4 * DAY;

export interface Wide {
  readonly repository: string;
  /** Folder of the store. */
  readonly store: string;
  readonly key: string;
}

/** Makes both in `folder`, where they are not there from a few days ago. Takes minutes. */
export async function makeWide(folder: string): Promise<Wide> {
  const wide: Wide = { repository: path.join(folder, 'repository'), store: path.join(folder, 'store'), key: 'ab'.repeat(32) };
  const stamp = path.join(folder, 'made-at');
  const now = Math.floor(Date.now() / 1000);
  // Tags of another model would all be made anew.
  const { hash } = identityOf(await readManifest(path.join(ROOT, 'models')));
  const [madeAt, madeFor] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : [];
  if (madeFor === hash && now - Number(madeAt) < GOOD_FOR) return wide;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  init(wide.repository);
  await streamCommits(wide.repository, history(now));
  git(wide.repository, ['reset', '-q', '--hard']);
  git(wide.repository, ['config', 'user.name', ADA.name as string]);
  git(wide.repository, ['config', 'user.email', ADA.email as string]);
  await fill(wide);
  writeFileSync(stamp, `${now} ${hash}`);
  return wide;
}

/** A year of one very busy person among 200 others. */
function* history(now: number): Generator<CommitSpec> {
  const commits = OWN * 1.5;
  for (let n = 0; n < commits; n++) {
    const at = now - YEAR + Math.floor((n * YEAR) / commits);
    const other = n % 3 === 2;
    const type = COMMIT_TYPES[n % 10];
    yield {
      message: `${type}(${word(n * 7)}): ${word(n)} ${word(n * 3 + 1)} ${word(n * 5 + 2)} step ${n}\n\nBecause ${word(n + 4)} ${word(n * 11)} needs it.\n`,
      author: other ? { name: `Author ${n % 200}`, email: `author-${n % 200}@example.com`, at } : { ...ADA, at },
      files: {
        [`src/${word(n * 7)}/${word(n * 5)}/file-${n % 41}.ts`]: `line ${n % 13}\n`.repeat(10 + (n % 30)) + n,
        [`test/${word(n)}-${n % 29}.test.ts`]: `${n}\n`,
      },
    };
  }
}

/** Mines the repository as an analysis does, and writes tags and vectors as the model would, without asking it: that would take half an hour. */
async function fill({ repository, store: dataDir, key }: Wide): Promise<void> {
  const options = {
    version: '0',
    dataDir,
    key,
    modelDir: path.join(ROOT, 'models'),
    workerUrl: new URL('file:///unused'),
    locale: 'en' as const,
    zone: 'UTC',
  };
  const pipeline = openPipeline(options, { now: Date.now, log: silent });
  const { store } = pipeline;
  const run = new Run(Date.now);
  const { repositories, chosen, asked } = await locate(pipeline, { folders: [repository], period: { name: 'last 12 months' } }, run);
  await refresh(pipeline, { repositories, whose: chosen.person, periods: [asked], untagged: true, run });
  const { hash: model, encoderHash } = await pipeline.tagger.identity();
  for (;;) {
    const pending = store.untagged({ family: 'type', model, limit: 5000 });
    if (pending.length === 0) break;
    const made = (contribution: string, n: number) => ({ contribution, textHash: 'made up', vector: vectorOf(n) });
    store.saveEmbeddings(
      encoderHash,
      pending.map(({ id, subject }, n) => made(id, subject.length * 31 + n)),
    );
    store.saveTags(pending.map((of, n) => ({ of, tag: tagOf(of.subject, model, n) })));
  }
  await pipeline.close();
}

const vectorOf = (seed: number): Int8Array => Int8Array.from({ length: 384 }, (_, i) => ((seed * 31 + i * i * 17) % 255) - 127);

function tagOf(subject: string, model: string, n: number): Tag {
  const label = subject.slice(0, subject.indexOf('('));
  const p = 0.5 + (n % 50) / 100;
  return { family: 'type', label, p, unsure: p < 0.6, scores: { [label]: p, other: 1 - p }, model };
}

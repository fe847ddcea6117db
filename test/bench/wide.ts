import { existsSync } from 'node:fs';
import path from 'node:path';
import { COMMIT_TYPES, type Tag } from '../../src/domain/tags.ts';
import { openPipeline, type Pipeline } from '../../src/pipeline/open.ts';
import { locate } from '../../src/pipeline/load.ts';
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
const YEAR = 360 * 86_400;

/** A year of one very busy person among 200 others: 50,000 of 75,000 commits are theirs. */
function* history(now: number): Generator<CommitSpec> {
  const commits = OWN * 1.5;
  for (let n = 0; n < commits; n++) {
    const at = now - YEAR + Math.floor((n * YEAR) / commits);
    const other = n % 3 === 2;
    const author = other ? { name: `Author ${n % 200}`, email: `author-${n % 200}@example.com`, at } : { ...ADA, at };
    const type = COMMIT_TYPES[n % 10];
    yield {
      message: `${type}(${word(n * 7)}): ${word(n)} ${word(n * 3 + 1)} ${word(n * 5 + 2)} step ${n}\n\nBecause ${word(n + 4)} ${word(n * 11)} needs it.\n`,
      author,
      files: {
        [`src/${word(n * 7)}/file-${n % 1201}.ts`]: `line ${n % 13}\n`.repeat(10 + (n % 30)) + n,
        [`test/${word(n)}-${n % 97}.test.ts`]: `${n}\n`,
      },
    };
  }
}

/** Makes the repository in `folder` where it is not there yet. Returns its path. */
export async function wideRepository(folder: string): Promise<string> {
  if (existsSync(path.join(folder, 'done'))) return folder;
  init(folder);
  await streamCommits(folder, history(Math.floor(Date.now() / 1000)));
  git(folder, ['reset', '-q', '--hard']);
  git(folder, ['config', 'user.name', ADA.name as string]);
  git(folder, ['config', 'user.email', ADA.email as string]);
  return folder;
}

export function pipelineOn(dataDir: string, key: string): Pipeline {
  const ctx = { now: Date.now, log: silent };
  return openPipeline(
    {
      version: '0',
      dataDir,
      key,
      modelDir: path.join(ROOT, 'models'),
      workerUrl: new URL('file:///unused'),
      locale: 'en',
      zone: 'UTC',
    },
    ctx,
  );
}

/** Mines the repository as an analysis does, and writes tags and vectors as the model would, without asking it: that would take half an hour. */
export async function wideStore(repo: string, dataDir: string, key: string): Promise<void> {
  const pipeline = pipelineOn(dataDir, key);
  const { store } = pipeline;
  const run = new Run(Date.now);
  const { repositories, chosen, asked } = await locate(pipeline, { folders: [repo], period: { name: 'last 12 months' } }, run);
  const { hash: model, encoderHash } = await pipeline.tagger.identity();
  await refresh(pipeline, { repositories, whose: chosen.person, periods: [asked], untagged: true, run });
  for (;;) {
    const pending = store.untagged({ family: 'type', model, limit: 5000 });
    if (pending.length === 0) break;
    store.saveEmbeddings(
      encoderHash,
      pending.map(({ id, subject }, n) => ({ contribution: id, textHash: 'h', vector: vectorOf(subject.length * 31 + n) })),
    );
    store.saveTags(pending.map(({ id, subject }, n) => ({ contribution: id, textHash: 'h', tag: tagOf(subject, model, n) })));
  }
  await pipeline.close();
}

const vectorOf = (seed: number): Int8Array => Int8Array.from({ length: 384 }, (_, i) => ((seed * 31 + i * i * 17) % 255) - 127);

function tagOf(subject: string, model: string, n: number): Tag {
  const label = subject.slice(0, subject.indexOf('('));
  const p = 0.5 + (n % 50) / 100;
  return { family: 'type', label, p, unsure: p < 0.6, scores: { [label]: p, other: 1 - p }, model };
}

// What it takes until every tag is another head's, with nothing read anew: `npm run bench -- --retag [--repo PATH]`.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HeadFile } from '../../src/classify/head.ts';
import { openPipeline, type Pipeline } from '../../src/pipeline/open.ts';
import { Run } from '../../src/pipeline/run.ts';
import { inputOf, tagPending } from '../../src/pipeline/tagger.ts';
import { promote, rollBack } from '../../src/pipeline/teach.ts';
import { NewVectors } from '../../src/pipeline/vectors.ts';
import { silent } from '../../src/util/context.ts';
import { Random } from '../../src/util/random.ts';
import type { Contribution } from '../../src/domain/contribution.ts';
import { commit, REPO } from '../store/support.ts';
import type { Line } from './history.ts';
import { newestCommits } from './messages.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const MANY = 50_000;
const PART = 5000;
const ROUNDS = 5;
const MINUTE = 60_000;

export async function benchRetagging(repo: string, folder: string, tell: (line: Line) => void): Promise<void> {
  const options = { version: '0', modelDir: path.join(ROOT, 'models'), workerUrl: pathToFileURL(path.join(ROOT, 'dist/worker.js')) };
  const open = (): Pipeline =>
    openPipeline(
      { ...options, dataDir: folder, key: 'ab'.repeat(32), device: 'cpu', locale: 'en', zone: 'UTC' },
      { now: Date.now, log: silent },
    );
  let pipeline = open();
  const taken: { readonly seconds: number; readonly processor: number }[] = [];
  const timed = async (work: () => Promise<unknown>): Promise<void> => {
    const [start, before] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(before);
    taken.push({ seconds: (performance.now() - start) / 1000, processor: (user + system) / 1e6 });
  };
  try {
    await fill(pipeline, repo);
    await tagPending(pipeline, {}, new Run(Date.now));
    const shipped = labels(pipeline);
    let changed = 0;
    for (let round = 0; round < ROUNDS; round++) {
      // As after a start: nothing of the store is in memory.
      await pipeline.close();
      pipeline = open();
      const head = otherHead(round);
      pipeline.store.offerHead(head);
      await timed(() => promote(pipeline, head.hash, new Run(Date.now)));
      changed += labels(pipeline).filter((label, i) => label !== shipped[i]).length / ROUNDS;
      await timed(() => rollBack(pipeline, 'shipped', new Run(Date.now)));
      if (labels(pipeline).join() !== shipped.join()) throw new Error('the shipped head no longer says what it said');
    }
    const sorted = (of: 'seconds' | 'processor'): number[] => taken.map((one) => one[of]).sort((a, b) => a - b);
    const median = (all: readonly number[]): number => all[all.length >> 1] ?? Number.NaN;
    const [seconds, processor] = [sorted('seconds'), sorted('processor')];
    const range = (all: readonly number[]): string => `${median(all).toFixed(2)} (${all[0]?.toFixed(2)} to ${all.at(-1)?.toFixed(2)})`;
    const name = `${MANY} contributions tagged by another head, which changes ${changed.toFixed(0)} labels`;
    tell({ name: `${name}, s`, value: range(seconds), limit: '1', ok: median(seconds) <= 1 });
    tell({ name: `${name}, processor seconds`, value: range(processor), limit: '-', ok: 'no limit' });
  } finally {
    await pipeline.close();
  }
}

/** The newest commits of a repository, again and again where there are fewer, with vectors that no encoder was asked for: that would take minutes. */
async function fill({ store, tagger }: Pipeline, repo: string): Promise<void> {
  const commits = await newestCommits(repo, MANY);
  const model = await tagger.identity();
  const random = new Random(1, 'vectors');
  const vector = (): Int8Array => Int8Array.from({ length: 384 }, () => Math.max(-127, Math.min(127, Math.round(random.normal() * 40))));
  for (let from = 0; from < MANY; from += PART) {
    const contributions = Array.from({ length: PART }, (_, i): Contribution => {
      const n = from + i;
      const { subject = '', body = '', files = [] } = commits[n % commits.length] ?? {};
      return commit(n, {
        at: n * MINUTE,
        subject,
        body,
        files: files.map(([name, added, deleted]) => ({ path: name, status: 'M', added, deleted })),
      });
    });
    store.writeBatch({ repo: REPO, contributions });
    const made = new NewVectors(model);
    for (const item of contributions) made.add(inputOf(item), { embedding: vector(), meaning: vector() });
    made.save(store);
  }
}

/** The shipped head of types, which a user's corrections moved a little. */
function otherHead(seed: number): { readonly hash: string; readonly learned: readonly string[]; readonly file: string } {
  const shipped = JSON.parse(readFileSync(path.join(ROOT, 'models/heads/commit-type.json'), 'utf8')) as HeadFile;
  const bias = new Float32Array(new Uint8Array(Buffer.from(shipped.bias.data, 'base64')).buffer);
  bias[seed % bias.length] = (bias[seed % bias.length] ?? 0) + 1;
  const file = JSON.stringify({ ...shipped, bias: { ...shipped.bias, data: Buffer.from(bias.buffer).toString('base64') } });
  return { hash: createHash('sha256').update(file).digest('hex').slice(0, 16), learned: [], file };
}

const labels = ({ store }: Pipeline): string[] => Array.from(store.queryEach({ order: 'oldest' }), ({ tag }) => tag?.label ?? '');

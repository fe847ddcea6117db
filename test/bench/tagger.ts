// What the tagger takes on the newest commits of a real repository, on the CPU: `npm run bench -- --tagger --repo PATH`.
// With `--said DIR`, the folder of labelled data, also what it takes to explain issues and review comments.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createTagger, type Tagger, type TaggerInput, type TagOptions } from '../../src/classify/tagger.ts';
import { silent } from '../../src/util/context.ts';
import type { Line } from './history.ts';
import { jsonLines } from '../../src/learn/data/json-lines.ts';
import { messageOf, newestCommits } from './messages.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const COMMITS = 1000;
const EXPLAINED = 200;

export async function benchTagger({ repo, said }: { repo: string; said: string | undefined }, tell: (line: Line) => void): Promise<void> {
  const inputs = await inputsOf(repo);
  const scratch = mkdtempSync(path.join(tmpdir(), 'track-record-bench-'));
  const findings = path.join(scratch, 'devices.json');
  const open = () =>
    createTagger({
      modelDir: path.join(ROOT, 'models'),
      workerUrl: pathToFileURL(path.join(ROOT, 'dist/worker.js')),
      device: 'cpu',
      findings,
      ctx: { now: Date.now, log: silent },
    });
  const line = (name: string, value: number, limit?: number): void =>
    tell({
      name: `tagger: ${name}`,
      value: value.toFixed(0),
      limit: limit === undefined ? '-' : String(limit),
      ok: limit === undefined ? 'no limit' : value <= limit,
    });
  let tagger: Tagger | undefined;
  const seconds = async (some: readonly TaggerInput[], options: TagOptions = {}): Promise<number> => {
    const start = performance.now();
    tagger ??= await open();
    for await (const _ of tagger.tag(some, options)) continue;
    return (performance.now() - start) / 1000;
  };
  try {
    // Its 8-bit arithmetic is compared with single precision, once on each machine.
    line('first start on a machine to the first tag, ms', 1000 * (await seconds(inputs.slice(0, 1))));
    await tagger?.close();
    tagger = undefined;
    line('cold start to the first tag, ms', 1000 * (await seconds(inputs.slice(0, 1))), 1500);
    await seconds(inputs.slice(0, 1), { meaning: true });
    line(`types of ${inputs.length} commits, commits a second`, inputs.length / (await seconds(inputs)));
    line('the same with what each text means, commits a second', inputs.length / (await seconds(inputs, { meaning: true })));
    const explaining = async (what: string, some: readonly TaggerInput[]): Promise<void> => {
      const took: number[] = [];
      for (const input of some) took.push(1000 * (await seconds([input], { explain: true })));
      took.sort((a, b) => a - b);
      line(`${what} explained, ms, median`, took[took.length >> 1] ?? Number.NaN, 50);
      line(`${what} explained, ms, 95th percentile`, took[Math.floor(0.95 * took.length)] ?? Number.NaN, 50);
    };
    const withVectors = async (some: readonly TaggerInput[]): Promise<TaggerInput[]> => {
      const kept: TaggerInput[] = [];
      tagger ??= await open();
      for await (const { embedding } of tagger.tag(some)) kept.push({ ...(some[kept.length] as TaggerInput), embedding });
      return kept;
    };
    await explaining('a tag', inputs.slice(0, EXPLAINED));
    if (said !== undefined) {
      for (const [file, kind] of SAID) {
        const read = await saidOf(path.join(said, file), kind);
        await explaining(`of ${kind}s a tag`, read);
        await explaining(`of ${kind}s whose vector is kept a tag`, await withVectors(read));
      }
    }
    line('memory of the process with both encoders, MB', process.memoryUsage().rss / 1e6, 400);
  } finally {
    await tagger?.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

const SAID = [
  ['issue-types.jsonl', 'issue'],
  ['review-comments.jsonl', 'review_comment'],
] as const;
/** Every so many of a set. */
const EACH = 12;

async function saidOf(file: string, kind: 'issue' | 'review_comment'): Promise<TaggerInput[]> {
  const all: TaggerInput[] = [];
  let n = 0;
  for await (const { id, text } of jsonLines(file)) if (n++ % EACH === 0) all.push({ id: String(id), kind, text: String(text) });
  return all.slice(0, EXPLAINED);
}

async function inputsOf(repo: string): Promise<TaggerInput[]> {
  const commits = await newestCommits(repo, COMMITS);
  return commits.map((commit) => ({ id: commit.sha, kind: 'commit', text: messageOf(commit), files: commit.files }));
}

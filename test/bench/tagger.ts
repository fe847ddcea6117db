// What the tagger takes on the newest commits of a real repository, on the CPU: `npm run bench -- --tagger --repo PATH`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createTagger, type Tagger, type TaggerInput, type TagOptions } from '../../src/classify/tagger.ts';
import { silent } from '../../src/util/context.ts';
import type { Line } from './history.ts';
import { messageOf, newestCommits } from './messages.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const COMMITS = 1000;
const EXPLAINED = 200;

export async function benchTagger(repo: string, tell: (line: Line) => void): Promise<void> {
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
    const explained: number[] = [];
    for (const input of inputs.slice(0, EXPLAINED)) explained.push(1000 * (await seconds([input], { explain: true })));
    explained.sort((a, b) => a - b);
    line('a tag explained, ms, median', explained[explained.length >> 1] ?? Number.NaN, 50);
    line('a tag explained, ms, 95th percentile', explained[Math.floor(0.95 * explained.length)] ?? Number.NaN, 50);
    line('memory of the process with both encoders, MB', process.memoryUsage().rss / 1e6, 400);
  } finally {
    await tagger?.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function inputsOf(repo: string): Promise<TaggerInput[]> {
  const commits = await newestCommits(repo, COMMITS);
  return commits.map((commit) => ({ id: commit.sha, kind: 'commit', text: messageOf(commit), files: commit.files }));
}

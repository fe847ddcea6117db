// `node test/bench/mine.ts [--repo PATH] [--runs N] [--processes N]`: what reading a history takes by itself, parsed and not stored, beside
// `git log --numstat` over the same commits with the same rename detection, in the same run. Processor time is shown because
// other work on a machine changes the clock's more. Without a repository it makes one by fast-import.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { authorFilter, topAuthors } from '../../src/mine/git/authors.ts';
import { countLines } from '../../src/mine/git/lines.ts';
import { mineLog } from '../../src/mine/git/log.ts';
import { openRepository, type Repository } from '../../src/mine/git/repository.ts';
import { silent } from '../../src/util/context.ts';
import { init, streamCommits } from '../support/repos.ts';
import { history } from './generate.ts';

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    runs: { type: 'string', default: '3' },
    processes: { type: 'string', default: '2' },
    commits: { type: 'string', default: '20000' },
  },
});
const ctx = { now: Date.now, log: silent };

interface Cost {
  readonly seconds: number;
  /** Of this process and of its children that have ended; 0 where /proc is not there. */
  readonly processor: number;
}

async function cost(work: () => Promise<unknown>): Promise<Cost> {
  const [start, before] = [performance.now(), processorTime()];
  await work();
  // Children count once they are waited for.
  await new Promise((resolve) => setTimeout(resolve, 100));
  return { seconds: (performance.now() - start - 100) / 1000, processor: processorTime() - before };
}

function processorTime(): number {
  try {
    const fields = readFileSync('/proc/self/stat', 'latin1')
      .replace(/^.*\) /, '')
      .split(' ');
    return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) / 100;
  } catch {
    return 0;
  }
}

function plainGit(repo: string): Promise<unknown> {
  const args = ['-C', repo, 'log', '-z', '--numstat', '-M', '-l1000', '--no-merges', '--format=%H%x00%B', 'HEAD', '--'];
  const child = spawn('git', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  return new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
}

async function everything(repository: Repository, parts: Record<string, number>): Promise<void> {
  const start = performance.now();
  const shas: string[] = [];
  for await (const batch of mineLog(repository, { branch: 'HEAD', files: 'none' }, ctx)) {
    for (const { sha, parents } of batch) if (parents.length < 2) shas.push(sha);
  }
  parts['walk'] = (performance.now() - start) / 1000;
  let files = 0;
  for await (const batch of countLines(repository, shas, { processes: Number(values.processes) }, ctx))
    for (const count of batch) files += count.files.length;
  parts['commits'] = shas.length;
  parts['files'] = files;
  parts['rss MB'] = process.memoryUsage.rss() / 1e6;
}

const folder = mkdtempSync(path.join(tmpdir(), 'track-record-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const made = path.join(folder, 'repo');
if (values.repo === undefined) await streamCommits(init(made, { bare: true }), history(Number(values.commits)));
const opened = await openRepository(values.repo ?? made, ctx);
if (!opened.ok) throw new Error(opened.error.message);
const repository = opened.value;
const show = (name: string, { seconds, processor }: Cost, more: object = {}): void =>
  console.log(name.padEnd(28), `${seconds.toFixed(2)} s, processor ${processor.toFixed(2)} s`, JSON.stringify(more));

for (let run = 0; run < Number(values.runs); run += 1) {
  const rival = await cost(() => plainGit(repository.path));
  show('git log --numstat', rival);
  const parts: Record<string, number> = {};
  const ours = await cost(() => everything(repository, parts));
  show('walk and lines', ours, { ratio: ours.seconds / rival.seconds, ...parts });
  show(
    'walk',
    await cost(async () => {
      for await (const batch of mineLog(repository, { branch: 'HEAD', files: 'none' }, ctx)) void batch;
    }),
  );
  show(
    'walk with names',
    await cost(async () => {
      for await (const batch of mineLog(repository, { branch: 'HEAD' }, ctx)) void batch;
    }),
  );
  const [top] = await topAuthors(repository, ctx, { limit: 1 });
  let found = 0;
  show(
    'first 200 of one person',
    await cost(async () => {
      for await (const batch of mineLog(repository, { author: authorFilter(top?.email ?? ''), batch: 50 }, ctx))
        if ((found += batch.length) >= 200) break;
    }),
    { found },
  );
}

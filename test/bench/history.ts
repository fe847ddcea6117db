import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepository } from '../../src/mine/git/repository.ts';
import { topAuthors } from '../../src/mine/git/authors.ts';
import { mineRepository } from '../../src/pipeline/mine.ts';
import { Run } from '../../src/pipeline/run.ts';
import { openStore } from '../../src/store/open.ts';
import { silent } from '../../src/util/context.ts';
import { cliArguments } from '../support/cli.ts';

/** One line of the table. A limit that is not met, or a rival that is not there, is never a pass. */
export interface Line {
  readonly name: string;
  readonly value: string;
  readonly limit: string;
  readonly ok: boolean | 'no limit' | 'rival missing' | 'rival failed';
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * Wall seconds, and where asked for the most memory (MB) a command and all its children held at once, sampled 20 times a second from
 * /proc: that slows them down, so it is a run of its own.
 */
export async function timed(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  { sampled = false }: { readonly sampled?: boolean } = {},
): Promise<{ readonly seconds: number; readonly megabytes: number }> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
  const complaint: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaint.push(chunk));
  let peak = 0;
  const timer = sampled && setInterval(() => (peak = Math.max(peak, treeMemory(child.pid ?? 0))), 50);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (timer) clearInterval(timer);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${String(code)}\n${Buffer.concat(complaint).toString()}`);
  return { seconds: (performance.now() - start) / 1000, megabytes: peak / 1e6 };
}

/** Proportional set size of a process and its children: pages they share are counted once. */
function treeMemory(pid: number): number {
  const own = (): number => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024;
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return own() + (children === '' ? 0 : children.split(' ').reduce((sum, child) => sum + treeMemory(Number(child)), 0));
  } catch {
    return 0; // It has ended meanwhile.
  }
}

/** What reading a history costs, beside `git log --numstat` over the same commits in the same run. */
export async function benchHistory(
  repo: string,
  { runs, inspector: against }: { readonly runs: number; readonly inspector: boolean },
  tell: (line: Line) => void,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'track-record-bench-'));
  const home = (n: number | string): NodeJS.ProcessEnv => ({ TRACKRECORD_HOME: path.join(folder, `home-${n}`) });
  try {
    const [ours, gits, memory]: [number[], number[], number[]] = [[], [], []];
    for (let i = 0; i < runs; i++) {
      gits.push((await timed('git', ['-C', repo, 'log', '--numstat', '-M', '-l1000', '--no-merges', 'HEAD'])).seconds);
      const args = [...cliArguments(), 'mine', repo, '--branch', 'HEAD'];
      ours.push((await timed(process.execPath, args, home(i))).seconds);
      memory.push((await timed(process.execPath, args, home(`memory-${i}`), { sampled: true })).megabytes);
    }
    const ratio = median(ours) / median(gits);
    tell({
      name: `mine HEAD, everyone, with lines, parsed and stored (${median(ours).toFixed(1)} s) to git log --numstat (${median(gits).toFixed(1)} s)`,
      value: ratio.toFixed(2),
      limit: '0.75',
      ok: ratio <= 0.75,
    });
    tell({ name: 'memory of the process and its children, MB', value: median(memory).toFixed(0), limit: '300', ok: median(memory) <= 300 });

    const ctx = { now: Date.now, log: silent };
    const opened = await openRepository(repo, ctx);
    if (!opened.ok) throw new Error(opened.error.message);
    const repository = opened.value;
    const [top] = await topAuthors(repository, ctx, { limit: 1 });
    if (!top) throw new Error('nobody has commits');
    const id = `${top.name} <${top.email.toLowerCase()}>`;
    const firsts: number[] = [];
    for (let i = 0; i < runs; i++)
      firsts.push(
        await firstTwoHundred(
          repository,
          { id, name: top.name, identities: [{ id, name: top.name, email: top.email }] },
          path.join(folder, `first-${i}`),
        ),
      );
    tell({
      name: 'latest 200 contributions of one person in the store, s',
      value: median(firsts).toFixed(2),
      limit: '3',
      ok: median(firsts) <= 3,
    });

    const again = home('again');
    const args = [...cliArguments(), 'mine', repo, '--author', top.email];
    await timed(process.execPath, args, again);
    const node = median(await times(10, () => timed(process.execPath, ['-e', '0'])));
    const nothing = median(await times(10, () => timed(process.execPath, args, again))) - node;
    tell({
      name: `a second run with nothing new, beside Node's own start (${node.toFixed(2)} s), s`,
      value: nothing.toFixed(2),
      limit: '0.3',
      ok: nothing <= 0.3,
    });
    if (against) tell(await inspector(repo, home('rival')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function times(n: number, work: () => Promise<{ readonly seconds: number }>): Promise<number[]> {
  const seconds: number[] = [];
  for (let i = 0; i < n; i++) seconds.push((await work()).seconds);
  return seconds;
}

/** Seconds from an empty store until 200 contributions of the person are in it, in full. */
async function firstTwoHundred(
  repository: Parameters<typeof mineRepository>[0]['repository'],
  person: Exclude<Parameters<typeof mineRepository>[0]['whose'], string>,
  folder: string,
): Promise<number> {
  const { store } = openStore({ path: path.join(folder, 'store.db'), key: '0'.repeat(64) });
  const stop = new AbortController();
  const start = performance.now();
  let at = Number.NaN;
  const watching = {
    ...store,
    writeBatch: (batch: Parameters<typeof store.writeBatch>[0]) => {
      const written = store.writeBatch(batch);
      if (store.count({}) >= 200) {
        at = performance.now();
        stop.abort();
      }
      return written;
    },
  };
  const ctx = { now: Date.now, log: silent, signal: stop.signal };
  await mineRepository({ store: watching, repository, whose: person, run: new Run(Date.now), ctx }).catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  store.close();
  return ((Number.isNaN(at) ? performance.now() : at) - start) / 1000;
}

/** What the two compute is not the same: printed beside the figure. */
const INSPECTOR_DIFFERS = `gitinspector: lines by author from every commit's log and from the blame of the files that stand, of known source files only, printed.
mine: every commit with its message, trailers, credit, renames and lines of all files, and what counts for nothing, stored encrypted. No blame.`;

async function inspector(repo: string, env: NodeJS.ProcessEnv): Promise<Line> {
  const name = 'gitinspector to mine, everyone (higher is better)';
  if (spawnSync('gitinspector', ['--version']).status !== 0) return { name, value: '-', limit: '5', ok: 'rival missing' };
  const rival = await timed('gitinspector', ['-F', 'text', repo]).catch((error: unknown) => {
    // It fails on some histories: that is no pass, and no reason to measure nothing else.
    console.error(String(error).slice(0, 300));
    return undefined;
  });
  if (!rival) return { name, value: '-', limit: '5', ok: 'rival failed' };
  const ours = await timed(process.execPath, [...cliArguments(), 'mine', repo, '--branch', 'HEAD'], env);
  const ratio = rival.seconds / ours.seconds;
  console.error(INSPECTOR_DIFFERS);
  return {
    name: `${name}: ${rival.seconds.toFixed(1)} s to ${ours.seconds.toFixed(1)} s`,
    value: ratio.toFixed(1),
    limit: '5',
    ok: ratio >= 5,
  };
}

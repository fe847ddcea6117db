import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { buildBundles, type Ran, type RunOptions, trackrecord } from '../support/cli.ts';
import { ADA, BOB, type CommitSpec, init, scratch, streamCommits, type Who } from '../support/repos.ts';
import { random } from '../support/snapshot.ts';

/**
 * `KILLS=200` before a release. Here five of each way: their moments are spread evenly over what the way takes by itself, from a seeded
 * beginning, so that each fifth of it is met, and hardly one comes after the end.
 */
const KILLS = Number(process.env['KILLS'] ?? 15);
/** The fractional parts of its multiples lie as evenly as can be, however many are taken. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const COMMITS = 1500;
/** Of the few commits that are tagged: the model is what takes longest. */
const CLEO: Who = { name: 'Cleo Example', email: 'cleo@example.com' };

function* history(): Generator<CommitSpec> {
  for (let i = 0; i < COMMITS; i++) {
    yield {
      message: `${i % 3 === 0 ? 'fix' : 'feat'}: step ${i}\n\nBecause of ${i}.`,
      author: i % 10 === 9 ? CLEO : i % 2 === 0 ? ADA : BOB,
      files: { [`src/m${i % 40}/f${i % 7}.ts`]: `line ${i}\nmore\n`, ...(i % 5 === 0 ? { [`test/t${i % 11}.ts`]: `t${i}\n` } : {}) },
    };
  }
}

type Way = (repo: string, home: string, kill?: RunOptions['kill']) => Promise<Ran & { readonly printed: string }>;

const mine =
  (...whose: readonly string[]): Way =>
  async (repo, home, kill) => {
    const ran = await trackrecord(['mine', repo, '--jsonl', ...whose], { home, cwd: path.dirname(repo), ...(kill && { kill }) });
    return { ...ran, printed: ran.stdout };
  };

/** With tags, lines, duplicates and all. */
const analyze: Way = async (repo, home, kill) => {
  const out = `${home}-out`;
  const args = ['analyze', repo, '--author', 'cleo@example.com', '--period', 'all', '--out', out];
  const ran = await trackrecord(args, { home, cwd: path.dirname(repo), ...(kill && { kill }) });
  return { ...ran, printed: ran.code === 0 ? readFileSync(path.join(out, 'contributions.jsonl'), 'utf8') : '' };
};

const WAYS: readonly Way[] = [mine(), mine('--author', 'ada@example.com'), analyze];

test(`${KILLS} kills in mid-run: the next runs end as an undisturbed one does`, { timeout: 300_000 + KILLS * 15_000 }, async (t) => {
  buildBundles();
  const folder = scratch(t);
  const repo = init(path.join(folder, 'repo'), { bare: true });
  await streamCommits(repo, history());
  const whole: (Awaited<ReturnType<Way>> & { readonly span: number })[] = [];
  for (const [i, way] of WAYS.entries()) {
    const started = performance.now();
    const ran = await way(repo, path.join(folder, `whole-${i}`));
    assert.equal(ran.code, 0, ran.stderr);
    whole.push({ ...ran, span: performance.now() - started });
  }
  assert.equal(whole[0]?.printed.trim().split('\n').length, COMMITS);
  assert.equal(whole[2]?.printed.trim().split('\n').length, COMMITS / 10);

  const first = random(20261123)();
  const moments = WAYS.map(() => 0);
  let kills = 0;
  for (let round = 0; kills < KILLS; round++) {
    const at = round % WAYS.length;
    const [way, { span, printed }] = [WAYS[at] as Way, whole[at] ?? assert.fail()];
    const home = path.join(folder, `killed-${round}`);
    // A round may be killed many times over; in the end it must be let through.
    for (let tries = 0; tries < 12 && kills < KILLS; tries++) {
      const moment = (first + GOLDEN * (moments[at] ?? 0)) % 1;
      moments[at] = (moments[at] ?? 0) + 1;
      const ran = await way(repo, home, { after: moment * span, signal: 'SIGKILL' });
      if (ran.signal === null) break;
      kills++;
    }
    const last = await way(repo, home);
    assert.equal(last.code, 0, last.stderr);
    assert.ok(last.printed === printed, `round ${round} differs from the undisturbed run`);
  }
});

test('Ctrl-C stops at a safe point with its own exit code, and the next run goes on', { timeout: 120_000 }, async (t) => {
  buildBundles();
  const folder = scratch(t);
  const repo = init(path.join(folder, 'repo'), { bare: true });
  await streamCommits(repo, history());
  const home = path.join(folder, 'home');
  let stopped = 0;
  for (const after of [350, 500, 650]) {
    const ran = await trackrecord(['mine', repo], { home, cwd: folder, kill: { after, signal: 'SIGINT' } });
    assert.ok(ran.code === 130 || ran.code === 0 || ran.signal === 'SIGINT', `${ran.code} ${ran.stderr}`);
    if (ran.code === 130) {
      stopped++;
      assert.match(ran.stderr, /next run goes on/);
    }
  }
  const last = await trackrecord(['mine', repo, '--jsonl'], { home, cwd: folder });
  assert.equal(last.code, 0, last.stderr);
  assert.equal(last.stdout.trim().split('\n').length, COMMITS);
  t.diagnostic(`${stopped} of 3 were stopped in mid-run`);
});

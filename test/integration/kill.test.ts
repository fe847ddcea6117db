import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { buildBundles, type Ran, type RunOptions, trackrecord } from '../support/cli.ts';
import { ADA, BOB, type CommitSpec, init, scratch, streamCommits, type Who } from '../support/repos.ts';
import { random } from '../support/snapshot.ts';

/** `KILLS=200` before a release; enough here to meet each stage several times. */
const KILLS = Number(process.env['KILLS'] ?? 30);
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

test(`${KILLS} kills at random moments: the next runs end as an undisturbed one does`, { timeout: 300_000 + KILLS * 15_000 }, async (t) => {
  buildBundles();
  const folder = scratch(t);
  const repo = init(path.join(folder, 'repo'), { bare: true });
  await streamCommits(repo, history());
  const started = performance.now();
  const whole = await Promise.all(WAYS.map((way, i) => way(repo, path.join(folder, `whole-${i}`))));
  const span = performance.now() - started;
  for (const { code, stderr } of whole) assert.equal(code, 0, stderr);
  assert.equal(whole[0]?.printed.trim().split('\n').length, COMMITS);
  assert.equal(whole[2]?.printed.trim().split('\n').length, COMMITS / 10);

  const next = random(20261123);
  let kills = 0;
  for (let round = 0; kills < KILLS; round++) {
    const way = WAYS[round % WAYS.length] as Way;
    const home = path.join(folder, `killed-${round}`);
    // A round may be killed many times over; in the end it must be let through.
    for (let tries = 0; tries < 12 && kills < KILLS; tries++) {
      const ran = await way(repo, home, { after: next() * span, signal: 'SIGKILL' });
      if (ran.signal === null) break;
      kills++;
    }
    const last = await way(repo, home);
    assert.equal(last.code, 0, last.stderr);
    assert.ok(last.printed === whole[round % WAYS.length]?.printed, `round ${round} differs from the undisturbed run`);
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

import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { buildBundles, trackrecord } from '../support/cli.ts';
import { ADA, BOB, type CommitSpec, init, scratch, streamCommits } from '../support/repos.ts';
import { random } from '../support/snapshot.ts';

/** `KILLS=200` before a release; enough here to meet each stage several times. */
const KILLS = Number(process.env['KILLS'] ?? 40);
const COMMITS = 1500;

function* history(): Generator<CommitSpec> {
  for (let i = 0; i < COMMITS; i++) {
    yield {
      message: `${i % 3 === 0 ? 'fix' : 'feat'}: step ${i}\n\nBecause of ${i}.`,
      author: i % 2 === 0 ? ADA : BOB,
      files: { [`src/m${i % 40}/f${i % 7}.ts`]: `line ${i}\nmore\n`, ...(i % 5 === 0 ? { [`test/t${i % 11}.ts`]: `t${i}\n` } : {}) },
    };
  }
}

test(`${KILLS} kills at random moments: the next runs end as an undisturbed one does`, { timeout: 300_000 + KILLS * 15_000 }, async (t) => {
  buildBundles();
  const folder = scratch(t);
  const repo = init(path.join(folder, 'repo'), { bare: true });
  await streamCommits(repo, history());
  const args = (whose: readonly string[]): readonly string[] => ['mine', repo, '--jsonl', ...whose];
  const ways = [[], ['--author', 'ada@example.com']];
  const started = performance.now();
  const whole = await Promise.all(ways.map((whose, i) => trackrecord(args(whose), { home: path.join(folder, `whole-${i}`), cwd: folder })));
  const span = performance.now() - started;
  for (const { code, stderr } of whole) assert.equal(code, 0, stderr);
  assert.equal(whole[0]?.stdout.trim().split('\n').length, COMMITS);

  const next = random(20261123);
  let kills = 0;
  for (let round = 0; kills < KILLS; round++) {
    const way = round % ways.length;
    const home = path.join(folder, `killed-${round}`);
    // A round may be killed many times over; in the end it must be let through.
    for (let tries = 0; tries < 12 && kills < KILLS; tries++) {
      const ran = await trackrecord(args(ways[way] ?? []), { home, cwd: folder, kill: { after: next() * span, signal: 'SIGKILL' } });
      if (ran.signal === null) break;
      kills++;
    }
    const last = await trackrecord(args(ways[way] ?? []), { home, cwd: folder });
    assert.equal(last.code, 0, last.stderr);
    assert.ok(last.stdout === whole[way]?.stdout, `round ${round} differs from the undisturbed run`);
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

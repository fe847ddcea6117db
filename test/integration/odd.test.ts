// Every odd repository goes through the whole of the main job, not only through the miner.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test, type TestContext } from 'node:test';
import { buildBundles, type Ran, trackrecord } from '../support/cli.ts';
import { ADA, BOB, build, type CommitSpec, git, init, scratch, type Who, writeCommit } from '../support/repos.ts';

before(() => buildBundles());

const NOW = Math.floor(Date.now() / 1000);
const at = (days: number): Who => ({ ...ADA, at: NOW - days * 86_400 });

const ODD: readonly CommitSpec[] = [
  { message: Buffer.from([0x66, 0x69, 0x78, 0x3a, 0x20, 0xe9, 0xff, 0xfe, 0x0a]), author: at(60), files: { 'a.ts': 'a\n' } },
  { message: 'feat: </script><script>alert(1)</script> & <img src=x onerror=alert(1)>\n', author: at(50), files: { '<b>&"\'.ts': 'x\n' } },
  {
    message: 'fix: paths\n',
    author: at(45),
    files: [
      [Buffer.from([0xff, 0x2e, 0x74, 0x73]), 'x\n'],
      ['new\nline.ts', 'x\n'],
      ['-dash.ts', 'x\n'],
      ['tab\there.ts', 'x\n'],
    ],
  },
  { message: `docs: long\n\n${'a long line of words '.repeat(250_000)}\n`, author: at(40), files: { 'long.md': 'x\n' } },
  { message: '', author: at(35), files: { 'nothing.ts': 'x\n' } },
  { message: '\u202Eevil \u0007 bell \u{1F600} \uFFFF\n', author: at(30), files: { 'b.ts': 'b\n' } },
  { message: 'feat: from before time\n', author: { ...ADA, at: -5_000_000_000n }, files: { 'old.ts': 'x\n' } },
  { message: 'feat: from the end of time\n', author: { ...ADA, at: 99_999_999_999_999n }, files: { 'new.ts': 'x\n' } },
  {
    message: 'chore: an author of markup\n',
    author: { name: '"&script;', email: "'onerror=alert(1)", at: NOW - 20 * 86_400 },
    files: { 'm.ts': 'x\n' },
  },
  { message: 'perf: binary\n', author: at(10), files: { 'pic.png': Buffer.from([0, 1, 2, 3, 255, 0]) } },
  { message: `fix: many\n`, author: at(5), files: Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`many/f${i}.ts`, `${i}\n`])) },
];

async function analyze(
  t: TestContext,
  repo: string,
  ...args: readonly string[]
): Promise<Ran & { readonly rows: readonly { readonly subject: string; readonly tags?: object }[]; readonly report: string }> {
  const folder = scratch(t);
  const out = path.join(folder, 'out');
  const ran = await trackrecord(['analyze', repo, '--author', 'ada@example.com', '--out', out, ...args], { home: folder });
  if (ran.code !== 0) return { ...ran, rows: [], report: '' };
  const jsonl = readFileSync(path.join(out, 'contributions.jsonl'), 'utf8').trim();
  return {
    ...ran,
    rows: jsonl === '' ? [] : jsonl.split('\n').map((line) => JSON.parse(line)),
    report: readFileSync(path.join(out, 'report.html'), 'utf8'),
  };
}

describe('analyze', () => {
  for (const sha256 of [false, true]) {
    test(`anything a commit can hold (${sha256 ? 'SHA-256' : 'SHA-1'})`, { timeout: 120_000 }, async (t) => {
      const repo = build(path.join(scratch(t), 'repo'), ODD, { sha256 });
      const ran = await analyze(t, repo.path, '--period', 'all');
      assert.equal(ran.code, 0, ran.stderr);
      assert.equal(ran.rows.length, ODD.length - 1);
      assert.ok(ran.rows.every(({ tags }) => tags !== undefined));
      assert.ok(!ran.report.includes('<script>alert'), 'no subject breaks out of the report');
      assert.doesNotMatch(ran.stderr, /\n {4}at /);
      const year = await analyze(t, repo.path);
      assert.equal(year.rows.length, ODD.length - 3);
    });
  }

  test('NUL and lone surrogates in messages, a tree of nothing', { timeout: 60_000 }, async (t) => {
    const repo = build(path.join(scratch(t), 'repo'), [{ author: at(3), files: { a: '1' } }]).path;
    const tree = git(repo, ['rev-parse', 'HEAD^{tree}']);
    const head = git(repo, ['rev-parse', 'HEAD']);
    const who = `Ada Example <ada@example.com> ${NOW - 86_400} +0000`;
    const header = `tree ${tree}\nparent ${head}\nauthor ${who}\ncommitter ${who}\n\n`;
    writeCommit(repo, Buffer.concat([Buffer.from(`${header}fix: a NUL `), Buffer.from([0]), Buffer.from(' after\n')]));
    writeCommit(
      repo,
      Buffer.concat([Buffer.from(header), Buffer.from([0x66, 0x69, 0x78, 0x20, 0xed, 0xa0, 0x80, 0x0a])]),
      'refs/heads/lone',
    );
    const ran = await analyze(t, repo);
    assert.equal(ran.code, 0, ran.stderr);
    assert.equal(ran.rows.length, 3);
  });

  test('bare, worktree, submodule, detached', { timeout: 120_000 }, async (t) => {
    const folder = scratch(t);
    const work: readonly CommitSpec[] = [
      { author: at(3), files: { 'a.ts': '1\n' } },
      { author: at(2), files: { 'a.ts': '2\n' } },
    ];
    const repo = build(path.join(folder, 'repo'), work).path;
    git(folder, ['clone', '-q', '--bare', repo, 'bare.git']);
    git(repo, ['worktree', 'add', '-q', '--detach', path.join(folder, 'tree')]);
    const outer = build(path.join(folder, 'outer'), [{ author: at(1), files: { b: 'b' } }]).path;
    git(outer, ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', repo, 'inner']);
    git(outer, ['commit', '-q', '-m', 'chore: a submodule']);
    for (const place of ['bare.git', 'tree', 'outer/inner']) {
      const ran = await analyze(t, path.join(folder, place));
      assert.equal(ran.code, 0, `${place}: ${ran.stderr}`);
      assert.equal(ran.rows.length, 2, place);
    }
    assert.equal((await analyze(t, outer, '--period', 'all')).rows.length, 2);
  });

  test('nothing yet, nobody but bots, somebody else', { timeout: 60_000 }, async (t) => {
    const folder = scratch(t);
    const none = await analyze(t, init(path.join(folder, 'none')));
    assert.equal(none.code, 1);
    assert.match(none.stderr, /^error: .*no commits/m);
    const bots = build(path.join(folder, 'bots'), [
      { author: { name: 'dependabot[bot]', email: '1+dependabot[bot]@users.noreply.github.com' }, files: { a: '1' } },
    ]);
    assert.match((await analyze(t, bots.path)).stderr, /^error: .*no commits by people/m);
    const other = build(path.join(folder, 'other'), [{ author: BOB, files: { a: '1' } }]);
    assert.match((await analyze(t, other.path)).stderr, /^error: Nobody called "ada@example\.com" has commits here/m);
  });
});

import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { buildBundles, type Ran, trackrecord } from '../support/cli.ts';
import { ADA, BOB, build, scratch } from '../support/repos.ts';

before(buildBundles);

const at = (day: string): number => Date.parse(`${day}T10:00:00Z`) / 1000;

const LOG = `# Work log
## 2026-02-10
- 6h Design: compared three protocols for resumable transfers https://docs.example.com/rfc/12
## 2026-03-02..2026-03-04
- On-call: primary for the storage cluster, four pages
## 2026-03-04
- 3h Incident: the primary database did not answer, failed over by hand
- fail over to the replica when the primary does not answer
## 2026-03-20
- 2h Mentoring: onboarded a new colleague
- cache work for {bob}
## 2026-02-30
- never
`;

/** A repository, a log beside it, and the command line on a store of their own. */
async function place(t: TestContext) {
  const home = scratch(t);
  const { path: repo, shas } = build(path.join(home, 'repo'), [
    {
      message: 'feat(sync): resume a transfer after a lost connection',
      author: { ...ADA, at: at('2026-02-20') },
      files: { 'src/sync.ts': 'a\n' },
    },
    {
      message: 'fix(db): fail over to the replica when the primary does not answer',
      author: { ...ADA, at: at('2026-03-04') },
      files: { 'src/db.ts': 'b\n' },
    },
    { message: 'perf(cache): keep hot keys in memory', author: { ...BOB, at: at('2026-03-19') }, files: { 'src/cache.ts': 'c\n' } },
  ]);
  const log = path.join(home, 'work-log.md');
  writeFileSync(log, LOG.replace('{bob}', shas[2]?.slice(0, 10) ?? ''));
  const run = (...args: readonly string[]): Promise<Ran> => trackrecord([...args], { home, cwd: repo });
  const analyze = async (): Promise<{
    readonly draft: string;
    readonly rows: readonly { readonly kind: string; readonly noise?: unknown; readonly host?: object }[];
  }> => {
    const done = await run('analyze', '--author', 'ada@example.com', '--period', '2026-H1', '--out', path.join(home, 'out'));
    assert.equal(done.code, 0, done.stderr);
    const text = (name: string): string => readFileSync(path.join(home, 'out', name), 'utf8');
    return {
      draft: text('self-assessment.md'),
      rows: text('contributions.jsonl')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as never),
    };
  };
  return { home, log, run, analyze };
}

test('a work log: previewed, imported once however often, cited in the draft, and taken out again', { timeout: 300_000 }, async (t) => {
  const { home, log, run, analyze } = await place(t);
  await analyze();
  const import_ = (...more: readonly string[]): Promise<Ran> => run('import', log, '--person', 'ada@example.com', ...more);

  const preview = await import_('--dry-run');
  assert.equal(preview.code, 0, preview.stderr);
  assert.match(preview.stdout, /\(markdown\): 6 entries from 2026-02-10 to 2026-03-20/);
  assert.match(preview.stdout, /6 new, 0 changed, 0 unchanged/);
  assert.match(preview.stdout, /work-log\.md:8 .*: reads like [0-9a-f]{8} “fix\(db\)/);
  assert.match(preview.stdout, /work-log\.md:11 .*: names [0-9a-f]{8}; [0-9a-f]{8} is by Bob Example/);
  assert.match(preview.stdout, /line 12: "2026-02-30" is no date/);
  const refused = await import_();
  assert.equal(refused.code, 2, 'nobody is there to be asked');
  assert.ok(!(await analyze()).draft.includes('Beyond the code'), 'nothing was stored yet');

  assert.equal((await import_('--yes')).code, 0);
  assert.match((await import_('--yes')).stderr, /stored already/);
  const { draft, rows } = await analyze();
  const entries = rows.filter(({ kind }) => kind === 'work_log');
  assert.equal(entries.length, 6);
  assert.equal(
    entries.filter(({ noise }) => JSON.stringify(noise ?? '').includes('inconsistent')).length,
    2,
    'what is doubtful does not count',
  );
  assert.match(JSON.stringify(entries), /"detail":"names [0-9a-f]{8}; [0-9a-f]{8} is by Bob Example"/);
  assert.ok(!JSON.stringify(entries).includes(home), 'where the file lies is not passed on');
  assert.match(draft, /- Design: “compared three protocols for resumable transfers[^”]*”\. \(\[work\\?-log\.md:3\]/);
  assert.match(draft, /- On call on 3 days: “primary for the storage cluster, four pages”\./);
  assert.match(draft, /- Days on call: \*\*3 days\*\*/);
  assert.ok(!draft.includes('Not said, because'), draft);

  const records = await run('records');
  assert.match(
    records.stdout,
    /^1 {2}2026-03-20 work-log\.md:11 “cache work for [0-9a-f]+”\n {3}names [0-9a-f]{8}; [0-9a-f]{8} is by Bob Example\n2 {2}2026-03-04/,
  );
  assert.match((await run('records', 'apart', '1')).stderr, /counts for itself/);
  assert.match((await run('records', 'same', '2')).stderr, /counts once/);
  assert.match((await run('records')).stdout, /\[kept apart\][\s\S]*\[same work\]/);
  assert.match((await analyze()).draft, /“cache work for [0-9a-f]+”/);
  assert.equal((await run('records', 'undecided', '1')).code, 0);
  assert.ok(!(await analyze()).draft.includes('cache work'));
  assert.equal((await run('records', 'same', '3')).code, 2);

  // Words that change are the same entry at another line; what goes from the file goes from the store.
  writeFileSync(
    log,
    `- \n\n${readFileSync(log, 'utf8')
      .replace('3h Incident', '4h Incident')
      .replace(/## 2026-03-20\n- 2h.*\n/, '## 2026-03-20\n')}`,
  );
  const changed = await import_('--yes');
  assert.match(changed.stdout, /0 new, 1 changed, 4 unchanged, 1 no longer in the file/);
  const stored = await run('export', '--author', 'ada@example.com', '--period', '2026-H1', '--format', 'csv');
  assert.match(stored.stdout, /work-log\.md:9,2026-03-04/);
  assert.ok(!stored.stdout.includes('onboarded'));

  // Whose another's work was goes with them, also out of the reasons.
  assert.match((await run('records')).stdout, /is by Bob Example/);
  assert.equal((await run('erase', '--person', 'bob@example.com', '--yes')).code, 0);
  const left = (await run('records')).stdout;
  assert.match(left, /^1 {2}2026-03-04 .* \[same work\]\n {3}reads like [0-9a-f]{8} /);
  assert.ok(!left.includes('Bob'), left);

  // A file that is broken takes nothing out.
  writeFileSync(log, '- under no date\n');
  assert.match((await import_('--yes')).stderr, /nothing to import/);

  const removed = await run('import', '--remove', log);
  assert.match(removed.stderr, /Took 5 entries of work-log\.md out/);
  assert.equal((await run('import', '--remove', log)).code, 1);
  assert.ok((await analyze()).rows.every(({ kind }) => kind !== 'work_log'));
});

test('what cannot be imported is refused with a way on', { timeout: 120_000 }, async (t) => {
  const { home, run } = await place(t);
  const file = (name: string, text: string | Buffer): string => {
    writeFileSync(path.join(home, name), text);
    return path.join(home, name);
  };
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { code, stderr } = await run('import', ...args, '--yes');
    assert.notEqual(code, 0);
    assert.ok(!/nobody planned/.test(stderr), stderr);
    return stderr;
  };
  const large = file('large.csv', 'date,title\n');
  truncateSync(large, 100_000_000);
  assert.match(await refused(large, '--person', 'Ada Example'), /100,000,000 bytes/);
  assert.match(
    await refused(file('latin.md', Buffer.from([0x23, 0x20, 0xe9, 0x0a])), '--person', 'Ada Example'),
    /line 1 has bytes that are no text/,
  );
  assert.match(await refused(home, '--person', 'Ada Example'), /is a folder/);
  assert.match(await refused(path.join(home, 'none.md'), '--person', 'Ada Example'), /could not be read/);
  assert.match(await refused(file('empty.md', '# nothing\n'), '--person', 'Ada Example'), /nothing to import/);
  assert.match(await refused(file('own.md', '## 2026-01-01\n- x y\n')), /--person/);
  assert.match(
    await refused(file('who.csv', 'date,title,person\n2026-01-01,work,Nobody Known\n'), '--person', 'Ada Example'),
    /nothing to import/,
  );
});

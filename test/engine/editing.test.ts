// What a user does to what is shown, through the bundled engine, on a real repository.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { before, test, type TestContext } from 'node:test';
import type { Claim } from '../../src/domain/draft.ts';
import type { Engine } from '../../src/host/engine/client.ts';
import type { Act, Traces } from '../../src/protocol/editing.ts';
import type { ContributionRow, SnapshotHead } from '../../src/protocol/snapshot.ts';
import { buildBundles, trackrecord } from '../support/cli.ts';
import { ADA, BOB, build, type CommitSpec, git, scratch } from '../support/repos.ts';
import { ANY, engineOn, KEY } from './support.ts';

const ADA_AT_HOME = { name: ADA.name, email: 'ada@home.example.com' };
const WHOSE = [ADA, ADA, BOB, ADA, ADA_AT_HOME, ADA];
const COMMITS: readonly CommitSpec[] = [
  ['feat(parser): split fields', 'src/parser.ts'],
  ['test(parser): cover the empty line', 'test/parser.test.ts'],
  ['docs: say what it does', 'README.md'],
  ['fix(parser): keep the last field', 'src/parser.ts'],
  ['feat(cli): print a table', 'src/cli.ts'],
  ['chore: update dependencies', 'package.json', 'package-lock.json'],
].map(([subject = '', ...files], n) => ({
  message: `${subject}\n`,
  author: WHOSE[n] ?? ADA,
  files: Object.fromEntries(files.map((file) => [file, `${subject}\n`])),
}));

before(() => buildBundles());

async function started(t: TestContext) {
  const dir = scratch(t);
  const { path: repo } = build(path.join(dir, 'repo'), COMMITS);
  git(repo, ['config', 'user.name', ADA.name as string]);
  git(repo, ['config', 'user.email', ADA.email as string]);
  const stale: number[] = [];
  const engine = engineOn(t, path.join(dir, 'store'));
  engine.onStale.add((revision) => stale.push(revision));
  const story = { folders: [repo], period: 'all' };
  await engine.request('analyze', story);
  return {
    dir,
    repo,
    engine,
    story,
    stale,
    act: (act: Act) => engine.request('act', { ...story, act }),
    head: () => engine.request('head', story),
    rows: async () => (await engine.request('rows', { ...story, query: ANY, offset: 0, limit: 50 })).rows,
  };
}

const bySubject = (rows: readonly ContributionRow[], part: string): ContributionRow => {
  const row = rows.find(({ subject }) => subject.includes(part));
  assert.ok(row, part);
  return row;
};
const types = (head: SnapshotHead): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const week of head.weeks) for (const [type, n] of Object.entries(week.counts)) counts[type] = (counts[type] ?? 0) + n;
  return counts;
};
const claimsOf = (head: SnapshotHead): readonly Claim[] => head.draft.sections.flatMap(({ claims }) => claims);
const revert = (engine: Engine, { done, undone }: Traces) => engine.request('revert', { done, undone });

test('a corrected type wins everywhere at once, and undoing it too', async (t) => {
  const { engine, act, head, rows, stale } = await started(t);
  const before = types(await head());
  const { id } = bySubject(await rows(), 'keep the last');
  const done = await act({ kind: 'correct', contribution: id, label: 'perf' });
  const row = bySubject(await rows(), 'keep the last');
  assert.deepEqual([row.type, row.corrected], ['perf', true]);
  const after = await head();
  assert.equal(after.revision, done.revision);
  assert.equal(types(after)['perf'], (before['perf'] ?? 0) + 1);
  assert.match(
    claimsOf(after)
      .map(({ text }) => text)
      .join('\n'),
    /1 performance improvement/,
  );
  assert.equal(stale.at(-1), done.revision);

  const again = await act({ kind: 'correct', contribution: id, label: 'docs' });
  await revert(engine, again);
  assert.equal(bySubject(await rows(), 'keep the last').type, 'perf');
  const gone = await act({ kind: 'uncorrect', contribution: id });
  assert.equal(bySubject(await rows(), 'keep the last').corrected, false);
  assert.deepEqual(types(await head()), before);
  await revert(engine, gone);
  assert.equal(bySubject(await rows(), 'keep the last').type, 'perf');
});

test('a line of the noise ledger counts after all, is shown so, and is left out again', async (t) => {
  const { engine, story, act, head, rows } = await started(t);
  const ledger = async () => {
    const { total, rows: lines } = await engine.request('noise', { ...story, reason: 'lock-file', offset: 0, limit: 10 });
    assert.equal(total, 1);
    const [line] = lines;
    assert.ok(line);
    return line;
  };
  const { contribution, path: file, reason, putBack } = await ledger();
  assert.equal(putBack, undefined);
  const files = async (): Promise<number | null | undefined> => bySubject(await rows(), 'update dep').added;
  assert.equal(await files(), 1);
  const line = { contribution, reason, ...(file === undefined ? {} : { path: file }) };
  const done = await act({ kind: 'put-back', ...line });
  assert.equal(await files(), 2);
  assert.equal((await ledger()).putBack, true);
  const shown = await head();
  assert.equal(shown.noiseCounts['lock-file'], undefined);
  assert.equal(shown.putBackCounts?.['lock-file'], 1);
  const out = await act({ kind: 'leave-out', ...line });
  assert.equal(await files(), 1);
  assert.deepEqual(out.undone, done.done);
  await revert(engine, out);
  assert.equal(await files(), 2);
});

test('identities: a suggested merge with its reason, taken, refused, undone', async (t) => {
  const { engine, story, act, rows } = await started(t);
  const asked = () => engine.request('identities', story);
  const first = await asked();
  const own = 'Ada Example <ada@example.com>';
  const home = 'Ada Example <ada@home.example.com>';
  assert.deepEqual(
    first.person.identities.map(({ id, commits }) => [id, commits]),
    [[own, 4]],
  );
  assert.deepEqual(
    first.suggestions.map(({ a, b, clue, theirs }) => [a.id, b.id, clue, theirs]),
    [[own, home, 'name-and-local', true]],
  );
  assert.deepEqual(
    first.others.map(({ id, commits }) => [id, commits]),
    [
      [home, 1],
      ['Bob Example <bob@example.com>', 1],
    ],
  );
  const merged = await act({ kind: 'merge', a: own, b: home });
  await engine.request('analyze', story);
  assert.equal((await rows()).length, 5, 'what the other identity wrote is read with its text');
  const second = await asked();
  assert.equal(second.person.identities.length, 2);
  assert.deepEqual(second.suggestions, []);
  assert.deepEqual(
    second.decisions.map(({ id, kind }) => [id, kind]),
    [[merged.done[0], 'merged']],
  );

  const apart = await act({ kind: 'separate', identity: home, from: [own] });
  assert.deepEqual(apart.undone, merged.done);
  const third = await asked();
  assert.equal(third.person.identities.length, 1);
  assert.deepEqual(third.suggestions, []);
  assert.deepEqual(
    third.decisions.map(({ kind, identities }) => [kind, identities.map(({ id }) => id)]),
    [['apart', [home, own]]],
  );
  await act({ kind: 'merge', a: own, b: home });
  assert.deepEqual(
    (await asked()).decisions.map(({ kind }) => kind),
    ['merged'],
    'who merges them takes the separation back',
  );
  await act({ kind: 'forget', decision: (await asked()).decisions[0]?.id ?? '' });
  assert.deepEqual(await asked().then(({ suggestions, decisions }) => [suggestions.length, decisions.length]), [1, 0]);
  await assert.rejects(act({ kind: 'forget', decision: 'none' }), /There is no merge/);
});

test('an edited claim is saved at once, checked, survives what changes around it, and is what the command line writes', async (t) => {
  const { dir, repo, engine, story, act, head, rows, stale } = await started(t);
  const one = await head();
  const [claim] = claimsOf(one);
  const [section] = one.draft.sections;
  assert.ok(claim && section);
  const base = claim.text;
  const told = stale.length;
  const edit = (text?: string): Act => ({
    kind: 'edit',
    edit: { claim: claim.id, base, section: { id: section.id, title: section.title }, cited: [], ...(text === undefined ? {} : { text }) },
  });
  await act(edit('I kept the'));
  const saved = await act(edit('I kept the parser\nalive, 77 times.'));
  assert.equal(stale.length, told, 'who types is not told to look again');
  const checked = await engine.request('claim', { ...story, claim: claim.id });
  assert.equal(checked.claim?.text, 'I kept the parser alive, 77 times.');
  assert.equal(checked.claim.own?.generated, base);
  assert.match(checked.claim.own.problems.join('\n'), /77/);
  assert.equal(checked.revision, saved.revision);
  const two = await head();
  assert.equal(two.revision, saved.revision);
  assert.deepEqual({ ...two, draft: one.draft, revision: one.revision }, one);

  await act({ kind: 'correct', contribution: bySubject(await rows(), 'keep the last').id, label: 'perf' });
  const [after] = claimsOf(await head());
  assert.equal(after?.text, 'I kept the parser alive, 77 times.');
  assert.equal(after.own?.base, base);
  assert.notEqual(after.own.generated, base, 'generated anew: the user is shown both');

  const next = engineOn(t, path.join(dir, 'store'));
  const old = await next.request('head', { ...story, old: true });
  assert.equal(claimsOf(old)[0]?.text, 'I kept the parser alive, 77 times.', 'what is shown for the moment has their words too');

  const env = { TRACKRECORD_KEY: KEY };
  const written = await trackrecord(['draft', repo, '--period', 'all'], { home: path.join(dir, 'store'), env });
  assert.match(written.stdout, /I kept the parser alive, 77 times\./);

  await revert(engine, saved);
  assert.equal(claimsOf(await head())[0]?.text, 'I kept the');
  const removed = await act(edit());
  assert.equal((await engine.request('claim', { ...story, claim: claim.id })).claim, undefined);
  assert.deepEqual(
    (await head()).draft.removed.map((gone) => gone.claim.id),
    [claim.id],
  );
  await revert(engine, removed);
  await act({ kind: 'as-generated', claim: claim.id });
  assert.equal(claimsOf(await head())[0]?.own, undefined);
});

test('a contribution is shown as pairs of files, read without running anything', async (t) => {
  const { engine, repo, rows } = await started(t);
  const { id } = bySubject(await rows(), 'keep the last');
  const shown = await engine.request('changes', { id });
  assert.equal(shown.subject, 'fix(parser): keep the last field');
  assert.deepEqual(shown.files, [{ before: 'src/parser.ts', after: 'src/parser.ts' }]);
  const side = async (of: string, file: string, which: 'before' | 'after') =>
    (await engine.request('file', { id: of, path: file, side: which })).text;
  assert.equal(await side(id, 'src/parser.ts', 'before'), 'feat(parser): split fields\n');
  assert.equal(await side(id, 'src/parser.ts', 'after'), 'fix(parser): keep the last field\n');
  const added = bySubject(await rows(), 'split fields').id;
  assert.deepEqual((await engine.request('changes', { id: added })).files, [{ after: 'src/parser.ts' }]);
  assert.equal(await side(added, 'src/parser.ts', 'before'), '');
  assert.match(await side(id, 'no/such/file', 'after'), /not in this clone/);
  await assert.rejects(engine.request('changes', { id: 'commit:x@1234' }), /no longer stored/);
  rmSync(repo, { recursive: true });
  await assert.rejects(engine.request('file', { id, path: 'src/parser.ts', side: 'after' }), /no longer at/);
});

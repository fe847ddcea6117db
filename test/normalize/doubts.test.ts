import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RawEntry } from '../../src/domain/log.ts';
import { findDoubts, referencesIn, type Work } from '../../src/normalize/doubts.ts';
import { likenessOf, wordsIn } from '../../src/normalize/likeness.ts';
import { normalizeLog } from '../../src/normalize/log.ts';

const ADA = { id: 'Ada Example <ada@example.com>', name: 'Ada Example', email: 'ada@example.com' };
const BOB = 'Bob Example <bob@example.com>';
const REPO = 'example.com/team/app';
const noon = (day: string): number => Date.parse(`${day}T12:00Z`);

const entry = (date: string, title: string, over: Partial<RawEntry> = {}): RawEntry => ({
  line: 1,
  from: date,
  to: date,
  title,
  note: '',
  kinds: [],
  ...over,
});
const logged = (entries: readonly RawEntry[], log = 'work-log/a.md-00000000') =>
  normalizeLog(entries, {
    repo: log,
    file: '/home/ada/a.md',
    name: 'a.md',
    whose: () => ADA,
    noon: (day) => ({ at: noon(day), offset: 0 }),
  });

const work = (kind: Work['kind'], key: string, date: string, title: string, author = ADA.id): Work => ({
  id: kind === 'commit' ? `commit:${REPO}@${key}` : `pull_request:${REPO}#${key}`,
  kind,
  repo: REPO,
  key,
  label: kind === 'commit' ? key.slice(0, 8) : `#${key}`,
  author,
  from: noon(date),
  to: noon(date),
  title,
});

const COMMIT = work('commit', 'abcdef1'.padEnd(40, '0'), '2026-03-09', 'fix(sync): do not lose the last block');
const PULL = work('pull_request', '12', '2026-03-10', 'Keep hot keys of the cache in memory', BOB);
const named = ({ sha, number, repo }: { readonly sha?: string; readonly number?: number; readonly repo?: string }): readonly Work[] =>
  repo !== undefined && !REPO.endsWith(repo)
    ? []
    : [COMMIT, PULL].filter((one) => (sha === undefined ? one.key === String(number) : one.kind === 'commit' && one.key.startsWith(sha)));

const doubts = (...entries: readonly RawEntry[]): readonly string[] =>
  findDoubts({
    entries: logged(entries).contributions,
    own: [COMMIT],
    named,
    me: new Set([ADA.id]),
    nameOf: (id) => id.split(' ')[0] ?? '',
  }).map(({ label, clues }) =>
    [
      label,
      ...clues.map((one) =>
        'dated' in one ? `${one.clue} ${one.dated} ${one.other}` : 'owner' in one ? `${one.clue} ${one.owner}` : one.clue,
      ),
    ].join(' '),
  );

test('an entry that names a commit or a pull request may be that work, and whose and when it was must fit', () => {
  assert.deepEqual(doubts(entry('2026-03-09', 'lost block (abcdef1)')), ['abcdef10 names']);
  assert.deepEqual(doubts(entry('2026-03-01', 'lost block abcdef1')), ['abcdef10 names before 2026-03-01 2026-03-09']);
  assert.deepEqual(doubts(entry('2026-05-01', 'lost block abcdef1')), ['abcdef10 names after 2026-05-01 2026-03-09']);
  assert.deepEqual(doubts(entry('2026-03-10', 'cache work', { link: 'https://example.com/team/app/pull/12' })), ['#12 names owner Bob']);
  assert.deepEqual(doubts(entry('2026-03-10', 'cache work', { note: 'see team/app#12' })), ['#12 names owner Bob']);
  assert.deepEqual(doubts(entry('2026-03-10', 'cache work', { note: 'see #12 and #13' })), [], 'a list of references is no name');
  assert.deepEqual(doubts(entry('2026-03-10', 'other/app#12 of another place')), []);
});

test('on call and with others one names work without having done it; not before there was any', () => {
  assert.deepEqual(doubts(entry('2026-03-11', 'outage by #12, rolled back', { kinds: ['incident'] })), []);
  assert.deepEqual(doubts(entry('2026-03-01', 'outage by #12, rolled back', { kinds: ['incident'] })), [
    '#12 before 2026-03-01 2026-03-10',
  ]);
  assert.deepEqual(doubts(entry('2026-03-10', 'design of #12', { kinds: ['design'] })), ['#12 names owner Bob']);
});

test('titles that are alike within days may be one work; others, and those that come every week, are not', () => {
  assert.deepEqual(doubts(entry('2026-03-11', 'Do not lose last block')), ['abcdef10 title']);
  assert.deepEqual(doubts(entry('2026-03-20', 'Do not lose last block')), []);
  assert.deepEqual(doubts(entry('2026-03-09', 'Do not wake the on-call twice')), []);
  assert.ok(likenessOf(wordsIn('修复断点续传丢失最后一块'), wordsIn('fix: 修复断点续传时丢失最后一块')) >= 0.7);
  assert.equal(likenessOf(wordsIn('fix it'), wordsIn('fix it')), 0, 'too little to go by');
});

test('two logs that say the same are asked about once, and a log does not contradict itself', () => {
  const [a, b] = [
    logged([entry('2026-03-04', 'primary database did not answer, failed over')], 'work-log/a.md-1'),
    logged([entry('2026-03-05', 'Primary database did not answer: failed over')], 'work-log/b.md-2'),
  ];
  const both = [...a.contributions, ...b.contributions];
  const own = both.map(({ id, repo, key, author, at, subject }): Work => ({
    id,
    kind: 'work_log',
    repo,
    key,
    label: key,
    author,
    from: at,
    to: at,
    title: subject,
  }));
  const found = findDoubts({ entries: both, own, named: () => [], me: new Set([ADA.id]), nameOf: String });
  assert.deepEqual(
    found.map(({ entry: id, of, clues }) => [id, of, clues]),
    [[both[1]?.id, both[0]?.id, [{ clue: 'logged' }]]],
  );
  const same = logged([
    entry('2026-03-04', 'paged at night, looked into the queue'),
    entry('2026-03-05', 'paged at night, looked into the queue'),
  ]).contributions;
  const within = same.map(({ id, repo, key, author, at, subject }): Work => ({
    id,
    kind: 'work_log',
    repo,
    key,
    label: key,
    author,
    from: at,
    to: at,
    title: subject,
  }));
  assert.deepEqual(findDoubts({ entries: same, own: within, named: () => [], me: new Set([ADA.id]), nameOf: String }), []);
});

test('references: addresses, numbers with and without a repository, shas; not words, colours or versions', () => {
  assert.deepEqual(
    referencesIn(
      'https://example.com/team/app/pull/12, https://gitlab.example.com/a/b/c/-/merge_requests/3 https://example.com/team/app/commit/ABCDEF1',
    ),
    [
      { repo: 'example.com/team/app', number: 12 },
      { repo: 'gitlab.example.com/a/b/c', number: 3 },
      { repo: 'example.com/team/app', sha: 'abcdef1' },
    ],
  );
  assert.deepEqual(referencesIn('Team/App#7 #8 abcdef1 defaced 1234567 #abc v1.2.3'), [
    { number: 7, repo: 'team/app' },
    { number: 8 },
    { sha: 'abcdef1' },
  ]);
});

test('an entry is the same wherever it stands, until its days, title or owner change', () => {
  const ids = (...entries: readonly RawEntry[]) => logged(entries).contributions.map(({ id }) => id);
  const one = entry('2026-03-04', 'a talk');
  assert.deepEqual(ids({ ...one, line: 99, note: 'more', hours: 2, kinds: ['talk'] }), ids(one));
  assert.notDeepEqual(ids({ ...one, title: 'another' }), ids(one));
  const twice = logged([one, { ...one, line: 5 }, { ...one, line: 7, hours: 1 }]);
  assert.deepEqual(twice.repeated, [5]);
  assert.equal(new Set(twice.contributions.map(({ id }) => id)).size, 2);
});

test('kinds: what is stated, a category before a type; nothing is made up', () => {
  const kinds = (title: string, ...words: readonly string[]) => {
    const [item] = logged([entry('2026-03-04', title, { kinds: words })]).contributions;
    return [item?.host?.kind === 'work_log' ? item.host.category : undefined, item?.stated?.type];
  };
  assert.deepEqual(kinds('x', 'SEV2', 'fix'), ['incident', undefined]);
  assert.deepEqual(kinds('x', 'backend', 'Bugfix'), [undefined, 'fix']);
  assert.deepEqual(kinds('feat(cache): x'), [undefined, 'feat']);
  assert.deepEqual(kinds('x', 'On Call'), ['on-call', undefined]);
  assert.deepEqual(kinds('x', '架构设计'), ['design', undefined]);
  assert.deepEqual(kinds('x', 'backend'), [undefined, undefined]);
});

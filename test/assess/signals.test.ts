import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assess } from '../../src/assess/assess.ts';
import { defaultRubric, parseRubric } from '../../src/assess/rubric-file.ts';
import { suggest } from '../../src/assess/suggestions/suggest.ts';
import { SIGNALS } from '../../src/assess/signals/catalogue.ts';
import { measure } from '../../src/domain/measure.ts';
import type { CommentFacts, Outcome, ReviewFacts } from '../../src/domain/pull.ts';
import type { Tagged } from '../../src/domain/tags.ts';
import { day, H2_BEFORE, reviewGiven, saidBeside, slim, work } from '../support/work.ts';
import { dimension, input, signal } from './support.ts';

const many = (n: number, make: (i: number) => Parameters<typeof work>[0]) => Array.from({ length: n }, (_, i) => work(make(i)));
const feature = (i: number, files = ['src/core/a.ts']) => ({ subject: `feat: thing ${i}`, at: day(i), files });

test('the default rubric names every signal there is, and no other', () => {
  assert.deepEqual(
    defaultRubric()
      .dimensions.flatMap((d) => d.signals.map((s) => s.id))
      .sort(),
    [...SIGNALS.keys()].sort(),
  );
});

test('nothing done: no value is zero, every dimension says what is missing', () => {
  for (const locale of ['en', 'zh-cn'] as const) {
    const assessment = assess(input({ work: [], more: { locale } }));
    for (const d of assessment.dimensions) {
      assert.equal(d.level, undefined);
      assert.equal(d.coverage, 0);
      assert.equal(d.missing.length, new Set(d.signals.map((s) => s.basis)).size);
      for (const s of d.signals)
        assert.ok(
          d.missing.some((line) => line.includes(s.title) && line.endsWith(s.basis)),
          s.id,
        );
      for (const s of d.signals) assert.equal(s.value, undefined, s.id);
    }
    assert.equal(assessment.overall, undefined);
  }
});

test('delivery: landed a week of the period so far, steadiness, files, releases', () => {
  const given = input({ work: [...many(26, (i) => feature(i)), work({ subject: 'release: v2.1.0', at: day(30), refs: ['v2.1.0'] })] });
  assert.equal(signal(given, 'landed').value, 1);
  assert.equal(signal(given, 'landed').basis, '26 features, fixes and performance changes in 26 weeks');
  assert.equal(signal({ ...given, now: Date.parse('2026-04-02') }, 'landed').value, 2);
  assert.equal(signal(given, 'steadiness').value, undefined);
  assert.equal(signal(given, 'steadiness').basis, '7 weeks to go by, at least 8 needed');
  assert.equal(signal(given, 'releases').value, 1);
  const long = input({ work: many(20, (i) => feature(i * 10)) });
  assert.equal(signal(long, 'steadiness').value, 51);
});

test('whether Rust comes with tests is not told from paths, and nobody is told that none came', () => {
  const given = input({ work: many(20, (i) => feature(i, ['src/core.rs'])) });
  assert.equal(signal(given, 'tests').value, undefined);
  assert.match(signal(given, 'tests').basis, /^unit tests stand in the files/);
  assert.ok(!suggest(given).some(({ id }) => id === 'without-tests'));
  assert.ok(suggest(input({ work: many(20, (i) => feature(i)) })).some(({ id }) => id === 'without-tests'));
});

test('noise, orphans and unsure types count for nothing', () => {
  const real = many(6, (i) => feature(i));
  const given = input({
    work: [
      ...real,
      work({ ...feature(7), noise: [{ reason: 'duplicate', detail: 'same patch' }] }),
      work({ ...feature(8), orphan: true }),
      work({ ...feature(9), type: 'unsure' }),
    ],
  });
  assert.equal(signal(given, 'landed').evidence.length, 6);
});

test('quality: tests, reverts, follow-ups, size, messages', () => {
  const plain = many(15, (i) => ({
    ...feature(i, [`src/p${i}/a.ts +30 -10`]),
    body: 'Without it, the reader had to guess what comes next.',
  }));
  const tested = many(5, (i) => ({
    subject: `refactor: thing ${i}`,
    at: day(20 + i),
    files: [`src/q${i}/a.ts +90`, `test/q${i}.test.ts +30`],
  }));
  const repaired = work({ subject: 'fix: thing 3 again', at: day(3) + 86_400_000, files: ['src/p3/a.ts'] });
  const reverted = work({ ...feature(40), noise: [{ reason: 'reverted', detail: 'by 12345678' }] });
  const given = input({ work: [...plain, ...tested, repaired, reverted] });
  assert.equal(signal(given, 'tests').basis, '5 of 21 changes to source also touch tests');
  assert.equal(signal(given, 'tests').value, 24);
  assert.equal(signal(given, 'tests').evidence.length, 5);
  assert.equal(signal(given, 'reverts').basis, '1 of 22 changes was reverted later');
  assert.equal(signal(given, 'follow-ups').basis, '1 of 20 changes was followed by an own fix to the same files within 7 days');
  assert.equal(signal(given, 'size').value, 40);
  assert.equal(signal(given, 'messages').basis, '15 of 21 changes to source say why or point to where it is said');
});

test('lines that are not counted are not guessed', () => {
  const given = input({ work: many(12, (i) => feature(i)).map((item) => ({ ...item, lines: 'pending' as const })) });
  assert.equal(signal(given, 'size').value, undefined);
});

test('collaboration: co-authors, files of others, work built on, reviews', () => {
  const theirs = many(12, (i) => ({
    subject: `feat: theirs ${i}`,
    at: day(i, H2_BEFORE),
    files: ['src/core/a.ts'],
    author: 'Ben Example',
  }));
  const mine = [
    ...many(12, (i) => feature(i)),
    work({ subject: 'feat: pair', at: day(13), files: ['A src/new/x.ts', 'A src/new/y.ts', 'A src/new/z.ts'], coAuthors: ['Ben Example'] }),
  ];
  const later = [work({ subject: 'fix: x', at: day(60), files: ['src/new/x.ts'], author: 'Cleo Example' })];
  const given = input({ work: mine, others: [...theirs, ...later] });
  assert.equal(signal(given, 'co-authored').value, 1);
  assert.equal(signal(given, 'co-authored').basis, '1 of 13 changes names more than one author');
  assert.equal(signal(given, 'others-files').basis, '12 of 12 changes are to files that others changed more often in the two years before');
  assert.equal(signal(given, 'built-on').value, 1);
  assert.equal(signal(given, 'built-on').basis, '1 person went on with 1 of 3 new source files');
  const onAnotherBranch = work({ subject: 'feat: pair (backport)', at: day(14), files: ['A src/new/x.ts'] });
  const twice = input({ work: [...mine, onAnotherBranch], others: [...theirs, ...later] });
  assert.equal(signal(twice, 'built-on').basis, '1 person went on with 1 of 3 new source files');
  assert.equal(signal(given, 'reviews').basis, 'these repositories do not record reviews in commits');
  const reviewed = {
    ...given,
    others: [...mine, ...theirs].map((item) => slim(item)).concat(later.map((item) => slim(item, ['Ada Example']))),
  };
  assert.equal(signal(reviewed, 'reviews').value, 1);
  assert.equal(signal(reviewed, 'reviews').basis, '1 commit of 1 person with this name as reviewer or tester');
});

test('alone in a repository, nothing tells of working with others, and that is no zero', () => {
  const mine = many(12, (i) => feature(i, [`A src/new/p${i}.ts`, 'src/core/a.ts']));
  const given = input({ work: mine });
  for (const id of ['others-files', 'built-on']) {
    assert.equal(signal(given, id).value, undefined);
    assert.equal(signal(given, id).basis, 'nobody else has worked in these repositories');
  }
  assert.equal(dimension(given, 'collaboration').level, undefined);
  const theirs = work({ subject: 'fix: elsewhere', at: day(3), files: ['docs/a.md'], author: 'Ben Example' });
  const beside = input({ work: mine, others: [theirs] });
  assert.equal(signal(beside, 'others-files').value, 0);
  assert.equal(signal(beside, 'built-on').basis, 'nobody went on with any of 12 new source files so far');
  assert.equal(
    signal(input({ work: mine.slice(0, 2), others: [theirs] }), 'built-on').basis,
    '2 new source files to go by, at least 3 needed',
  );
});

test('innovation: firsts in a repository with a history, modules others go on with, tooling', () => {
  const history = many(60, (i) => ({ subject: `feat: old ${i}`, at: day(i, H2_BEFORE), files: ['src/core/a.ts'], author: 'Ben Example' }));
  const mine = [
    work({ subject: 'feat: fast path', at: day(1), files: ['A crates/fast/lib.rs', 'A crates/fast/deep/x.rs'], type: 'feat' }),
    work({ subject: 'ci: run on arm', at: day(2), files: ['.github/workflows/ci.yml'] }),
    work({ subject: 'build: bump things', at: day(3), files: ['package.json'] }),
    work({ subject: 'perf: cache it', at: day(4), files: ['src/core/a.ts'] }),
  ];
  const later = [work({ subject: 'fix: x', at: day(60), files: ['crates/fast/lib.rs'], author: 'Ben Example' })];
  const given = input({ work: mine, others: [...history, ...later] });
  assert.deepEqual(signal(given, 'firsts').names, ['Rust', 'GitHub Actions', 'npm']);
  assert.deepEqual(signal(given, 'modules').names, ['crates']);
  assert.equal(signal(given, 'tooling').value, 1);
  assert.equal(signal(given, 'performance').value, 1);
  assert.equal(signal(input({ work: mine, others: later }), 'firsts').value, undefined, 'a young repository has no firsts');
});

test('growth: new only against work that was there before', () => {
  const before = many(15, (i) => ({ subject: `fix: old ${i}`, at: day(i, H2_BEFORE), files: ['src/core/a.ts'] }));
  const mine = [
    ...many(2, (i) => ({ subject: `perf: fast ${i}`, at: day(i), files: ['src/net/wire.go'] })),
    work({ ...feature(5), type: 'fix' }),
  ];
  const given = input({ work: mine, before });
  assert.deepEqual(signal(given, 'areas').names, ['net']);
  assert.deepEqual(signal(given, 'kinds').names, ['perf']);
  assert.equal(signal(given, 'kinds').basis, '1 kind of change for the first time: performance work');
  assert.deepEqual(signal(given, 'languages').names, ['Go']);
  assert.equal(signal(given, 'languages').basis, '1 language used for the first time: Go');
  const first = input({ work: mine });
  assert.equal(signal(first, 'areas').value, undefined);
  assert.equal(signal(first, 'areas').basis, 'no work before this period to compare with');
});

test('suggestions acted on: held before, no longer holds', () => {
  const large = many(20, (i) => ({
    subject: `feat: big ${i}`,
    at: day(i, H2_BEFORE),
    files: ['src/core/a.ts +900', 'test/a.test.ts'],
    body: 'See #12.',
  }));
  const small = many(20, (i) => ({
    subject: `feat: small ${i}`,
    at: day(i),
    files: ['src/core/a.ts +20', 'test/a.test.ts'],
    body: 'See #12.',
  }));
  const value = signal(input({ work: small, before: large }), 'acted-on');
  assert.match(value.basis, /^of \d+ suggestions? for the period before, [1-9]\d* no longer holds?$/);
  assert.ok((value.value ?? 0) > 0);
});

test('the trend compares like with like, and a lead is never shown one number', () => {
  const before = many(10, (i) => ({ subject: `feat: b ${i}`, at: day(i, H2_BEFORE), files: ['src/core/a.ts'] }));
  const now = many(10, (i) => ({ ...feature(i, ['src/core/a.ts', 'test/a.test.ts']), body: 'Because #1 asked for it.' }));
  const rubric = parseRubric('extends: default\noverall: true\n');
  assert.ok(rubric.ok);
  const given = input({ work: now, before, more: { rubric: rubric.value } });
  const quality = dimension(given, 'quality');
  assert.ok((quality.level ?? 0) > (quality.before ?? 1));
  assert.equal(signal(given, 'tests').before, 0);
  assert.equal(signal(given, 'tests').value, 100);
  assert.equal(typeof assess(given).overall, 'number');
  assert.equal(assess({ ...given, audience: 'lead' }).overall, undefined);
});

test('a dimension has a level from the share of evidence on that the rubric asks for', () => {
  const given = input({
    work: many(10, (i) => ({ subject: `ci: step ${i}`, at: day(i), files: ['.github/workflows/ci.yml'] })),
    others: [work({ subject: 'fix: theirs', at: day(100), author: 'Ben Example', files: ['src/core/a.ts'] })],
  });
  const { coverage, level, levelName, signals } = dimension(given, 'innovation');
  assert.ok(coverage > 0 && coverage < 0.4, `${coverage}`);
  assert.deepEqual([level, levelName], [undefined, undefined]);
  assert.ok(signals.some(({ value }) => value !== undefined));
  const rubric = parseRubric('extends: default\ncoverage: 0.1\n');
  assert.ok(rubric.ok);
  assert.equal(typeof dimension({ ...given, rubric: rubric.value }, 'innovation').level, 'number');
});

test('dates no calendar shows do not break it', () => {
  const odd = work({ ...feature(1), at: 9e15 });
  assert.doesNotThrow(() => assess(input({ work: [odd, ...many(5, (i) => feature(i))] })));
});

test('reviews given count by pull request, comments by what came of them; without any, no evidence is missed', () => {
  const said = (n: number, pull: number, host: Partial<CommentFacts> = {}): Tagged => {
    const facts = {
      kind: 'review_comment',
      pull,
      review: 'r',
      of: pull === 1 ? 'github.com/bob' : 'github.com/cyd',
      path: 'a',
      outdated: false,
      reply: false,
    } as const;
    return {
      ...work({ subject: `why ${n}`, at: day(n), type: 'none' }),
      id: `c${n}`,
      kind: 'review_comment',
      key: `${pull}/c${n}`,
      host: { ...facts, ...host },
    };
  };
  const changes = many(8, (i) => feature(i));
  const comments = [
    ...Array.from({ length: 6 }, (_, i) => said(i, i % 2, { outdated: i < 3 })),
    said(7, 1, { reply: true, outdated: true }),
  ];
  const given = input({ work: [...changes, ...comments] });
  assert.deepEqual([signal(given, 'reviews').value, signal(given, 'reviews').basis], [2, '2 pull requests of 2 people reviewed']);
  assert.equal(signal(given, 'reviews').evidence[0]?.label, '#1/c7');
  const followed = signal(given, 'comments-followed');
  assert.deepEqual([followed.value, followed.basis], [50, '3 of 6 comments were followed by a change of the lines or a resolved thread']);
  const resolved = input({ work: [...changes, ...comments, said(8, 1, { resolved: true }), said(9, 1, { resolved: true, reply: true })] });
  assert.equal(signal(resolved, 'comments-followed').basis, '4 of 7 comments were followed by a change of the lines or a resolved thread');
  assert.equal(signal(given, 'landed').evidence.length, 8, 'what was said is no change');
  const [withReviews, without] = [dimension(given, 'collaboration'), dimension(input({ work: changes }), 'collaboration')];
  assert.ok(withReviews.coverage > without.coverage);
  // Of the signals that could be read, by weight: co-authored 0.6, others' files 0.3, built on 0.5, reviews 0.3.
  assert.equal(
    without.coverage.toFixed(3),
    ((without.signals.find(({ id }) => id === 'co-authored')?.value === undefined ? 0 : 0.6) / 1.7).toFixed(3),
  );
});

test('what is said in the conversation goes with a review and is none', () => {
  const changes = many(8, (i) => feature(i));
  const alone = input({ work: [...changes, saidBeside(3, day(3), 'github.com/cyd')] });
  assert.deepEqual([signal(alone, 'reviews').value, signal(alone, 'reviews').evidence], [undefined, []]);
  const approval = reviewGiven(1, day(2), { lines: 400 });
  const beside = input({ work: [...changes, approval, saidBeside(1, day(3)), saidBeside(3, day(3), 'github.com/cyd')] });
  assert.equal(signal(beside, 'reviews').basis, '1 pull request of 1 person reviewed');
  assert.deepEqual(
    signal(beside, 'reviews').evidence.map(({ label }) => label),
    [`#1/i${day(3)}`, `#1/r${day(2)}`],
  );
  const silent = (items: readonly Tagged[]) => measure({ of: 'approved-without-words', lines: 100 }, items, 'UTC').value;
  assert.deepEqual([silent([approval]), silent([approval, saidBeside(1, day(3))])], [1, 0], 'what was said there is a word too');
});

test('reviews are measured by what came of them: taken up, unblocked, helped again and again', () => {
  const asked = (n: number, outcome: Outcome, of = 'github.com/bob') => reviewGiven(n, day(n), { state: 'changes-requested', of, outcome });
  const taken = { changed: true, approved: true, pull: 'merged' } as const;
  const requests = [
    asked(1, taken),
    asked(2, taken),
    asked(3, taken),
    asked(4, { ...taken, approved: false, pull: 'closed' }),
    asked(5, { changed: false, approved: false, pull: 'open' }),
    asked(6, taken, 'github.com/cyd'),
  ];
  const prompt = (n: number, hours: number, more: Partial<ReviewFacts> = {}) =>
    reviewGiven(n, day(n), { waited: hours * 3_600_000, outcome: { changed: false, approved: false, pull: 'merged' }, ...more });
  const approvals = [
    prompt(10, 2),
    prompt(11, 24),
    prompt(12, 30),
    prompt(13, 2, { outcome: { changed: false, approved: false, pull: 'open' } }),
    prompt(14, 2, { state: 'commented' }),
  ];
  const given = input({ work: [...many(3, (i) => feature(i)), ...requests, ...approvals] });
  const [answered, unblocked, mentored] = ['requests-answered', 'unblocked', 'mentored'].map((id) => signal(given, id));
  assert.deepEqual(
    [answered?.value, answered?.basis],
    [80, '4 of 5 requests for changes were followed by commits and then by an approval'],
  );
  assert.deepEqual(
    [unblocked?.value, unblocked?.evidence.map(({ label }) => label.split('/')[0])],
    [2, ['#11', '#10']],
    'late ones, those not merged and mere comments let nobody go on',
  );
  assert.deepEqual([mentored?.value, mentored?.evidence.length], [1, 3], 'three of Bob, one of Cyd');
  assert.equal(
    signal(input({ work: [...many(3, (i) => feature(i)), ...requests.slice(0, 2)] }), 'requests-answered').value,
    undefined,
    'too few',
  );
});

test('the time to a first review is the median, over first reviews only', () => {
  const review = (n: number, hours?: number): Tagged => ({
    ...work({ subject: `review ${n}`, at: day(n), type: 'none' }),
    id: `r${n}`,
    kind: 'review',
    key: `${n}/r${n}`,
    host: { kind: 'review', pull: n, state: 'approved', comments: 0, ...(hours === undefined ? {} : { waited: hours * 3_600_000 }) },
  });
  const given = (hours: readonly (number | undefined)[]) =>
    input({ work: [...many(3, (i) => feature(i)), ...hours.map((h, i) => review(i, h))] });
  const wait = signal(given([1, 100, 12, 36, 2, undefined]), 'review-wait');
  assert.deepEqual([wait.value, wait.basis, wait.better], [0.5, 'half of 5 first reviews came within 12 hours', 'less']);
  assert.equal(signal(given([1, 2, 3, 4]), 'review-wait').value, undefined, 'too few');
  assert.equal(signal(given([1, 2, 3, 4, 5, 6]), 'review-wait').basis, 'half of 6 first reviews came within 3.5 hours');
});

test('a part of a pull request is told as the whole', () => {
  const part = work({ ...feature(3, ['A src/new/a.ts']), noise: [{ reason: 'part', detail: 'part of #1', of: 'pull_request:x#1' }] });
  const whole: Tagged = { ...work(feature(4, ['A src/new/a.ts'])), id: 'pull_request:x#1', kind: 'pull_request', key: '1' };
  const later = work({ subject: 'fix: more', at: day(9), author: 'Bob Example', files: ['src/new/a.ts'] });
  const given = input({ work: [part, whole], others: [later] });
  assert.deepEqual(
    signal({ ...given, others: [slim(part), slim(later)] }, 'modules').evidence.map(({ label }) => label),
    ['#1'],
  );
});

test('checks: of merged pull requests whose checks are known; without any, no evidence is missed', () => {
  const pull = (n: number, checks?: 'passed' | 'failed' | 'pending', state: 'merged' | 'open' = 'merged'): Tagged => {
    const none = { draft: false, base: 'main', head: 'x', labels: [], createdAt: day(n), additions: 1, deletions: 0, changedFiles: 1 };
    const host = { kind: 'pull_request', state, ...none, reviews: 0, comments: 0, commits: [], ...(checks ? { checks } : {}) } as const;
    return { ...work(feature(n)), id: `p${n}`, kind: 'pull_request', key: String(n), host };
  };
  const known = [...[0, 1, 2, 3].map((i) => pull(i, 'passed')), pull(5, 'failed'), pull(6, 'pending'), pull(7), pull(8, 'passed', 'open')];
  const checks = signal(input({ work: known }), 'checks');
  assert.deepEqual([checks.value, checks.basis], [80, 'of 5 merged pull requests with known checks, 4 had passed them']);
  const without = dimension(input({ work: [pull(1)] }), 'quality');
  assert.equal(without.signals.find(({ id }) => id === 'checks')?.basis, 'no checks of merged pull requests were read');
});

test('issues: those opened with what came of them, others’ that were discussed, and what merged pull requests closed', () => {
  const issue = (n: number, host: Partial<Extract<Tagged['host'], { kind: 'issue' }>> = {}): Tagged => ({
    ...work({ subject: `issue ${n}`, at: day(n), type: 'none' }),
    id: `i${n}`,
    kind: 'issue',
    key: String(n),
    host: { kind: 'issue', state: 'open', labels: [], comments: { others: 0, own: 0 }, ...host },
  });
  const comment = (n: number, of: number): Tagged => ({
    ...issue(n),
    id: `c${n}`,
    kind: 'issue_comment',
    key: `${of}/i${n}`,
    host: { kind: 'issue_comment', issue: of },
  });
  const pull = (n: number, closes: readonly number[], state: 'merged' | 'open' = 'merged'): Tagged => {
    const none = { draft: false, base: 'main', head: 'x', labels: [], createdAt: day(n), additions: 1, deletions: 0, changedFiles: 1 };
    const host = { kind: 'pull_request', state, ...none, reviews: 0, comments: 0, commits: [], closes } as const;
    return { ...work(feature(n)), id: `p${n}`, kind: 'pull_request', key: String(n), host };
  };
  const closed = { state: 'closed', closedAs: 'completed' } as const;
  const said = [
    issue(1, closed),
    issue(2, { state: 'closed', closedAs: 'not-planned' }),
    issue(3),
    comment(4, 9),
    comment(5, 9),
    comment(6, 10),
  ];
  const given = input({ work: [...many(8, (i) => feature(i)), pull(7, [20, 21]), pull(8, [21]), pull(9, [22], 'open'), ...said] });
  assert.deepEqual(
    [signal(given, 'issues').value, signal(given, 'issues').basis],
    [5, '3 issues opened, 1 of them closed as done; 2 of others discussed'],
  );
  assert.deepEqual(
    [signal(given, 'issues-closed').value, signal(given, 'issues-closed').evidence.map(({ label }) => label)],
    [2, ['#8', '#7']],
  );
  assert.equal(signal(given, 'landed').evidence.length, 11, 'an issue is no change');
  assert.equal(signal(given, 'reviews').value, undefined, 'and no review');
  assert.equal(signal(input({ work: [work(feature(1))] }), 'issues-closed').basis, 'no pull requests of this person were read');
});

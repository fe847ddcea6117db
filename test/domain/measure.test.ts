import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { areaOf, isManifest } from '../../src/domain/areas.ts';
import { daysBetween, ownClock } from '../../src/domain/calendar.ts';
import type { Metric } from '../../src/domain/evidence.ts';
import { isRelease, longestGap, measure, population, percentOf } from '../../src/domain/measure.ts';
import { isVague } from '../../src/domain/vague.ts';
import { commentGiven, day, pullMade, reviewGiven, work } from '../support/work.ts';

const at = (metric: Metric, items: Parameters<typeof measure>[1], zone = 'UTC'): readonly [number, number | undefined] => {
  const { value, total } = measure(metric, items, zone);
  return [value, total];
};

test('counts, lines, files, weeks', () => {
  const items = [
    work({ subject: 'feat: a', at: '2026-01-05T10:00Z', files: ['src/a.ts +10 -2', 'src/b.ts +1 -1'] }),
    work({
      subject: 'fix: b',
      at: '2026-01-11T23:30Z',
      files: ['src/a.ts +3 -3', 'pnpm-lock.yaml +900 -900'],
      noise: [{ reason: 'lock-file', detail: 'lock', path: 'pnpm-lock.yaml' }],
    }),
  ];
  assert.deepEqual(at({ of: 'count' }, items), [2, undefined]);
  assert.deepEqual(at({ of: 'count-type', type: 'fix' }, items), [1, undefined]);
  assert.deepEqual(at({ of: 'lines-added' }, items), [14, undefined]);
  assert.deepEqual(at({ of: 'lines-deleted' }, items), [6, undefined]);
  assert.deepEqual(at({ of: 'files' }, items), [2, undefined]);
  assert.deepEqual(at({ of: 'median-lines' }, items), [10, undefined]);
  assert.deepEqual(at({ of: 'active-weeks' }, items), [1, undefined]);
  assert.deepEqual(at({ of: 'active-weeks' }, items, 'Asia/Shanghai'), [2, undefined], 'Sunday night is Monday further east');
  assert.deepEqual(at({ of: 'span' }, items), [7, undefined]);
});

test('shares have their whole', () => {
  const items = [
    work({ subject: 'feat: a', at: day(1), files: ['src/a.ts', 'test/a.test.ts'] }),
    work({ subject: 'feat: b', at: day(2), files: ['src/b.ts'], coAuthors: ['Ben Example'] }),
    work({ subject: 'docs: c', at: day(3), files: ['docs/c.md'] }),
    work({ subject: 'build: d', at: day(4), files: ['package.json'] }),
    work({ subject: 'fix: e', at: day(4) + 3_600_000, files: ['src/b.ts'] }),
  ];
  assert.deepEqual(at({ of: 'with-tests' }, items), [1, 3]);
  assert.deepEqual(at({ of: 'without-tests' }, items), [2, 3]);
  assert.deepEqual(at({ of: 'share-with-tests' }, items), [33, undefined]);
  assert.deepEqual(at({ of: 'co-authored' }, items), [1, 5]);
  assert.deepEqual(at({ of: 'dependencies-only' }, items), [1, 5]);
  assert.deepEqual(at({ of: 'features-without-docs' }, items), [2, 2]);
  assert.deepEqual(at({ of: 'followed-up', days: 7 }, items), [1, 2]);
  assert.deepEqual(at({ of: 'followed-up', days: 1 }, items), [0, 2]);
});

test('where tests stand in the files that they test, paths do not tell of them', () => {
  const rust = [1, 2, 3].map((n) => work({ subject: `fix: ${n}`, at: day(n), files: ['src/lib.rs'] }));
  const script = work({ subject: 'fix: d', at: day(4), files: ['tools/gen.py'] });
  for (const metric of ['with-tests', 'without-tests', 'share-with-tests'] as const)
    assert.equal(at({ of: metric }, [...rust, script])[0], 0);
  assert.deepEqual(at({ of: 'without-tests' }, [rust[0] ?? script, script]), [1, 1]);
  assert.deepEqual(at({ of: 'without-tests' }, [work({ subject: 'fix: both', at: day(1), files: ['src/lib.rs', 'src/a.py'] })]), [1, 1]);
});

test('what a revert took out is counted by that metric alone', () => {
  const items = [
    work({ subject: 'feat: a', at: day(1), files: ['src/a.ts'], noise: [{ reason: 'reverted', detail: 'by 12345678' }] }),
    work({ subject: 'feat: b', at: day(2), files: ['src/b.ts'] }),
    work({ subject: 'feat: c', at: day(3), files: ['src/c.ts'], noise: [{ reason: 'duplicate', detail: 'twin' }] }),
  ];
  assert.deepEqual(at({ of: 'reverted' }, population({ of: 'reverted' }, items)), [1, 2]);
  assert.equal(population({ of: 'count' }, items).length, 1);
});

test('gaps, days, the author’s own clock', () => {
  assert.deepEqual(longestGap([work({ subject: 'a', at: '2026-01-05' }), work({ subject: 'b', at: '2026-02-02' })], 'UTC'), {
    weeks: 3,
    after: '2026-01-05',
    until: '2026-02-02',
  });
  assert.equal(daysBetween('2026-01-01', '2026-01-01'), 1);
  assert.deepEqual(ownClock(Date.parse('2026-01-03T23:00Z'), 120), { hour: 1, weekday: 0 });
});

test('percent: all of it is 100, none of it is 0, and nothing else is', () => {
  assert.deepEqual(
    [percentOf(419, 420), percentOf(1, 500), percentOf(420, 420), percentOf(0, 5), percentOf(0, 0), percentOf(1, 3)],
    [99, 1, 100, 0, 0, 33],
  );
});

test('areas, manifests, releases, vague subjects', () => {
  assert.equal(areaOf('packages/vite/src/node/ssr/a.ts'), 'vite/node');
  assert.equal(areaOf('builtin/log.c'), 'builtin');
  assert.equal(areaOf('log.c'), '');
  assert.ok(isManifest('packages/a/package.json') && !isManifest('src/package.ts'));
  for (const subject of ['release: v5.0.0', 'v1.2.3', 'Git 2.55-rc2', 'chore: release 2.0.1'])
    assert.ok(isRelease({ subject, refs: [] }), subject);
  assert.ok(
    isRelease({ subject: 'Prepare it', refs: ['v5.0.0'] }) &&
      !isRelease({ subject: 'docs: whatever landed last', refs: ['v5.0.0'] }) &&
      !isRelease({ subject: 'fix: release the lock', refs: ['main', 'fix-4.2-style'] }) &&
      isRelease({ subject: 'ignore-0.4.33', refs: ['ignore-0.4.33'] }) &&
      isRelease({ subject: 'bump version', refs: ['v1.2.3'] }) &&
      !isRelease({ subject: 'chore: downgrade @example/pack to v1.1.15', refs: ['v4.6.2'] }) &&
      !isRelease({ subject: 'chore: bump dumi to 2.4.39', refs: ['v4.6.2'] }) &&
      !isRelease({ subject: 'fix: work around a bug of lodash 4.17.21', refs: ['v7.2'] }) &&
      !isRelease({ subject: 'Upgrade x to 11.0.3', refs: ['v1.0'] }) &&
      !isRelease({ subject: 'Upgrade x to 1.0.3', refs: ['v1.0'] }) &&
      isRelease({ subject: 'This is 1.0.', refs: ['v1.0'] }),
  );
  const raised = { subject: 'ignore-0.4.33', at: 0, refs: ['ignore-0.4.33'], files: ['crates/ignore/Cargo.toml'] };
  assert.equal(measure({ of: 'dependencies-only' }, [work(raised)], 'UTC').value, 0);
  for (const subject of ['wip', 'refactor: refactor code', 'simplified the code', 'fix: typo', 'Update cart.ts (#12)', '修复'])
    assert.ok(isVague(subject), subject);
  for (const subject of ['refactor code of the parser', 'fix: typo in the parser', 'add tests for the parser', '修复登录页面'])
    assert.ok(!isVague(subject), subject);
});

test('any contributions: a part is never more than its whole', () => {
  const shares: readonly Metric[] = [
    { of: 'with-tests' },
    { of: 'explained' },
    { of: 'unclear' },
    { of: 'out-of-hours' },
    { of: 'larger-than', lines: 9 },
    { of: 'followed-up', days: 7 },
    { of: 'spread-over', areas: 2 },
  ];
  const item = fc.record({
    subject: fc.string(),
    body: fc.string(),
    at: fc.integer({ min: 0, max: 2e12 }),
    files: fc.array(fc.constantFrom('src/a.ts', 'lib/b.go', 'test/a.test.ts', 'package.json'), { maxLength: 3 }),
    type: fc.constantFrom('feat' as const, 'fix' as const, 'unsure' as const),
  });
  fc.assert(
    fc.property(fc.array(item.map(work), { maxLength: 20 }), fc.constantFrom(...shares), (items, metric) => {
      const { value, total = -1, items: found } = measure(metric, items, 'UTC');
      assert.ok(value <= total && value === found.length);
    }),
  );
});

test('nobody is kept waiting for a review by what is a draft again', () => {
  const at = day(0);
  const DAY = 86_400_000;
  const waited = (drafts: { from: number; to?: number }[]) =>
    measure({ of: 'awaited-over', days: 3 }, [pullMade(1, { subject: 'x', at }, { firstReviewAt: at + 5 * DAY, drafts })], 'UTC').value;
  assert.equal(waited([]), 1);
  assert.equal(waited([{ from: at - DAY, to: at }]), 1, 'before it was ready');
  assert.equal(waited([{ from: at + DAY, to: at + 4 * DAY }]), 0);
  assert.equal(waited([{ from: at + DAY }]), 0);
});

test('a defect was found where the comment that points it out was acted on, and the tagger is sure', () => {
  const review = reviewGiven(1, day(0));
  const said = (n: number, label: string, unsure: boolean, host: Parameters<typeof commentGiven>[2]) => ({
    ...commentGiven(review, n, host),
    category: { family: 'category', label, p: 0.9, unsure, scores: { [label]: 0.9 }, model: 'x' } as const,
  });
  const found = measure(
    { of: 'defects-found' },
    [
      review,
      said(1, 'functional', false, { outdated: true }),
      said(2, 'functional', false, { resolved: true }),
      said(3, 'functional', false, {}),
      said(4, 'functional', true, { outdated: true }),
      said(5, 'discussion', false, { outdated: true }),
      said(6, 'functional', false, { outdated: true, reply: true }),
      commentGiven(review, 7, { outdated: true }),
    ],
    'UTC',
  );
  assert.deepEqual([found.value, found.items.map(({ key }) => key)], [2, ['1/c1', '1/c2']]);
});

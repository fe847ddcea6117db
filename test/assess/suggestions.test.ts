import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detect, lowerBound } from '../../src/assess/suggestions/detect.ts';
import { suggest } from '../../src/assess/suggestions/suggest.ts';
import { SUGGESTION_KINDS, SUGGESTION_TEXTS } from '../../src/assess/suggestions/texts.ts';
import { scopeOf } from '../../src/assess/scope.ts';
import type { Tagged } from '../../src/domain/tags.ts';
import { holesOf } from '../../src/util/messages.ts';
import { commentGiven, day, pullMade, reviewGiven, work } from '../support/work.ts';
import type { WorkOptions } from '../support/work.ts';
import { input } from './support.ts';

const many = (n: number, make: (i: number) => WorkOptions) => Array.from({ length: n }, (_, i) => work(make(i)));
const fine = (i: number): WorkOptions => ({
  subject: `fix: thing ${i} (#${i})`,
  at: day(i * 2),
  files: [`src/p${i}/a.ts +20 -4`, `test/p${i}.test.ts +10`],
});
const BODY = 'Because the old reader lost the last field where a quote ended the line.';
const DAY = 86_400_000;
const idsOf = (items: ReturnType<typeof many>, others: ReturnType<typeof many> = []): readonly string[] =>
  suggest(input({ work: items, others })).map((s) => s.id);

test('work in good order gets no suggestion', () => assert.deepEqual(idsOf(many(40, fine)), []));

test('too little work gets none either', () =>
  assert.deepEqual(idsOf(many(4, (i) => ({ subject: `x ${i}`, at: day(i), files: ['src/a.ts +2000'], type: 'unsure' }))), []));

const beside = many(20, (i) => ({
  ...fine(i),
  subject: `feat: theirs ${i}`,
  files: ['src/other/z.ts'],
  author: i % 2 ? 'Ben Example' : 'Cleo Example',
}));

/** For each kind, work that shows it. */
const SHOWS: Readonly<Record<(typeof SUGGESTION_KINDS)[number], readonly ReturnType<typeof work>[]>> = {
  'large-changes': many(20, (i) => ({ ...fine(i), files: [`src/p${i}/a.ts +${i % 2 ? 900 : 20}`, 'test/a.test.ts'] })),
  'without-tests': many(20, (i) => ({ ...fine(i), files: [`src/p${i}/a.ts`] })),
  'quick-repairs': many(30, (i) => ({
    ...fine(i),
    subject: `${i % 2 ? 'fix' : 'refactor'}: p${i} (#1)`,
    files: [`src/p${i >> 1}/a.ts`, 'test/x.test.ts'],
  })),
  'reverted-work': many(40, (i) => ({ ...fine(i), ...(i % 6 === 0 ? { noise: [{ reason: 'reverted', detail: 'by 1' }] } : {}) })),
  'messages-without-why': many(20, (i) => ({ ...fine(i), subject: `fix: thing ${i}` })),
  'unclear-messages': many(30, (i) => ({ ...fine(i), subject: i % 2 ? 'more fixes' : `fix: thing ${i} (#1)` })),
  'features-without-docs': many(12, (i) => ({ ...fine(i), subject: `feat: thing (#${i})` })),
  'spread-changes': many(20, (i) => ({ ...fine(i), files: ['src/a/a.ts', 'src/b/a.ts', 'src/c/a.ts', 'src/d/a.ts', 'test/x.test.ts'] })),
  'dependency-steps': many(30, (i) => (i % 2 ? fine(i) : { subject: `build: bump ${i}`, at: day(i), files: ['package.json'] })),
  'out-of-hours': many(30, (i) => ({ ...fine(i), offset: i % 2 ? 0 : 13 * 60 })),
  'quiet-weeks': [...many(12, (i) => ({ ...fine(i), at: day(i * 3) })), ...many(12, (i) => ({ ...fine(i), at: day(70 + i * 4) }))],
  'one-area': many(20, (i) => ({ ...fine(i), files: ['src/engine/a.ts', 'test/a.test.ts'] })),
  'working-alone': many(40, fine),
  'undescribed-pulls': Array.from({ length: 12 }, (_, i) =>
    pullMade(i, {
      ...fine(i),
      subject: `fix: thing ${i}`,
      body: i % 2 ? '<!-- What does this change, and which issue #1 does it close? -->' : BODY,
    }),
  ),
  'long-waits': Array.from({ length: 12 }, (_, i) =>
    pullMade(i, { ...fine(i), body: BODY }, { firstReviewAt: day(i * 2) + (i % 2 ? 5 : 0.5) * DAY }),
  ),
  'late-reviews': [...many(8, fine), ...Array.from({ length: 12 }, (_, i) => reviewGiven(i, day(i), { waited: (i % 2 ? 5 : 1) * DAY }))],
  'silent-approvals': [
    ...many(8, fine),
    ...Array.from({ length: 9 }, (_, i) => reviewGiven(i, day(i), { lines: 300, comments: i < 2 ? 1 : 0 })),
  ],
};

test('reviews in good order get no suggestion, nor do few of them', () => {
  const good = Array.from({ length: 12 }, (_, i) => reviewGiven(i, day(i), { waited: DAY / 2, lines: 300, comments: 1 }));
  const own = Array.from({ length: 12 }, (_, i) => pullMade(i, { ...fine(i), body: BODY }, { firstReviewAt: day(i * 2) + DAY }));
  assert.deepEqual(idsOf([...own, ...good]), []);
  const few = Array.from({ length: 4 }, (_, i) => reviewGiven(i, day(i), { waited: 9 * DAY, lines: 900 }));
  assert.deepEqual(idsOf([...many(20, fine), ...few]), []);
  // A word in any review of a pull request is a word on it.
  const spoken = Array.from({ length: 9 }, (_, i) => {
    const [asked, approved] = [
      reviewGiven(i, day(i), { lines: 300, state: 'changes-requested', comments: 1 }),
      reviewGiven(i, day(i) + DAY, { lines: 300 }),
    ];
    return [asked, commentGiven(asked, 1), approved];
  }).flat();
  assert.deepEqual(idsOf([...many(20, fine), ...spoken]), []);
});

for (const kind of SUGGESTION_KINDS) {
  test(`${kind}: found where it is, with numbers, evidence, reason and source`, () => {
    for (const locale of ['en', 'zh-cn'] as const) {
      const all = suggest(input({ work: SHOWS[kind], others: beside, more: { locale } }));
      const found = all.find((s) => s.id === kind);
      assert.ok(found, `${kind} among ${all.map((s) => s.id).join(', ')}`);
      assert.ok(found.evidence.length > 0);
      assert.match(found.source.url, /^https:\/\//);
      const [fact] = found.facts ?? [];
      assert.ok(fact && found.observation.startsWith(fact.text), found.observation);
      for (const text of [found.title, found.observation, found.reason, found.nextStep, found.check]) {
        assert.doesNotMatch(text, /[{}]|undefined|NaN/);
        assert.ok(text.length > 3);
      }
      assert.ok(found.strength > 0 && found.strength <= 1);
    }
  });
}

test('nobody works alone who reviews, or whose work is reviewed', () => {
  const own = SHOWS['working-alone'];
  const ids = (more: readonly Tagged[]) => idsOf([...own, ...more], beside);
  assert.ok(ids([pullMade(1, { ...fine(1), body: BODY })]).includes('working-alone'));
  assert.ok(!ids([pullMade(1, { ...fine(1), body: BODY }, { reviews: 1 })]).includes('working-alone'));
  assert.ok(!ids([reviewGiven(1, day(1))]).includes('working-alone'));
});

test('a lead is not shown the personal ones, and the user can turn any off', () => {
  const given = input({ work: SHOWS['out-of-hours'] });
  assert.ok(suggest(given).some((s) => s.id === 'out-of-hours' && s.personal));
  assert.ok(!suggest({ ...given, audience: 'lead' }).some((s) => s.id === 'out-of-hours'));
  assert.ok(!suggest({ ...given, off: ['out-of-hours'] }).some((s) => s.id === 'out-of-hours'));
});

test('the strongest comes first', () => {
  const strengths = suggest(
    input({ work: many(40, (i) => ({ subject: `wip ${i}`, at: day(i), files: ['src/a/a.ts +900'], type: 'unsure' })) }),
  ).map((s) => s.strength);
  assert.ok(strengths.length > 2);
  assert.deepEqual(
    strengths,
    strengths.toSorted((a, b) => b - a),
  );
});

test('few cases support little: the lower bound', () => {
  assert.equal(lowerBound(0, 0), 0);
  assert.ok(lowerBound(1, 2) < 0.2);
  assert.ok(lowerBound(500, 1000) > 0.47);
  assert.ok(lowerBound(10, 10) < 1);
});

test('both languages say the same kinds with the same numbers', () => {
  for (const kind of SUGGESTION_KINDS) {
    for (const part of ['title', 'fact', 'more', 'reason', 'next', 'check'] as const) {
      assert.deepEqual(holesOf(SUGGESTION_TEXTS['zh-cn'][kind][part]), holesOf(SUGGESTION_TEXTS.en[kind][part]), `${kind}.${part}`);
      assert.match(SUGGESTION_TEXTS['zh-cn'][kind][part], /\p{Script=Han}/u);
    }
    // A draft quotes the fact alone: nothing else may hold a number.
    for (const part of ['title', 'more', 'reason', 'next'] as const) {
      if (kind !== 'out-of-hours') assert.doesNotMatch(SUGGESTION_TEXTS.en[kind][part], /\d|\{/, `${kind}.${part}`);
    }
  }
});

test('every kind is judged on each period', () => {
  assert.deepEqual([...detect(scopeOf(input({ work: [] }))).keys()].sort(), [...SUGGESTION_KINDS].sort());
});

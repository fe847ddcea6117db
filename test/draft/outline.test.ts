import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tagged } from '../../src/domain/tags.ts';
import type { Locale } from '../../src/domain/draft.ts';
import { evidenceOf } from '../../src/domain/evidence.ts';
import { draftOf } from '../../src/draft/draft.ts';
import { growth } from '../../src/draft/growth.ts';
import { releaseIn } from '../../src/draft/phrase.ts';
import { commentGiven, day, reviewGiven, work } from '../support/work.ts';
import { tell } from './support.ts';

const many = (n: number, subject: (i: number) => string, files = 'src/a.ts', from = 0): readonly Tagged[] =>
  Array.from({ length: n }, (_, i) => work({ subject: subject(i), at: day(from + i), files: [files] }));

/** Sentences of the sections about work. */
async function told(items: readonly Tagged[], locale: Locale = 'en'): Promise<readonly string[]> {
  const draft = await draftOf(tell({ name: 'Ada Example', work: items }, locale));
  assert.deepEqual(draft.refused, []);
  return draft.sections
    .filter(({ id }) => !/^(?:overview|growth|improve)$/.test(id))
    .flatMap(({ claims }) => claims.map(({ text }) => text));
}

test('what was done again and again in the same words is told once, with all that it rests on', async () => {
  const items = many(7, () => 'update dev dependencies');
  const draft = await draftOf(tell({ name: 'Ada Example', work: items }));
  const claims = draft.sections.flatMap((section) => section.claims).filter(({ text }) => text.startsWith('Updated dev'));
  assert.deepEqual(
    claims.map(({ text, evidence }) => [text, evidence.length]),
    [['Updated dev dependencies.', 7]],
  );
});

test('a summary of one type says it once', async () => {
  const tests = many(3, (i) => `test: cover the reader of format ${'abc'[i] ?? ''}`, 'test/a.test.ts');
  assert.match((await told(tests))[0] ?? '', /^3 test changes/);
  assert.match((await told(tests, 'zh-cn'))[0] ?? '', /^3 项测试改动/);
});

test('what is too vague to tell is no sentence beside a summary, and the only one where there is nothing else', async () => {
  const vague = work({ subject: 'wip', at: day(9), files: ['src/a.ts'] });
  const beside = await told([...many(3, (i) => `Add reader ${'abc'[i] ?? ''} to the parser`), vague]);
  assert.match(beside[0] ?? '', /^4 changes/);
  assert.ok(!beside.some((text) => text.startsWith('Plus')), beside.join('\n'));
  assert.deepEqual(await told([vague]), ['1 change.']);
  assert.deepEqual(await told([work({ subject: 'fix: typo', at: day(9), files: ['src/a.ts'] })]), ['1 fix.']);
});

test('places are named where what is cited lies in them', async () => {
  const before = many(30, () => 'Mend the reader', 'lib/core/a.ts').map((item) => ({ ...item, at: item.at - 300 * 86_400_000 }));
  // More than are cited: those of the first area are the oldest.
  const first = many(2, (i) => `Begin the writer ${i}`, 'lib/writer/a.ts');
  const later = many(60, (i) => `Extend the parser ${i}`, 'lib/parser/a.ts', 5);
  const draft = await draftOf(tell({ name: 'Ada Example', work: [...first, ...later], before }));
  assert.deepEqual(draft.refused, []);
  const told = draft.sections.flatMap(({ claims }) => claims.map(({ text }) => text)).filter((text) => /first time/.test(text));
  assert.deepEqual(told, ['Worked in `parser` for the first time.']);
});

test('releases are told by what they are called, however a subject says so', async () => {
  for (const [words, name] of [
    ['prepare tokio-util v0.7.19', 'tokio-util v0.7.19'],
    ['release version 3.1.3', '3.1.3'],
    ['prepare for the 2.0.0-rc.1 release', '2.0.0-rc.1'],
    ['Prepare Tokio v1.52.3', 'Tokio v1.52.3'],
    ['v1.2.3', 'v1.2.3'],
    ['release version 2.0', undefined],
    ['release the lock', undefined],
    ['bump lodash from 1.2.3 to 1.2.4', undefined],
  ] as const)
    assert.equal(releaseIn(words), name, words);
  const items = ['chore: prepare Tokio v1.53.0', 'release version 1.52.4'].map((subject, i) =>
    work({ subject, at: day(i), files: ['Cargo.toml'], refs: ['v1.5'] }),
  );
  assert.ok(
    (await told(items)).some((text) => /^Prepared 2 releases: (?:Tokio v1\.53\.0|1\.52\.4) and/.test(text)),
    (await told(items)).join(),
  );
});

test('of many releases the whole is named before its packages, and each package once', async () => {
  const names = ['ignore-0.4.33', 'globset-0.4.20', 'ignore-0.4.32', '15.2.0', 'grep2-0.1.0', 'ignore-0.4.31'];
  const items = names.map((name, i) => work({ subject: name, at: day(20 - i), refs: [name], files: ['Cargo.toml'] }));
  assert.deepEqual(await told(items), ['Prepared 6 releases, among them 15.2.0, ignore-0.4.33, globset-0.4.20 and grep2-0.1.0.']);
});

test('the weightiest contribution is told, however little stands beside it', async () => {
  const fixes = Array.from({ length: 40 }, (_, i) =>
    work({ subject: `fix: mend case ${i} of the reader`, at: day(i), files: ['src/a.ts +40'], type: 'fix' }),
  );
  const feature = work({ subject: 'feat: add a writer', at: day(50), files: ['src/b.ts +400', 'src/c.ts +400'], type: 'feat' });
  assert.ok((await told([...fixes, feature])).includes('Added a writer.'));
});

test('steps of one dependency take one place, and cite them all', async () => {
  const items = many(9, (i) => `dep(app): @example/pack@1.5.${i}`, 'package.json');
  const draft = await draftOf(tell({ name: 'Ada Example', work: items }));
  assert.deepEqual(draft.refused, []);
  const claims = draft.sections.flatMap(({ claims: all }) => all).filter(({ text }) => text.includes('@example/pack'));
  assert.deepEqual(
    claims.map(({ text, evidence }) => [text, evidence.length]),
    [['In the build, updated `@example/pack` to 1.5.8 in `app`.', 9]],
  );
});

test('co-authored work is counted in all, though a signal cites the latest alone', async () => {
  const items = many(60, (i) => `Extend the parser ${i}`).map((item) => ({
    ...item,
    credit: [...item.credit, { identity: 'Ben Example <ben@example.com>', role: 'co-author' as const, share: 0.5 }],
  }));
  const draft = await draftOf(tell({ name: 'Ada Example', work: items }));
  const [claim] = draft.sections.flatMap(({ claims }) => claims).filter(({ text }) => /co-authored/.test(text));
  assert.equal(claim?.text, 'Worked with Ben Example on 60 co-authored changes.');
});

test('a language that somebody brought into a repository is not told a second time', async () => {
  const items = many(4, (i) => `Add script ${'abcd'[i] ?? ''} of the release`, 'bin/a.sh');
  const given = tell({ name: 'Ada Example', work: items });
  const found: Readonly<Record<string, readonly string[]>> = { languages: ['Shell', 'Lua'], firsts: ['Shell'] };
  const dimensions = given.assessment.dimensions.map((dimension) => ({
    ...dimension,
    signals: dimension.signals.map((signal) => {
      const names = found[signal.id];
      return names ? { ...signal, value: names.length, names, evidence: items.map((item) => evidenceOf(item, undefined)) } : signal;
    }),
  }));
  const draft = await draftOf({ ...given, assessment: { ...given.assessment, dimensions } });
  const texts = draft.sections.filter(({ id }) => id === 'growth').flatMap(({ claims }) => claims.map(({ text }) => text));
  assert.deepEqual(texts, ['Used Lua for the first time on this project.', 'Brought Shell into the repository.']);
});

test('where releases were a part of their own, the main parts are said to be beside them', async () => {
  const releases = Array.from({ length: 9 }, (_, i) => work({ subject: `release: v1.0.${i}`, at: day(i), files: ['package.json'] }));
  const reader = many(4, (i) => `feat(reader): read format ${'abcd'[i] ?? ''} whole`, 'src/reader/a.ts');
  const writer = many(4, (i) => `feat(writer): write format ${'abcd'[i] ?? ''} whole`, 'src/writer/a.ts');
  const rest = Array.from({ length: 9 }, (_, i) => work({ subject: `Mend thing ${i} of many`, at: day(i), files: [`lib/d${i}/a.ts`] }));
  const theme = (id: string, name: string, of: readonly Tagged[]) => ({
    id,
    name,
    terms: [],
    representative: '',
    contributions: of.map((item) => item.id),
  });
  const given = tell({ name: 'Ada Example', work: [...releases, ...reader, ...writer, ...rest] });
  const draft = await draftOf({
    ...given,
    themes: [theme('r', 'Releases', releases), theme('a', 'Reader', reader), theme('b', 'Writer', writer)],
  });
  const texts = draft.sections.flatMap(({ claims }) => claims.map(({ text }) => text));
  assert.ok(
    texts.some((text) => text.startsWith('Besides releases, the main parts were Reader (4 changes)')),
    texts.slice(0, 4).join('\n'),
  );
});

test('a folder that is named says all that its subfolders would', () => {
  const [item] = many(1, () => 'feat: begin', 'lib/parser/tables/a.ts');
  assert.ok(item);
  const point = { kind: 'growth', signal: 'modules', names: ['lib/parser/tables', 'lib/parser', 'lib/parser2'], items: [item] } as const;
  assert.equal(
    growth(point, tell({ name: 'Ada Example', work: [item] }))?.text,
    'Started `lib/parser`, which others have since worked on.',
  );
});

test('reviews that found a defect say so, and the check of the draft agrees', async () => {
  const review = reviewGiven(1, day(1), { state: 'changes-requested' });
  const category = { family: 'category', label: 'functional', p: 0.9, unsure: false, scores: { functional: 0.9 }, model: 'x' } as const;
  const comment = { ...commentGiven(review, 2, { outdated: true }), category };
  const items = [...many(6, (i) => `feat: part ${i} of the reader`), review, comment];
  for (const [locale, said] of [
    ['en', /followed 1 of 1 review comment\. 1 comment among them pointed out a defect\./],
    ['zh-cn', /其中 1 条意见指出了缺陷。/],
  ] as const) {
    const draft = await draftOf(tell({ name: 'Ada Example', work: items }, locale));
    assert.deepEqual(draft.refused, []);
    assert.match(draft.sections.flatMap(({ claims }) => claims.map(({ text }) => text)).join('\n'), said);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tagged } from '../../src/domain/tags.ts';
import type { Locale } from '../../src/domain/draft.ts';
import { draftOf } from '../../src/draft/draft.ts';
import { growth } from '../../src/draft/growth.ts';
import { releaseIn } from '../../src/draft/phrase.ts';
import { day, work } from '../support/work.ts';
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

test('a folder that is named says all that its subfolders would', () => {
  const [item] = many(1, () => 'feat: begin', 'lib/parser/tables/a.ts');
  assert.ok(item);
  const point = { kind: 'growth', signal: 'modules', names: ['lib/parser/tables', 'lib/parser', 'lib/parser2'], items: [item] } as const;
  assert.equal(
    growth(point, tell({ name: 'Ada Example', work: [item] }))?.text,
    'Started `lib/parser`, which others have gone on with since.',
  );
});

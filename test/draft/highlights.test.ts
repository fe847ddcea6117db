import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Draft, Locale } from '../../src/domain/draft.ts';
import type { Tagged } from '../../src/domain/tags.ts';
import { draftOf } from '../../src/draft/draft.ts';
import { day, work } from '../support/work.ts';
import { tell } from './support.ts';

const AREAS = ['parser', 'writer', 'reader', 'shell', 'theme', 'router'];
/** Fixes of like size, four in each of six places. */
const alike = (n: number): readonly Tagged[] =>
  Array.from({ length: n }, (_, i) => {
    const area = AREAS[i % AREAS.length] ?? '';
    return work({ subject: `fix(${area}): keep case ${'abcdefghij'[i] ?? i} apart`, at: day(i), files: [`src/${area}/a.ts`] });
  });

async function draftedOf(items: readonly Tagged[], locale: Locale = 'en'): Promise<Draft> {
  const draft = await draftOf(tell({ name: 'Ada Example', work: items }, locale));
  assert.deepEqual(draft.refused, []);
  return draft;
}

const highlights = ({ sections }: Draft): readonly string[] =>
  sections.find(({ id }) => id === 'highlights')?.claims.map(({ text }) => text) ?? [];

const outstanding = work({
  subject: 'feat(cli)!: read several folders in one run',
  at: day(3),
  files: ['src/cli/main.ts', 'src/cli/folders.ts', 'test/cli.test.ts', 'docs/cli.md'],
});

test('a long period begins with what stands out, and with what came with it', async () => {
  const draft = await draftedOf([...alike(24), outstanding]);
  assert.equal(highlights(draft)[0], 'Read several folders in one run in `cli` (a breaking change), with tests and documentation.');
  assert.equal(highlights(draft).length, 5);
  assert.equal(draft.sections[1]?.id, 'highlights');
  const chinese = highlights(await draftedOf([...alike(24), outstanding], 'zh-cn'));
  assert.match(chinese[0] ?? '', /^完成功能“read several folders in one run”（`cli`）（不兼容变更），附带测试、文档。$/);
});

test('what a highlight tells is told once, and still counted in its theme', async () => {
  const { sections } = await draftedOf([...alike(24), outstanding]);
  const telling = sections
    .flatMap(({ claims }) => claims)
    .filter(({ id, evidence }) => /\/(?:highlight|work|support)-/.test(id) && evidence.some((e) => e.contribution === outstanding.id));
  assert.equal(telling.length, 1);
  assert.match(sections[0]?.claims[0]?.text ?? '', /25 changes/);
});

test('a line in a list of changes is no documentation', async () => {
  const listed = {
    ...outstanding,
    files: outstanding.files.map((file) => ({ ...file, path: file.path.replace('docs/cli.md', 'CHANGES.rst') })),
  };
  assert.match(highlights(await draftedOf([...alike(24), listed]))[0] ?? '', /, with tests\.$/);
});

test('a short period is told whole, without highlights', async () => {
  assert.deepEqual(highlights(await draftedOf([...alike(12), outstanding])), []);
});

test('what is said in the same words twice is one highlight with two citations', async () => {
  const again = { ...outstanding, id: `${outstanding.id}2`, key: 'b'.repeat(40), at: day(5) };
  const draft = await draftedOf([...alike(24), outstanding, again]);
  const [first] = draft.sections[1]?.claims ?? [];
  assert.equal(first?.evidence.length, 2);
  assert.equal(highlights(draft).filter((text) => text.startsWith('Read several')).length, 1);
});

test('a comma more or less makes no second highlight', async () => {
  const other = work({
    subject: 'feat(cli): read several folders, in one run',
    at: day(5),
    files: ['src/cli/main.ts', 'src/cli/folders.ts'],
  });
  const told = highlights(await draftedOf([...alike(24), outstanding, other]));
  assert.equal(told.filter((text) => /several folders/.test(text)).length, 1);
});

test('of one theme at most two stand out, and supporting work does not', async () => {
  const parser = Array.from({ length: 20 }, (_, i) =>
    work({
      subject: `feat(parser): read construct ${'abcdefghijklmnopqrst'[i] ?? ''}`,
      at: day(i),
      files: ['src/parser/a.ts', `src/parser/${i}.ts`],
    }),
  );
  const chores = Array.from({ length: 10 }, (_, i) =>
    work({ subject: `chore: tidy folder ${'abcdefghij'[i] ?? ''}`, at: day(i), files: [`src/x${i}/a.ts`] }),
  );
  const told = highlights(await draftedOf([...alike(12), ...parser, ...chores]));
  assert.ok(told.filter((text) => text.includes('construct')).length <= 2, told.join('\n'));
  assert.ok(!told.some((text) => /tid(?:y|ied)/i.test(text)), told.join('\n'));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim, Locale } from '../../src/domain/draft.ts';
import { evidenceOf } from '../../src/domain/evidence.ts';
import type { Evidence, Fact } from '../../src/domain/evidence.ts';
import type { Tagged } from '../../src/domain/tags.ts';
import { checkClaim } from '../../src/draft/check/check.ts';
import { contextOf } from '../../src/draft/check/context.ts';
import type { CheckContext } from '../../src/draft/check/context.ts';
import type { Problem } from '../../src/draft/check/problem.ts';
import { factOf } from '../../src/draft/facts.ts';
import { PLANNED, planFor } from '../../src/draft/plans.ts';
import { work } from '../support/work.ts';
import { tell } from './support.ts';

const items: readonly Tagged[] = [
  work({
    subject: 'feat(ssr): add stubs for node:fs (#101)',
    at: '2026-03-03T10:00Z',
    files: ['src/ssr/stubs.ts', 'test/ssr.test.ts'],
    body: 'Edge runtimes have no file system.',
  }),
  work({
    subject: 'fix(ssr): handle 2 entries with one name',
    at: '2026-03-10T10:00Z',
    files: ['src/ssr/entry.ts'],
    coAuthors: ['Ben Example'],
  }),
  work({
    subject: 'fix(css): escape `--main-color` in es2020 output',
    at: '2026-04-07T10:00Z',
    files: ['src/css/vars.ts', 'test/vars.test.ts'],
  }),
  work({ subject: 'perf: faster startup on Node 24', at: '2026-05-12T10:00Z', files: ['src/start.ts'] }),
];
const elsewhere = work({ subject: 'feat: rewrite it in Rust', at: '2026-05-13T10:00Z', files: ['src/rust.rs'] });
const duplicate = work({ subject: 'fix: twin', at: '2026-05-14T10:00Z', noise: [{ reason: 'duplicate', detail: 'same patch' }] });
const stranger = work({ subject: 'fix: theirs', at: '2026-05-15T10:00Z', author: 'Dora Example' });
const early = work({ subject: 'fix: last year', at: '2025-11-15T10:00Z' });

const persona = {
  key: 'check',
  name: 'Ada Example',
  work: [...items, elsewhere, duplicate, stranger, early],
  before: [],
  others: [],
  themes: [{ id: 't1', name: 'Server rendering', terms: [], contributions: items.slice(0, 2).map((i) => i.id), representative: '' }],
};
const contexts: Readonly<Record<Locale, CheckContext>> = { en: contextOf(tell(persona)), 'zh-cn': contextOf(tell(persona, 'zh-cn')) };

const cite = (cited: readonly Tagged[]): readonly Evidence[] =>
  cited.map((item) => evidenceOf(item, `https://github.com/example/app/commit/${item.key}`));
const metrics = [{ of: 'count' }, { of: 'count-type', type: 'fix' }, { of: 'with-tests' }, { of: 'active-weeks' }, { of: 'span' }] as const;
const facts = (locale: Locale): readonly Fact[] => metrics.flatMap((metric) => factOf(metric, items, { zone: 'UTC', locale }) ?? []);

const claim = (text: string, locale: Locale = 'en', more: Partial<Claim> = {}): Claim => ({
  id: 'c',
  text,
  facts: facts(locale),
  evidence: cite(items),
  ...more,
});
const problems = (given: Claim, locale: Locale = 'en'): readonly Problem[] => checkClaim(given, contexts[locale]);

const sha = (item: Tagged | undefined): string => item?.key.slice(0, 8) ?? '';
const wrongSha = 'deadbee1';

const TRUE: readonly (readonly [Locale, string])[] = [
  ['en', '4 changes from March to May 2026, among them 2 fixes; 2 of 4 changes to source come with tests.'],
  ['en', 'In `ssr`, added stubs for node:fs and handled 2 entries with one name.'],
  ['en', 'Fixed “escape `--main-color` in es2020 output” and made startup faster on Node 24.'],
  ['en', 'Worked with Ben Example on `src/ssr/entry.ts`.'],
  ['en', `Added stubs for node:fs (${sha(items[0])}, #101).`],
  ['en', `Added stubs for node:fs ([${sha(items[0])}](https://github.com/example/app/commit/${items[0]?.key ?? ''})).`],
  ['en', 'The four changes took 4 weeks with work.'],
  ['en', 'Landed two small fixes in March and April.'],
  ['en', 'Edge runtimes have “no file system”, so I added stubs.'],
  ['en', 'From 1 January to 30 June 2026 I worked on Server rendering.'],
  ['zh-cn', '2026年3月至5月完成 4 项改动，其中 2 项修复；4 项源码改动中有 2 项带有测试。'],
  ['zh-cn', '在 `ssr` 中：新增“stubs for node:fs”；修复“handle 2 entries with one name”。'],
  ['zh-cn', '与 Ben Example 一起修复了“escape `--main-color` in es2020 output”。'],
  ['zh-cn', '根据 code review 的意见做了 refactor。'],
];

for (const [locale, text] of TRUE) {
  test(`holds (${locale}): ${text}`, () => assert.deepEqual(problems(claim(text, locale), locale), []));
}

/** Text that does not hold, and what kind of falsehood is to be found in it. */
const FALSE: readonly (readonly [Locale, Problem['kind'], string])[] = [
  ['en', 'number', '5 changes from March to May 2026, among them 2 fixes.'],
  ['en', 'number', '4 changes from March to May 2026, among them 3 fixes.'],
  ['en', 'number', '2 changes, among them 4 fixes.'],
  ['en', 'number', '3 of 4 changes to source come with tests.'],
  ['en', 'number', '2 of 5 changes to source come with tests.'],
  ['en', 'number', '75% of changes come with tests.'],
  ['en', 'number', 'Landed seven fixes.'],
  ['en', 'number', 'Landed dozens of fixes.'],
  ['en', 'number', 'Doubled the speed of startup.'],
  ['en', 'number', 'Cut startup time in half.'],
  ['en', 'number', 'Saved hundreds of hours.'],
  ['en', 'number', 'Startup is 1.5 times faster.'],
  ['en', 'number', 'Handled 3 entries with one name.'],
  ['en', 'number', 'Made startup faster on Node 22.'],
  ['en', 'number', 'Wrote 1,200 lines.'],
  ['en', 'number', 'Worked through twenty-one issues.'],
  ['en', 'number', '4 changes from March to May 2025.'],
  ['en', 'number', 'Worked on it until 7 April 2027.'],
  ['en', 'date', 'Landed 4 changes in February.'],
  ['en', 'number', '4 changes from March to June 2026.'],
  ['en', 'date', 'Finished all of it last week.'],
  ['en', 'date', 'Released it on a Sunday.'],
  ['en', 'name', 'Worked with Dora Example on `src/ssr/entry.ts`.'],
  ['en', 'name', 'Grace Hopper fixed the entry names with me.'],
  ['en', 'name', 'Grace fixed the entry names.'],
  ['en', 'name', 'Rewrote the startup in Rust.'],
  ['en', 'name', 'Moved the deployment to Kubernetes.'],
  ['en', 'name', 'Paired with @dora on the stubs.'],
  ['en', 'quote', 'Added `import.meta.hot` support.'],
  ['en', 'quote', 'Fixed “escape `--main-color` in es2021 output”.'],
  ['en', 'quote', 'Fixed “memory leak in the cache”.'],
  ['en', 'quote', 'Worked in `src/ssr/server.ts`.'],
  ['en', 'citation', `Added stubs for node:fs (${wrongSha}).`],
  ['en', 'citation', `Rewrote it (${sha(elsewhere)}).`],
  ['en', 'citation', 'Closed #999.'],
  ['en', 'link', 'Added stubs, see https://example.com/proof.'],
  ['en', 'link', `Added stubs ([${sha(items[0])}](https://evil.example.com/)).`],
  ['en', 'hidden', 'Added stubs\u202E for node:fs.'],
  ['zh-cn', 'number', '完成 5 项改动，其中 2 项修复。'],
  ['zh-cn', 'number', '2 项改动，其中 4 项修复。'],
  ['zh-cn', 'number', '完成了七项修复。'],
  ['zh-cn', 'number', '启动速度翻倍。'],
  ['zh-cn', 'number', '启动时间减少了一半。'],
  ['zh-cn', 'number', '覆盖率达到百分之八十。'],
  ['zh-cn', 'number', '2026年3月至6月完成 4 项改动。'],
  ['zh-cn', 'number', '４０ 项改动。'],
  ['zh-cn', 'date', '上周完成了全部工作。'],
  ['zh-cn', 'name', '与王小明一起修复了入口。'],
  ['zh-cn', 'name', '与 Dora Example 一起修复了入口。'],
  ['zh-cn', 'name', '用 Rust 重写了启动过程。'],
  ['zh-cn', 'quote', '修复“memory leak in the cache”。'],
  ['zh-cn', 'quote', '修复「handle 3 entries with one name」。'],
  ['zh-cn', 'citation', `新增 stubs（${wrongSha}）。`],
];

for (const [locale, kind, text] of FALSE) {
  test(`refused (${locale}, ${kind}): ${text}`, () => {
    const found = problems(claim(text, locale), locale);
    assert.ok(
      found.some((problem) => problem.kind === kind),
      `expected ${kind}, found ${JSON.stringify(found)}`,
    );
    for (const { message } of found) assert.doesNotMatch(message, /[{}]|undefined/);
  });
}

test('citations: none, unknown, somebody else’s, out of the period, noise, wrong label, wrong title', () => {
  const [first] = cite(items);
  assert.ok(first);
  const messages = (evidence: readonly Evidence[]): string =>
    problems({ id: 'c', text: 'Added stubs.', facts: [], evidence })
      .map((p) => p.message)
      .join();
  assert.match(messages([]), /no evidence/);
  assert.match(messages([{ ...first, contribution: 'commit:github.com/example/app@0000' }]), /not among the contributions/);
  assert.match(messages(cite([stranger])), /not by this person/);
  assert.match(messages(cite([early])), /not in this period/);
  assert.match(messages(cite([duplicate])), /does not count: duplicate/);
  assert.match(messages([{ ...first, label: '12345678' }]), /calls/);
  assert.match(messages([{ ...first, title: 'feat: everything' }]), /title that is not its own/);
});

test('facts are computed again: value, total, words, and what they are over', () => {
  const [count, fixes, tests] = facts('en');
  assert.ok(count && fixes && tests);
  const told = (fact: Fact, text = fact.text): string =>
    problems({ id: 'c', text, facts: [fact], evidence: cite(items) })
      .map((p) => p.message)
      .join();
  assert.equal(told(count), '');
  assert.match(told({ ...count, value: 5, text: '5 changes' }), /the evidence gives 4/);
  assert.match(told({ ...count, text: '4 features' }), /that is "4 changes"/);
  assert.match(told({ ...tests, total: 9 }), /does not hold/);
  assert.match(told({ ...fixes, metric: { of: 'count-type', type: 'docs' } }), /the evidence gives 0/);
  assert.match(told({ ...count, over: [elsewhere.id] }), /not cited/);
  assert.match(told({ ...count, text: 'Client rendering (4 changes)', over: items.map((i) => i.id) }), /that is/);
  assert.match(told({ ...count, value: 2, text: 'Server rendering (2 changes)', over: items.slice(2).map((i) => i.id) }), /that is/);
  assert.equal(told({ ...count, value: 2, text: 'Server rendering (2 changes)', over: items.slice(0, 2).map((i) => i.id) }), '');
});

test('what the product itself says of a suggestion holds, in either language and voice', () => {
  for (const locale of ['en', 'zh-cn'] as const)
    for (const voice of ['self', 'lead'] as const)
      for (const kind of PLANNED)
        assert.deepEqual(problems(claim(planFor(kind, voice, locale) ?? '', locale), locale), [], `${kind} ${voice}`);
});

test('a number of the whole period is not a number of what is cited', () => {
  const [first] = items;
  assert.ok(first);
  const narrow = { id: 'c', text: '4 changes.', facts: [], evidence: cite([first]) };
  assert.ok(problems(narrow).some((p) => p.kind === 'number'));
});

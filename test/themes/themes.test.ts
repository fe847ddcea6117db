import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Locale } from '../../src/domain/draft.ts';
import { OTHER, findThemes } from '../../src/themes/themes.ts';
import type { ThemeItem } from '../../src/themes/themes.ts';
import { history, item } from './items.ts';

const golden = (name: string): URL => new URL(`../golden/themes/${name}`, import.meta.url);
const read = (name: string): readonly ThemeItem[] => history(readFileSync(golden(`${name}.history`), 'utf8'));

function written(items: readonly ThemeItem[], locale: Locale): string {
  const subjects = new Map(items.map(({ contribution }) => [contribution.id, contribution.subject]));
  return findThemes(items, { locale })
    .map(
      (t) =>
        `${t.id}: ${t.name} [${t.terms.join('; ')}]\n${t.contributions.map((c) => `${c === t.representative ? '*' : ' '} ${subjects.get(c)}\n`).join('')}`,
    )
    .join('\n');
}

for (const [name, locale] of [
  ['english', 'en'],
  ['chinese', 'zh-cn'],
] as const) {
  test(`themes of a history as they are read: ${name}`, () => {
    const now = written(read(name), locale);
    if (process.env['UPDATE_GOLDEN']) writeFileSync(golden(`${name}.txt`), now);
    assert.equal(now, readFileSync(golden(`${name}.txt`), 'utf8'));
  });
}

test('nothing, one, and a few', () => {
  assert.deepEqual(findThemes([]), []);
  assert.deepEqual(
    findThemes([item(1, 'feat(a): b', ['src/a.ts'])]).map((t) => t.id),
    [OTHER],
  );
  const few = history('fix(parser): a | src/p.ts\nfeat(parser): b | src/p.ts\nfix(ui): c | src/u.ts\nfeat(ui): d | src/u.ts\nchore: e | x');
  assert.deepEqual(
    findThemes(few).map((t) => [t.name, t.contributions.length]),
    [
      ['Parser', 2],
      ['UI', 2],
      ['Other work', 1],
    ],
  );
});

test('the order given does not matter, and a few more leave the rest where they are', () => {
  const items = read('english');
  const themes = findThemes(items);
  assert.deepEqual(findThemes(items.toReversed()), themes);
  const more = [...items, item(90, 'fix(parser): another token', ['src/parser/parse.ts']), item(91, 'chore: something else', ['x/y.ts'])];
  const place = new Map(findThemes(more).flatMap((t) => t.contributions.map((c) => [c, t.id])));
  const moved = themes.flatMap((t) => t.contributions.filter((c) => place.get(c) !== t.id));
  assert.deepEqual(moved, []);
});

test('the repository’s own name is no theme', () => {
  const items = Array.from({ length: 12 }, (_, n) => item(n, `fix: engine ${n % 2 ? 'cache' : 'queue'} ${n}`, [`src/engine/${n}.ts`]));
  assert.deepEqual(
    findThemes(items).map((t) => t.name),
    ['Cache', 'Queue'],
  );
});

test('updates of all dependencies are called by their kind, and so are releases', () => {
  const items = [
    ...['update dev dependencies', 'bump all dependencies', 'update deps', 'update dependencies'].map((s, n) => item(n, s, ['src/x.ts'])),
    ...['1.0.0', '1.1.0', '1.2.0', '1.3.0'].map((v, n) => item(10 + n, `chore: prepare v${v}`, ['CHANGELOG.md'])),
  ];
  assert.deepEqual(
    findThemes(items, { locale: 'zh-cn' }).map((t) => [t.name, t.contributions.length]),
    [
      ['依赖', 4],
      ['发布', 4],
    ],
  );
});

test('meaning brings together what words do not', () => {
  const near = (d: number): Int8Array => Int8Array.from({ length: 8 }, (_, i) => (i === d ? 120 : i === 7 ? 20 : 0));
  const items = [
    ...Array.from({ length: 6 }, (_, n) => item(n, `fix(login): number ${n}`, ['src/login.ts'], near(0))),
    ...Array.from({ length: 6 }, (_, n) => item(10 + n, `fix(editor): number ${n}`, ['src/editor.ts'], near(1))),
    item(20, 'remember who signed in', ['src/session.ts'], near(0)),
    item(21, 'unrelated', ['src/other.ts'], near(2)),
  ];
  const of = (key: number): string | undefined =>
    findThemes(items).find((t) => t.contributions.includes(items[key]?.contribution.id ?? ''))?.id;
  assert.equal(of(12), 'theme-login');
  assert.equal(of(13), OTHER);
});

const subject = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc
    .tuple(
      fc.constantFrom('fix', 'feat', 'docs', ''),
      fc.constantFrom('(css)', '(a,b)', '', '()'),
      fc.constantFrom('!', ''),
      fc.constantFrom(': source map', '：错误恢复', ' v1.2.3', ': '),
    )
    .map((p) => p.join('')),
);
const path = fc.oneof(
  fc.string(),
  fc.constantFrom('src/css/a.ts', 'docs/a.md', 'test/b.test.ts', '', '/', 'a//b', '.github/workflows/x.yml'),
);

test('whatever the texts: each contribution is in one theme, which has a name and a member for its face', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(subject, fc.array(path, { maxLength: 4 }), fc.option(fc.array(fc.float(), { minLength: 4, maxLength: 4 }))), {
        maxLength: 30,
      }),
      (rows) => {
        const items = rows.map(([s, paths, vector], n) => item(n, s, paths, vector === null ? undefined : Float32Array.from(vector)));
        const themes = findThemes(items);
        assert.deepEqual(themes.flatMap((t) => t.contributions).sort(), items.map((i) => i.contribution.id).sort());
        assert.equal(new Set(themes.map((t) => t.id)).size, themes.length);
        for (const t of themes) {
          assert.ok(t.contributions.includes(t.representative));
          assert.ok(t.name.trim() !== '' && t.name.length <= 80, t.name);
        }
      },
    ),
  );
});

test('a few themes for much work, in little time', () => {
  const areas = ['parser', 'css', 'hmr', 'server', 'client', 'cache', 'router', 'worker', 'config', 'logger', 'assets', 'plugins'];
  const items = Array.from({ length: 20_000 }, (_, n) => {
    const area = areas[(n * 7) % areas.length] ?? '';
    return item(n, `${n % 3 ? 'fix' : 'feat'}(${area}): ${area} word${n % 97} of thing${n % 31}`, [`src/${area}/file${n % 50}.ts`]);
  });
  const before = process.cpuUsage();
  const themes = findThemes(items);
  const { user } = process.cpuUsage(before);
  assert.ok(themes.length >= 9 && themes.length <= 16, `${themes.length} themes`);
  assert.ok(user < 6_000_000, `${user / 1000} ms`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areaTerms, keyOf, pathTerms, subjectOf, termsOf } from '../../src/themes/terms.ts';

test('one key for one word, however it is written', () => {
  for (const written of ['source map', 'sourceMaps', 'source-map', 'Source_Map']) assert.equal(keyOf(written), 'sourcemap');
  for (const word of ['css', 'status', 'deps', 'analysis', 'kubernetes', 'alias', 'class', 'bus', 'windows'])
    assert.equal(keyOf(word), word);
  for (const [many, one] of [
    ['Dependencies', 'dependency'],
    ['branches', 'branch'],
    ['caches', 'cache'],
    ['imports', 'import'],
    ['aliases', 'alias'],
  ] as const)
    assert.equal(keyOf(many), one);
});

test('subjects tell scopes and areas from types', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['fix(css): source maps (#12)', ['css'], 'source maps'],
    ['feat(a,b)!: x', ['a', 'b'], 'x'],
    ['docs: words', [], 'words'],
    ['t/perf: words', ['t/perf'], 'words'],
    ['release: v1.0.0', ['release'], 'v1.0.0'],
    ['Revert "fix(css): words (#1)" (#2)', ['css'], 'words'],
    ['修复(登录)：短信', ['登录'], '短信'],
    ['one two three: words', [], 'one two three: words'],
    ['plain words', [], 'plain words'],
  ];
  for (const [subject, areas, text] of cases) assert.deepEqual(subjectOf(subject), { areas, text }, subject);
});

test('words, pairs and names from code; verbs and numbers name nothing', () => {
  const keys = (text: string): readonly string[] => termsOf(text).map((t) => t.key);
  assert.deepEqual(keys('add dynamic imports of `chunkImportMap` v1.2.3 #12'), ['dynamic', 'chunkimportmap', 'dynamicimport']);
  assert.deepEqual(keys('error overlay of error messages'), ['overlay', 'erroroverlay']);
  assert.deepEqual(keys('lazy bundling, hot reload'), ['lazy', 'bundling', 'hot', 'reload', 'lazybundling', 'hotreload']);
  assert.deepEqual(keys('短信验证码'), ['短信', '验证码', '短信验证码']);
});

test('paths and areas tell what they are about', () => {
  const layout = (key: string): boolean => key === 'src';
  assert.deepEqual(
    pathTerms('src/scanner/importAnalysis.test.ts', layout).map((t) => t.written),
    ['scanner', 'import analysis'],
  );
  assert.deepEqual(
    areaTerms('builtin/pack-objects.c').map((t) => t.written),
    ['builtin', 'pack objects'],
  );
});

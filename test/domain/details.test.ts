import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { chineseDetail, DETAILS } from '../../src/domain/details.ts';
import { fileNoise } from '../../src/domain/file-kind.ts';

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
const holes = (text: string): readonly string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

test('every reason is told in Chinese too, with what it names', () => {
  const value = fc.stringMatching(/^[a-z0-9#][a-z0-9./#_-]{0,20}$/);
  for (const [en, zh] of Object.values(DETAILS)) {
    assert.deepEqual(holes(zh).toSorted(), holes(en).toSorted());
    assert.match(zh, /\p{Script=Han}/u);
    fc.assert(
      fc.property(fc.tuple(value, value, value, value), (all) => {
        const values = Object.fromEntries(holes(en).map((name, at) => [name, all[at] ?? '']));
        assert.equal(chineseDetail(filled(en, values)), filled(zh, values));
      }),
      { numRuns: 30 },
    );
  }
});

test('a reason within a reason is told as well, and what is none stays', () => {
  const [path, n] = ['dist/a.js', 3];
  const whole = `${fileNoise(path)?.detail ?? ''}; all ${n} files are left out`;
  assert.equal(chineseDetail(whole), '在工具写出的 dist/ 中；全部 3 个文件均未计入');
  for (const name of ['Claude', '.gitattributes: linguist-generated', '']) assert.equal(chineseDetail(name), name);
});

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { DEFAULT_RUBRIC } from '../../src/assess/rubric.default.ts';
import { defaultRubric, parseRubric } from '../../src/assess/rubric-file.ts';
import { constraintIn } from '../../src/assess/rubric-words.ts';
import { levelOf, localised } from '../../src/assess/rubric.ts';

const problems = (text: string): string => {
  const parsed = parseRubric(text);
  return parsed.ok ? 'ok' : parsed.error.message;
};

test('the default has five dimensions, and every signal says how and why', () => {
  const rubric = defaultRubric();
  assert.deepEqual(
    rubric.dimensions.map((d) => d.id),
    ['delivery', 'quality', 'collaboration', 'innovation', 'growth'],
  );
  assert.equal(rubric.overall, false);
  for (const signal of rubric.dimensions.flatMap((d) => d.signals)) {
    for (const locale of ['en', 'zh-cn'] as const) {
      for (const text of [signal.title, signal.formula, signal.reason]) assert.ok(localised(text, locale).length > 3, signal.id);
    }
    assert.match(localised(signal.title, 'zh-cn'), /\p{Script=Han}/u, signal.id);
  }
});

test('media/rubric.default.yaml is the rubric that ships', () => {
  const file = path.resolve(import.meta.dirname, '../../media/rubric.default.yaml');
  if (process.env['UPDATE_GOLDEN']) writeFileSync(file, DEFAULT_RUBRIC);
  assert.equal(readFileSync(file, 'utf8'), DEFAULT_RUBRIC, 'run the tests with UPDATE_GOLDEN=1 and commit the file');
});

test('faults are told with line and column, in words', () => {
  const head = 'extends: default\ndimensions:\n  - id: quality\n';
  assert.equal(problems(`${head}    weight: lots\n`), 'rubric.yaml:4:13: weight must be a number from 0 to 1, got "lots"');
  assert.equal(problems(`${head}    weight: 7\n`), 'rubric.yaml:4:13: weight must be a number from 0 to 1, got 7');
  assert.equal(problems(`${head}    wieght: 1\n`), 'rubric.yaml:4:5: unknown key "wieght"; did you mean weight?');
  assert.equal(problems(`${head}    levels: [1, 2]\n`), 'rubric.yaml:4:5: levels does not belong here');
  assert.equal(problems(`${head}    signals:\n      - id: tsets\n`), 'rubric.yaml:5:13: unknown signal "tsets"; did you mean tests?');
  assert.equal(
    problems(`${head}    signals:\n      - { id: tests, levels: [1, 5, 3] }\n`),
    'rubric.yaml:5:30: levels must be two or more numbers that rise or fall throughout, got [1,5,3]',
  );
  assert.equal(
    problems(`${head}    signals:\n      - { id: tests, unit: lines }\n`),
    'rubric.yaml:5:28: unit of tests is percent, it cannot be lines',
  );
  assert.equal(
    problems('extends: default\nremove: [inovation]\n'),
    'rubric.yaml:2:10: unknown dimension "inovation"; did you mean innovation?',
  );
  assert.equal(
    problems('extends: default\ndimensions:\n  - id: delivry\n'),
    'rubric.yaml:3:9: dimension delivry has no signals; did you mean delivery?',
  );
  assert.equal(problems('dimensions:\n  - weight: 1\n'), 'rubric.yaml:2:5: id is missing');
  assert.match(problems('name: a\nname: b\n'), /^rubric\.yaml:2:1: Map keys must be unique/);
  assert.match(problems('dimensions: [\n'), /^rubric\.yaml:\d+:\d+: /);
  assert.match(problems('just text'), /^rubric\.yaml:1:1: the file must be a rubric/);
  assert.match(problems(''), /needs at least one dimension/);
  assert.match(problems('extends: other\n'), /^rubric\.yaml:1:10: extends must be default/);
  assert.match(problems('x'.repeat(300_000)), /at most 200000 characters/);
});

test('faults are told in Chinese, all that the schema can say of them too', () => {
  const chinese = (text: string): string => {
    const parsed = parseRubric(text, 'rubric.yaml', 'zh-cn');
    return parsed.ok ? 'ok' : parsed.error.message;
  };
  const head = 'extends: default\ndimensions:\n  - id: quality\n';
  assert.equal(chinese(`${head}    weight: lots\n`), 'rubric.yaml:4:13: weight 必须是 0 到 1 之间的数，现为 "lots"');
  assert.equal(chinese(`${head}    wieght: 1\n`), 'rubric.yaml:4:5: 未知的键 "wieght"；是否想写 weight？');
  assert.equal(chinese(`${head}    signals:\n      - id: tsets\n`), 'rubric.yaml:5:13: 未知的信号 "tsets"；是否想写 tests？');
  assert.equal(chinese('dimensions:\n  - weight: 1\n'), 'rubric.yaml:2:5: 缺少 id');
  assert.equal(
    chinese(`${head}    signals:\n      - { id: tests, unit: furlongs }\n`),
    'rubric.yaml:5:28: unit 必须是下列之一：count, percent, weeks, days, lines, per-week，现为 "furlongs"',
  );
  assert.match(chinese('just text'), /^rubric\.yaml:1:1: 此文件 必须是评估标准/);
  const schema = readFileSync(path.resolve(import.meta.dirname, '../../src/assess/rubric-schema.ts'), 'utf8');
  const said = [...schema.matchAll(/'(must [^']*)'|`(must [^`]*)`/g)].map(
    ([, plain, template = '']) => plain ?? template.replaceAll(/\$\{[^}]*\}/g, '7'),
  );
  assert.ok(said.length > 25);
  for (const english of said) assert.match(constraintIn('zh-cn', english), /^\p{Script=Han}/u, english);
});

test('several faults are told at once, in the order of the file', () => {
  const text = 'extends: default\noverall: maybe\ndimensions:\n  - id: quality\n    weight: -1\n  - id: quality\n';
  assert.deepEqual(
    problems(text)
      .split('\n')
      .map((line) => line.split(':').slice(1, 3).join(':')),
    ['2:10', '5:13'],
  );
});

test('a bomb of aliases is refused', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
    .split('')
    .map((key, i) => `${key}: &${key} [${Array.from({ length: 10 }, () => `*${'abcdefg'[i] ?? 'a'}`).join(',')}]`)
    .join('\n')}\n`;
  assert.match(problems(bomb), /alias/i);
});

test('a short rubric changes what it names and keeps the rest', () => {
  const parsed = parseRubric(
    'extends: default\nname: Ours\nremove: [innovation]\ndimensions:\n  - id: quality\n    weight: 0.5\n    remove: [size]\n    signals: [{ id: tests, minimum: 3 }]\n  - id: care\n    title: { en: Care, zh-cn: 用心 }\n    signals: [{ id: messages }]\n',
  );
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.error.message);
  const byId = new Map(parsed.value.dimensions.map((d) => [d.id, d]));
  assert.deepEqual([...byId.keys()], ['delivery', 'quality', 'collaboration', 'growth', 'care']);
  assert.equal(byId.get('quality')?.weight, 0.5);
  assert.deepEqual(
    byId.get('quality')?.signals.map((s) => s.id),
    ['tests', 'reverts', 'follow-ups', 'messages', 'checks', 'incidents'],
  );
  assert.equal(byId.get('quality')?.signals[0]?.minimum, 3);
  assert.deepEqual(byId.get('quality')?.signals[0]?.levels, [0, 20, 45, 75]);
  assert.notEqual(parsed.value.hash, defaultRubric().hash);
});

test('levels: linear between, held at the ends, in either direction', () => {
  assert.deepEqual(
    [-5, 0, 0.5, 1, 2, 9].map((x) => levelOf(x, [0, 1, 2])),
    [0, 0, 0.25, 0.5, 1, 1],
  );
  assert.deepEqual(
    [700, 600, 300, 120, 50, 0].map((x) => levelOf(x, [600, 300, 120, 50])),
    [0, 0, 1 / 3, 2 / 3, 1, 1],
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 8 }),
      fc.double({ noNaN: true }),
      (list, value) => {
        const level = levelOf(
          value,
          list.sort((a, b) => a - b),
        );
        assert.ok(level >= 0 && level <= 1);
      },
    ),
  );
});

test('any text ends in a rubric or in places within the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const parsed = parseRubric(text);
      if (parsed.ok) return;
      assert.ok(parsed.error.problems.length > 0);
      for (const { line, column } of parsed.error.problems) assert.ok(line >= 1 && column >= 1);
    }),
  );
});

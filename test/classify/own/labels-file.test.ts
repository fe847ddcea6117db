import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseLabels } from '../../../src/classify/own/labels-file.ts';

const faults = (text: string, locale: 'en' | 'zh-cn' = 'en'): string => {
  const parsed = parseLabels(text, 'labels.yaml', locale);
  return parsed.ok ? '' : parsed.error.message;
};

test('a file of labels is YAML or JSON; what is left out is filled in', () => {
  const parsed = parseLabels(
    'name: risk\nlabels:\n  - name: high\n    description: data may be lost\n    examples: [drop the table]\n  - name: low\n',
  );
  const json = parseLabels(
    '{"name": "risk", "labels": [{"name": "high", "description": "data may be lost", "examples": ["drop the table"]}, {"name": "low"}]}',
  );
  const wanted = {
    name: 'risk',
    labels: [
      { name: 'high', description: 'data may be lost', examples: ['drop the table'] },
      { name: 'low', description: 'low', examples: [] },
    ],
  };
  assert.deepEqual(parsed, { ok: true, value: wanted });
  assert.deepEqual(json, { ok: true, value: wanted });
});

test('every fault is told with its line, and what to write instead', () => {
  const text = 'name: risk\ncolour: red\nlabels:\n  - name: high\n    examples: none\n  - name: "a\\nb"\n  - description: no name\n  - 7\n';
  assert.deepEqual(faults(text).split('\n'), [
    'labels.yaml:2:1: unknown key "colour"; there are name, labels, description and examples',
    'labels.yaml:5:15: examples must be a list of 0 to 100, got "none"',
    'labels.yaml:6:11: name must be text of 1 to 40 characters on one line, got "a\\nb"',
    'labels.yaml:7:5: name is missing',
    'labels.yaml:8:5: labels must be written as name, description and examples, got 7',
  ]);
  const twice = 'name: risk\nlabels:\n  - name: High\n  - name: high\n  - name: Unsure\n';
  assert.match(faults(twice), /labels\.yaml:4:11: label high is there twice\nlabels\.yaml:5:11: label Unsure cannot be used/);
  assert.match(faults('name: risk\nlabels: [{name: one}]'), /:2:9: labels must be a list of 2 to 30/);
  assert.match(faults(''), /:1:1: the file is missing|name is missing/);
  assert.match(faults(`name: x\nlabels: ${'['.repeat(20)}`), /labels\.yaml:\d+:\d+: /);
  assert.match(faults('x'.repeat(200_001)), /at most 200,000 characters/);
  assert.match(faults('name: 7\nlabels: []', 'zh-cn'), /name 必须是一行 1 到 40 个字符的文本，现为 7/);
});

test('nothing in it is executed, and it cannot grow', () => {
  assert.notEqual(faults('name: !!js/function "function () { return 1 }"\nlabels: []'), '');
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'.split('').map((k, i) => `${k}: &${k} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[i]}`).join(', ')}]`),
  ].join('\n');
  assert.match(faults(bomb), /alias/i);
  assert.match(faults('__proto__: {name: x}\nname: y\nlabels: [{name: a}, {name: b}]'), /unknown key/);
});

test('any text ends in labels or in places within the text', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.json(), fc.string({ unit: fc.constantFrom('name', ':', ' ', '\n', '-', 'labels', '[', '{', 'a', '"') })),
      (text) => {
        const parsed = parseLabels(text);
        if (parsed.ok) return;
        for (const line of parsed.error.message.split('\n')) assert.match(line, /^labels\.yaml:[1-9]\d*:[1-9]\d*: ./s);
      },
    ),
    { numRuns: 300 },
  );
});

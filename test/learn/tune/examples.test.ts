import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { changeLine, changeTokens } from '../../../src/classify/change.ts';
import { featuresOf, MAX_FILES } from '../../../src/classify/features.ts';
import { TextTokenizer } from '../../../src/classify/tokenizer.ts';
import { balancedSampler, exampleOf, trainingView } from '../../../src/learn/tune/examples.ts';
import type { TuneItem } from '../../../src/learn/tune/examples.ts';
import { recipe, RECIPE } from '../../../src/learn/tune/recipe.ts';
import { drawHeld, drawPool } from '../../../src/learn/tune/sample.ts';

const tokenizer = new TextTokenizer(JSON.parse(await readFile('models/tokenizer.json', 'utf8')), 256);
const item: TuneItem = {
  id: 'a@1',
  text: 'keep the order of the rows',
  files: [
    ['src/store/rows.ts', 10, 2],
    ['docs/very/deep/folder/rows.md', 100, 0],
    ['logo.png', null, null],
  ],
  label: 1,
  group: 'a',
};
const [CLS, SEP] = [101, 102];

test('a change is one line: largest files first, the ends of their paths', () => {
  assert.equal(changeLine(item.files ?? []), '3 files +110 -2: deep/folder/rows.md, src/store/rows.ts, logo.png');
  assert.equal(changeLine([['a', 1, 1]]), '1 file +1 -1: a');
  assert.equal(changeLine([]), '');
});

test('of thousands of files training reads what the tagger is sent: the first, and how many there are', () => {
  const files = Array.from({ length: 2000 }, (_, i) => [`src/file${i}.ts`, i, 1] as const);
  const sent = { text: item.text, files: files.slice(0, MAX_FILES), fileCount: files.length };
  const { input, features, buckets } = exampleOf({ ...item, files }, tokenizer, RECIPE, 'both');
  assert.deepEqual([...input], changeTokens(tokenizer, sent, RECIPE));
  assert.deepEqual({ dense: features, sparse: buckets }, featuresOf(sent));
  assert.match(changeLine(files), /^2000 files \+44850 -300: src\/file299\.ts, /);
});

test('both views are message [SEP] change [SEP]; each alone is a sentence of its own', () => {
  const ids = (view: 'both' | 'text' | 'paths') => [...exampleOf(item, tokenizer, RECIPE, view).input];
  const message = tokenizer.encode(item.text);
  const change = tokenizer.encode(changeLine(item.files ?? []));
  assert.deepEqual(ids('text'), [...message]);
  assert.deepEqual(ids('paths'), [...change]);
  assert.deepEqual(ids('both'), [...message, ...change.slice(1)]);
});

test('what is long is cut with its end mark kept, the message first', () => {
  const long: TuneItem = { ...item, text: 'word '.repeat(500), files: Array.from({ length: 50 }, (_, i) => [`folder/file${i}.ts`, i, 0]) };
  const { input } = exampleOf(long, tokenizer, RECIPE, 'both');
  assert.equal(input.length, RECIPE.tokens);
  assert.deepEqual([input[0], input[RECIPE.messageTokens - 1], input.at(-1)], [CLS, SEP, SEP]);
  assert.equal(exampleOf({ ...long, files: [] }, tokenizer, RECIPE, 'both').input.length, RECIPE.tokens);
  assert.deepEqual([...exampleOf({ ...item, text: '', files: [] }, tokenizer, RECIPE, 'both').input], [CLS, SEP]);
});

const items = Array.from({ length: 3000 }, (_, i): TuneItem => {
  // Nine in ten of the first repository; the third label one in a hundred.
  return { id: String(i), text: '', label: i % 100 === 0 ? 2 : i % 2, group: i % 10 === 0 ? 'small' : 'large' };
});

test('training views come in the shares asked for, and stay', () => {
  const views = items.map((own) => trainingView(own, RECIPE));
  const share = (view: string) => views.filter((own) => own === view).length / views.length;
  assert.ok(Math.abs(share('paths') - RECIPE.withoutMessage) < 0.02);
  assert.ok(Math.abs(share('text') - RECIPE.withoutChange) < 0.03);
  assert.deepEqual(
    items.map((own) => trainingView(own, RECIPE)),
    views,
  );
});

test('a pool has as many of each label as there are, repositories taking turns', () => {
  const pool = drawPool(items, 100, 1).map((i) => items[i] ?? assert.fail());
  const count = (label: number, group?: string) => pool.filter((p) => p.label === label && (group ?? p.group) === p.group).length;
  assert.deepEqual([count(0), count(1), count(2)], [100, 100, 30]);
  assert.deepEqual([count(0, 'small'), count(0, 'large')], [50, 50]);
  assert.notDeepEqual(drawPool(items, 100, 2), drawPool(items, 100, 1));
});

test('what is held back is drawn from all alike, then filled up with rare labels', () => {
  const { natural, filled } = drawHeld(items, 500, 20, 1);
  assert.equal(natural.length, 500);
  assert.deepEqual(filled.slice(0, 500), natural);
  assert.equal(new Set(filled).size, filled.length);
  const rare = (of: readonly number[]) => of.filter((i) => items[i]?.label === 2).length;
  assert.ok(rare(natural) < 20);
  assert.equal(rare(filled), 20);
  assert.equal(filled.length - natural.length, 20 - rare(natural), 'only of the rare label');
});

test('an epoch has labels alike, as far as rare ones go', () => {
  const drawn = balancedSampler(items, { ...RECIPE, perEpoch: 120 })(0).map((i) => items[i]?.label);
  assert.deepEqual(
    [0, 1, 2].map((label) => drawn.filter((own) => own === label).length),
    [40, 40, 40],
  );
  assert.equal(
    balancedSampler(items, { ...RECIPE, perEpoch: 900 })(0).filter((i) => items[i]?.label === 2).length,
    180,
    'six times at most',
  );
});

test('a recipe names the value that does not hold', () => {
  assert.equal(recipe({ epochs: 7 }).epochs, 7);
  assert.throws(() => recipe({ epochs: 0 }), /epochs/);
  assert.throws(() => recipe({ unknown: 1 }), /unknown/);
  assert.throws(() => recipe({ messageTokens: 64 }), /messageTokens/);
});

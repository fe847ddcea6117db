import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ForeignModel } from '../../src/classify/any/folder.ts';
import type { Tagger } from '../../src/classify/tagger.ts';
import { modelTagger } from '../../src/pipeline/own.ts';

const model = (labels: readonly string[]): ForeignModel => ({
  folder: '/models/odd',
  name: 'odd',
  task: 'text-classification',
  labels,
  multiple: false,
  weights: 'model.onnx',
  pooling: 'mean',
  maxTokens: 8,
  files: {},
  hash: 'odd',
});

/** Gives every text these probabilities. */
const saying = (scores: readonly number[]) => async () => ({ read: async () => [{ scores }] }) as unknown as Tagger;

test('labels of somebody else’s model may be named as what every object has', async () => {
  const labels = ['constructor', '__proto__', '7', 'a'];
  const [tag] = await modelTagger(saying([0.05, 0.8, 0.1, 0.05]), model(labels)).tag(['x']);
  assert.deepEqual([tag?.label, tag?.p, tag?.unsure], ['__proto__', 0.8, false]);
  assert.deepEqual(new Set(Object.keys(tag?.scores ?? {})), new Set(labels));
  const [first] = await modelTagger(saying([0.9, 0.05, 0.03, 0.02]), model(labels)).tag(['x']);
  assert.deepEqual([first?.label, first?.p], ['constructor', 0.9]);
});

test('labels that mean one type are added up', async () => {
  const [tag] = await modelTagger(saying([0.5, 0.25, 0.25]), model(['bug', 'hotfix', 'feature'])).tag(['x']);
  assert.deepEqual([tag?.family, tag?.label, tag?.p, tag?.unsure], ['type', 'fix', 0.75, false]);
});

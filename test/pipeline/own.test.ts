import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { ForeignModel } from '../../src/classify/any/folder.ts';
import type { Tagger } from '../../src/classify/tagger.ts';
import type { OwnLabels } from '../../src/classify/own/labels-file.ts';
import { mineRepository } from '../../src/pipeline/mine.ts';
import { dimensionsOf, modelTagger, ownDimensions, ownTagsOf, tagOwn } from '../../src/pipeline/own.ts';
import { Run } from '../../src/pipeline/run.ts';
import { tagPending } from '../../src/pipeline/tagger.ts';
import { BROKEN_WORD, withBrokenWord, writeModel } from '../classify/support/foreign.ts';
import { openFor } from '../support/pipeline.ts';
import { build, scratch } from '../support/repos.ts';

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

test('a text that a model of somebody else’s fails on has no tag by it, and the rest goes on', { timeout: 120_000 }, async (t) => {
  const folder = scratch(t);
  const model = writeModel(path.join(folder, 'odd'), withBrokenWord(['calm', 'angry', 'sad']));
  const messages = ['repair the crash', `introduce ${BROKEN_WORD}`, 'explain the guide'];
  const { path: repo } = build(
    path.join(folder, 'repo'),
    messages.map((message) => ({ message, files: { [message]: message } })),
  );
  const { pipeline, repository } = await openFor(t, folder, repo, { model });
  const { store, ctx } = pipeline;
  await mineRepository({ store, repository, whose: 'everyone', run: new Run(Date.now), ctx, branch: undefined });
  const run = new Run(Date.now);
  await tagOwn(pipeline, { labels: undefined }, run);
  const items = store.query({});
  const tags = ownTagsOf(store, items, await ownDimensions(pipeline, undefined));
  assert.deepEqual(new Set(items.filter(({ id }) => tags.has(id)).map(({ subject }) => subject)), new Set([messages[0], messages[2]]));
  const { stages, warnings } = run.report('0');
  const [classify] = stages.filter(({ stage }) => stage === 'classify');
  assert.deepEqual([classify?.in, classify?.out, classify?.skipped], [3, 2, { 'model-failed': 1 }]);
  assert.match(warnings.join(), /^The model odd failed on 1 text \(.+\): it has no tag by it\.$/);
});

test('labels of the user’s own are told by our encoder, and the report says where it ran', { timeout: 120_000 }, async (t) => {
  const folder = scratch(t);
  const { path: repo } = build(path.join(folder, 'repo'), [{ message: 'repair the crash', files: { a: '1' } }]);
  const { pipeline, repository } = await openFor(t, folder, repo, { device: 'cpu' });
  await mineRepository({
    store: pipeline.store,
    repository,
    whose: 'everyone',
    run: new Run(Date.now),
    ctx: pipeline.ctx,
    branch: undefined,
  });
  await tagPending(pipeline, {}, new Run(Date.now));
  const run = new Run(Date.now);
  await tagPending(pipeline, {}, run);
  assert.match(run.device, /^not needed/);
  const labels = { name: 'mood', labels: ['calm', 'angry'].map((name) => ({ name, description: name, examples: [] })) };
  await tagOwn(pipeline, { labels }, run);
  assert.deepEqual([run.device, run.devices?.device], ['cpu', 'cpu']);
});

test('labels of the user’s own need another name than those of the model', () => {
  const labels = (name: string): OwnLabels => ({ name, labels: [] });
  const odd = model(['calm', 'angry']);
  assert.deepEqual(
    dimensionsOf(labels('mood'), odd, 'en').map(({ name }) => name),
    ['mood', 'odd'],
  );
  assert.throws(() => dimensionsOf(labels('Odd'), odd, 'en'), {
    reason: 'bad-labels',
    message: /are called Odd, as are those of the model/,
  });
  // Labels that are types are no dimension of their own.
  assert.equal(dimensionsOf(labels('odd'), model(['bug', 'feature']), 'en').length, 1);
});

test('labels that mean one type are added up', async () => {
  const [tag] = await modelTagger(saying([0.5, 0.25, 0.25]), model(['bug', 'hotfix', 'feature'])).tag(['x']);
  assert.deepEqual([tag?.family, tag?.label, tag?.p, tag?.unsure], ['type', 'fix', 0.75, false]);
  // Each with a probability of its own: two that hold at once are no certainty above 1.
  const several = { ...model(['bug', 'hotfix', 'feature']), multiple: true };
  const [both] = await modelTagger(saying([0.75, 0.625, 0.25]), several).tag(['x']);
  assert.deepEqual([both?.label, both?.p], ['fix', 0.75]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardOf, readCard } from '../../src/classify/card.ts';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import { MODEL_DIR } from './support/model.ts';

test('the shipped card says what people should know, in figures for every type', async () => {
  const { trained, measured, tables, limits, use } = (await readCard(MODEL_DIR)) ?? assert.fail();
  for (const text of [trained, measured, limits, use]) assert.ok(text && text.length > 40 && !/[`|]/.test(text), text);
  const [methods, labels] = tables;
  assert.equal(methods?.head[0], 'method');
  assert.ok(methods?.rows.some(([method]) => method === 'tagger'));
  assert.deepEqual(
    labels?.rows.map(([label]) => label),
    [...TAGGED_TYPES],
  );
  for (const { head, rows } of tables) for (const row of rows) assert.equal(row.length, head.length);
});

test('a card in another form says what it can, and none says nothing', async () => {
  assert.deepEqual(cardOf('# A model\n\nIt is mine.\n\n## Limits\nNo [Chinese](x.md), `code`.\n\n## Intended use\n*Fun.*'), {
    tables: [],
    limits: 'No Chinese, code.',
    use: 'Fun.',
  });
  assert.deepEqual(cardOf(''), { tables: [] });
  assert.equal(await readCard('/nowhere'), undefined);
});

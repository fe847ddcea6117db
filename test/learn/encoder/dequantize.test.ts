import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINILM_L6 } from '../../../src/learn/bert/config.ts';
import { randomBert } from '../../../src/learn/bert/weights.ts';
import { calibrate, singleText } from '../../../src/learn/encoder/calibrate.ts';
import { dequantized } from '../../../src/learn/encoder/dequantize.ts';
import { floatEncoder } from '../../../src/learn/encoder/float.ts';
import { expandedEncoder } from '../../../src/learn/encoder/int8.ts';
import { quantizeEncoder } from '../../../src/learn/encoder/quantize.ts';
import { feed, GraphSession } from '../../../src/learn/graph/session.ts';

const config = { ...MINILM_L6, layers: 2, hidden: 16, heads: 2, intermediate: 32, vocabulary: 50, positions: 12 };
const TEXTS = [
  [1, 7, 9, 3, 2],
  [1, 40, 41, 2],
  [1, 5, 5, 6, 8, 13, 21, 34, 2],
];

/** Graphs for rows that may be padded ask which tokens are read. */
const fed = ({ inputNames }: GraphSession, ids: readonly number[]) => ({
  ...singleText(ids),
  ...(inputNames.includes('attention_mask')
    ? { attention_mask: feed({ dtype: 'int64', dims: [1, ids.length], data: new BigInt64Array(ids.length).fill(1n) }) }
    : {}),
});

async function embeddings(model: Uint8Array): Promise<Float32Array[]> {
  const session = await GraphSession.create(model, { threads: 1 });
  const out: Float32Array[] = [];
  for (const ids of TEXTS) out.push((await session.run(fed(session, ids))).get('embedding')?.data.slice() ?? assert.fail());
  await session.release();
  return out;
}

test('training that begins with a quantised encoder begins with what it computes', async () => {
  const weights = randomBert(config, 1, 0.3);
  const tensors = quantizeEncoder(weights, config, await calibrate(weights, config, TEXTS), config.positions);
  const [shipped, begun, original] = [
    await embeddings(expandedEncoder(tensors, config)),
    await embeddings(floatEncoder(dequantized(tensors, config), config)),
    await embeddings(floatEncoder(weights, config)),
  ];
  const furthest = (a: readonly Float32Array[], b: readonly Float32Array[]): number =>
    Math.max(...a.flatMap((row, i) => [...row].map((v, k) => Math.abs(v - (b[i]?.[k] ?? Number.NaN)))));
  assert.ok(furthest(begun, shipped) < 1e-5, `${furthest(begun, shipped)} apart`);
  assert.ok(furthest(begun, original) > 1e-4, 'eight bits lose something: otherwise nothing was quantised');
});

test('a file that lacks a tensor is told', () => {
  assert.throws(() => dequantized(new Map(), config), /has no/);
});

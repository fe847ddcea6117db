import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomBert } from '../../../src/learn/bert/weights.ts';
import { feed, GraphSession } from '../../../src/learn/graph/session.ts';
import { float32 } from '../../../src/learn/onnx/tensor.ts';
import type { FloatTensor } from '../../../src/learn/onnx/tensor.ts';
import { featureWidth, IO, tablesOutside, trainingGraph } from '../../../src/learn/train/build.ts';
import type { DropoutRates, GraphSpec } from '../../../src/learn/train/build.ts';
import { inputFeeds, largestDropped } from '../../../src/learn/train/feeds.ts';
import { headWeights } from '../../../src/learn/train/heads.ts';
import { DropoutMasks } from '../../../src/learn/train/masks.ts';
import { adapterWeights, trainedWeights } from '../../../src/learn/train/plan.ts';
import type { Plan } from '../../../src/learn/train/plan.ts';
import { EmbeddingTables } from '../../../src/learn/train/tables.ts';
import { lossInputs } from '../../../src/learn/train/targets.ts';
import type { LossOptions } from '../../../src/learn/train/targets.ts';
import { Random } from '../../../src/util/random.ts';
import { central } from '../support/gradcheck.ts';
import { DIMENSION_HEAD, TINY, tinyExamples, TYPE_HEAD } from '../support/tiny.ts';

const NO_DROPOUT: DropoutRates = { hidden: 0, attention: 0, adapter: 0, head: 0 };
const DROPOUT: DropoutRates = { hidden: 0.2, attention: 0.3, adapter: 0.2, head: 0.3 };
const PLAIN: LossOptions = { smoothing: 0 };
const WEIGHTED: LossOptions = {
  smoothing: 0.1,
  classWeights: { type: [0.5, 1, 2] },
  headWeights: { dimension: 0.7 },
};
const LORA: Plan = { mode: 'lora', rank: 3, alpha: 6, targets: ['query', 'key', 'value', 'output', 'up', 'down'] };

interface Case {
  readonly name: string;
  readonly plan: Plan;
  readonly rates?: DropoutRates;
  readonly loss?: LossOptions;
  readonly spec?: Partial<GraphSpec>;
}

const CASES: readonly Case[] = [
  { name: 'head', plan: { mode: 'head' } },
  { name: 'head, dropout', plan: { mode: 'head' }, rates: DROPOUT },
  { name: 'head on cached vectors', plan: { mode: 'head' }, loss: WEIGHTED, spec: { source: 'cached' } },
  { name: 'LoRA', plan: LORA },
  { name: 'LoRA, dropout, smoothing and weights', plan: LORA, rates: DROPOUT, loss: WEIGHTED },
  { name: 'top layer', plan: { mode: 'top', layers: 1 } },
  { name: 'top layer, dropout, smoothing and weights', plan: { mode: 'top', layers: 1 }, rates: DROPOUT, loss: WEIGHTED },
  { name: 'full without tables', plan: { mode: 'full', embeddings: false }, loss: WEIGHTED },
  { name: 'full', plan: { mode: 'full', embeddings: true } },
  { name: 'full, dropout, smoothing and weights', plan: { mode: 'full', embeddings: true }, rates: DROPOUT, loss: WEIGHTED },
  { name: 'full, first token, unit length', plan: { mode: 'full', embeddings: true }, spec: { pooling: 'cls', normalize: true } },
];

for (const { name, plan, rates = NO_DROPOUT, loss = PLAIN, spec: changes = {} } of CASES) {
  test(`gradients agree with central differences: ${name}`, async () => {
    const heads = [TYPE_HEAD, DIMENSION_HEAD];
    const spec: GraphSpec = {
      config: TINY,
      pooling: 'mean',
      normalize: false,
      source: 'tokens',
      plan,
      heads,
      features: 3,
      buckets: 5,
      ...changes,
    };
    const error = await checkPlan(spec, rates, loss);
    assert.ok(error < 3e-3, `relative L2 error ${error}`);
  });
}

/** Relative L2 error over up to eight elements of each trained parameter (and table row in use). */
async function checkPlan(spec: GraphSpec, rates: DropoutRates, loss: LossOptions): Promise<number> {
  const random = new Random('check', spec.plan.mode);
  const weights = randomBert(TINY, 3, 0.3);
  const trained = new Map([
    ...trainedWeights(spec.plan, TINY, weights),
    ...noisy(adapterWeights(spec.plan, TINY, 5), random),
    ...spec.heads.flatMap((head) => [...headWeights(head, TINY.hidden + (head.features ? featureWidth(spec) : 0), 7)]),
  ]);
  const built = trainingGraph(spec, weights, trained, rates);
  const session = await GraphSession.create(built.model, { threads: 1 });
  const batch = tinyExamples(5, 11).map((e) => (spec.source === 'cached' ? { ...e, input: vector(random) } : e));
  const tables = tablesOutside(spec) ? new EmbeddingTables(weights, TINY) : undefined;
  const masks = new DropoutMasks(
    built.dropout,
    largestDropped(TINY, { features: featureWidth(spec), units: 6, tokens: 5 * 24, longest: 24 }),
    1,
  );
  const dropped = Object.fromEntries([...masks.pools].map(([rate, pool]) => [IO.pool(rate), feed(float32([pool.length], pool))]));
  const offsets =
    built.dropout.length > 0 ? { [IO.offsets]: feed({ dtype: 'int64', dims: [built.dropout.length], data: masks.offsets(4) }) } : {};
  const targets = Object.fromEntries(
    spec.heads.flatMap((head) => {
      const inputs = lossInputs(head, batch, loss);
      return [[IO.targets(head.family), feed(inputs.targets)] as const, [IO.weights(head.family), feed(inputs.weights)] as const];
    }),
  );
  const run = () =>
    session.run({
      ...inputFeeds(spec, batch, tables).feeds,
      ...Object.fromEntries([...trained].map(([key, tensor]) => [key, feed(tensor)])),
      ...dropped,
      ...offsets,
      ...targets,
    });
  const lossNow = async () => Number((await run()).get(IO.loss)?.data[0]);
  const results = await run();
  const pairs: { tensor: FloatTensor; index: number; analytic: number }[] = [];
  for (const [key, tensor] of trained) {
    const gradient = results.get(IO.gradient(key))?.data.slice() ?? assert.fail(`no gradient for ${key}`);
    for (let n = 0; n < Math.min(8, gradient.length); n++) {
      const index = random.below(gradient.length);
      pairs.push({ tensor, index, analytic: gradient[index] ?? Number.NaN });
    }
  }
  const { tokens } = inputFeeds(spec, batch, tables);
  const rowGradient = results.get(IO.gradient(IO.rows));
  assert.equal(rowGradient !== undefined, tables !== undefined);
  if (tables && tokens && rowGradient) {
    for (const [key, rows] of tables.gradients(tokens, float32(rowGradient.dims, rowGradient.data.slice()))) {
      const tensor = tables.tables.get(key) ?? assert.fail();
      for (const [row, gradient] of [...rows].slice(0, 6)) {
        const column = random.below(TINY.hidden);
        pairs.push({ tensor, index: row * TINY.hidden + column, analytic: gradient[column] ?? Number.NaN });
      }
    }
  }
  let difference = 0;
  let size = 0;
  for (const { tensor, index, analytic } of pairs) {
    const numeric = await central(tensor, index, 4e-3, lossNow);
    difference += (numeric - analytic) ** 2;
    size += numeric ** 2;
  }
  await session.release();
  return Math.sqrt(difference / size);
}

const vector = (random: Random): Float32Array => Float32Array.from({ length: TINY.hidden }, () => random.normal());

/** Adapters start with a zero half, through which no gradient of the other half could be seen. */
const noisy = (adapters: ReadonlyMap<string, FloatTensor>, random: Random): Map<string, FloatTensor> =>
  new Map(
    [...adapters].map(([key, { dims, data }]) => [
      key,
      float32(
        dims,
        data.map((x) => x + 0.1 * random.normal()),
      ),
    ]),
  );

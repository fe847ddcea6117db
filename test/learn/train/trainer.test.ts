import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { bertShapes, randomBert } from '../../../src/learn/bert/weights.ts';
import { saveCheckpoint, stepOfCheckpoint } from '../../../src/learn/train/checkpoint.ts';
import { Evaluator } from '../../../src/learn/train/evaluate.ts';
import type { Plan } from '../../../src/learn/train/plan.ts';
import type { TrainOptions } from '../../../src/learn/train/options.ts';
import type { TrainProgress } from '../../../src/learn/train/progress.ts';
import { train } from '../../../src/learn/train/trainer.ts';
import { TINY, tinyExamples } from '../support/tiny.ts';
import { digest, LORA, tinyRun } from '../support/training.ts';

const PLANS: readonly Plan[] = [
  { mode: 'head' },
  LORA,
  { mode: 'top', layers: 1 },
  { mode: 'full', embeddings: false },
  { mode: 'full', embeddings: true },
];
const nameOf = (plan: Plan) => (plan.mode === 'full' ? `full${plan.embeddings ? ' with tables' : ''}` : plan.mode);

/** Share of examples whose type the trained model gets right. */
async function accuracy(options: TrainOptions, result: Awaited<ReturnType<typeof train>>): Promise<number> {
  const { spec, session } = options;
  const evaluator = await Evaluator.create({ ...spec, plan: { mode: 'head' } }, result.weights, {
    ...session,
    parameters: result.parameters,
  });
  const examples = tinyExamples(200, 99).filter((e) => 'type' in e.labels);
  const { logits } = await evaluator.predict(examples, options.batch);
  await evaluator.release();
  const scores = logits.get('type') ?? assert.fail();
  const right = examples.filter((e, i) => {
    const row = [...scores.subarray(i * 3, i * 3 + 3)];
    return row.indexOf(Math.max(...row)) === e.labels['type'];
  });
  return right.length / examples.length;
}

for (const plan of PLANS) {
  test(`learns: ${nameOf(plan)}`, async () => {
    const options = tinyRun(plan, { epochs: 20 });
    const losses: number[] = [];
    const result = await train({ ...options, onProgress: ({ loss }) => losses.push(loss) });
    assert.equal(result.ended, 'done');
    assert.equal(result.steps, losses.length);
    const mean = (part: readonly number[]) => part.reduce((a, b) => a + b, 0) / part.length;
    assert.ok(mean(losses.slice(-6)) < mean(losses.slice(0, 6)) * 0.95, `${losses[0]} to ${losses.at(-1)}`);
    // Untrained vectors tell little of single words; whatever is trained beyond the head must.
    const least = plan.mode === 'head' ? 0.4 : 0.6;
    const share = await accuracy(options, result);
    assert.ok(share >= least, `accuracy ${share}`);
  });

  test(`the same seed gives the same bits, another seed others: ${nameOf(plan)}`, async () => {
    const run = async (changes: Partial<TrainOptions> = {}) => digest((await train(tinyRun(plan, { epochs: 1, ...changes }))).parameters);
    const first = await run();
    assert.equal(await run(), first);
    assert.notEqual(await run({ seed: 6 }), first);
  });
}

test('training leaves the weights it was given alone', async () => {
  const options = tinyRun({ mode: 'full', embeddings: true }, { epochs: 1 });
  const before = digest(options.weights);
  const result = await train(options);
  assert.equal(digest(options.weights), before);
  assert.notEqual(digest(result.weights), before);
  assert.deepEqual([...result.weights.keys()], [...bertShapes(TINY).keys()]);
});

test('two threads repeat themselves as well', async () => {
  const run = async () =>
    digest((await train(tinyRun({ mode: 'full', embeddings: true }, { epochs: 1, session: { threads: 2 } }))).parameters);
  assert.equal(await run(), await run());
});

test('SGD with momentum learns, and cached vectors are enough for a head', async () => {
  const options = tinyRun(
    { mode: 'head' },
    {
      examples: tinyExamples(60, 1).map((e, i) => ({
        ...e,
        input: Float32Array.from({ length: TINY.hidden }, (_, k) => (k === i % 3 ? 1 : 0)),
      })),
      epochs: 20,
      optimizer: { kind: 'sgd', momentum: 0.9, decay: 0.001 },
      schedule: { rate: 0.05, warmup: 0, decay: 'cosine', floor: 0.1 },
      batch: { tokens: 20, examples: 20 },
    },
    { source: 'cached' },
  );
  const losses: number[] = [];
  await train({ ...options, onProgress: ({ loss }) => losses.push(loss) });
  assert.ok((losses.at(-1) ?? 9) < (losses[0] ?? 0) * 0.7);
});

test('an aborted run goes on where it stopped, to the same bits', async () => {
  await inFolder(async (folder) => {
    const checkpoint = { path: path.join(folder, 'run.safetensors'), every: 1000 };
    const validation = { examples: tinyExamples(20, 8), score: () => 1, patience: 50, every: 5 };
    const whole = await train(tinyRun({ mode: 'full', embeddings: true }, { validation }));
    const stop = new AbortController();
    const onProgress = ({ step }: TrainProgress) => {
      if (step === 9) stop.abort();
    };
    assert.equal(await stepOfCheckpoint(checkpoint.path), 0);
    const part = await train(tinyRun({ mode: 'full', embeddings: true }, { validation, checkpoint, signal: stop.signal, onProgress }));
    assert.equal(part.ended, 'aborted');
    assert.equal(part.steps, 9);
    assert.equal(await stepOfCheckpoint(checkpoint.path), 9);
    const steps: number[] = [];
    const rest = await train(
      tinyRun({ mode: 'full', embeddings: true }, { validation, checkpoint, onProgress: ({ step }) => steps.push(step) }),
    );
    assert.equal(steps[0], 10);
    assert.equal(rest.best?.step, whole.best?.step);
    assert.equal(digest(rest.parameters), digest(whole.parameters));
  });
});

test('a kill in the middle is survived: the resumed run ends in the same bits', async () => {
  await inFolder(async (folder) => {
    const file = path.join(folder, 'run.safetensors');
    const child = spawn(process.execPath, [path.join(import.meta.dirname, '../support/killed.ts'), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let reached = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      reached = Number(line);
      if (reached === 12) child.kill('SIGKILL');
    }
    if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
    assert.equal(child.signalCode, 'SIGKILL');
    const steps: number[] = [];
    const resumed = await train(tinyRun(LORA, { checkpoint: { path: file, every: 1 }, onProgress: ({ step }) => steps.push(step) }));
    assert.ok((steps[0] ?? 0) >= 11 && (steps[0] ?? 99) <= reached + 2, `resumed at ${steps[0]}, killed at ${reached}`);
    const whole = await train(tinyRun(LORA));
    assert.equal(digest(resumed.parameters), digest(whole.parameters));
  });
});

test('a checkpoint of another run is refused, a damaged one too', async () => {
  await inFolder(async (folder) => {
    const checkpoint = { path: path.join(folder, 'run.safetensors'), every: 3 };
    await train(tinyRun({ mode: 'head' }, { epochs: 1, checkpoint }));
    assert.deepEqual(await readdir(folder), ['run.safetensors']);
    await assert.rejects(train(tinyRun({ mode: 'head' }, { epochs: 1, checkpoint, seed: 9 })), /other options or data/);
    await assert.rejects(
      train(tinyRun({ mode: 'head' }, { epochs: 1, checkpoint, examples: tinyExamples(96, 2) })),
      /other options or data/,
    );
    const { size } = await stat(checkpoint.path);
    assert.ok(size > 1000);
    const damaged = { reason: 'bad-checkpoint', message: /run\.safetensors cannot be resumed: it is damaged\. Delete it/ };
    const whole = await readFile(checkpoint.path);
    for (const bytes of ['', 'nonsense', whole.subarray(0, size - 1)]) {
      await writeFile(checkpoint.path, bytes);
      await assert.rejects(train(tinyRun({ mode: 'head' }, { epochs: 1, checkpoint })), damaged);
      await assert.rejects(stepOfCheckpoint(checkpoint.path), damaged);
    }
  });
});

test('a checkpoint that cannot be put in place leaves nothing behind', async () => {
  await inFolder(async (folder) => {
    const file = path.join(folder, 'run.safetensors');
    await mkdir(path.join(file, 'in the way'), { recursive: true });
    await assert.rejects(saveCheckpoint(file, { step: 1, waited: 0, fingerprint: '', parameters: new Map(), optimizer: new Map() }));
    assert.deepEqual(await readdir(folder), ['run.safetensors']);
  });
});

test('training stops early and hands back the best', async () => {
  const scores = [0.1, 0.5, 0.4, 0.3, 0.9];
  const seen: string[] = [];
  let calls = 0;
  const result = await train(
    tinyRun(
      { mode: 'head' },
      {
        epochs: 5,
        validation: { examples: tinyExamples(10, 3), patience: 1, score: () => scores[calls++] ?? 0 },
        onPoint: ({ values }) => {
          if (values['validation/score'] !== undefined) seen.push(String(values['validation/score']));
        },
      },
    ),
  );
  assert.equal(result.ended, 'early');
  assert.equal(result.best?.score, 0.5);
  assert.deepEqual(seen, ['0.1', '0.5', '0.4', '0.3']);
});

test('a run that diverges says so', async () => {
  const options = tinyRun(
    { mode: 'full', embeddings: false },
    { clip: 0, schedule: { rate: 1e30, warmup: 0, decay: 'constant', floor: 1 } },
  );
  await assert.rejects(train(options), /Lower the learning rate/);
});

test('merged adapters answer as the adapters do', async () => {
  const options = tinyRun(LORA, { epochs: 2 });
  const result = await train(options);
  const examples = tinyExamples(30, 4);
  const predict = async (plan: Plan, weights: typeof result.weights) => {
    const evaluator = await Evaluator.create({ ...options.spec, plan }, weights, { threads: 1, parameters: result.parameters });
    const { logits } = await evaluator.predict(examples, options.batch);
    await evaluator.release();
    return logits.get('type') ?? assert.fail();
  };
  const [apart, merged] = [await predict(LORA, options.weights), await predict({ mode: 'head' }, result.weights)];
  const plain = await predict({ mode: 'head' }, randomBert(TINY, 3, 0.3));
  const distance = (a: Float32Array, b: Float32Array) => Math.max(...a.map((x, i) => Math.abs(x - (b[i] ?? 0))));
  assert.ok(distance(apart, merged) < 1e-4);
  assert.ok(distance(plain, merged) > 1e-2);
});

test('progress tells the time left', async () => {
  let clock = 0;
  const left: (number | undefined)[] = [];
  const steps: number[] = [];
  await train(
    tinyRun(
      { mode: 'head' },
      {
        epochs: 1,
        batch: { tokens: 48, examples: 4 },
        now: () => (clock += 100),
        onProgress: (p) => {
          left.push(p.left);
          steps.push(p.steps);
        },
      },
    ),
  );
  assert.equal(left[0], undefined);
  assert.ok((left[4] ?? 0) > (left.at(-2) ?? 0));
  assert.equal(left.at(-1), 0);
  assert.ok(steps.every((n) => n === left.length));
});

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'learn-'));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

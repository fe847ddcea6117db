import assert from 'node:assert/strict';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { defaultRubric } from '../../src/assess/rubric-file.ts';
import { openPipeline, type Pipeline } from '../../src/pipeline/open.ts';
import { periodBefore, resolvePeriod } from '../../src/pipeline/period.ts';
import { Run } from '../../src/pipeline/run.ts';
import { readStory } from '../../src/pipeline/story.ts';
import { tagPending } from '../../src/pipeline/tagger.ts';
import { silent } from '../../src/util/context.ts';
import { MODEL_DIR, WORKER_URL } from '../classify/support/model.ts';
import { scratch } from '../support/repos.ts';
import { ADA, work } from '../support/work.ts';

const REPO = { id: 'github.com/example/app', name: 'example/app', path: '/app' };
const NOW = Date.parse('2026-08-01T12:00Z');
const HOUR = 3_600_000;
const period = resolvePeriod({ name: '2026-H1' }, NOW, 'UTC');
const before = periodBefore(period);
const periods = before ? [period, before] : [period];

/** Four pieces of work in the period and two in the one before, and as many as asked for ten years earlier. */
async function withPast(t: TestContext, past: number): Promise<Pipeline> {
  const options = { version: '0', dataDir: path.join(scratch(t), 'data'), modelDir: MODEL_DIR, workerUrl: WORKER_URL } as const;
  const pipeline = openPipeline({ ...options, locale: 'en', zone: 'UTC' }, { now: () => NOW, log: silent });
  t.after(() => pipeline.close());
  const told = ['2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01', '2025-08-01', '2025-09-01'].map((day, i) =>
    work({ subject: `Describe option ${i} in the guide`, at: `${day}T12:00Z`, files: ['docs/guide.md'] }),
  );
  const old = Array.from({ length: past }, (_, i) =>
    work({ subject: `Fix crash ${i} of the reader`, at: Date.parse('2015-01-01T00:00Z') + i * HOUR, files: ['src/reader.ts'] }),
  );
  const contributions = [...told, ...old].map(({ tag: _tag, correction: _correction, noise: _noise, share: _share, ...item }) => item);
  pipeline.store.writeBatch({ repo: REPO, identities: ADA.identities, contributions });
  return pipeline;
}

async function tagged(pipeline: Pipeline): Promise<{ readonly told: number; readonly past: number; readonly classified: number }> {
  const run = new Run(() => NOW);
  await tagPending(pipeline, { identities: ADA.identities, periods }, run);
  const all = pipeline.store.query({}).filter(({ tag }) => tag !== undefined);
  const told = all.filter(({ at }) => at >= (before?.from ?? 0)).length;
  const classified = run.report('0').stages.find(({ stage }) => stage === 'classify')?.out ?? 0;
  return { told, past: all.length - told, classified };
}

/** What the story says of kinds of work done for the first time. */
async function kinds(pipeline: Pipeline) {
  const request = { repos: [REPO], person: ADA, period, rubric: defaultRubric(), run: new Run(() => NOW) };
  const { assessment } = await readStory(pipeline, request);
  return assessment.dimensions.flatMap(({ signals }) => signals).find(({ id }) => id === 'kinds');
}

test(
  'of a long past only what the story tells of is tagged, and what was not looked at is no first time',
  { timeout: 120_000 },
  async (t) => {
    const pipeline = await withPast(t, 1001);
    assert.deepEqual(await tagged(pipeline), { told: 6, past: 0, classified: 6 });
    assert.deepEqual(await tagged(pipeline), { told: 6, past: 0, classified: 0 }, 'nothing is left for a second run');
    const signal = await kinds(pipeline);
    assert.equal(signal?.value, undefined);
    assert.match(signal?.basis ?? '', /not all work before this period is tagged/);
    // Another head or model tags anew what was tagged, and nothing else.
    const run = new Run(() => NOW);
    await tagPending(pipeline, { again: true }, run);
    assert.equal(run.report('0').device, 'not needed: everything was tagged before');
  },
);

test('a past of moderate length is tagged with the story', { timeout: 120_000 }, async (t) => {
  const pipeline = await withPast(t, 40);
  assert.deepEqual(await tagged(pipeline), { told: 6, past: 40, classified: 46 });
  const signal = await kinds(pipeline);
  assert.notEqual(signal?.value, undefined);
});

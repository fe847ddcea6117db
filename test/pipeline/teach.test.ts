import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test, type TestContext } from 'node:test';
import type { HeadFile } from '../../src/classify/head.ts';
import { TrackRecordError } from '../../src/domain/result.ts';
import { checkUp } from '../../src/pipeline/doctor.ts';
import { erase } from '../../src/pipeline/erase.ts';
import { mineRepository } from '../../src/pipeline/mine.ts';
import { openPipeline, type Pipeline } from '../../src/pipeline/open.ts';
import { Run } from '../../src/pipeline/run.ts';
import { tagPending } from '../../src/pipeline/tagger.ts';
import { learn, promote, rollBack, teachingOf } from '../../src/pipeline/teach.ts';
import { collect, MODEL_DIR, shippedTagger, WORKER_URL } from '../classify/support/model.ts';
import { openFor } from '../support/pipeline.ts';
import { build, scratch } from '../support/repos.ts';
import { correctAsHabit, teachable } from '../support/teaching.ts';

const run = (): Run => new Run(Date.now);
const refuses = (reason: string) => (error: unknown) => error instanceof TrackRecordError && error.reason === reason;

interface Ready {
  readonly pipeline: Pipeline;
  readonly folder: string;
}

/** Mined, counted and tagged, with nothing corrected. */
async function ready(t: TestContext): Promise<Ready> {
  const folder = scratch(t);
  const { path: repo } = build(path.join(folder, 'repo'), teachable);
  const { pipeline, repository } = await openFor(t, folder, repo);
  await mineRepository({ store: pipeline.store, repository, whose: 'everyone', run: run(), ctx: pipeline.ctx, branch: undefined });
  await tagPending(pipeline, {}, run());
  return { pipeline, folder };
}

const tags = ({ store }: Pipeline) => store.query({}).map(({ id, tag }) => [id, tag?.label, tag?.p, tag?.model]);

describe('what corrections teach', { timeout: 120_000 }, () => {
  test('a head learns, is promoted, tags from kept vectors what it did not see, and is rolled back', async (t) => {
    const { pipeline } = await ready(t);
    const { store } = pipeline;
    const shipped = tags(pipeline);
    const left = correctAsHabit(store, 14);
    const before = store.revision();

    const lesson = await learn(pipeline, run());
    assert.equal(lesson.corrections, 28);
    assert.ok(lesson.better, JSON.stringify(lesson.gain));
    assert.ok(lesson.after.accuracy.value > lesson.before.accuracy.value);
    assert.ok(lesson.others.changed > 0 && lesson.others.changed <= lesson.others.looked);
    assert.equal(store.revision(), before, 'nothing is promoted silently');
    assert.deepEqual(tags(pipeline), shipped);
    assert.equal((await learn(pipeline, run())).head, lesson.head, 'the same corrections, the same head');

    const promoting = run();
    const teaching = await promote(pipeline, lesson.head, promoting);
    assert.equal(teaching.learned?.corrections, 28);
    assert.equal(promoting.device, 'not needed: what the head reads was there');
    assert.equal(promoting.model.corrections, 28);
    const followed = store.query({ ids: [...left.keys()] }).filter(({ id, tag }) => tag?.label === left.get(id)).length;
    assert.ok(followed >= 0.8 * left.size, `${followed} of ${left.size}`);
    assert.equal(new Set(tags(pipeline).map(([, , , model]) => model)).size, 1, 'all are tagged by one model');
    assert.notEqual(promoting.model.hash, shipped[0]?.[3]);
    await assert.rejects(learn(pipeline, run()), refuses('nothing-to-learn'));
    await assert.rejects(promote(pipeline, lesson.head, run()), refuses('no-such-head'));

    assert.equal((await rollBack(pipeline, 'before', run())).learned, undefined);
    assert.deepEqual(tags(pipeline), shipped);
    await assert.rejects(rollBack(pipeline, 'before', run()), refuses('no-such-head'));
  });

  test('vectors that are not there are made, and kept as they are; corrections win whatever the head says; a lost store loses the head and no correction', async (t) => {
    const { pipeline } = await ready(t);
    const { store, ctx } = pipeline;
    correctAsHabit(store, 14);
    const { changesHash } = await pipeline.tagger.identity();
    const ids = store.query({}).map(({ id }) => id);
    const kept = () => [...store.embeddings(changesHash, ids)].length;
    store.dropEmbeddings([]);
    const abort = new AbortController();
    const stopped = new Run(Date.now, () => abort.abort());
    await assert.rejects(learn({ ...pipeline, ctx: { ...ctx, signal: abort.signal } }, stopped), { name: 'AbortError' });
    assert.ok(kept() > 0, 'cancelled, what was made is there');

    store.dropEmbeddings([]);
    const seen: number[] = [];
    const watched = new Run(Date.now, ({ stage, done, total }) => {
      if (stage === 'classify' && done === total) seen.push(kept());
    });
    const lesson = await learn(pipeline, watched);
    assert.deepEqual(seen, [64], 'most is there before the end: a kill loses little');
    assert.equal(kept(), ids.length);
    store.dropEmbeddings([]);
    const again = new AbortController();
    const cut = new Run(Date.now, ({ total }) => void (total !== undefined && again.abort()));
    await assert.rejects(promote({ ...pipeline, ctx: { ...ctx, signal: again.signal } }, lesson.head, cut), { name: 'AbortError' });
    const { hash } = await pipeline.tagger.identity();
    const done = () => tags(pipeline).filter(([, , , model]) => model === hash).length;
    assert.ok(done() > 0 && done() < ids.length && kept() > 0, `${done()} of ${ids.length} were tagged before it was cancelled`);
    await tagPending(pipeline, {}, run());
    assert.equal(done(), ids.length);
    const [item] = store.query({
      ids: store
        .corrections()
        .slice(0, 1)
        .map(({ contribution }) => contribution),
    });
    assert.equal(item?.correction?.label, store.corrections()[0]?.label);
    erase(pipeline, 'everything');
    assert.deepEqual(await teachingOf(pipeline), { corrections: 0, promoted: 0 });
    assert.equal(store.summary().heads, 0);
  });

  test('too few corrections, and ones that nothing follows from, end in a message', async (t) => {
    const { pipeline } = await ready(t);
    const { store } = pipeline;
    correctAsHabit(store, 4);
    await assert.rejects(
      learn(pipeline, run()),
      (error: unknown) => refuses('too-few-corrections')(error) && /12 more/.test(String(error)),
    );
    const words = ['feat', 'fix', 'docs', 'style', 'refactor', 'perf', 'test', 'build', 'ci', 'chore'];
    for (const [i, { id }] of store.query({}).slice(0, 40).entries())
      store.correct({ contribution: id, family: 'type', label: words[(i * 7 + (i % 3)) % 10] ?? '' });
    const lesson = await learn(pipeline, run());
    assert.equal(lesson.better, false);
    await assert.rejects(promote(pipeline, lesson.head, run()), refuses('no-such-head'));
  });
});

describe('a head of another encoder', { timeout: 120_000 }, () => {
  let file: HeadFile;
  before(() => {
    file = {
      ...(JSON.parse(readFileSync(path.join(MODEL_DIR, 'heads/commit-type.json'), 'utf8')) as HeadFile),
      encoder: 'of-another-version',
    };
  });

  test('is refused by the tagger', async (t) => {
    const tagger = await shippedTagger({ head: { hash: 'other', file } });
    t.after(() => tagger.close());
    await assert.rejects(collect(tagger.tag([{ id: '1', kind: 'commit', text: 'Fix it' }])), /trained on the vectors of another encoder/);
  });

  test('is left unused where it was promoted by an earlier version, and that is said', async (t) => {
    const { pipeline, folder } = await ready(t);
    const shipped = await pipeline.tagger.identity();
    pipeline.store.offerHead({ hash: 'other', learned: ['x'], file: JSON.stringify(file) });
    pipeline.store.promoteHead('other');
    assert.deepEqual(await pipeline.tagger.identity(), { ...shipped, outdated: pipeline.store.heads()[0] });
    const again = run();
    await tagPending(pipeline, {}, again);
    assert.match(again.warnings.join(), /another version of the model, and is not used/);
    assert.deepEqual(again.model, { name: shipped.name, hash: shipped.hash });
    const options = {
      version: '0',
      dataDir: path.join(folder, 'data'),
      modelDir: MODEL_DIR,
      workerUrl: WORKER_URL,
      locale: 'en',
      zone: 'UTC',
    } as const;
    const checks = await checkUp(options, pipeline.ctx);
    assert.match(checks.find(({ name }) => name === 'model')?.detail ?? '', /is of another version and is not used/);
    assert.equal((await rollBack(pipeline, 'shipped', run())).promoted, 0);

    // A damaged one is none that an installation mends.
    for (const [hash, text] of [
      ['short', JSON.stringify({ ...file, encoder: shipped.changesHash, bias: { ...file.bias, data: '' } })],
      ['cut', '{"format": 1, "na'],
    ] as const) {
      pipeline.store.offerHead({ hash, learned: ['x'], file: text });
      pipeline.store.promoteHead(hash);
      await assert.rejects(tagPending(pipeline, {}, run()), {
        reason: 'head-damaged',
        message: /^(?!.*Install).*Roll Back the Tagger.*your corrections are kept/,
      });
    }
    assert.equal((await rollBack(pipeline, 'shipped', run())).promoted, 0);
    const reopened = openPipeline(options, pipeline.ctx);
    t.after(() => reopened.close());
    assert.deepEqual(await reopened.tagger.identity(), shipped);
  });
});

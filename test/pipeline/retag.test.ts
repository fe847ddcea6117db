import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { HeadFile } from '../../src/classify/head.ts';
import { pack } from '../../src/classify/packed.ts';
import type { Contribution } from '../../src/domain/contribution.ts';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import { openPipeline, type Pipeline } from '../../src/pipeline/open.ts';
import { Run } from '../../src/pipeline/run.ts';
import { inputOf, tagPending } from '../../src/pipeline/tagger.ts';
import { promote, rollBack } from '../../src/pipeline/teach.ts';
import { NewVectors, vectorsOf } from '../../src/pipeline/vectors.ts';
import { silent } from '../../src/util/context.ts';
import { Random } from '../../src/util/random.ts';
import { collect, MODEL_DIR, shippedTagger } from '../classify/support/model.ts';
import { commit, folder, REPO } from '../store/support.ts';

const run = (): Run => new Run(Date.now);

/** No thread can be started in it: whoever asks an encoder fails. */
function withoutEncoder(t: TestContext): Pipeline {
  const workerUrl = pathToFileURL(path.join(folder(t), 'worker.js'));
  const options = { version: '0', dataDir: folder(t), key: 'ab'.repeat(32), modelDir: MODEL_DIR, workerUrl, zone: 'UTC' };
  const pipeline = openPipeline({ ...options, locale: 'en' }, { now: Date.now, log: silent });
  t.after(() => pipeline.close());
  return pipeline;
}

/** All kinds that have tags, with and without what is stated; some of any kind say nothing. */
const contributions = Array.from({ length: 60 }, (_, n): Contribution => {
  const words = ['crash', 'reader', 'guide', 'workflow', 'header', 'theme', 'test', 'option'];
  const subject = `${['Fix', 'Add', 'Describe', 'Bump', 'Rename'][n % 5]} the ${words[n % 8]} of ${words[(n * 3) % 7]} ${n}`;
  const kind = (['commit', 'commit', 'pull_request', 'review_comment', 'issue'] as const)[n % 5] ?? 'commit';
  const item = commit(n, { subject, body: n % 3 === 0 ? `It was ${words[n % 7]}.` : '' });
  if (kind !== 'commit')
    return { ...item, kind, id: `${kind}:${REPO.id}#${n}`, key: `${n}`, files: kind === 'pull_request' ? item.files : [] };
  return n % 4 === 0 ? { ...item, stated: { type: n === 20 ? 'revert' : 'fix', breaking: false } } : item;
});

/** Stored and tagged by other weights, with vectors that only look like an encoder's. */
async function ready(t: TestContext): Promise<Pipeline> {
  const pipeline = withoutEncoder(t);
  const { store, tagger } = pipeline;
  store.writeBatch({ repo: REPO, contributions });
  const random = new Random(1, 'vectors');
  const vector = (): Int8Array => Int8Array.from({ length: 384 }, () => random.below(255) - 127);
  const made = new NewVectors(await tagger.identity());
  for (const item of contributions) made.add(inputOf(item), { embedding: vector(), meaning: vector() });
  made.save(store);
  const scores = { feat: 1 };
  store.saveTags(
    contributions.map((of) => {
      const family = of.kind === 'review_comment' ? 'category' : 'type';
      return { of, tag: { family, label: 'feat', p: 1, unsure: false, scores, model: 'earlier' } };
    }),
  );
  await tagPending(pipeline, {}, run());
  return pipeline;
}

const tagsOf = ({ store }: Pipeline) =>
  Object.fromEntries([...store.query({}), ...store.query({ family: 'category' })].flatMap(({ id, tag }) => (tag ? [[id, tag]] : [])));

describe('tagging anew from what was kept', { timeout: 120_000 }, () => {
  test('says what the tagger says of the same vectors, of each kind, and asks no encoder', async (t) => {
    const pipeline = await ready(t);
    const { store } = pipeline;
    const { hash, ...model } = await pipeline.tagger.identity();
    const inputs = new Map(contributions.map((item) => [item.id, inputOf(item)]));
    const kept = vectorsOf(store, model, inputs);
    const tagger = await shippedTagger();
    t.after(() => tagger.close());
    const known = [...inputs.values()].map((input) => ({ ...input, embedding: kept.get(input.id)?.embedding ?? assert.fail() }));
    const expected = await collect(tagger.tag(known));
    const tags = tagsOf(pipeline);
    for (const { id, tags: said } of expected) {
      const { scores, ...tag } = tags[id] ?? assert.fail(id);
      const { scores: whole, ...rest } = said.type ?? said.category ?? assert.fail(id);
      assert.deepEqual(tag, rest);
      for (const [label, score] of Object.entries(whole)) assert.ok(Math.abs((scores[label] ?? 0) - score) <= 0.000_005);
    }
    assert.equal(new Set(Object.values(tags).map(({ model: by }) => by)).size, 2, 'by rule or by these heads');
    assert.ok(Object.values(tags).every(({ model: by }) => by === hash || by === 'rule'));
  });

  test('follows a promoted head and its roll-back, and tells how far it came', async (t) => {
    const pipeline = await ready(t);
    const { store } = pipeline;
    const shipped = tagsOf(pipeline);
    const file = JSON.parse(readFileSync(path.join(MODEL_DIR, 'heads/commit-type.json'), 'utf8')) as HeadFile;
    const bias = Float32Array.from(TAGGED_TYPES, (type) => (type === 'perf' ? 50 : 0));
    // Sure of nothing but where an author stated a type.
    const text = JSON.stringify({ ...file, threshold: 1.01, bias: { ...file.bias, data: Buffer.from(bias.buffer).toString('base64') } });
    store.offerHead({ hash: 'fast', learned: [], file: text });
    const promoting = run();
    await promote(pipeline, 'fast', promoting);
    const { in: looked, skipped } = promoting.report('0').stages.find(({ stage }) => stage === 'classify') ?? assert.fail();
    assert.equal(looked, contributions.length - 1, 'all but what a rule tagged');
    assert.equal(promoting.device, 'not needed: what the head reads was there');
    const now = tagsOf(pipeline);
    for (const { id, kind, stated } of contributions)
      if (stated?.type !== 'revert' && (kind === 'commit' || kind === 'pull_request')) assert.equal(now[id]?.label, 'perf');
    assert.ok((skipped['unsure'] ?? 0) > 0);
    assert.equal(skipped['unsure'], store.query({}).filter(({ kind, tag }) => kind !== 'review_comment' && tag?.unsure).length);
    await rollBack(pipeline, 'before', run());
    assert.deepEqual(tagsOf(pipeline), shipped);
  });

  test('drops the vectors of an encoder that was replaced, and no others', async (t) => {
    const pipeline = await ready(t);
    const { store, tagger } = pipeline;
    const { encoderHash, changesHash } = await tagger.identity();
    const count = (encoder: string): number => [...store.embeddings(encoder)].length;
    store.saveEmbeddings('earlier', [{ contribution: contributions[0]?.id ?? '', textHash: 'h', vector: new Int8Array(384) }]);
    const before = [count(encoderHash), count(changesHash)];
    await tagPending(pipeline, {}, run());
    assert.equal(count('earlier'), 1, 'where there is nothing to tag, nothing is looked at');
    store.saveTags([{ of: contributions[0] ?? assert.fail(), tag: { ...(tagsOf(pipeline)[commit(0).id] ?? assert.fail()), model: 'x' } }]);
    await tagPending(pipeline, {}, run());
    assert.deepEqual([count('earlier'), count(encoderHash), count(changesHash)], [0, ...before]);
  });
});

test('what is packed of a contribution is still what this version number stands for', () => {
  const hash = createHash('sha256');
  const texts = ['feat(parser)!: read\tquoted fields (#12)', 'Füge 3 Tests hinzu: CamelCase_name', '修复：空文件时崩溃', 'x'.repeat(5000)];
  const bodies = ['', '- one\n- fix: two\n\nSigned-off-by: A <a@example.com>', '<!-- none -->\nIt is 12 % faster.\n\nCloses #3'];
  const paths = [
    'src/readFile.ts',
    'test/unit/a_b.test.py',
    'docs/guide.md',
    '.github/workflows/ci.yml',
    'package-lock.json',
    'vendor/x/y.min.js',
    'Makefile',
    'a.png',
  ];
  for (const [i, subject] of texts.entries())
    for (const [j, body] of bodies.entries()) {
      const files = paths
        .slice(i, i + 2 * j)
        .map((file, n) => ({ path: file, status: 'M' as const, added: n === 1 ? null : n * 7, deleted: n }));
      for (const kind of ['commit', 'issue', 'review_comment'] as const)
        hash.update(pack(inputOf(commit(1, { kind, subject, body, files }))) ?? assert.fail());
    }
  assert.equal(
    hash.digest('hex').slice(0, 16),
    'db17e4903fe20ba2',
    'Heads read something else of the same contribution: raise VERSION in src/classify/packed.ts.',
  );
});

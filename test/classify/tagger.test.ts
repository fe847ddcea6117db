import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { after, before, describe, it } from 'node:test';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import type { Tagged, Tagger, TaggerInput } from '../../src/classify/tagger.ts';
import { collect, DIMENSIONS, shippedHeads, shippedTagger } from './support/model.ts';

const SUBJECTS = [
  'correct a crash when the list is empty',
  'describe the new options in the README',
  'cache parsed headers',
  'rename a variable',
  'run the tests on two more platforms\n\nBoth have failed in ways that no one saw.',
];

const input = (i: number): TaggerInput => ({
  id: `c${i}`,
  kind: 'commit',
  text: `${SUBJECTS[i % SUBJECTS.length]} ${'and more '.repeat((i * 7) % 23)}${i}`,
  files: [[`src/part${i % 3}.ts`, i, i % 5]],
});

describe('tagger', () => {
  let tagger: Tagger;
  before(async () => {
    tagger = await shippedTagger();
  });
  after(() => tagger.close());

  it('tags in the order of its inputs, from any kind of stream', async () => {
    const inputs = Array.from({ length: 260 }, (_, i) => input(i));
    async function* stream() {
      yield* inputs;
    }
    const tagged = await collect(tagger.tag(stream()));
    assert.deepEqual(
      tagged.map(({ id }) => id),
      inputs.map(({ id }) => id),
    );
    for (const { tags, embedding } of tagged) {
      assert.equal(embedding.length, DIMENSIONS);
      const { type } = tags;
      assert.ok(type);
      assert.deepEqual(Object.keys(type.scores), [...TAGGED_TYPES]);
      const sum = Object.values(type.scores).reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(sum - 1) < 1e-6);
      assert.equal(type.scores[type.label], type.p);
      assert.equal(type.model, tagger.info.hash);
    }
    const [again] = await collect(tagger.tag([inputs[200] ?? input(200)]));
    assert.deepEqual(again, tagged[200], 'alone as in a batch');
  });

  it('gives what a text means where it is asked for: the same whatever was changed, unlike what the heads read', async () => {
    const text = 'keep the order of rows';
    const [bare, docs] = await collect(
      tagger.tag(
        [
          { id: 'a', kind: 'commit', text },
          { id: 'b', kind: 'commit', text, files: [['docs/rows.md', 30, 2]] },
        ],
        { meaning: true },
      ),
    );
    assert.ok(bare?.meaning && docs?.meaning);
    assert.deepEqual(docs.meaning, bare.meaning);
    assert.notDeepEqual(docs.embedding, bare.embedding);
    const [plain] = await collect(tagger.tag([{ id: 'a', kind: 'commit', text }]));
    assert.equal(plain?.meaning, undefined);
    assert.deepEqual(plain?.embedding, bare.embedding);
  });

  it('says which device runs', () => {
    assert.equal(tagger.info.device, 'cpu');
    const { asked, device, precision } = tagger.info.devices ?? assert.fail();
    assert.deepEqual({ asked, device, precision }, { asked: 'cpu', device: 'cpu', precision: 'int8' });
    assert.match(tagger.info.hash, /^[0-9a-f]{16}$/);
  });

  it('knows plain cases', async () => {
    const cases: readonly [string, TaggerInput['files'], string][] = [
      ['correct a typo in the installation guide', [['docs/install.md', 1, 1]], 'docs'],
      ['add tests for the date parser', [['test/date.test.ts', 40, 0]], 'test'],
      ['run the workflow on Windows too', [['.github/workflows/ci.yml', 3, 1]], 'ci'],
      [
        'do not crash when the header is missing',
        [
          ['src/header.ts', 4, 1],
          ['test/header.test.ts', 12, 0],
        ],
        'fix',
      ],
    ];
    const tagged = await collect(tagger.tag(cases.map(([text, files = []], i) => ({ id: String(i), kind: 'commit', text, files }))));
    for (const [i, { tags }] of tagged.entries()) assert.equal(tags.type?.label, cases[i]?.[2], cases[i]?.[0]);
  });

  it('weighs what the author stated, keeps it, and leaves reverts to the rule', async () => {
    const bare = { kind: 'commit', text: 'rename a variable', files: [['src/a.ts', 3, 3]] } as const;
    const [alone, stated, revert] = await collect(
      tagger.tag([
        { id: 'a', ...bare },
        { id: 'b', ...bare, stated: { type: 'perf' } },
        { id: 'c', ...bare, stated: { type: 'revert' } },
      ]),
    );
    assert.equal(alone?.tags.type?.stated, undefined);
    assert.equal(stated?.tags.type?.stated, 'perf');
    assert.ok((stated?.tags.type?.scores.perf ?? 0) > 3 * (alone?.tags.type?.scores.perf ?? 1));
    assert.deepEqual(revert?.tags.type, {
      family: 'type',
      label: 'revert',
      p: 1,
      unsure: false,
      stated: 'revert',
      scores: { revert: 1 },
      model: 'rule',
    });
  });

  it('takes any text and any files', async () => {
    const odd: TaggerInput[] = ['', '\u0000', '\ud800', 'x'.repeat(1_000_000), '\n\n\n', 'a\nb'].map((text, i) => ({
      id: `${i}`,
      kind: 'commit',
      text,
    }));
    odd.push({
      id: 'many',
      kind: 'commit',
      text: 'move',
      files: Array.from({ length: 50_000 }, (_, i) => [`a/${i}\n"\u0000.ts`, null, null]),
    });
    odd.push({
      id: 'path',
      kind: 'pull_request',
      text: 'x',
      files: [
        ['', null, 0],
        ['/'.repeat(5000), 1e9, 1e9],
        ['..', 0, 0],
      ],
    });
    for (const { tags } of await collect(tagger.tag(odd))) assert.ok(Number.isFinite(tags.type?.p));
  });

  it('tags each kind by the heads the model ships for it, and no other', async () => {
    const texts = {
      commit: 'add x',
      pull_request: 'add x',
      issue: 'It crashes when I open a file',
      review_comment: 'Why not use a map here?',
    };
    const kinds = ['commit', 'pull_request', 'issue', 'review_comment'] as const;
    const heads = shippedHeads();
    assert.ok(heads.some((head) => head.kinds.includes('commit')));
    const tagged = await collect(tagger.tag(kinds.map((kind) => ({ id: kind, kind, text: texts[kind] }))));
    for (const [at, kind] of kinds.entries()) {
      const own = heads.filter((head) => head.kinds.includes(kind));
      const tags = tagged[at]?.tags ?? {};
      assert.deepEqual(Object.keys(tags).sort(), own.map(({ family }) => family).sort(), kind);
      for (const { family, labels } of own) assert.deepEqual(Object.keys(tags[family]?.scores ?? {}).sort(), [...labels].sort(), kind);
    }
  });

  it('gives the same tags from embeddings it gave before, without the encoder', async () => {
    const inputs = Array.from({ length: 40 }, (_, i) => input(i));
    const first = await collect(tagger.tag(inputs));
    const fresh = await shippedTagger();
    const second = await collect(fresh.tag(inputs.map((one, i) => ({ ...one, ...embeddingOf(first[i]) }))));
    assert.deepEqual(second, first);
    assert.equal(fresh.info.device, undefined, 'nothing was loaded');
    await fresh.close();
  });

  it('stops when aborted, and goes on afterwards', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    let produced = 0;
    function* endless() {
      for (;;) yield input(produced++);
    }
    const seen: string[] = [];
    await assert.rejects(async () => {
      for await (const { id } of tagger.tag(endless(), { signal: stop.signal })) {
        seen.push(id);
        if (seen.length === 40) stop.abort(reason);
      }
    }, reason);
    assert.ok(produced < 2000, `${produced} were taken from the producer`);
    await assert.rejects(collect(tagger.tag([input(1)], { signal: AbortSignal.abort(reason) })), reason);
    assert.equal((await collect(tagger.tag([input(1)]))).length, 1);
  });

  it('lets its consumer leave early, and holds no more than a few groups', async () => {
    let produced = 0;
    function* endless() {
      for (;;) yield input(produced++);
    }
    for await (const { id } of tagger.tag(endless())) if (id === 'c100') break;
    assert.ok(produced < 1500, `${produced} were taken from the producer`);
  });

  it('leaves its thread free: nothing on it runs for 50 ms, and the event loop never waits so long', async () => {
    await collect(tagger.tag([input(0)]));
    const spent = (): number => Object.values(process.threadCpuUsage()).reduce((sum, micros) => sum + micros, 0) / 1000;
    const waits: number[] = [];
    // A busy machine gives its turns to others: of what is waited the best of a few tries is ours, of the processor's time each.
    for (let attempt = 0; attempt < 4 && !waits.some((wait) => wait < 50); attempt++) {
      let [longest, last] = [0, spent()];
      const turn = setInterval(() => {
        const now = spent();
        longest = Math.max(longest, now - last);
        last = now;
      }, 1);
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      await collect(tagger.tag(Array.from({ length: 400 }, (_, i) => input(i))));
      delay.disable();
      clearInterval(turn);
      assert.ok(longest > 0 && longest < 50, `${longest} ms of the processor`);
      waits.push(delay.percentile(99) / 1e6);
    }
    assert.ok(
      waits.some((wait) => wait < 50),
      `${waits.join(', ')} ms`,
    );
  });
});

const embeddingOf = (tagged: Tagged | undefined) => (tagged ? { embedding: tagged.embedding } : {});

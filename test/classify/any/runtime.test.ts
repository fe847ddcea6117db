import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { inspectFolder, kindOf } from '../../../src/classify/any/folder.ts';
import { ForeignRuntime } from '../../../src/classify/any/runtime.ts';
import { cosine } from '../../../src/classify/vectors.ts';
import { BROKEN_WORD, classifierFiles, encoderFiles, halfFiles, withBrokenWord, writeModel } from '../support/foreign.ts';
import { collect, shippedTagger } from '../support/model.ts';

const never = () => false;

describe('a model of somebody else’s', () => {
  let home = '';
  before(() => (home = mkdtempSync(path.join(tmpdir(), 'tr-any-'))));
  after(() => rmSync(home, { recursive: true, force: true }));
  const folder = (name: string, files: Readonly<Record<string, string | Uint8Array>>) => writeModel(path.join(home, name), files);

  it('classifies texts from a local folder, in their order, whatever their length', async () => {
    const model = await inspectFolder(folder('classes', classifierFiles(['Bug', 'Feature', 'Docs'])), 'classes');
    assert.deepEqual([model.task, model.labels], ['text-classification', ['Bug', 'Feature', 'Docs']]);
    const runtime = await ForeignRuntime.load(model, 1);
    const texts = ['introduce a screen', 'repair', `typo ${'in the guide '.repeat(400)}`, 'crash and wrong crash', ''];
    const readings = (await runtime.read(texts, never)) ?? assert.fail();
    await runtime.release();
    const best = readings.map((reading) => ('scores' in reading ? reading.scores.indexOf(Math.max(...reading.scores)) : -1));
    assert.deepEqual(best.slice(0, 4), [1, 0, 2, 0]);
    for (const reading of readings) assert.ok('scores' in reading && Math.abs(reading.scores.reduce((a, b) => a + b) - 1) < 1e-6);
  });

  it('says what texts mean, padding or not', async () => {
    const runtime = await ForeignRuntime.load(await inspectFolder(folder('meaning', encoderFiles()), 'meaning'), 1);
    const texts = ['crash', 'wrong', 'button', 'crash'.concat(' wrong'.repeat(20))];
    const vectors = ((await runtime.read(texts, never)) ?? assert.fail()).map((reading) =>
      'vector' in reading ? reading.vector : assert.fail(),
    );
    const [alone] = ((await runtime.read(['crash'], never)) ?? assert.fail()).map((reading) =>
      'vector' in reading ? reading.vector : assert.fail(),
    );
    await runtime.release();
    const [crash, wrong, button] = [vectors[0], vectors[1], vectors[2]].map((vector) => vector ?? assert.fail());
    assert.ok(crash && wrong && button && alone);
    assert.ok(cosine(crash, wrong) > cosine(crash, button) + 0.3);
    assert.deepEqual(alone, crash);
  });

  it('says the same of a text wherever its row is padded', async () => {
    const files = encoderFiles();
    const left = { ...JSON.parse(String(files['tokenizer_config.json'])), padding_side: 'left' };
    const made = folder('left', {
      ...files,
      'tokenizer_config.json': JSON.stringify(left),
      '1_Pooling/config.json': '{"pooling_mode_cls_token": true}',
    });
    const runtime = await ForeignRuntime.load(await inspectFolder(made, 'left'), 1);
    const [short, long] = (await runtime.read(['crash', 'crash wrong button typo'], never)) ?? assert.fail();
    await runtime.release();
    assert.ok(short && 'vector' in short && short.vector.some((x) => x !== 0));
    assert.deepEqual(short, long, 'both begin with the same mark');
  });

  it('is read by the bundled worker, with onnxruntime as its only native code', async () => {
    const tagger = await shippedTagger({ workerUrl: new URL('../../../dist/worker.js', import.meta.url), threads: 1 });
    const model = await inspectFolder(path.join(home, 'classes'), 'classes');
    const [reading] = await tagger.read(model, ['the readme has a typo']);
    assert.ok(reading && 'scores' in reading && (reading.scores[2] ?? 0) > 0.9);
    // The same thread goes on with the shipped model: two copies of the library would not live together.
    const [tagged] = await collect(tagger.tag([{ id: '1', kind: 'commit', text: 'correct a typo in the readme' }]));
    assert.ok(tagged?.tags.type);
    const [again] = await tagger.read(model, ['a crash']);
    assert.ok(again && 'scores' in again && (again.scores[0] ?? 0) > 0.9);
    await tagger.close();
    const chunks = path.resolve(import.meta.dirname, '../../../dist/worker');
    const code = readdirSync(chunks)
      .map((file) => readFileSync(path.join(chunks, file), 'utf8'))
      .join('');
    assert.doesNotMatch(code, /from ?"(sharp|onnxruntime-web)/);
    const worker = readFileSync(path.join(chunks, '../worker.js'), 'utf8');
    assert.match(worker, /import\("\.\/worker\/transformers/, 'the library is loaded when a model is');
  });

  it('may give its numbers in half precision', async () => {
    const runtime = await ForeignRuntime.load(await inspectFolder(folder('half', halfFiles(['Bug', 'Feature', 'Docs'])), 'half'), 1);
    const [reading] = (await runtime.read(['the readme has a typo'], never)) ?? assert.fail();
    assert.ok(reading && 'scores' in reading && (reading.scores[2] ?? 0) > 0.9);
    await runtime.release();
  });

  it('stops where it is cancelled', async () => {
    const runtime = await ForeignRuntime.load(await inspectFolder(path.join(home, 'meaning'), 'meaning'), 1);
    assert.equal(await runtime.read(['crash'], () => true), undefined);
    await runtime.release();
  });

  it('that fails on one text reads the others, and says why', async () => {
    const runtime = await ForeignRuntime.load(await inspectFolder(folder('picky', withBrokenWord(['Bug', 'Feature', 'Docs'])), 'picky'), 1);
    const texts = Array.from({ length: 40 }, (_, i) => (i === 17 ? `crash ${BROKEN_WORD}` : 'introduce a screen'));
    const readings = (await runtime.read(texts, never)) ?? assert.fail();
    const failed = readings.flatMap((reading, i) => ('failed' in reading ? [[i, reading.failed] as const] : []));
    assert.deepEqual(
      failed.map(([i]) => i),
      [17],
    );
    assert.match(failed[0]?.[1] ?? '', /\w{3,}/);
    await runtime.release();
  });

  it('that can read nothing is refused when it is loaded', async () => {
    const files = { ...classifierFiles(['a', 'b', 'c']), 'onnx/model.onnx': classifierFiles(['a', 'b'])['onnx/model.onnx'] ?? '' };
    await assert.rejects(async () => ForeignRuntime.load(await inspectFolder(folder('two', files), 'two'), 1), {
      reason: 'model-unsupported',
      message: /does not give one number for each of its labels/,
    });
  });

  it('with a file that cannot be read is told from ours: nothing has to be installed', { skip: process.platform !== 'linux' }, async () => {
    const made = folder('unreadable', classifierFiles(['a', 'b']));
    rmSync(path.join(made, 'tokenizer.json'));
    // A file whose first byte nobody can read.
    symlinkSync('/proc/self/mem', path.join(made, 'tokenizer.json'));
    await assert.rejects(inspectFolder(made, 'unreadable'), {
      reason: 'model-missing',
      message: /^(?!.*Install).*tokenizer\.json cannot be read \(/,
    });
  });

  it('is not loaded when a file is not what it was', async () => {
    const model = await inspectFolder(folder('changed', classifierFiles(['a', 'b'])), 'changed');
    writeFileSync(path.join(home, 'changed', 'tokenizer.json'), '{}');
    await assert.rejects(ForeignRuntime.load(model, 1), { reason: 'model-changed', message: /tokenizer\.json is not what it was/ });
  });

  it('is refused in words that say what to do where it cannot be used', async () => {
    const cases: readonly [name: string, files: Readonly<Record<string, string | Uint8Array>>, message: RegExp][] = [
      ['empty', {}, /there is no config\.json/],
      ['no-graph', { ...classifierFiles(['a', 'b']), 'onnx/model.onnx': '' }, /could not be loaded .*Choose another model/],
      ['no-json', { 'config.json': '{' }, /config\.json is not JSON/],
      ['writer', { 'config.json': '{"architectures": ["GPT2LMHeadModel"]}' }, /architecture is GPT2LMHeadModel\. Choose one for/],
      ['masked', { 'config.json': '{"architectures": ["BertForMaskedLM"]}' }, /architecture is BertForMaskedLM\. Choose one for/],
      ['escape', { 'config.json': '{"architectures": ["\\u001b[31mForMaskedLM"]}' }, /architecture is {2}\[31mForMaskedLM\. Choose/],
      ['nothing', { 'config.json': '{}' }, /names no architecture/],
      ['one', classifierFiles(['only']), /fewer than two labels/],
      ['reserved', classifierFiles(['sure', 'Unsure']), /one of its labels is "unsure", which is what/],
      ['nameless', classifierFiles(['a', ' ']), /one of its labels has no name/],
      ['unknown', { ...classifierFiles(['a', 'b']), 'tokenizer.json': '{"model": 1}' }, /could not be loaded/],
      ['torch', { 'config.json': '{"architectures": ["BertModel"]}', 'model.safetensors': 'x' }, /no ONNX graph/],
    ];
    for (const [name, files, message] of cases) {
      await assert.rejects(async () => ForeignRuntime.load(await inspectFolder(folder(name, files), name), 1), { message }, name);
    }
  });

  it('has its labels in the order of its outputs, or none', () => {
    const config = (id2label: object) => ({ architectures: ['XForSequenceClassification'], id2label });
    assert.deepEqual(kindOf(config({ 1: 'b', 0: 'a' }), 'x').labels, ['a', 'b']);
    assert.throws(() => kindOf(config({ 0: 'a', 2: 'b' }), 'x'), { reason: 'model-unsupported' });
    assert.equal(kindOf({ architectures: ['RobertaModel'], model_type: 'roberta', max_position_embeddings: 130 }, 'x').maxTokens, 128);
  });
});

import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Try } from '../../src/classify/attempt.ts';
import { deviceWords } from '../../src/domain/device.ts';
import { TrackRecordError } from '../../src/domain/result.ts';
import { silent } from '../../src/util/context.ts';
import type { Tagger } from '../../src/classify/tagger.ts';
import { writeManifest } from '../model/manifest.ts';
import { collect, MODEL_DIR, shippedTagger } from './support/model.ts';

const FAILING = new URL('./support/failing-worker.ts', import.meta.url);
const withReason =
  (reason: string, message: RegExp = /./) =>
  (error: unknown) =>
    error instanceof TrackRecordError && error.reason === reason && message.test(error.message);
const commit = (text: string) => ({ id: '1', kind: 'commit', text }) as const;

async function tagOne(modelDir: string): Promise<unknown> {
  let tagger: Tagger | undefined;
  try {
    tagger = await shippedTagger({ modelDir });
    return await collect(tagger.tag([commit('add a flag')]));
  } finally {
    await tagger?.close();
  }
}

describe('a damaged model', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'track-record-model-'));
    cpSync(MODEL_DIR, dir, { recursive: true });
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  const edit = (name: string, change: (bytes: Buffer) => Buffer | string) =>
    writeFileSync(path.join(dir, name), change(readFileSync(path.join(dir, name))));

  it('works as a copy', async () => {
    assert.ok(await tagOne(dir));
  });

  it('is refused when one bit of the weights differs', async () => {
    edit('encoder.safetensors', (bytes) => {
      const at = bytes.length >> 1;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return bytes;
    });
    await assert.rejects(tagOne(dir), withReason('model-corrupt', /encoder\.safetensors.*SHA-256/));
  });

  it('is refused when a file is cut short, longer or gone', async () => {
    edit('changes-cpu.onnx', (bytes) => bytes.subarray(0, 1000));
    await assert.rejects(tagOne(dir), withReason('model-corrupt', /changes-cpu\.onnx.*1000 bytes/));
    cpSync(path.join(MODEL_DIR, 'changes-cpu.onnx'), path.join(dir, 'changes-cpu.onnx'));
    appendFileSync(path.join(dir, 'tokenizer.json'), ' ');
    await assert.rejects(tagOne(dir), withReason('model-corrupt', /tokenizer\.json/));
    rmSync(path.join(dir, 'tokenizer.json'));
    await assert.rejects(tagOne(dir), withReason('model-corrupt', /tokenizer\.json.*cannot be read/));
  });

  it('is refused when a head was changed', async () => {
    edit('heads/commit-type.json', (bytes) => bytes.toString('utf8').replace('"threshold":', '"threshold":0'));
    await assert.rejects(tagOne(dir), withReason('model-corrupt', /commit-type\.json/));
  });

  it('is refused when a head was trained on the vectors of another encoder, however right the hashes are', async () => {
    edit('changes.safetensors', (bytes) => {
      const at = bytes.length - 1;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return bytes;
    });
    await writeManifest(dir);
    await assert.rejects(tagOne(dir), withReason('model-corrupt', /commit-type\.json.*another encoder/));
  });

  it('is refused when its manifest is not one, or there is none', async () => {
    edit('manifest.json', () => '{"format": 2}');
    await assert.rejects(tagOne(dir), withReason('model-corrupt', /manifest\.json/));
    edit('manifest.json', () => 'no JSON');
    await assert.rejects(tagOne(dir), withReason('model-corrupt'));
    rmSync(path.join(dir, 'manifest.json'));
    await assert.rejects(tagOne(dir), withReason('model-missing', /Install Track Record again/));
    await assert.rejects(tagOne(path.join(dir, 'nowhere')), withReason('model-missing'));
  });
});

describe('a worker that dies', () => {
  for (const how of ['throw', 'exit']) {
    it(`by ${how} rejects what is pending, and the next input starts another`, async () => {
      const tagger = await shippedTagger({ workerUrl: FAILING });
      await assert.rejects(collect(tagger.tag([commit(how)])), withReason('tagger-crashed', /stopped unexpectedly/));
      assert.equal((await collect(tagger.tag([commit('fine')]))).length, 1);
      await tagger.close();
    });
  }

  it('by close rejects what is pending', async () => {
    const tagger = await shippedTagger({ workerUrl: FAILING });
    const pending = collect(tagger.tag([commit('never')]));
    setTimeout(() => void tagger.close(), 100);
    await assert.rejects(pending, withReason('tagger-stopped'));
  });

  it('is not waited for once aborted', async () => {
    const tagger = await shippedTagger({ workerUrl: FAILING });
    const stop = AbortSignal.timeout(50);
    await assert.rejects(collect(tagger.tag([commit('never')], { signal: stop })), { name: 'TimeoutError' });
    await tagger.close();
  });

  it('lives on where its device fails at work: where it goes on, and why, is said', async () => {
    const said: string[] = [];
    const ctx = { now: Date.now, log: { ...silent, warn: (message: string) => void said.push(message) } };
    const attempt: Try = async () => ({ kind: 'ran', vectors: [Int8Array.of(1, 0, 0)], over: false });
    const tagger = await shippedTagger({ workerUrl: FAILING, attempt, ctx });
    assert.equal((await collect(tagger.tag([commit('move')]))).length, 1);
    assert.deepEqual(said, ['The tagger failed on CPU in 8-bit integers (device lost) and goes on on CPU in single precision.']);
    const { device, precision, attempts } = tagger.info.devices ?? assert.fail();
    assert.deepEqual([device, precision], ['cpu', 'float32']);
    assert.match(deviceWords('cpu', { attempts, absent: [] }, 'en').join(), /8-bit integers: it failed at work \(device lost\)/);
    await tagger.close();
  });

  it('that does not exist is said so', async () => {
    const tagger = await shippedTagger({ workerUrl: new URL('./no-worker.ts', import.meta.url) });
    await assert.rejects(collect(tagger.tag([commit('x')])), withReason('tagger-crashed'));
    await tagger.close();
  });
});

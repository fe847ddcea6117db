// Asking for a model and fetching it, from a server of this machine that answers as the hub does.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { inspectFolder } from '../../src/classify/any/folder.ts';
import { ForeignRuntime } from '../../src/classify/any/runtime.ts';
import { hubOf } from '../../src/hub/request.ts';
import { downloaded, downloadModel, hubModel, offerModel, removeModels, storedModels } from '../../src/pipeline/downloads.ts';
import { classifierFiles } from '../classify/support/foreign.ts';
import { fakeHub, type HubOptions, REVISION } from '../support/hub.ts';
import { scratch } from '../support/repos.ts';

const ID = 'example/tiny';
const FILES: Readonly<Record<string, string | Uint8Array>> = {
  ...classifierFiles(['bug', 'feature', 'docs']),
  'README.md': 'not wanted',
  'pytorch_model.bin': 'nor is this',
};
const WANTED = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'];
const spec = hubModel(ID);
const now = () => 7;
const without = (name: string) => Object.fromEntries(Object.entries(FILES).filter(([one]) => one !== name));

async function started(t: TestContext, options: Partial<HubOptions> = {}) {
  const hub = await fakeHub({ id: ID, files: FILES, ...options });
  t.after(() => hub.close());
  const home = scratch(t);
  const env = { HF_ENDPOINT: `${hub.base}/` };
  return { hub, home, env, folder: path.join(home, 'models', spec.slug) };
}

test('a model is offered with what it consists of, fetched, checked, listed, loaded and removed', async (t) => {
  const { hub, home, env, folder } = await started(t);
  const offer = await offerModel(spec, env);
  assert.deepEqual(hub.asked, ['/api/models/example/tiny'], 'its name is all that is sent');
  assert.deepEqual(
    offer.files.map(({ name }) => name),
    WANTED,
  );
  assert.deepEqual([offer.license, offer.revision, offer.from], ['mit', REVISION, hub.base]);
  assert.equal(
    offer.bytes,
    WANTED.reduce((sum, name) => sum + Buffer.byteLength(FILES[name] as string), 0),
  );
  await assert.rejects(downloaded(home, spec), { reason: 'model-not-downloaded' });
  const told: number[] = [];
  await downloadModel(home, offer, env, { now, onBytes: (done) => told.push(done) });
  assert.deepEqual(
    told,
    told.toSorted((a, b) => a - b),
  );
  assert.equal(told.at(-1), offer.bytes);
  assert.deepEqual(await storedModels(home), [{ id: ID, license: 'mit', from: hub.base, bytes: offer.bytes }]);
  const record = await downloaded(home, spec);
  const model = await inspectFolder(record.folder, ID, record.files);
  const runtime = await ForeignRuntime.load(model, 1);
  await runtime.release();
  writeFileSync(path.join(folder, 'onnx/model_quantized.onnx'), 'a file that did not come with it');
  assert.deepEqual(await inspectFolder(record.folder, ID, record.files), model, 'nothing else is read');
  writeFileSync(path.join(folder, 'onnx/model.onnx'), 'another');
  await assert.rejects(ForeignRuntime.load(model, 1), { reason: 'model-changed' });
  await removeModels(home);
  assert.equal(existsSync(path.join(home, 'models')), false);
});

test('what was cut short is gone on with, and is no model meanwhile', async (t) => {
  const { hub, home, env, folder } = await started(t);
  const offer = await offerModel(spec, env);
  const graph = Buffer.from(FILES['onnx/model.onnx'] as Uint8Array);
  const half = Math.floor(graph.length / 2);
  hub.intercept = (request, response, file) => {
    if (!request.url?.startsWith('/cdn/') || file?.length !== graph.length) return false;
    response.writeHead(200, { 'content-length': graph.length });
    response.write(graph.subarray(0, half), () => response.destroy());
    return true;
  };
  await assert.rejects(downloadModel(home, offer, env, { now }), { reason: /^(download-incomplete|hub-unreachable)$/ });
  assert.equal(existsSync(folder), false);
  await assert.rejects(downloaded(home, spec), { reason: 'model-not-downloaded' });
  assert.deepEqual(await storedModels(home), []);
  const have = statSync(path.join(`${folder}.partial`, 'onnx/model.onnx.part'), { throwIfNoEntry: false })?.size ?? 0;
  hub.intercept = undefined;
  hub.asked.length = 0;
  await downloadModel(home, offer, env, { now });
  const again = have > 0 ? [`/cdn/${REVISION}/onnx/model.onnx bytes=${have}-`] : [];
  assert.deepEqual(
    hub.asked.filter((one) => one.includes('bytes=') && one.includes('/cdn/')),
    again,
    'files that were whole are not asked for again',
  );
  assert.equal(
    hub.asked.some((one) => one.includes('config.json')),
    false,
  );
  assert.deepEqual(readFileSync(path.join(folder, 'onnx/model.onnx')), graph);
  assert.equal(existsSync(`${folder}.partial`), false);
});

test('a server that knows no ranges sends all again, and another revision begins anew', async (t) => {
  const { hub, home, env, folder } = await started(t);
  const offer = await offerModel(spec, env);
  const partial = path.join(`${folder}.partial`, 'onnx');
  mkdirSync(partial, { recursive: true });
  writeFileSync(path.join(partial, '../.revision'), `${ID}@${REVISION}`);
  writeFileSync(path.join(partial, 'model.onnx.part'), 'wrong start');
  hub.intercept = (_, response, file) => {
    if (!file) return false;
    response.writeHead(200).end(file);
    return true;
  };
  await downloadModel(home, offer, env, { now });
  assert.deepEqual(readFileSync(path.join(folder, 'onnx/model.onnx')), Buffer.from(FILES['onnx/model.onnx'] as Uint8Array));
  mkdirSync(partial, { recursive: true });
  writeFileSync(path.join(partial, '../.revision'), `${ID}@${'b'.repeat(40)}`);
  writeFileSync(path.join(partial, '../left.part'), 'of another revision');
  hub.intercept = undefined;
  await downloadModel(home, offer, env, { now });
  assert.deepEqual(readdirSync(folder).toSorted(), [
    '.revision',
    'config.json',
    'model.json',
    'onnx',
    'tokenizer.json',
    'tokenizer_config.json',
  ]);
});

test('two that fetch the same do not get in each other’s way, and what a dead process left is gone on with', async (t) => {
  const { hub, home, env, folder } = await started(t);
  const offer = await offerModel(spec, env);
  const graph = Buffer.from(FILES['onnx/model.onnx'] as Uint8Array);
  let second: Promise<void> | undefined;
  hub.intercept = (request, response, file) => {
    if (second || !request.url?.startsWith('/cdn/') || file?.length !== graph.length) return false;
    // The first is half way when the second begins, and ends.
    response.writeHead(200, { 'content-length': graph.length });
    response.write(graph.subarray(0, 100));
    second = downloadModel(home, offer, env, { now }).finally(() => response.end(graph.subarray(100)));
    return true;
  };
  await downloadModel(home, offer, env, { now });
  await second;
  await inspectFolder((await downloaded(home, spec)).folder, ID);
  assert.deepEqual(readdirSync(path.join(home, 'models')), [spec.slug]);

  const leave = (pid: number | undefined) => {
    const partial = path.join(`${folder}.${pid}-1.partial`, 'onnx');
    mkdirSync(partial, { recursive: true });
    writeFileSync(path.join(partial, '../.revision'), `${ID}@${REVISION}`);
    writeFileSync(path.join(partial, 'model.onnx.part'), graph.subarray(0, 100));
    return path.dirname(partial);
  };
  const [dead, alive] = [leave(spawnSync(process.execPath, ['--version']).pid), leave(process.ppid)];
  hub.asked.length = 0;
  await downloadModel(home, offer, env, { now });
  assert.ok(hub.asked.includes(`/cdn/${REVISION}/onnx/model.onnx bytes=100-`), hub.asked.join('\n'));
  assert.deepEqual([existsSync(dead), existsSync(alive)], [false, true]);
});

test('what is not what was listed is thrown away', async (t) => {
  const { hub, home, env, folder } = await started(t);
  const offer = await offerModel(spec, env);
  hub.intercept = (request, response, file) => {
    if (!file || !request.url?.includes('tokenizer_config')) return false;
    response.end(Buffer.alloc(file.length, 'x'));
    return true;
  };
  await assert.rejects(downloadModel(home, offer, env, { now }), {
    reason: 'download-damaged',
    message: /tokenizer_config\.json is not what the hub lists/,
  });
  assert.equal(existsSync(path.join(`${folder}.partial`, 'tokenizer_config.json.part')), false);
  hub.intercept = (request, response, file) => {
    if (!file || !request.url?.includes('tokenizer_config')) return false;
    response.end(Buffer.concat([file, file]));
    return true;
  };
  await assert.rejects(downloadModel(home, offer, env, { now }), { reason: 'hub-strange' });
  await assert.rejects(downloaded(home, spec), { reason: 'model-not-downloaded' });
});

test('every refusal says what to do', async (t) => {
  const { hub, home, env } = await started(t);
  const status = (code: number) => {
    hub.intercept = (_, response) => {
      response.writeHead(code).end('no');
      return true;
    };
    return offerModel(spec, env);
  };
  await assert.rejects(status(404), { reason: 'model-unknown', message: /There is no model example\/tiny at http/ });
  await assert.rejects(status(401), { reason: 'model-gated', message: /HF_TOKEN/ });
  await assert.rejects(status(403), { reason: 'model-gated' });
  await assert.rejects(status(503), { reason: 'hub-failing', message: /503\. Try again later/ });
  await assert.rejects(status(429), { reason: 'hub-failing' });
  await assert.rejects(status(418), { reason: 'hub-strange' });
  for (const body of ['<html>', '{}', `{"sha": "../..", "siblings": []}`]) {
    hub.intercept = (_, response) => {
      response.end(body);
      return true;
    };
    await assert.rejects(offerModel(spec, env), { reason: 'hub-strange' }, body);
  }
  hub.intercept = undefined;
  const closed = await new Promise<number>((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
  await assert.rejects(offerModel(spec, { HF_ENDPOINT: `http://127.0.0.1:${closed}` }), {
    reason: 'hub-unreachable',
    message: /ECONNREFUSED/,
  });
  for (const base of ['nowhere', 'file:///etc', 'https://ada@example.com', 'https://:zsecret@example.com', 'https://example.com/?x=1'])
    assert.throws(() => hubOf({ HF_ENDPOINT: base }), { reason: 'hub-address', message: /^(?!.*zsecret)/ }, base);
  const offer = await offerModel(spec, env);
  // A file stands where the folder has to be: as a disk that takes nothing.
  rmSync(home, { recursive: true, force: true });
  writeFileSync(home, '');
  await assert.rejects(downloadModel(home, offer, env, { now }), { reason: 'model-folder', message: /cannot be written to/ });
});

test('a full disk is said to be one, and a stop is a stop', async (t) => {
  const { hub, home, env } = await started(t);
  const offer = await offerModel(spec, env);
  const stop = new AbortController();
  hub.intercept = (request, response, file) => {
    if (!file || !request.url?.includes('/onnx/')) return false;
    response.writeHead(200, { 'content-length': file.length });
    response.write(file.subarray(0, 10), () => stop.abort());
    return true;
  };
  await assert.rejects(downloadModel(home, offer, env, { now, signal: stop.signal }), { name: 'AbortError' });
  if (process.platform === 'linux' && existsSync('/dev/full')) {
    const place = path.join(home, 'models', `${spec.slug}.partial`, 'onnx/model.onnx.part');
    rmSync(place, { force: true });
    symlinkSync('/dev/full', place);
    hub.intercept = undefined;
    await assert.rejects(downloadModel(home, offer, env, { now }), { reason: 'disk-full', message: /disk is full/ });
  }
});

test('models that cannot be used are refused before anything large is fetched', async (t) => {
  const writer = await started(t, { architectures: ['GPT2LMHeadModel'] });
  await assert.rejects(offerModel(spec, writer.env), { reason: 'model-unsupported', message: /architecture is GPT2LMHeadModel/ });
  await assert.rejects(offerModel(spec, (await started(t, { files: without('onnx/model.onnx') })).env), {
    reason: 'model-unsupported',
    message: /no ONNX graph/,
  });
  await assert.rejects(offerModel(spec, (await started(t, { files: without('tokenizer.json') })).env), {
    message: /has no tokenizer\.json/,
  });
});

test('a token is sent to nobody in clear text, and none that is no token is passed over', () => {
  for (const base of ['http://hub.example.com', 'http://127.0.0.1.example.com'])
    assert.throws(() => hubOf({ HF_ENDPOINT: base, HF_TOKEN: 'hf_secret' }), { reason: 'hub-token', message: /^(?!.*hf_secret).*https/ });
  assert.equal(hubOf({ HF_ENDPOINT: 'http://hub.example.com' }).token, undefined);
  assert.equal(hubOf({ HF_ENDPOINT: 'http://127.0.0.1:8080', HF_TOKEN: 'hf_secret' }).token, 'hf_secret');
  assert.equal(hubOf({ HF_TOKEN: '' }).token, undefined);
  assert.throws(() => hubOf({ HF_TOKEN: 'hf_secret\n' }), { reason: 'hub-token', message: /^(?!.*hf_secret)/ });
});

test('a token of the user’s goes to the hub and nowhere else', async (t) => {
  const other = await fakeHub({ id: ID, files: FILES });
  t.after(() => other.close());
  const { hub, home, env } = await started(t);
  const own = { ...env, HF_TOKEN: 'hf_secret' };
  const offer = await offerModel(spec, own);
  hub.intercept = (request, response) => {
    if (!request.url?.startsWith('/cdn/')) return false;
    response.writeHead(302, { location: `${other.base}${request.url}` }).end();
    return true;
  };
  await downloadModel(home, offer, own, { now });
  assert.ok(hub.tokens.length > 0 && hub.tokens.every((token) => token === 'Bearer hf_secret'));
  assert.ok(other.tokens.length > 0 && other.tokens.every((token) => token === undefined));
});

// Choosing a model through the engine, which alone asks the hub: nothing is fetched that was not shown, and what cannot be used is said.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { classifierFiles } from '../classify/support/foreign.ts';
import { buildBundles } from '../support/cli.ts';
import { fakeHub, REVISION } from '../support/hub.ts';
import { scratch } from '../support/repos.ts';
import { engineOn } from './support.ts';

before(() => buildBundles());

test('a model is fetched as it was shown, or not; one that cannot be used is refused, and is not chosen later either', async (t) => {
  const hub = await fakeHub({ id: 'example/tiny', files: classifierFiles(['Bug', 'Feature']) });
  const odd = await fakeHub({ id: 'example/one', files: classifierFiles(['only']) });
  t.after(() => Promise.all([hub.close(), odd.close()]));
  const at = (base: string) => {
    process.env['HF_ENDPOINT'] = base;
    t.after(() => delete process.env['HF_ENDPOINT']);
    return engineOn(t, scratch(t));
  };
  const engine = at(hub.base);
  const model = 'example/tiny';
  assert.deepEqual(await engine.request('modelState', { model }), { model, ready: false, hub: hub.base });
  assert.deepEqual(hub.asked, [], 'to look for it here sends nothing');
  await assert.rejects(engine.request('modelDownload', { model, revision: REVISION }), { reason: 'model-not-offered' });
  const { revision } = await engine.request('modelOffer', { model });
  await assert.rejects(engine.request('modelDownload', { model, revision: 'b'.repeat(40) }), { reason: 'model-not-offered' });
  assert.equal(hub.asked.length, 1);
  await engine.request('modelDownload', { model, revision });
  assert.equal((await engine.request('modelState', { model })).ready, true);

  const other = at(odd.base);
  const offer = await other.request('modelOffer', { model: 'example/one' });
  const unusable = { reason: 'model-unsupported', message: /fewer than two labels/ };
  await assert.rejects(other.request('modelDownload', { model: 'example/one', revision: offer.revision }), unusable);
  await assert.rejects(other.request('modelState', { model: 'example/one' }), unusable);
});

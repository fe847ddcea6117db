import assert from 'node:assert/strict';
import { copyFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { openPipeline } from '../../src/pipeline/open.ts';
import { tagAll } from '../../src/pipeline/tag-all.ts';
import { silent } from '../../src/util/context.ts';
import { MODEL_DIR, WORKER_URL } from '../classify/support/model.ts';
import { scratch } from '../support/repos.ts';

test('whoever writes one line and waits for its answer gets it, with labels of their own too', { timeout: 120_000 }, async (t) => {
  const dataDir = scratch(t);
  const labels = path.join(dataDir, 'labels.yaml');
  writeFileSync(
    labels,
    'name: area\nlabels:\n  - name: parsing\n    description: the parser, reading input\n  - name: prose\n    description: documentation, guides and explanations\n',
  );
  const options = {
    version: '0',
    dataDir,
    modelDir: MODEL_DIR,
    workerUrl: WORKER_URL,
    locale: 'en',
    zone: 'UTC',
    device: 'cpu',
    labels,
  } as const;
  const pipeline = openPipeline(options, { now: Date.now, log: silent });
  t.after(() => pipeline.close());
  let answered = (): void => {};
  const first = new Promise<void>((resolve) => (answered = resolve));
  const lines = tagAll(
    pipeline,
    (async function* () {
      yield { id: '1', kind: 'commit', text: 'repair a crash of the parser' } as const;
      await first;
      yield { id: '2', kind: 'commit', text: 'explain the dialects in the guide' } as const;
    })(),
  );
  const told: (readonly [id: string, label: string | undefined])[] = [];
  for await (const { id, own } of lines) {
    told.push([id, own?.[0]?.label]);
    answered();
  }
  assert.deepEqual(told, [
    ['1', 'parsing'],
    ['2', 'prose'],
  ]);
});

test('a model that could not be read is read again, once it can be', async (t) => {
  const modelDir = scratch(t);
  const [there, away] = ['manifest.json', 'away.json'].map((name) => path.join(modelDir, name)) as [string, string];
  copyFileSync(path.join(MODEL_DIR, 'manifest.json'), there);
  const options = { version: '0', dataDir: scratch(t), modelDir, workerUrl: WORKER_URL, locale: 'en', zone: 'UTC' } as const;
  const pipeline = openPipeline(options, { now: Date.now, log: silent });
  t.after(() => pipeline.close());
  await pipeline.tagger.identity();
  renameSync(there, away);
  await assert.rejects(pipeline.tagger.load(), { reason: 'model-missing' });
  renameSync(away, there);
  await pipeline.tagger.load();
});
